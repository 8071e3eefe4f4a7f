//! The same input gives the same bytes: for any number of threads, in any locale and time zone,
//! at any width that is not a terminal's, in every run.

use std::fs;
use std::path::{Path, PathBuf};

use crate::corpus::{hostile, named, sample, with};
use crate::door::{Call, Ran, goalpost};
use crate::runs::{COMPARING, PATCHING, PRINTING, READING};

/// Environments that programs have listened to, each different in everything.
const ENVIRONMENTS: [&[(&str, &str)]; 3] = [
    &[("TZ", "UTC"), ("LANG", "C"), ("COLUMNS", "80")],
    &[
        ("TZ", "Asia/Kathmandu"),
        ("LANG", "de_DE.UTF-8"),
        ("LC_ALL", "tr_TR.UTF-8"),
        ("COLUMNS", "23"),
    ],
    &[
        ("TZ", "America/St_Johns"),
        ("LANG", "ar_EG.ISO-8859-6"),
        ("LC_NUMERIC", "fr_FR"),
        ("COLUMNS", "400"),
        ("LINES", "3"),
        ("TERM", "xterm-256color"),
        ("HOME", "/nowhere"),
        ("RUST_BACKTRACE", "1"),
    ],
];

/// How a run is dealt to threads.
const DEALT: [&[&str]; 3] = [
    &["--jobs", "1"],
    &["--jobs", "2", "--block-size", "3000"],
    &["--jobs", "7", "--block-size", "500"],
];

fn run(arguments: &[&str], more: &[&Path], way: usize, reads: bool) -> Ran {
    let mut call: Call = goalpost(arguments.iter().copied()).and(more.iter().copied());
    if reads {
        call = call.and(DEALT[way].iter().copied());
    }
    for (name, value) in ENVIRONMENTS[way] {
        call = call.variable(name, value);
    }
    call.run_binary()
}

fn assert_the_same(arguments: &[&str], more: &[&Path], reads: bool) {
    let first = run(arguments, more, 0, reads);
    assert!(!first.stdout.is_empty() || !first.stderr.is_empty(), "{arguments:?}");
    for way in 1..ENVIRONMENTS.len() {
        let again = run(arguments, more, way, reads);
        let what = format!("{arguments:?} {more:?} in way {way}");
        assert_eq!((again.exit, first_difference(&again, &first)), (first.exit, None), "{what}");
    }
}

/// The first line that is not the same, as it is in both.
fn first_difference(one: &Ran, other: &Ran) -> Option<[String; 2]> {
    let lines = |ran: &Ran| -> Vec<String> {
        let all = [String::from_utf8_lossy(&ran.stdout), (&ran.stderr).into()];
        all.iter().flat_map(|text| text.split('\n').map(str::to_owned)).collect()
    };
    let (one, other) = (lines(one), lines(other));
    let length = one.len().max(other.len());
    let at = |lines: &[String], index| lines.get(index).cloned().unwrap_or_default();
    (0..length)
        .map(|index| [at(&one, index), at(&other, index)])
        .find(|[one, other]| one != other)
        .or_else(|| (one.len() != other.len()).then(Default::default))
}

/// Captures in a folder: clean ones, broken ones, hostile ones.
fn captures(folder: &Path) -> Vec<PathBuf> {
    let clean = fs::read("fixtures/history/thirty-revisions.ndjson").expect("a fixture");
    let mut failing: Vec<_> = fs::read_dir("fixtures/failing")
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending != "http"))
        .collect();
    failing.sort();
    let broken: Vec<u8> = failing
        .iter()
        .flat_map(|path| [fs::read(path).expect("a fixture"), b"\n".to_vec()].concat())
        .collect();
    let hostile: Vec<u8> = hostile().join(&b'\n');
    [("clean.ndjson", clean), ("broken.ndjson", broken), ("hostile.ndjson", hostile)]
        .map(|(name, bytes)| {
            let path = folder.join(name);
            fs::write(&path, bytes).expect("a file");
            path
        })
        .to_vec()
}

#[test]
fn the_same_bytes_of_every_capture() {
    let folder = tempfile::tempdir().expect("a folder");
    let captures = captures(folder.path());
    for capture in &captures {
        for arguments in READING {
            assert_the_same(arguments, &[capture], true);
        }
    }
    for arguments in COMPARING {
        assert_the_same(arguments, &[&captures[0], &captures[1]], true);
        assert_the_same(arguments, &[&captures[2], &captures[1]], true);
        let one_goal = [arguments, &["--goal", "GOL-3f6ad90b"][..]].concat();
        assert_the_same(&one_goal, &[&captures[0]], true);
    }
    let bodies = [sample().to_owned(), with("name", "\"x\",\"y\":[1]")].map(|body| {
        let path = folder.path().join(format!("{}.json", body.len()));
        fs::write(&path, body).expect("a file");
        path
    });
    for arguments in PATCHING.iter().chain(COMPARING) {
        assert_the_same(arguments, &[&bodies[0], &bodies[1]], true);
    }
    for arguments in PRINTING {
        assert_the_same(arguments, &[], false);
    }
}

#[test]
fn the_time_zone_is_asked_for_where_it_is_wanted() {
    // What stands still above does move: the environments are really there.
    let local = |zone: &str| {
        let call = goalpost(["show", "--time", "local", "-"]).stdin(named("Home"));
        call.variable("TZ", zone).run_binary()
    };
    assert!(local("UTC-5:45").out().contains("2017-04-01 05:44:59+05:45"));
    assert!(local("UTC+3:30").out().contains("2017-03-31 20:29:59-03:30"));
}
