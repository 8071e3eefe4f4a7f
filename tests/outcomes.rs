//! What the text says and what the status says agree, for every command, format and outcome.

mod door;

use std::fs;
use std::path::Path;

use door::{Ran, goalpost};

const FORMATS: [(&[&str], &[&str]); 6] = [
    (&["show"], &["", "table", "card", "json", "jsonl", "csv", "markdown"]),
    (
        &["check"],
        &["text", "concise", "json", "jsonl", "github", "gitlab", "junit", "sarif", "markdown"],
    ),
    (&["stats"], &["table", "json", "jsonl", "csv", "markdown"]),
    (&["history"], &["table", "json", "jsonl", "csv", "markdown", "html"]),
    (&["history", "--latest"], &["", "table", "card", "json", "jsonl", "csv", "markdown"]),
    (&["redact"], &[""]),
];

/// Inputs and options, and the status of show, check, stats, history, history --latest and redact.
#[rustfmt::skip]
const OUTCOMES: [(&[&str], [u8; 6]); 17] = [
    (&["clean"],                                 [0, 0, 0, 0, 0, 0]),
    (&["clean", "warning"],                      [0, 0, 0, 0, 0, 0]),
    (&["error"],                                 [0, 1, 0, 0, 0, 0]),
    (&["warning", "--strict"],                   [0, 1, 0, 0, 0, 2]),
    (&["other"],                                 [1, 1, 0, 1, 1, 0]),
    (&["clean", "other"],                        [1, 1, 0, 1, 1, 0]),
    (&["clean", "other", "-A", "other-webhook"], [0, 0, 0, 0, 0, 2]),
    (&["cut"],                                   [1, 1, 0, 1, 1, 1]),
    (&["clean", "cut", "-A", "syntax"],          [0, 0, 0, 0, 0, 2]),
    (&["clean", "--goal", "GOL-zzz"],            [0, 2, 0, 0, 0, 2]),
    (&["clean", "--rule", "blank-name"],         [0, 0, 0, 0, 0, 0]),
    (&["open"],                                  [1, 1, 0, 1, 1, 1]),
    (&["open", "-A", "syntax"],                  [2, 2, 2, 2, 2, 2]),
    (&["missing"],                               [2, 2, 2, 2, 2, 2]),
    (&["clean", "missing"],                      [2, 2, 2, 2, 2, 2]),
    (&["empty"],                                 [2, 2, 2, 2, 2, 2]),
    (&["error", "broken.gz"],                    [2, 2, 2, 2, 2, 2]),
];

fn files(folder: &Path) {
    let clean = include_str!("../fixtures/sample/compact.json");
    let other = include_str!("../fixtures/failing/other-webhook.json");
    let next = clean.replace("created\"", "updated\"").replace(":71", ":72");
    for (name, bytes) in [
        ("clean", clean.to_owned()),
        ("warning", next.replace("\"amount\"", "\"color\":1,\"amount\"")),
        ("error", clean.replace("\"is_complete\":false", "\"is_complete\":\"no\"")),
        ("other", other.to_owned()),
        ("cut", clean[..200].to_owned()),
        ("open", "[".to_owned()),
        ("empty", String::new()),
        ("key", "0123456789abcdef0123456789abcdef".to_owned()),
    ] {
        fs::write(folder.join(name), bytes).expect("a file");
    }
    fs::write(folder.join("broken.gz"), [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1]).expect("a file");
}

#[test]
fn text_and_status_agree() {
    let folder = tempfile::tempdir().expect("a folder");
    files(folder.path());
    for (arguments, statuses) in OUTCOMES {
        let typed = arguments.iter().enumerate().map(|(at, argument)| {
            let is_option =
                argument.starts_with('-') || at > 0 && arguments[at - 1].starts_with('-');
            match is_option && arguments[at - 1] != "--strict" {
                true => (*argument).to_owned(),
                false => folder.path().join(argument).to_string_lossy().into_owned(),
            }
        });
        let typed: Vec<String> = typed.collect();
        for ((command, formats), status) in FORMATS.iter().zip(statuses) {
            for format in *formats {
                let mut call = goalpost(command.iter().copied()).and(["--now", "2017-01-01"]);
                if command[0] == "redact" {
                    let key = folder.path().join("key").to_string_lossy().into_owned();
                    call = goalpost(["redact", "--key-file"]).and([key]);
                }
                if !format.is_empty() {
                    call = call.and(["--format", format]);
                }
                let ran = call.clone().and(&typed).run();
                let what = format!("{command:?} {format} {arguments:?}: {ran:?}");
                assert_eq!(ran.exit, status, "{what}");
                agrees(&ran, &what);
                if *format != formats[0] {
                    continue;
                }
                let quiet = call.and(["-q"]).and(&typed).run();
                // What is for people is silent, and documents are as they were asked for.
                let is_silent = *format == "text";
                let stdout = if is_silent { &[][..] } else { &ran.stdout };
                assert_eq!((quiet.exit, quiet.stdout.as_slice()), (ran.exit, stdout), "{what}");
                let is_error = |line: &str| line.starts_with("error: ");
                let is_usage = quiet.stderr.contains("Usage:");
                assert!(is_usage || quiet.stderr.lines().all(is_error), "{what}\n{quiet:?}");
            }
        }
    }
}

const DIFF_FORMATS: [&str; 6] = ["table", "unified", "json", "patch", "merge", "markdown"];

/// What `diff` compares, with options, and its status; patches are of two bodies.
const DIFFS: [(&[&str], u8); 15] = [
    (&["clean", "clean"], 0),
    (&["clean", "warning"], 1),
    (&["clean", "error"], 1),
    (&["clean", "warning", "--exit-zero"], 0),
    (&["clean", "warning", "--goal", "537e"], 1),
    (&["clean", "warning", "--goal", "GOL-zzz"], 2),
    (&["clean", "other"], 2),
    (&["other", "other"], 2),
    (&["clean", "cut"], 2),
    (&["cut", "cut", "--exit-zero"], 2),
    (&["clean", "open"], 2),
    (&["open", "open", "--exit-zero"], 2),
    (&["missing", "clean"], 2),
    (&["empty", "clean"], 2),
    (&["clean", "broken.gz"], 2),
];

#[test]
fn text_and_status_of_diff_agree() {
    let folder = tempfile::tempdir().expect("a folder");
    files(folder.path());
    for (arguments, status) in DIFFS {
        for (latest, format) in
            [false, true].into_iter().flat_map(|it| DIFF_FORMATS.map(|f| (it, f)))
        {
            let status = if latest && matches!(format, "patch" | "merge") { 2 } else { status };
            let mut call = goalpost(["diff", "--format", format]);
            if latest {
                call = call.and(["--latest"]);
            }
            let paths = arguments[..2].iter().map(|name| folder.path().join(name));
            let call = call.and(paths).and(arguments[2..].iter().copied());
            let ran = call.clone().run();
            let what = format!("{latest} {format} {arguments:?}: {ran:?}");
            assert_eq!(ran.exit, status, "{what}");
            agrees(&ran, &what);
            let same = ["no difference", " the same\n"].iter().any(|word| ran.out().contains(word));
            assert!(!(same && ran.exit == 1), "{what}");
            let quiet = call.and(["-q"]).run();
            assert_eq!((quiet.exit, &quiet.stdout), (ran.exit, &ran.stdout), "{what}");
            let is_error = |line: &str| line.starts_with("error: ");
            let is_usage = quiet.stderr.contains("Usage:");
            assert!(is_usage || quiet.stderr.lines().all(is_error), "{what}\n{quiet:?}");
        }
    }
}

fn agrees(ran: &Ran, what: &str) {
    let said = ran.stderr.lines().any(|line| line.starts_with("error: "));
    assert_eq!(said, ran.exit == 2, "{what}");
    let out = ran.out();
    if ran.exit == 1 {
        assert!(!out.contains("all clean") && !out.contains(": clean"), "{what}");
    }
}

/// Half of a surrogate pair stays in a body that is printed as it is, and is spelled out in JSON
/// that strict readers are to load.
#[test]
fn strict_readers_load_what_is_composed() {
    let clean = include_str!("../fixtures/sample/compact.json");
    let half = clean.replace("Home", "\\ud800x").replace(":750,", ":\"\\uDC00\",");
    let next = half.replace("created\"", "updated\"").replace(":71", ":72").replace("d800", "d801");
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let both = half.trim_end().to_owned() + "\n" + &next;
    fs::write(path("half"), &half).expect("a file");
    fs::write(path("next"), next).expect("a file");
    fs::write(path("both"), &both).expect("a file");
    let plain = goalpost(["show", "-f", "jsonl"]).and([path("both")]).run();
    assert_eq!(plain.out(), both);
    for (arguments, inputs) in [
        (&["show", "-f", "json"][..], &["both"][..]),
        (&["show", "-f", "jsonl", "--with-source"], &["both"]),
        (&["show", "-f", "jsonl", "--fields", "name,amount"], &["both"]),
        (&["check", "-f", "json"], &["both"]),
        (&["check", "-f", "jsonl"], &["both"]),
        (&["stats", "-f", "json"], &["both"]),
        (&["history", "-f", "json"], &["both"]),
        (&["history", "-f", "jsonl"], &["both"]),
        (&["diff", "-f", "json"], &["half", "next"]),
    ] {
        let ran =
            goalpost(arguments.iter().copied()).and(inputs.iter().map(|name| path(name))).run();
        let texts: Vec<&str> = match arguments.contains(&"jsonl") {
            true => ran.out().lines().collect(),
            false => vec![ran.out()],
        };
        for text in texts {
            let read = serde_json::from_str::<serde_json::Value>(text);
            assert!(read.is_ok(), "{arguments:?}: {read:?} of {text}");
        }
    }
    let wrapped = goalpost(["show", "-f", "jsonl", "--with-source"]).and([path("half")]).run();
    assert!(wrapped.out().contains(r#""name":"\\ud800x""#), "{}", wrapped.out());
}

#[test]
fn every_line_is_a_finding_without_the_summary() {
    let check = |more: &[&str]| {
        let call = goalpost(["check", "-f", "jsonl"]).and(more.iter().copied());
        call.and(["fixtures/failing/wrong-type.json"]).run()
    };
    let (with, without) = (check(&[]), check(&["--no-summary"]));
    assert_eq!(with.exit, without.exit);
    let summary = with.out().strip_prefix(without.out()).expect("the same findings");
    assert!(summary.starts_with("{\"summary\":") && summary.lines().count() == 1, "{summary}");
    let error = "error: --no-summary is for --format jsonl\n";
    let text = goalpost(["check", "--no-summary", "fixtures/passing"]).run();
    assert_eq!((text.exit, text.stderr.as_str()), (2, error));
}

/// JSON has colours on a terminal, and nowhere else whatever is set.
#[test]
fn json_is_painted_for_eyes_alone() {
    const BODY: &str = "fixtures/failing/wrong-type.json";
    for arguments in [
        &["show", "-f", "json", BODY][..],
        &["show", "-f", "jsonl", BODY],
        &["check", "-f", "json", BODY],
        &["check", "-f", "jsonl", BODY],
        &["stats", "-f", "json", BODY],
        &["history", "-f", "json", BODY],
        &["history", "--latest", "-f", "json", BODY],
        &["diff", "-f", "json", BODY, "fixtures/sample/compact.json"],
        &["diff", "-f", "patch", BODY, "fixtures/sample/compact.json"],
        &["schema", "-f", "json-schema"],
        &["explain", "-f", "json"],
    ] {
        let call = || goalpost(arguments.iter().copied());
        let plain = call().run();
        assert_eq!(call().variable("FORCE_COLOR", "1").run().stdout, plain.stdout);
        assert_eq!(call().columns(80).variable("NO_COLOR", "1").run().stdout, plain.stdout);
        let painted = call().columns(80).run();
        assert!(painted.out().contains("\u{1b}[32m\""), "{arguments:?}: {}", painted.out());
        assert_eq!(anstream::adapter::strip_str(painted.out()).to_string(), plain.out());
    }
}
