//! At every width, what is written for people breaks between words: a line is wider than the
//! terminal only for a path or a pointer, which stays in one piece.

mod door;

use std::fs;

use door::{Call, goalpost};
use goalpost::text::width::width;

const COMMANDS: [&str; 17] = [
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
    "diff fixtures/goals/mixed.ndjson fixtures/goals/array.json",
    "diff --latest fixtures/goals/mixed.ndjson fixtures/goals/array.json",
    "history fixtures/history/every-sequence-rule.ndjson",
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
    for command in ["show", "check", "diff", "history", "stats"] {
        let call = goalpost([command]).and(paths.clone()).and(["--color", "never"]);
        assert_fits(&call, command);
    }
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
