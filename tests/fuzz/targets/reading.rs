//! Captures: nothing is lost, and how they are cut, packed or quoted never shows.

use std::io::Write;

use super::door::{check, run};

const SAMPLE: &str = include_str!("../../../fixtures/sample/compact.json");

/// Whether the bytes of the capture are those of its bodies: UTF-16 is counted once it is
/// transcoded, and not read at all without its mark; compressed data is counted as it comes out.
pub fn is_read_as_it_is(bytes: &[u8]) -> bool {
    let is_utf16 = matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [_, 0, ..] | [0, ..]);
    let is_packed = bytes.starts_with(b"\x1f\x8b\x08") || bytes.starts_with(b"\x28\xb5\x2f\xfd");
    !is_utf16 && !is_packed
}

/// Every byte is accounted for, and how the input is cut never shows.
pub fn framing(bytes: &[u8]) {
    let whole = check(&["--block-size", "1M"], bytes);
    let summary = &whole["summary"];
    // A table whose column with the bodies cannot be told is not read at all.
    let is_refused = summary["unreadable_inputs"] == 1 && summary["bytes"] == 0;
    if is_read_as_it_is(bytes) && !is_refused {
        assert_eq!(summary["bytes"], bytes.len(), "the ledger");
    }
    for finding in whole["findings"].as_array().expect("a list") {
        let end = finding["offset"].as_u64().zip(finding["length"].as_u64());
        let (offset, length) = end.expect("numbers");
        let nested = finding["trail"].as_array().is_some_and(|trail| !trail.is_empty());
        assert!(
            nested || !is_read_as_it_is(bytes) || offset + length <= bytes.len() as u64,
            "{finding}"
        );
        assert!(
            finding["body"].as_u64().unwrap_or(0) <= summary["bodies"].as_u64().expect("a count")
        );
    }
    for block in ["1", "32", "500"] {
        assert_eq!(check(&["--block-size", block], bytes), whole, "blocks of {block}");
    }
}

/// The same for requests, whatever their heads say.
pub fn http(bytes: &[u8]) {
    let head = b"POST /hook HTTP/1.1\r\n";
    for capture in [bytes.to_vec(), [&head[..], bytes].concat()] {
        let whole = check(&["--input-format", "http", "--block-size", "1M"], &capture);
        let cut = check(&["--input-format", "http", "--block-size", "64"], &capture);
        assert_eq!(whole, cut);
    }
}

/// Bodies that were read out of a capture of any form are the same when they are read again, and
/// a packed capture says what the plain one says.
pub fn envelopes(bytes: &[u8]) {
    let whole = check(&["--block-size", "1M"], bytes);
    for block in ["64", "700"] {
        assert_eq!(check(&["--block-size", block], bytes), whole, "blocks of {block}");
    }
    if is_read_as_it_is(bytes) && !bytes.is_empty() {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        let packed = encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory");
        assert_eq!(check(&[], &packed), whole, "gzip");
    }
    let show = ["show", "--format", "jsonl", "--jobs", "1"];
    let mut shown = run(&show, bytes).stdout;
    // What is no goal webhook may be an envelope on its own.
    let is_goal = |line: &&[u8]| {
        let value: serde_json::Result<serde_json::Value> = serde_json::from_slice(line);
        value.is_ok_and(|value| value["goal"].is_object())
    };
    shown =
        shown.split_inclusive(|byte| *byte == b'\n').filter(is_goal).flatten().copied().collect();
    let again = run(&[&show[..], &["--input-format", "json"]].concat(), &shown).stdout;
    assert_eq!(String::from_utf8_lossy(&again), String::from_utf8_lossy(&shown), "read again");
}

/// Tables are read the same however they are cut; whatever stands in the other cells, no body
/// is lost; and a table that is written is read by others.
pub fn csv(bytes: &[u8]) {
    let forced = ["--input-format", "csv", "--block-size"];
    let whole = check(&[&forced[..], &["1M"]].concat(), bytes);
    for block in ["1", "64", "500"] {
        assert_eq!(check(&[&forced[..], &[block]].concat(), bytes), whole, "blocks of {block}");
    }
    let text = String::from_utf8_lossy(bytes);
    let notes: Vec<&str> = text.split('\0').take(4).collect();
    let mut table = ::csv::Writer::from_writer(Vec::new());
    table.write_record(["id", "note", "payload"]).expect("memory");
    for (row, note) in notes.iter().enumerate() {
        let row = row.to_string();
        table.write_record([row.as_str(), note, SAMPLE.trim_end()]).expect("memory");
    }
    let table = table.into_inner().expect("memory");
    let report = check(&["--input-format", "csv", "--body-path", "/payload"], &table);
    let counts = [&report["summary"]["bodies"], &report["summary"]["clean"]];
    assert_eq!(counts, [notes.len(); 2], "{}", String::from_utf8_lossy(&table));

    let name = serde_json::to_string(notes[0]).expect("text");
    let body = SAMPLE.replace("\"Home\"", &name);
    let shown = run(&["show", "--format", "csv", "--jobs", "1"], body.as_bytes());
    let mut reader = ::csv::Reader::from_reader(&shown.stdout[..]);
    let rows: Vec<_> = reader.records().map(|row| row.expect("as many cells as names")).collect();
    assert_eq!(rows.len(), 1, "{body}");
    let is_number = serde_json::from_str::<serde_json::Number>(notes[0]).is_ok();
    let is_formula = |cell: &str| cell.trim_start().starts_with(['=', '+', '-', '@']);
    assert!(is_number || !rows[0].iter().any(is_formula), "{rows:?}");
}
