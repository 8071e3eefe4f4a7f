//! How an input is cut into blocks, and on how many threads, never shows in the output.

use proptest::prelude::*;

use crate::corpus::{PIECES, PRETTY, sample};
use crate::door::{Ran, goalpost};
use crate::runs::cases;

/// How a run is cut and dealt: one block on one thread, and then as it likes.
fn cut(bytes: &[u8], block: &str, jobs: &str, more: &[&str]) -> Ran {
    goalpost(["check", "--format", "text", "--block-size", block, "--jobs", jobs])
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
