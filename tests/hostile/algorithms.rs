//! Algorithms: inputs that cost the most for their bytes, made to be as many again as a square
//! of them could bear; what is found does not depend on the run.
//!
//! No time is taken: the processor's time of a run is bounded where a run could hang, with room
//! for many times what it takes.
#![cfg(unix)]

use std::fmt::Write;

use crate::corpus::{sample, with};
use crate::output::shell;
use crate::runs::{COMPARING, READING, compare, over};

/// So many are a square of 4 million.
const MANY: usize = 2_000;

/// One body for each number, with a change.
fn bodies(count: usize, change: impl Fn(usize) -> Vec<(&'static str, String)>) -> Vec<u8> {
    let mut capture = String::new();
    for number in 0..count {
        let mut body = sample().to_owned();
        for (from, to) in change(number) {
            body = body.replace(from, &to);
        }
        writeln!(capture, "{body}").expect("a string takes every write");
    }
    capture.into_bytes()
}

const GUID: &str = "GOL-537e6391-3c29-9130-4d4f-e44302608406";
const REVISION: &str = "\"revision\":71";

fn guid(number: usize) -> Vec<(&'static str, String)> {
    vec![(GUID, format!("GOL-{number:08x}-3c29-9130-4d4f-e44302608406"))]
}

/// One guid with the letters of the number's bits in upper case.
fn in_case(number: usize) -> String {
    let letters = "abcdefabcdefabcd".char_indices();
    let cased = letters.map(|(index, letter)| match number >> index & 1 {
        1 => letter.to_ascii_uppercase(),
        _ => letter,
    });
    format!("GOL-{}", cased.collect::<String>())
}

#[test]
fn algorithms_of_histories_are_linear() {
    type Case = (&'static str, Vec<u8>, &'static [&'static str]);
    let revision = |number: usize| (REVISION, format!("\"revision\":{number}"));
    let amount = |number: usize| ("\"amount\":750", format!("\"amount\":{}", number + 1));
    let cases: [Case; 8] = [
        ("revisions of one goal", bodies(MANY, |n| vec![revision(n), amount(n)]), &["starts-late"]),
        (
            "revisions from the last to the first",
            bodies(MANY, |n| vec![revision(MANY - n), amount(n)]),
            &["stale-delivery"],
        ),
        ("one revision again and again", bodies(MANY, |_| Vec::new()), &["duplicate-delivery"]),
        (
            "one revision with another content each",
            bodies(MANY, |n| vec![amount(n)]),
            &["conflicting-revision"],
        ),
        (
            "goals of one user at one position",
            bodies(MANY, guid),
            &["shared-position", "shared-account"],
        ),
        (
            "users of one guid with other ids",
            bodies(MANY, |n| [guid(n), vec![("0128372140", n.to_string())]].concat()),
            &["split-user"],
        ),
        (
            "guids that differ only in case",
            bodies(MANY, |n| vec![(GUID, in_case(n))]),
            &["guid-case"],
        ),
        (
            "guids that begin and end alike",
            bodies(MANY, |n| {
                vec![(GUID, format!("GOL-{}{n:05}{}", "a".repeat(90), "b".repeat(90)))]
            }),
            &["shared-position"],
        ),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("capture").to_str().expect("text").to_owned();
    for (what, capture, rules) in cases {
        std::fs::write(&path, capture).expect("a file");
        let script = "ulimit -t 60; exec \"$0\" history --format json \"$1\"";
        let ran = shell(script, &[&path]);
        assert!(ran.status.code().is_some_and(|code| code < 2), "{what} ends: {:?}", ran.status);
        let json: serde_json::Value = serde_json::from_slice(&ran.stdout).expect("JSON");
        for rule in rules {
            let found = json["summary"]["rules"][rule].as_u64().unwrap_or(0);
            let expected = if *rule == "starts-late" { 0 } else { MANY as u64 - 2 };
            assert!(found >= expected, "{what}: {found} {rule}");
        }
    }
}

#[test]
fn algorithms_of_comparisons_are_linear() {
    let old = bodies(600, guid);
    let new = bodies(600, |number| guid(number + 600));
    let moved = bodies(600, |number| guid(599 - number));
    let long = |fill: &str| with("name", &format!("\"{}\"", fill.repeat((1 << 20) / fill.len())));
    for arguments in COMPARING {
        let apart = compare(arguments, &old, &new);
        assert_eq!(apart.exit, 1, "{arguments:?}: {}", apart.stderr);
        assert!(apart.out().matches("GOL-").count() >= 1_200, "{arguments:?}: disjoint captures");
        let same = compare(arguments, &old, &moved);
        assert_eq!(same.exit, 0, "{arguments:?}: the same in another order");
        let ran = compare(arguments, long("a b ").as_bytes(), long("c d ").as_bytes());
        assert_eq!(ran.exit, 1, "{arguments:?}: names of a mebibyte");
    }
}

#[test]
fn algorithms_of_logs_are_linear() {
    // Each line opens an object that may go on over all that follow, and none closes.
    let lines = " {\"a\":{\n".repeat(100_000);
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), format!("10:00 got {}\n{lines}", sample())).expect("written");
    let script = "ulimit -t 60; exec \"$0\" check \"$1\"";
    let ran = shell(script, &[file.path().to_str().expect("text")]);
    assert_eq!(ran.status.code(), Some(0), "{:?}", ran.status);
}

#[test]
fn algorithms_of_findings_are_linear() {
    let findings =
        with("amount", "true,\"x\":1,\"y\":2").replace("\"position\":2", "\"position\":0");
    let capture = format!("{findings}\n").repeat(200);
    for arguments in READING {
        let ran = over(arguments, capture.as_bytes());
        assert!(ran.exit < 2, "{arguments:?}: {}", ran.stderr);
        assert!(!ran.stdout.is_empty(), "{arguments:?}");
    }
    let counts = over(&["check", "--format", "jsonl"], capture.as_bytes()).json_lines();
    assert_eq!(counts.len(), 4 * 200 + 1);
    // A body that is all findings is told in a bounded number of them.
    let keys: String =
        (0..MANY).map(|number| format!("\"k{number}\":1,\"amount\":{number},")).collect();
    let body = with("name", &format!("\"x\",{keys}\"z\":1"));
    let found = crate::runs::report(body.as_bytes(), &[]).findings.len();
    // A thousand unknown keys and a thousand repeated ones, and the sum of the rest of each.
    assert!((1_000..2_003).contains(&found), "{found}");
    let names = bodies(MANY, |number| vec![("\"name\"", format!("\"n{number}\":1,\"name\""))]);
    let stats = over(&["stats", "--format", "json"], &names);
    assert!(stats.stdout.len() < 20_000, "the names that are kept are bounded");
}

#[test]
fn algorithms_do_not_let_the_run_show() {
    let capture = [
        bodies(80, guid),
        bodies(80, |number| vec![(GUID, in_case(number))]),
        bodies(80, |number| vec![(REVISION, format!("\"revision\":{}", number % 7))]),
    ]
    .concat();
    // Hashes have a key that is random in each run, so orders that come of them would show.
    for arguments in READING {
        let first = over(arguments, &capture);
        assert!(over(arguments, &capture) == first, "{arguments:?}");
    }
    let old = bodies(80, |number| guid(number * 2));
    for arguments in COMPARING {
        let first = compare(arguments, &old, &capture);
        let lines = |ran: &crate::door::Ran| {
            // The folder of the two files is another each time.
            let text = ran.out().replace("/tmp/", "\n");
            text.lines()
                .filter(|line| !line.starts_with(".tmp"))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(lines(&compare(arguments, &old, &capture)), lines(&first), "{arguments:?}");
    }
}

/// The peak of the memory of a run over standard input once all of it is read, in kB, and its
/// exit status.
#[cfg(target_os = "linux")]
fn peak(arguments: &[&str], capture: &[u8]) -> (u64, Option<i32>) {
    use std::io::Write;
    let mut command = crate::output::binary();
    command.args(arguments).args(["--jobs", "2"]);
    command.stdout(std::process::Stdio::null());
    let mut child = command.stdin(std::process::Stdio::piped()).spawn().expect("run");
    let mut pipe = child.stdin.take().expect("a pipe");
    pipe.write_all(capture).expect("it is read");
    // It waits for more now, with all but the last of it behind it.
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).expect("it runs");
    drop(pipe);
    let line = status.lines().find(|line| line.starts_with("VmHWM")).expect("a peak");
    let peak = line.split_whitespace().nth(1).expect("a number").parse().expect("a number");
    (peak, child.wait().expect("its end").code())
}

#[test]
#[cfg(target_os = "linux")]
fn algorithms_that_stream_keep_their_memory() {
    for (arguments, count) in [
        (&["check"][..], 8_000),
        (&["check", "--format", "json"], 8_000),
        (&["show", "--format", "jsonl"], 8_000),
        (&["show", "--format", "csv"], 8_000),
        (&["show", "--format", "table"], 8_000),
        (&["stats"], 8_000),
        (&["redact", "--key-file", crate::runs::KEY], 8_000),
    ] {
        let line = format!("{}\n", sample());
        let (once, thrice) = (line.repeat(count), line.repeat(count * 3));
        // With small blocks all buffers are full soon.
        let arguments = [arguments, &["--block-size", "32K"]].concat();
        let [small, large] = [&once, &thrice].map(|capture| {
            let (peak, exit) = peak(&arguments, capture.as_bytes());
            assert_eq!(exit, Some(0), "{arguments:?}");
            peak
        });
        // Kept, the rest would take as much as it has bytes.
        let more = (thrice.len() - once.len()) as u64 / 1024;
        assert!(large < small + more * 3 / 4, "{arguments:?}: {small} kB, then {large} kB");
        assert!(large < 64 * 1024, "{arguments:?}: {large} kB");
    }
}

/// Values of one digit are the most findings that bytes can give: one for every two.
#[test]
#[cfg(target_os = "linux")]
fn algorithms_do_not_hold_the_findings_of_a_block() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("capture").to_str().expect("text").to_owned();
    for (start, unit, arguments) in [
        ("", "1\n", "check --format concise"),
        ("[", "1,", "show --format jsonl"),
        ("", "{}", "stats"),
    ] {
        std::fs::write(&path, format!("{start}{}", unit.repeat(200_000))).expect("a file");
        // One block of 400 kB, on one thread: held, its findings take over 100 MB.
        let script = "ulimit -v 100000; exec \"$0\" $1 -j 1 --block-size 1M \"$2\"";
        let ran = shell(script, &[arguments, &path]);
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(
            matches!(ran.status.code(), Some(0 | 1)),
            "{arguments}: {}",
            &said[..said.len().min(200)]
        );
    }
}

#[test]
#[cfg(target_os = "linux")]
fn algorithms_repeat_no_long_text_in_every_finding() {
    let fields: String = (0..900).map(|number| format!("\"k{number}\":1,")).collect();
    let odd = sample().replace("\"account_guid\"", &format!("{fields}\"account_guid\""));
    let long = "K".repeat(4 << 20);
    let captures =
        [odd.replace(GUID, &long), format!("{{\"{long}\":{{\"payload\":{}}}}}\n", odd.trim_end())];
    for capture in captures {
        let told = over(&["check", "--format", "jsonl"], capture.as_bytes());
        assert!(told.stdout.iter().filter(|byte| **byte == b'\n').count() > 900);
        assert!(told.stdout.len() + told.stderr.len() < 4 << 20, "{}", told.stdout.len());
        let (peak, _) = peak(&["check"], capture.as_bytes());
        assert!(peak < 64 * 1024, "{peak} kB");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn algorithms_hold_no_cells_that_nobody_looks_at() {
    let row = |body: &str| format!("1,\"{}\"", body.replace('"', "\"\""));
    let (good, bad) = (row(sample()), row(&with("amount", "true")));
    let table = |cells| {
        let more = ",".repeat(cells);
        // The first 200 rows tell the columns.
        let usual = format!("{good}\n").repeat(200);
        format!("id,payload\n{usual}{bad}{more}\r\n\n{good}{more}\r{bad}\n").into_bytes()
    };
    let told = |cells| over(&["check", "--format", "concise"], &table(cells));
    assert!(told(3).stderr.contains("203 bodies"), "{}", told(3).stderr);
    assert_eq!(told(3).stdout, told(3 << 20).stdout);
    let (peak, exit) = peak(&["check"], &table(6 << 20));
    assert_eq!(exit, Some(1));
    assert!(peak < 64 * 1024, "{peak} kB");
}
