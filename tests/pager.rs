//! `--pager`: only where it was asked for, on a terminal, for what is longer than the screen.

mod door;

use std::fs;
use std::path::{Path, PathBuf};

use door::{Call, Ran, goalpost};

/// A pager that keeps what it was given in a file.
fn kept(name: &str, call: Call) -> (Ran, Option<String>) {
    let file: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_file(&file);
    let ran = call.variable("PAGER", &format!("dd status=none of={}", file.display())).run();
    (ran, fs::read_to_string(file).ok())
}

#[test]
fn what_is_longer_than_the_screen_is_paged() {
    let whole = goalpost(["explain", "--color", "never"]).columns(80).run();
    let call = goalpost(["explain", "--color", "never", "--pager"]).columns(80);
    let (ran, paged) = kept("long", call);
    assert_eq!((ran.exit, ran.out(), ran.stderr.as_str()), (0, "", ""));
    assert_eq!(paged.as_deref(), Some(whole.out()));
}

#[test]
fn nothing_else_is() {
    let long = ["explain"];
    let (ran, paged) = kept("unasked", goalpost(long).columns(80));
    assert!(paged.is_none() && ran.out().lines().count() > 60);
    let (ran, paged) = kept("pipe", goalpost(long).and(["--pager"]));
    assert!(paged.is_none() && ran.out().lines().count() > 60);
    let (ran, paged) =
        kept("card", goalpost(["--pager", "fixtures/sample/pretty.json"]).columns(80));
    assert!(paged.is_none() && ran.out().contains("Home"));
}

#[test]
fn findings_and_bodies_are_paged_with_their_status() {
    let (ran, paged) = kept("bad", goalpost(["check", "--pager", "fixtures/failing"]).columns(80));
    assert_eq!((ran.exit, ran.out()), (1, ""));
    assert!(paged.is_some_and(|text| text.contains("wrong-type")));
}

#[test]
fn a_pager_that_is_missing_or_leaves_does_no_harm() {
    let call = goalpost(["explain", "--pager"]).columns(80);
    let ran = call.clone().variable("PAGER", "no-such-pager-anywhere").run();
    assert!(ran.exit == 0 && ran.out().lines().count() > 60);
    let ran = call.clone().variable("PAGER", "true").run();
    assert_eq!((ran.exit, ran.out()), (0, ""));
    let ran = call.variable("PAGER", "").run();
    assert!(ran.exit == 0 && ran.out().lines().count() > 60);
}
