//! Whatever is written into a body, every format ends without a panic, on whole lines, and
//! lets nothing through that acts on a terminal.

mod door;

use std::fs;

use door::goalpost;
use proptest::prelude::*;

/// Pieces that have broken programs like this one.
const PIECES: [&[u8]; 26] = [
    b"\"",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\n",
    b"\x1b]52;c;x\x07",
    b"\xff",
    b"\xe9",
    "東京".as_bytes(),
    "👨‍👩‍👧".as_bytes(),
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}".as_bytes(),
    "\u{202e}\u{feff}".as_bytes(),
    b"\\u202e",
    b"\\ud83c",
    b"##[error]",
    b"::error::",
    b"\0",
    b"\t\r",
    b"99999999999999999999",
    b"1e400",
    b"null",
    b"\x1e",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn nothing_breaks_out(
        splices in prop::collection::vec((any::<prop::sample::Index>(), 0..PIECES.len(), 0..6_usize), 1..6),
        two in any::<bool>(),
    ) {
        let mut body = fs::read("fixtures/sample/compact.json").expect("the sample can be read");
        if two {
            body = body.repeat(2);
        }
        for (place, piece, removed) in splices {
            let at = place.index(body.len());
            let end = (at + removed).min(body.len());
            body.splice(at..end, PIECES[piece].iter().copied());
        }
        for arguments in [
            &["check"][..],
            &["check", "--format", "concise"],
            &["check", "--format", "json"],
            &["check", "--format", "jsonl"],
            &["show"],
            &["show", "--format", "card"],
            &["show", "--format", "table"],
            &["show", "--format", "csv"],
            &["show", "--format", "markdown"],
            &["show", "--format", "json"],
            &["show", "--format", "jsonl"],
        ] {
            for columns in [None, Some(60)] {
                let mut call = goalpost(arguments.iter().copied()).stdin(body.clone());
                if let Some(columns) = columns {
                    call = call.columns(columns).variable("NO_COLOR", "1");
                }
                let ran = call.run();
                prop_assert!(ran.exit <= 2);
                prop_assert!(ran.stdout.is_empty() || ran.stdout.ends_with(b"\n"));
                // JSON and CSV carry the text as it is, with JSON's own escapes.
                let acts = |text: &str| {
                    text.chars().any(|one| (one.is_control() && one != '\n') || one == '\u{202e}')
                };
                let for_people = !arguments.iter().any(|word| ["json", "jsonl", "csv"].contains(word));
                prop_assert!(!for_people || !acts(ran.out()), "{arguments:?}: {}", ran.out());
                prop_assert!(!acts(&ran.stderr), "{arguments:?}: {}", ran.stderr);
            }
        }
    }
}
