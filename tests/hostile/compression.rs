//! Compressed input: all members are read, complete bodies are kept, and every fault is named.

use std::io::Write;

use flate2::{Compression, GzBuilder};

use crate::corpus::{PRETTY, named, sample};
use crate::door::goalpost;
use crate::runs::{READING, over, report};

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzBuilder::new().write(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes every write");
    encoder.finish().expect("memory takes every write")
}

pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 3).expect("an encoder");
    encoder.include_checksum(true).expect("a checksum");
    encoder.write_all(bytes).expect("memory takes every write");
    encoder.finish().expect("memory takes every write")
}

/// A way to compress, with its name as messages have it.
type Way = (&'static str, fn(&[u8]) -> Vec<u8>);
const WAYS: [Way; 2] = [("gzip", gzip), ("zstd", zstd)];

/// A line with the sample, and one with another body.
fn lines() -> [Vec<u8>; 2] {
    [format!("{}\n", sample()).into_bytes(), format!("{}\n", named("東京")).into_bytes()]
}

#[test]
fn compression_that_is_whole() {
    let [first, second] = lines();
    let both = [first.clone(), second.clone()].concat();
    let (start, end) = both.split_at(700);
    for (name, pack) in WAYS {
        let cases: [(&str, Vec<u8>); 6] = [
            ("one member", pack(&both)),
            ("a member for each body", [pack(&first), pack(&second)].concat()),
            ("a body over two members", [pack(start), pack(end)].concat()),
            ("an empty member between", [pack(&first), pack(b""), pack(&second)].concat()),
            ("nested", pack(&pack(&pack(&both)))),
            ("nested in the other", pack(&zstd(&gzip(&both)))),
        ];
        for (what, bytes) in cases {
            let ran = over(&["show", "--format", "jsonl"], &bytes);
            assert!(ran.stdout == both, "{name}, {what}: {}", ran.stderr);
            assert_eq!((ran.exit, ran.stderr.as_str()), (0, ""), "{name}, {what}");
            assert_eq!(report(&bytes, &[]).bytes, both.len() as u64, "{name}, {what}");
        }
    }
    let heads: [(&str, GzBuilder); 2] = [
        ("a name that acts", GzBuilder::new().filename(b"\x1b]0;x\x07::error::x\n".as_slice())),
        ("a long extra field", GzBuilder::new().extra(vec![b'x'; 65_535]).comment("##[error]x")),
    ];
    for (what, head) in heads {
        let mut encoder = head.write(Vec::new(), Compression::best());
        encoder.write_all(&both).expect("written");
        let ran = over(&["show", "--format", "jsonl"], &encoder.finish().expect("written"));
        assert!(ran.stdout == both && ran.exit == 0 && ran.stderr.is_empty(), "{what}");
    }
    let skipped = [&b"\x50\x2a\x4d\x18\x03\x00\x00\x00abc"[..], &zstd(&both)].concat();
    let behind = [zstd(&first), skipped.clone()].concat();
    let ran = over(&["show", "--format", "jsonl"], &behind);
    assert!(ran.stdout == [first, both].concat() && ran.exit == 0, "{}", ran.stderr);
}

/// Compressed captures that are not whole: the first body is always complete in them.
fn broken() -> Vec<(String, Vec<u8>)> {
    let [first, second] = lines();
    let mut cases = Vec::new();
    for (name, pack) in WAYS {
        let (one, two) = (pack(&first), pack(&second));
        let mut add = |what: &str, bytes: Vec<u8>| cases.push((format!("{name}: {what}"), bytes));
        add("cut in the head of the next member", [&one, &two[..3]].concat());
        add("cut in the data of the next member", [&one, &two[..two.len() / 2]].concat());
        add("cut in the checksum", [&one, &two[..two.len() - 2]].concat());
        add("cut by one byte", [&one, &two[..two.len() - 1]].concat());
        add("text behind", [&one, &b"{\"action\":1}"[..]].concat());
        add("zeros behind", [&one[..], &[0; 512]].concat());
        add("one byte behind", [&one, &b"\x1f"[..]].concat());
        let mut wrong_sum = [one.clone(), two].concat();
        let last = wrong_sum.len() - if name == "gzip" { 8 } else { 1 };
        wrong_sum[last] ^= 0x40;
        add("a wrong checksum", wrong_sum);
    }
    let mut wrong_length = gzip(&[first.clone(), second].concat());
    let last = wrong_length.len() - 1;
    wrong_length[last] ^= 1;
    cases.push(("gzip: a wrong length".to_owned(), wrong_length));
    // A window of 2^41 bytes, which nobody has the memory for.
    let window = [zstd(&first), b"\x28\xb5\x2f\xfd\x00\xf8\x01\x00\x00".to_vec()].concat();
    cases.push(("zstd: a huge window".to_owned(), window));
    cases
}

#[test]
fn compression_that_is_broken() {
    let first = String::from_utf8(lines()[0].clone()).expect("text");
    for (what, bytes) in broken() {
        let ran = over(&["show", "--format", "jsonl"], &bytes);
        assert!(ran.out().starts_with(&first), "{what}: {}", ran.out());
        for arguments in READING {
            let ran = over(arguments, &bytes);
            let name = &what[..4];
            let said = format!("error: -: the {name} data is ");
            assert_eq!(ran.exit, 2, "{what}: {arguments:?}");
            assert!(ran.stderr.contains(&said), "{what}: {arguments:?}: {}", ran.stderr);
        }
    }
}

#[test]
fn one_fault_is_one_error() {
    let [first, second] = lines();
    for (name, pack) in WAYS {
        let packed = pack(&[&first[..], &second, &second].concat());
        for length in 4..packed.len() {
            let ran = over(&["check", "--format", "concise"], &packed[..length]);
            let errors = ran.stderr.lines().filter(|line| line.starts_with("error")).count();
            assert_eq!((errors, ran.out()), (1, ""), "{name} cut at {length}: {}", ran.stderr);
        }
    }
}

#[test]
fn compression_cut_anywhere() {
    let [first, second] = lines();
    for (name, pack) in WAYS {
        let one = pack(&first);
        let whole = [&one[..], &pack(&second)].concat();
        // With fewer bytes it is not known to be compressed.
        for length in 4..whole.len() {
            let ran = over(&["show", "--format", "jsonl"], &whole[..length]);
            let bodies = if length >= one.len() { first.as_slice() } else { b"" };
            assert!(ran.stdout.starts_with(bodies), "{name} cut at {length}");
            // Exactly between two members, nothing shows that more was to come.
            let between = length == one.len();
            assert_eq!(ran.exit, if between { 0 } else { 2 }, "{name} cut at {length}");
            assert!(between || ran.stderr.contains("error: -: "), "{name} cut at {length}");
        }
    }
}

#[test]
fn compression_with_any_byte_changed() {
    let plain = format!("{}\n", PRETTY.trim_end().repeat(2)).into_bytes();
    let shown = over(&["show", "--format", "jsonl"], &plain);
    for (name, pack) in WAYS {
        let whole = pack(&plain);
        for place in 0..whole.len() {
            let mut changed = whole.clone();
            changed[place] ^= 1 << (place % 8);
            let ran = over(&["show", "--format", "jsonl"], &changed);
            // Nothing is passed off as read that was not read: parts of a head do not count.
            let right = ran.stdout == shown.stdout && ran.stderr.is_empty();
            assert_eq!(ran.exit == 0, right, "{name}, byte {place}: {}", ran.stderr);
            assert!(shown.stdout.starts_with(&ran.stdout) || ran.exit > 0, "{name}, byte {place}");
        }
    }
}

#[test]
fn compression_bombs() {
    for (name, pack) in WAYS {
        let mut bomb = pack(&[sample().as_bytes(), &vec![b'\n'; 3_000_000]].concat());
        for arguments in [&["check"][..], &["show", "--format", "jsonl"], &["stats"], &["history"]]
        {
            let ran = goalpost(arguments.iter().copied())
                .and(["--max-decompressed", "1M"])
                .stdin(bomb.clone())
                .run();
            let said = format!("more than 1048576 bytes come out of the {name} data");
            assert_eq!(ran.exit, 2, "{name} {arguments:?}");
            assert!(ran.stderr.contains(&said), "{name} {arguments:?}: {}", ran.stderr);
        }
        assert_eq!(over(&["show", "--format", "jsonl"], &bomb).out(), lines_of_sample());
        bomb = pack(&pack(&bomb));
        let nested = report(&bomb, &[]);
        assert_eq!((nested.bodies, nested.clean, nested.bytes), (1, 1, 3_000_476), "{name}");
        for _ in 0..5 {
            bomb = pack(&bomb);
        }
        let ran = over(&["check"], &bomb);
        assert_eq!(
            (ran.exit, ran.stderr.as_str()),
            (2, "error: -: compressed more than 6 times\n")
        );
    }
}

fn lines_of_sample() -> String {
    format!("{}\n", sample())
}
