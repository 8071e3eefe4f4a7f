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

/// What an input without bodies looks like, and the line of text beside bodies.
#[test]
fn blocks_of_other_text_do_not_show() {
    for text in ["\n\0,", ",\0x", "a b\0"] {
        assert_same(text.as_bytes(), &[]);
    }
    let blanks = " \t".repeat(300);
    for text in ["password\nab\n", "}", "a  b", ",\t"] {
        let capture = format!("{}{text}{blanks}{{{}", sample(), sample());
        assert_same(capture.as_bytes(), &["--max-body", "600", "--input-format", "json"]);
    }
}

/// A mark at the start of a row is a part of its first cell, wherever the row begins.
#[test]
fn blocks_of_rows_with_marks_do_not_show() {
    let cell = format!("\"{}\"", sample().replace('"', "\"\""));
    for row in ["\u{feff}".to_owned(), format!("\u{feff},{cell}"), format!("\u{feff}{cell}")] {
        for head in ["x\n", "x,body\n", "\u{feff}x,body\n"] {
            let capture = format!("{head}1,{cell}\n{row}\n{row}\n2,{cell}\n");
            assert_same(capture.as_bytes(), &[]);
            assert_same(capture.as_bytes(), &["--input-format", "csv"]);
        }
    }
}

/// Behind a missing comma, a mark and blanks belong to the next element.
#[test]
fn blocks_with_marks_behind_a_missing_comma_do_not_show() {
    let mark = "\u{feff}";
    for behind in ["[] ", "[], 1]", "", "x]", "{\"action\":1}"] {
        let capture = format!("[\n{}{mark}{mark}{behind}\n", sample());
        assert_same(capture.as_bytes(), &[]);
    }
}

/// Base64 and hexadecimal that go on over lines are never cut.
#[test]
fn blocks_with_encoded_bodies_over_lines_do_not_show() {
    use base64::Engine;
    let coded = base64::engine::general_purpose::STANDARD.encode(sample());
    let hex: String = sample().bytes().map(|byte| format!("{byte:02x}")).collect();
    for (coded, width) in [(coded, 76), (hex, 64)] {
        let lines: Vec<&str> = coded
            .as_bytes()
            .chunks(width)
            .map(|line| std::str::from_utf8(line).expect("ASCII"))
            .collect();
        for (before, behind) in [("\n", "\n"), ("", "\n--end\n"), ("\r\n", " done\n")] {
            let capture = format!("INFO up\nINFO body: {before}{}{behind}", lines.join("\n"));
            assert_same(capture.as_bytes(), &[]);
            assert!(cut(capture.as_bytes(), "64", "1", &[]).exit == 0, "{capture}");
        }
    }
}

/// What a mail holds is known from its head.
#[test]
fn blocks_of_mails_do_not_show() {
    use base64::Engine;
    let coded = base64::engine::general_purpose::STANDARD.encode(&sample()[..70]);
    let printable = sample()[..75].replace('"', "=22");
    for (coding, coded) in [("base64", coded), ("quoted-printable", printable)] {
        for length in (40..coded.len()).chain([coded.len()]) {
            let head = format!("Content-Transfer-Encoding: {coding}\nX-A: b\n\n");
            let (first, rest) = coded.split_at(length.min(76));
            let capture = format!("From a\nSubject: b\n{head}{first}\n{rest}\n\nFrom b\n");
            assert_same(capture.as_bytes(), &["--input-format", "log"]);
        }
    }
}

/// Whether words in brackets begin a list is told by the start of the input, not by that of a block.
#[test]
fn blocks_that_begin_with_brackets_do_not_show() {
    let body = sample().replace("\"Home\"", r#""\"q\" C:\\x""#);
    for first in ["[worker] up", "INFO up"] {
        let insert = format!("INSERT INTO hooks VALUES (3, '{body}');");
        let capture = format!("{first}\n[worker] up\n{insert}\n[worker] up\n{insert}\n");
        assert_same(capture.as_bytes(), &[]);
        assert!(cut(capture.as_bytes(), "64", "1", &[]).exit == 0, "{capture}");
    }
}

/// A literal that is not closed ends with its lines, which may begin with keys.
#[test]
fn blocks_with_literals_over_lines_do_not_show() {
    let body = sample();
    let plain = PRETTY.lines().map(str::trim_start).collect::<Vec<_>>().join("\n");
    for (literal, exit) in [
        (format!("- '{{\"goal\":{{\"name\":\"\\\"\"}}}}{body}\n[{}", &body[..40]), 1),
        (format!("INFO got '{plain}'"), 0),
        (format!("INFO got '{plain}\nINFO it's up"), 0),
        (format!("INSERT INTO hooks VALUES (1, '{plain}');"), 0),
        (format!("INFO got {plain}"), 0),
    ] {
        let capture = format!("INFO up\n{literal}\nINFO up\nINFO got {body}\n");
        assert_same(capture.as_bytes(), &[]);
        for more in 0..40 {
            assert_same(format!("{}{capture}", "INFO\n".repeat(more)).as_bytes(), &[]);
        }
        let ran = cut(capture.as_bytes(), "64", "1", &[]);
        assert_eq!(ran.exit, exit, "{capture}{}", ran.out());
    }
}

/// A request ends its body, whatever follows it.
#[test]
fn blocks_with_requests_of_open_arrays_do_not_show() {
    let request = "POST /a HTTP/1.1\r\nContent-Type: application/json\r\n\r\n[";
    let capture = format!("[\n{request}{}\n{request}1\n", sample());
    assert_same(capture.as_bytes(), &["--input-format", "http"]);
}

/// An array with nothing in it, before and behind any number of blanks.
#[test]
fn blocks_with_an_empty_open_array_do_not_show() {
    for before in [0, 63, 698] {
        for behind in [0, 1, 64, 399, 400, 900] {
            for bracket in ["[", "[,"] {
                let capture = format!("{}{bracket}{}", " ".repeat(before), "\n".repeat(behind));
                for limit in ["1", "300"] {
                    assert_same(capture.as_bytes(), &["--max-body", limit, "--format", "concise"]);
                }
            }
        }
    }
}

/// Where a line ends what is left of a webhook, the anchors of the next are another's.
#[test]
fn blocks_with_what_is_left_of_two_webhooks_do_not_show() {
    let (start, rest) = sample().trim_end().split_at(158);
    let capture = format!("INFO listening\nINFO got {start}\"user_id\":\"1}}}}\nINFO {rest}\n");
    assert_same(capture.as_bytes(), &[]);
}

/// A mark belongs to what is near behind it, however long that is.
#[test]
fn blocks_with_a_mark_before_something_long_do_not_show() {
    let (mark, body) = ("\u{feff}", sample());
    let blanks = " ".repeat(900);
    let captures = [
        format!("{mark}{body}\n"),
        format!("{body}\n\n{mark}\n {body}\n"),
        format!("{blanks}{mark}{blanks}{mark} {body}"),
        format!("{mark}{mark}{body}\n{mark}{mark}{{\"x\":\n1}}"),
        format!("[{mark}{body},\n{mark}{body}]"),
        format!("{mark}{}{{\"action\":\n{mark}{body}", "x".repeat(900)),
    ];
    for capture in captures {
        for limit in ["100", "400", "16M"] {
            let more = ["--max-body", limit, "--format", "concise", "--input-format", "json"];
            assert_same(capture.as_bytes(), &more);
        }
    }
    let whole = cut(format!("{mark}{body}").as_bytes(), "1", "1", &["--max-body", "100"]);
    assert!(whole.out().contains("byte-order-mark") && whole.out().contains("body-too-large"));
}

/// Blanks behind a body that was cut are no part of it, however many there are.
#[test]
fn blocks_with_a_cut_body_before_many_blanks_do_not_show() {
    let blanks = " \n".repeat(1000);
    for broken in
        [&sample()[..90], "[1", "{\"action\":\"", "{\"a\":[", "tru", "\u{feff}{\"goal\":{"]
    {
        for (before, behind) in
            [("", ""), ("\u{feff}", "x"), ("[", "]"), ("[1, ", ",2]"), ("", sample())]
        {
            let capture = format!("{before}{broken}{blanks}{behind}{blanks}");
            for limit in ["60", "100", "400"] {
                let more = ["--max-body", limit, "--format", "jsonl", "--input-format", "json"];
                assert_same(capture.as_bytes(), &more);
            }
        }
    }
    let capture = format!("{}{blanks}", &sample()[..90]);
    let ran = cut(capture.as_bytes(), "1", "1", &["--max-body", "100"]);
    assert!(ran.out().contains("truncated-json") && !ran.out().contains("body-too-large"));
}

/// The records of a long document, of which some are too long and some stand behind many blanks.
#[test]
fn blocks_with_long_records_do_not_show() {
    let record = |body: &str| format!("{{\"eventSource\":\"aws:sqs\",\"body\":{body:?}}}");
    let (body, blanks) = (sample(), "\n".repeat(3000));
    let (short, long) = (record(body), record(&format!("{body}{}", " ".repeat(3000))));
    let many = format!("{short},").repeat(120);
    let lists = [
        format!("{long},{many}{short}"),
        format!("{blanks}{short},{blanks}{long}{blanks},{many}{long}"),
        format!("{many}{blanks}{blanks}{short},{}{blanks},{short}", &short[..50]),
        format!("{many}17{blanks},{long}, tru{blanks}"),
    ];
    for list in lists {
        let capture = format!("{{\"Records\":[{list}]}}\n{body}\n");
        for limit in ["2K", "16M"] {
            assert_same(capture.as_bytes(), &["--max-body", limit, "--format", "jsonl"]);
        }
    }
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
        1 => Just("\u{feff}".as_bytes().to_vec()),
        2 => (50_usize..120).prop_map(|length| sample().as_bytes()[..length].to_vec()),
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
