//! At every width, what is written for people breaks between words: a line is wider than the
//! terminal only for a path or a pointer, which stays in one piece.

mod door;

use std::fs;

use door::{Call, goalpost};
use goalpost::render::explain::Topic;
use goalpost::text::width::width;

const COMMANDS: [&str; 21] = [
    "fixtures/goals/mixed.ndjson",
    "-f card fixtures/goals/mixed.ndjson",
    "--fields action,name,user_id,received fixtures/goals/mixed.ndjson",
    "fixtures/failing/wrong-type.json",
    "fixtures/failing",
    "check fixtures/failing",
    "check --summary fixtures/failing",
    "check fixtures/passing/wrong-type.json",
    "stats fixtures/failing",
    "stats fixtures/goals/mixed.ndjson",
    "schema",
    "explain",
    "explain schema",
    "explain amount",
    "explain revision-gap",
    "explain body-too-large",
    "diff fixtures/goals/mixed.ndjson fixtures/goals/array.json",
    "diff --latest fixtures/goals/mixed.ndjson fixtures/goals/array.json",
    "history fixtures/history/every-sequence-rule.ndjson",
    "history fixtures/goals/mixed.ndjson",
    "history --latest fixtures/history",
];

fn is_in_one_piece(line: &str) -> bool {
    line.split_whitespace().any(|word| word.contains('/'))
}

fn assert_fits(call: &Call, what: &str) {
    for columns in [40, 50, 80, 120, 200] {
        for line in call.clone().columns(columns).run().out().lines() {
            let fits = width(line) <= columns || is_in_one_piece(line);
            assert!(fits, "{what} at {columns}: {line}");
        }
    }
}

#[test]
fn lines_break_between_words() {
    for command in COMMANDS {
        assert_fits(&goalpost(command.split(' ')).and(["--color", "never"]), command);
    }
    for topic in Topic::names() {
        assert_fits(&goalpost(["explain", "--color", "never", topic]), topic);
    }
    let body = fs::read_to_string("fixtures/sample/compact.json").expect("a fixture");
    let debt = body.replace(":100,", ":-99999999999.99,");
    assert_fits(&goalpost(["--color", "never"]).stdin(debt), "a percentage that is long");
}

#[test]
fn long_and_wide_values_break_too() {
    let body = fs::read_to_string("fixtures/sample/pretty.json").expect("a fixture");
    let name = "A goal with a name that nobody would type but somebody pasted, 東京 旅行 and";
    let long = |revision: &str, end: &str| {
        let name = format!("{name} {end} again");
        let notes = format!("\"metadata\": \"{name}, as the partner wrote it\"");
        body.replace("Home", &name)
            .replace("\"metadata\": null", &notes)
            .replace("\"revision\": 71", &format!("\"revision\": {revision}"))
            .replace("750", "1234567890123456789.12")
    };
    let folder = tempfile::tempdir().expect("a folder");
    let files = [("old.json", long("71", "home")), ("new.json", long("72", "京都 and back"))];
    let paths = files.map(|(file, text)| {
        let path = folder.path().join(file);
        fs::write(&path, text).expect("a file");
        path.into_os_string()
    });
    for command in ["show", "show -f card", "check", "diff", "history", "stats"] {
        let call = goalpost(command.split(' ')).and(paths.clone()).and(["--color", "never"]);
        assert_fits(&call, command);
    }
    let card = goalpost(["-f", "card"]).and(paths.clone()).columns(40).run();
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words(card.out()).contains("somebody pasted, 東京 旅行 and home again"));
    for command in ["diff", "history"] {
        for call in [goalpost([command]).columns(50), goalpost([command])] {
            let ran = call.and(paths.clone()).and(["--color", "never"]).run();
            let name = words(&format!("{name} 京都 and back again GOL-537e6391"));
            assert!(words(ran.out()).starts_with(&name), "{command}: {}", ran.out());
        }
    }
}

#[test]
fn a_row_that_does_not_fit_leaves_the_table_of_the_others_as_it_is() {
    let body = fs::read_to_string("fixtures/sample/compact.json").expect("a fixture");
    let amount = format!("\"{}\"", "7".repeat(60));
    let huge = body.replace("750", &amount).replace(":71,", ":9223372036854775807,");
    let ran = goalpost(["--color", "never"]).columns(80).stdin(format!("{huge}{body}")).run();
    let (list, table) = ran.out().split_once("\n\n").expect("a list and a table");
    assert!(list.contains(&"7".repeat(60)) || list.contains("777,777"), "{list}");
    assert_eq!(
        table,
        "\
action   goal  type          progress          projected             rev
created  Home  SAVE_AMOUNT  100 / 750  13.3 %  2017-03-31 23:59:59Z   71
         GOL-537e6391-3c29-9130-4d4f-e44302608406
2 bodies · 1 clean · 1 error · see goalpost check
"
    );
}

#[test]
fn a_blank_value_is_seen() {
    let body = fs::read_to_string("fixtures/sample/pretty.json").expect("a fixture");
    let blank = body.replace("Home", "  ").replace("GOL-537e6391-3c29-9130-4d4f-e44302608406", " ");
    let ran = goalpost(["-", "--color", "never"]).columns(80).stdin(blank).run();
    assert!(ran.out().starts_with("\"  \"  ") && ran.out().contains("\n\" \"\n"), "{}", ran.out());
}

#[test]
fn a_column_comes_back_where_a_later_one_left_room() {
    let ran = goalpost(["history", "--latest", "fixtures/history", "--color", "never"]);
    assert_eq!(
        ran.columns(80).run().out().lines().take(3).collect::<Vec<_>>(),
        [
            "action   goal                                             progress           rev",
            "updated  starts-late               ██░░░░░░░░            150 / 750   20.0 %    2",
            "         GOL-026db6cf-ea7b-a6cf-4a4b-d6b5269926f0",
        ]
    );
}

#[test]
fn a_place_stays_in_one_piece_at_the_end_of_its_row() {
    let show = goalpost(["--color", "never", "fixtures/captures/requests-chunked.http"]);
    for (columns, place) in [
        (40, "\nfixtures/captures/requests-chunked.http:23\n"),
        (50, "\n        fixtures/captures/requests-chunked.http:23\n"),
        (80, "\n         fixtures/captures/requests-chunked.http:23  2016-05-01 10:00:00Z\n"),
        (200, "  2016-05-01 10:00:00Z  fixtures/captures/requests-chunked.http:23  wrong-type\n"),
    ] {
        let ran = show.clone().columns(columns).run();
        assert!(ran.out().contains(place), "{columns}: {}", ran.out());
        assert_eq!(ran.out().contains("\nfrom"), columns == 40, "{}", ran.out());
    }
}

#[test]
fn every_command_says_a_place_as_check_does() {
    let har = "fixtures/captures/capture.har";
    let place = format!("{har}:112 (in /log/entries/2/request/postData/text)");
    let card = goalpost(["-f", "card", har]).run();
    assert!(card.out().contains(&format!("  1 error · {place}\n")), "{}", card.out());
    let diff = |format| goalpost(["diff", "-f", format, "fixtures/sample/pretty.json", har]).run();
    let table = format!("revision 72 · updated · {place}\n");
    assert!(diff("table").out().replace("\n    ", " ").contains(&table));
    let unified = format!("+++ {place} (GOL-537e6391-3c29-9130-4d4f-e44302608406 revision 72)\n");
    assert!(diff("unified").out().contains(&unified));
    let check = goalpost(["check", har]).run();
    assert!(check.out().contains(&place.replace(":112 ", ":112:1 ").replace(')', ", 1:280)")));
}

#[test]
fn a_source_line_that_fits_is_whole() {
    let ran = goalpost(["check", "--color", "never", "fixtures/failing/implausible-time.json"])
        .columns(80)
        .run();
    assert!(ran.out().contains("17 |     \"projected_to_complete_at\": 0,\n"), "{}", ran.out());
}

#[test]
fn explain_cuts_long_samples_to_what_matters_but_only_on_a_terminal() {
    let explain = goalpost(["explain", "--color", "never", "revision-gap"]);
    let whole = explain.clone().run();
    assert!(!whole.out().contains('…') && !whole.out().contains("Whole:"));
    let ran = explain.columns(80).run();
    let (_, samples) = ran.out().split_once("A sample that fails\n").expect("a sample");
    let (samples, _) = samples.split_once("\nIts level").expect("levels");
    assert_eq!(
        samples,
        "    \
    …004799,\"revision\":71,\"user_guid\":\"USR-dfb1b536-692d-f172-88c6-643a2691b30c…
✗   …004799,\"revision\":74,\"user_guid\":\"USR-dfb1b536-692d-f172-88c6-643a2691b30c…

Fixed
    …004799,\"revision\":71,\"user_guid\":\"USR-dfb1b536-692d-f172-88c6-643a2691b30c…
✓   …004799,\"revision\":72,\"user_guid\":\"USR-dfb1b536-692d-f172-88c6-643a2691b30c…

Whole: `goalpost explain revision-gap --format json`.
"
    );
}

#[test]
fn a_message_about_nothing_is_all_that_is_said() {
    let goals = "fixtures/goals/mixed.ndjson";
    let bodies = "0 of 12 bodies match --goal GOL-nope\n";
    for (command, exit, out, said) in [
        ("check", 2, "", format!("error: {bodies}")),
        ("check -f concise", 2, "", format!("error: {bodies}")),
        ("show", 0, "", format!("note: {bodies}")),
        ("history", 0, "", "note: 0 of 6 goals match --goal GOL-nope\n".to_owned()),
        ("history --latest", 0, "", "note: 0 of 6 goals match --goal GOL-nope\n".to_owned()),
        ("stats", 0, "0 bodies · 6.0 kB\n", format!("note: {bodies}")),
    ] {
        let ran = goalpost(command.split(' ')).and(["--goal", "GOL-nope", goals]).run();
        assert_eq!(
            (ran.exit, ran.out(), ran.stderr.as_str()),
            (exit, out, said.as_str()),
            "{command}"
        );
    }
    let deleted = goalpost(["history", "--latest", "-q", goals, "--goal", "GOL-f3d8"]);
    assert_eq!((deleted.clone().run().out(), deleted.run().stderr.as_str()), ("", ""));
    let deleted = goalpost(["history", "--latest", goals, "--goal", "GOL-f3d8"]).run();
    assert_eq!((deleted.out(), &*deleted.stderr), ("", "note: no live goal: 1 goal was deleted\n"));
}

#[test]
fn show_and_check_count_the_same_bodies() {
    let count = |command| {
        let ran = goalpost([command, "fixtures/failing"]).run();
        let line =
            ran.out().lines().find(|line| line.starts_with("101 bodies ")).map(str::to_owned);
        line.expect("the counts")
    };
    assert!(count("check").starts_with("101 bodies in 70 inputs ("));
    assert!(count("show").contains(" · 10 not shown · "), "{}", count("show"));
}

#[test]
fn carets_point_at_what_is_wrong_at_any_width() {
    let body = fs::read_to_string("fixtures/sample/compact.json").expect("a fixture");
    let body = body.replace("\"Home\"", "\"東京旅行東京旅行\"").replace(":71,", ":true,");
    for columns in [40, 50, 80, 120] {
        let ran = goalpost(["check", "--color", "never", "-"]).columns(columns).stdin(&*body).run();
        let mut lines = ran.out().lines();
        let (source, carets) = (lines.find(|line| line.starts_with("1 | ")), lines.next());
        let (source, carets) = (source.expect("a source line"), carets.expect("carets"));
        let before = carets.find('^').expect("a caret");
        let at = source.find("true").expect("the value");
        assert_eq!((width(&source[..at]), &carets[before..]), (before, "^^^^"), "{columns}");
    }
}

#[test]
fn only_what_a_person_reads_is_in_colour() {
    let json = || goalpost(["show", "-f", "json", "fixtures/sample/pretty.json"]);
    assert!(json().columns(80).run().out().contains('\u{1b}'));
    assert!(!json().and(["--color", "always"]).run().out().contains('\u{1b}'));
    let diff = goalpost(["diff", "fixtures/goals/mixed.ndjson", "--goal", "GOL-537e"])
        .columns(80)
        .variable("TERM", "xterm");
    assert!(diff.clone().run().out().contains("\u{1b}[31m100\u{1b}[0m → \u{1b}[32m250.50"));
    let unified = diff.and(["-f", "unified"]).run();
    assert!(unified.out().contains("\u{1b}[31m-    \"current_amount\": 100\u{1b}[0m"));
    assert!(unified.out().contains("\u{1b}[32m+    \"current_amount\": 250.50\u{1b}[0m"));
}
