//! How an input is cut into blocks, and on how many threads, never shows in the output.

use proptest::prelude::*;

use crate::corpus::{PIECES, PRETTY, sample};
use crate::door::{Ran, goalpost};
use crate::runs::{cases, over};

/// How a run is cut and dealt: one block on one thread, and then as it likes.
fn cut(bytes: &[u8], block: &str, jobs: &str, more: &[&str]) -> Ran {
    let form = if more.contains(&"--format") { &[][..] } else { &["--format", "text"] };
    goalpost(["check", "--block-size", block, "--jobs", jobs])
        .and(form.iter().copied())
        .and(more.iter().copied())
        .stdin(bytes)
        .run()
}

fn assert_same(bytes: &[u8], more: &[&str]) {
    let whole = cut(bytes, "1M", "1", more);
    for block in ["1", "7", "64", "400"] {
        let jobs = if block == "64" { "3" } else { "1" };
        let ran = cut(bytes, block, jobs, more);
        assert_eq!(
            String::from_utf8_lossy(&ran.stdout),
            String::from_utf8_lossy(&whole.stdout),
            "blocks of {block} over {:?}",
            String::from_utf8_lossy(bytes)
        );
        assert_eq!((ran.stderr, ran.exit), (whole.stderr.clone(), whole.exit));
    }
}

/// Blanks that were passed on in blocks are read, whatever is refused behind them.
#[test]
fn blocks_before_something_refused_do_not_show() {
    let blanks = "\0".repeat(100_000);
    for text in ["", "no table"] {
        let capture = format!("{blanks}{text}");
        assert_same(capture.as_bytes(), &["--input-format", "csv", "--format", "jsonl"]);
    }
}

/// A request ends its body, whatever follows it.
#[test]
fn blocks_with_requests_of_open_arrays_do_not_show() {
    let request = "POST /a HTTP/1.1\r\nContent-Type: application/json\r\n\r\n[";
    let capture = format!("[\n{request}{}\n{request}1\n", sample());
    assert_same(capture.as_bytes(), &["--input-format", "http"]);
}

/// What is found is handed on in parts where it is very much, which never shows either.
#[test]
fn blocks_full_of_findings_do_not_show() {
    const MANY: usize = 3_000;
    let odd = ["1", "{}", "x", "\"", "{\"a\":1}", sample(), "\u{feff}[]", "x y", "[1,2,3]"];
    let lines: String = (0..MANY).map(|number| format!("{}\n", odd[number % odd.len()])).collect();
    let text = "x\n".repeat(MANY);
    let records = vec![r#"{"eventSource":"aws:sqs","body":"{}"}"#; MANY].join(",");
    let captures = [
        format!("{}\n{text}{lines}{text}", sample()),
        format!("{{\"Records\":[{records}]}}\n{lines}"),
        format!("[{}{}]", "1,".repeat(MANY), sample()),
        text,
    ];
    for capture in captures {
        let told = |block, jobs| cut(capture.as_bytes(), block, jobs, &["--format", "concise"]);
        let small = told("100", "1");
        for (block, jobs) in [("1M", "1"), ("1M", "2"), ("6K", "3")] {
            assert!(told(block, jobs) == small, "{block}, {jobs} jobs over {capture:.50}");
        }
        let shown = |jobs| over(&["show", "--format", "jsonl", "--jobs", jobs], capture.as_bytes());
        assert_eq!(shown("1"), shown("2"));
    }
}

/// Captures put together from pieces; some long, so that they span blocks of every size.
fn captures() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        20 => proptest::sample::select(PIECES).prop_map(<[u8]>::to_vec),
        2 => Just(sample().as_bytes().to_vec()),
        1 => Just(PRETTY.as_bytes().to_vec()),
        1 => (0_usize..900).prop_map(|length| vec![b'x'; length]),
        1 => (0_usize..900).prop_map(|length| vec![b' '; length]),
        1 => (0_usize..900).prop_map(|length| vec![b'\n'; length]),
        1 => (0_usize..300).prop_map(|length| vec![b'['; length]),
    ];
    proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(100), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn blocks_do_not_show(bytes in captures()) {
        assert_same(&bytes, &[]);
    }

    #[test]
    fn blocks_do_not_show_with_a_small_limit(bytes in captures()) {
        // A log is cut at its lines, and one that is over the limit is read in pieces: so this
        // holds for values.
        assert_same(&bytes, &["--max-body", "100", "--input-format", "json"]);
    }
}
