//! Options of reading and writing: limits, forced forms, the output file, times, colour, quiet.

mod door;

use std::fs;

use door::goalpost;

const BODY: &str = "fixtures/sample/compact.json";

#[test]
fn a_body_over_the_limit_is_a_finding_and_the_next_is_read() {
    let body = fs::read_to_string(BODY).expect("the sample can be read");
    let big = body.replace("Home", &"x".repeat(5_000));
    let capture = format!("{body}{big}{body}");
    for block_size in ["64", "512K"] {
        let ran = goalpost(["check", "--format", "json", "--max-body", "1K"])
            .and(["--block-size", block_size])
            .stdin(capture.clone())
            .run();
        assert_eq!((ran.exit, ran.stderr.as_str()), (1, ""));
        let report = ran.json();
        let finding = &report["findings"][0];
        assert_eq!(finding["rule"], "body-too-large");
        assert_eq!((&finding["line"], &finding["body"]), (&2.into(), &2.into()));
        assert_eq!(report["findings"].as_array().map(Vec::len), Some(1));
        let summary = &report["summary"];
        assert_eq!((&summary["bodies"], &summary["clean"]), (&3.into(), &2.into()));
        assert_eq!(summary["bytes"], capture.len());
    }
}

#[test]
fn a_form_can_be_forced() {
    let request = "fixtures/sample/request.http";
    let as_http = goalpost(["check", "--input-format", "http", request]).run();
    assert_eq!(as_http.exit, 0, "{}", as_http.out());
    let as_json =
        goalpost(["check", "--format", "concise", "--input-format", "json", request]).run();
    assert_eq!(as_json.exit, 1);
    assert!(as_json.out().contains("error[trailing-text]"), "{}", as_json.out());
    let page = "fixtures/sample/goals-webhook-page.txt";
    let as_page = goalpost(["check", "--input-format", "page", page]).run();
    assert_eq!(as_page.exit, 0, "{}", as_page.out());
}

/// What inputs were read as takes one line; with -v one for each; with -q none.
#[test]
fn inputs_are_read_as_something() {
    let notes = |more: &[&str]| {
        let call = goalpost(["check", "--summary"]).and(more.iter().copied());
        call.and(["fixtures/sample"]).run().stderr
    };
    let brief =
        "note: 4 inputs read as an HTTP request, 2 as a documentation page; -v names each\n";
    assert_eq!(notes(&[]), brief);
    assert_eq!(notes(&["-q"]), "");
    let each = notes(&["-v"]);
    assert!(each.lines().count() == 8 && each.contains("compact.json: read as JSON\n"), "{each}");
    let one = goalpost(["check", "-"]).stdin(include_str!("../fixtures/sample/request.http")).run();
    assert_eq!(one.stderr, "note: -: read as an HTTP request\n");
}

#[test]
fn the_output_file_is_whole_or_not_there() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("out.csv");
    let plain = goalpost(["show", "--format", "csv", BODY]).run();
    let ran = goalpost(["show", "--format", "csv", BODY, "--output"]).and([&file]).run();
    assert_eq!((ran.exit, ran.out(), ran.stderr.as_str()), (0, "", ""));
    assert_eq!(fs::read(&file).expect("it was written"), plain.stdout);
    let nowhere = folder.path().join("no/such/folder.csv");
    let ran = goalpost(["show", BODY, "--output"]).and([&nowhere]).run();
    let error = format!(
        "error: cannot write: {}: there is no folder {}; create it first\n",
        nowhere.display(),
        folder.path().join("no/such").display()
    );
    assert_eq!((ran.exit, ran.out(), ran.stderr.as_str()), (2, "", error.as_str()));
    let ran = goalpost(["show", BODY, "--output"]).and([folder.path()]).run();
    assert!(
        ran.exit == 2 && ran.stderr.ends_with("this is a folder; name a file in it\n"),
        "{ran:?}"
    );
    // Nothing but the file that was asked for is left behind.
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn times_are_shown_as_asked() {
    for (style, expected) in [("utc", "2017-03-31 23:59:59Z"), ("epoch", "1491004799")] {
        let ran = goalpost(["show", "--time", style, BODY]).run();
        assert!(ran.out().contains(&format!("projected   {expected}\n")), "{}", ran.out());
    }
}

#[test]
fn colour_is_for_terminals_that_want_it() {
    let failing = "fixtures/failing/wrong-type.json";
    let has_colour = |columns: Option<usize>, variables: &[(&str, &str)], arguments: &[&str]| {
        ["check", "show"].map(|command| {
            let mut call = goalpost([command, failing]).and(arguments.iter().copied());
            if let Some(columns) = columns {
                call = call.columns(columns);
            }
            for (name, value) in variables {
                call = call.variable(name, value);
            }
            call.run().out().contains('\u{1b}')
        })
    };
    for (columns, variables, arguments, expected) in [
        (None, &[][..], &[][..], false),
        (Some(80), &[], &[], true),
        (Some(80), &[("NO_COLOR", "1")], &[], false),
        (Some(80), &[("NO_COLOR", "")], &[], true),
        (Some(80), &[("TERM", "dumb")], &[], false),
        (None, &[("CLICOLOR_FORCE", "1")], &[], true),
        (None, &[("FORCE_COLOR", "0")], &[], false),
        (None, &[("NO_COLOR", "1")], &["--color", "always"], true),
        (Some(80), &[("FORCE_COLOR", "1")], &["--color", "never"], false),
    ] {
        let found = has_colour(columns, variables, arguments);
        assert_eq!(found, [expected; 2], "{columns:?} {variables:?} {arguments:?}");
    }
}

#[test]
fn colour_changes_nothing_but_colour() {
    for arguments in [
        vec!["check", "fixtures/failing"],
        vec!["show", "fixtures/goals/mixed.ndjson"],
        vec!["show", "--format", "card", "fixtures/goals/mixed.ndjson"],
    ] {
        let plain = goalpost(arguments.clone()).and(["--color", "never"]).run();
        let painted = goalpost(arguments.clone()).and(["--color", "always"]).run();
        assert_ne!(painted.stdout, plain.stdout, "{arguments:?}");
        let bare = anstream::adapter::strip_str(painted.out()).to_string();
        assert!(bare == plain.out(), "{arguments:?}");
    }
}

#[test]
fn quiet_leaves_errors() {
    let page = "fixtures/sample/goals-webhook-page.txt";
    assert_eq!(goalpost(["check", "--quiet", page]).run().stderr, "");
    let ran = goalpost(["check", "--quiet", "missing.json"]).run();
    assert_eq!(ran.stderr, "error: missing.json: no such file or directory\n");
}

#[test]
fn check_says_which_rules_it_does_not_apply() {
    let check = |option: [&str; 2]| goalpost(["check", "fixtures/sample/pretty.json"]).and(option);
    for option in [["-D", "revision-gap"], ["-W", "sequence"], ["--rule", "shared-user-id"]] {
        let note = format!("note: check does not apply {}; goalpost history does\n", option[1]);
        let ran = check(option).run();
        assert!(ran.stderr.contains(&note) && ran.exit == 0, "{}", ran.stderr);
        assert!(!check(option).and(["--quiet"]).run().stderr.contains("does not apply"));
    }
    assert!(!check(["-D", "wrong-type"]).run().stderr.contains("does not apply"));
}

/// What every command says, and how it ends, when its filters match nothing.
#[test]
fn nothing_chosen_is_always_said() {
    const FILE: &str = "fixtures/goals/mixed.ndjson";
    let commands: [(&[&str], &str, &str, u8); 9] = [
        (&["show"], "12 bodies", "note", 0),
        (&["stats"], "12 bodies", "note", 0),
        (&["check"], "12 bodies", "error", 2),
        (&["redact"], "12 bodies", "error", 2),
        (&["history"], "6 goals", "note", 0),
        (&["history", "--latest"], "6 goals", "note", 0),
        (&["history", "--summary"], "6 goals", "note", 0),
        (&["diff", FILE], "24 bodies", "error", 2),
        (&["diff", "--latest", FILE], "6 goals", "error", 2),
    ];
    let filters = [
        ("--goal", "GOL-537e63x1", "; did you mean GOL-537e6391-3c29-9130-4d4f-e44302608406?"),
        ("--user", "01283721", "; did you mean 0128372140?"),
        ("--rule", "wrong-type", ""),
    ];
    for (command, all, level, exit) in commands {
        for (option, value, near) in filters {
            let by_finding = option == "--rule";
            let call = goalpost(command.iter().copied());
            let ran = call.and([option, value, FILE]).stderr_columns(200).run();
            let (level, exit) = if by_finding { ("note", 0) } else { (level, exit) };
            // Of redact, no message has a value of a body.
            let near = if command == ["redact"] { "" } else { near };
            let said = format!("{level}: 0 of {all} match {option} {value}{near}");
            let lines: Vec<&str> =
                ran.stderr.lines().filter(|line| !line.starts_with("note: a key")).collect();
            assert_eq!((lines, ran.exit), (vec![&*said], exit), "{command:?} {option}");
        }
    }
    // A goal that matches the other filter is not suggested for the one that it does not match.
    for filters in ["--goal GOL-zzz", "--goal GOL-537e --user nobody", "--goal GOL-537e --flagged"]
    {
        let one = goalpost(["diff", FILE]).and(filters.split(' ')).run();
        let said = format!("error: 0 of 6 goals match {filters}\n");
        assert_eq!((one.stderr, one.exit), (said, 2));
    }
}

#[test]
fn messages_are_wrapped_at_words_on_a_terminal() {
    let call = || goalpost(["show", "--goal", "GOL-537e63x1", "fixtures/goals/mixed.ndjson"]);
    let text = "note: 0 of 12 bodies match --goal\n\
                GOL-537e63x1; did you mean\n\
                GOL-537e6391-3c29-9130-4d4f-e44302608406?\n";
    assert_eq!(call().stderr_columns(40).run().stderr, text);
    assert_eq!(call().run().stderr, text.replace('\n', " ").trim_end().to_owned() + "\n");
}
