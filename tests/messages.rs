//! Messages that a user can meet before anything is read: wrong options, names and values. Each
//! says what is wrong and what to do. The whole text stands in `tests/expected/messages.txt`.

mod door;

use std::fmt::Write;

use door::{as_recorded, goalpost};

const CALLS: &[&[&str]] = &[
    &["--formt", "json"],
    &["check", "--formt", "json"],
    &["check", "--format", "jsn"],
    &["check", "--format"],
    &["check", "-D", "wrong-typ", "-"],
    &["check", "-A", "schem", "-"],
    &["check", "-W", "nothing-like-it", "-"],
    &["check", "--expect", "wrong-typ", "-"],
    &["check", "--expect", "revision-gap", "-"],
    &["check", "--expect", "wrong-type", "--format", "json", "-"],
    &["check", "--now", "yesterday", "-"],
    &["check", "--where", "amuont >= 1", "-"],
    &["check", "--where", "amount", "-"],
    &["check", "--where", "amount >= many", "-"],
    &["check", "--where", "amount >= 1 and action = created", "-"],
    &["check", "--where", "is_complete && amount >= 1", "-"],
    &["check", "--where", "name = Home, amount > 1", "-"],
    &["check", "--where", "priority = 1", "-"],
    &["show", "--fields", "name,saved", "-"],
    &["show", "--sort", "-Created by", "-"],
    &["explain", "target"],
    &["diff", "--only", "category", "a.json", "b.json"],
    &["check", "--action", "create", "-"],
    &["check", "--max-body", "many", "-"],
    &["check", "--jobs", "0", "-"],
    &["show", "-n", "ten", "-"],
    &["history", "0128372140"],
    &["sample", "--count", "0"],
    &["sample", "--seed", "x"],
    &["diff", "a.json", "--goal", "GOL-1", "--from", "first"],
    &["check", "--report", "sarif", "-"],
    &["check", "--input-format", "yaml", "-"],
    &["check", "no/such/file.json"],
    &["check", "tests/door"],
    &["check"],
    &["show", "--format", "jsn", "-"],
    &["show", "--hide-values", "-"],
    &["chekc"],
    &["explian"],
    &["--quiet", "check", "file.json"],
    &["explain", "wrong-typ"],
    &["explain", "nothing-like-it"],
    &["schema", "--format", "yaml"],
    &["completions", "tcsh"],
    &["completions"],
    &["man", "chek"],
    &["man", "nothing-like-it"],
];

#[test]
fn messages_are_as_recorded() {
    let mut text = String::new();
    for call in CALLS {
        let ran = goalpost(call.iter().copied()).run();
        assert_eq!((ran.exit, ran.out().is_empty()), (2, true), "{call:?}: {}", ran.out());
        writeln!(text, "$ goalpost {}\n{}", call.join(" "), ran.stderr).expect("text");
    }
    as_recorded("messages.txt", &text);
}
