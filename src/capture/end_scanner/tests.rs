//! Tests of the file above.

use super::*;
use proptest::prelude::*;

fn end(text: &str) -> (usize, Ended) {
    EndScanner::at(text.as_bytes(), 0, false).scan(text.as_bytes(), 0)
}

#[test]
fn a_value_ends_at_its_bracket_or_before_the_next_body() {
    assert_eq!(end(r#"{"a":"}"}{"#), (9, Ended::Closed));
    assert_eq!(end("{\"a\":{\"b\":1\n{\"action\":1}"), (12, Ended::NextBody { certain: true }));
    assert_eq!(end("{\"goal\":\n{\"action\":1}"), (9, Ended::NextBody { certain: false }));
    assert_eq!(end("{\"goal\":\n{\"guid\":1}}"), (20, Ended::Closed));
    assert_eq!(end("{\"goal\":\n{\"n\\u0061me\":1}}"), (25, Ended::Closed));
    assert_eq!(end("{\"goal\":\n{\"\u{12}\":1,\"guid\":1,"), (25, Ended::OutOfBytes));
    assert_eq!(end("{\"goal\":\n{\"?\":1}\n}"), (18, Ended::Closed));
    assert_eq!(end("{\"a\":\n{\"b\":[1]},\"c\":1}"), (22, Ended::Closed));
    assert_eq!(end("{\"a\":\r\n{ \n},\"b\":1}"), (18, Ended::Closed));
    assert_eq!(end("{\"a\":\"open\n{\"type\":1}"), (11, Ended::NextBody { certain: true }));
    assert_eq!(end("{\"a\":[\n{\"b\":1},\n{\"b\":2}]}"), (25, Ended::Closed));
    assert_eq!(end("{\"a\":1,\n\u{feff}{\"action\":1}"), (8, Ended::NextBody { certain: true }));
    for next in [
        "{\"version\":1,",
        "{\"name\":1,\"action\":1",
        "{\"x\":1,\"guid\":1}\n",
        "{\"b\":1},\n{\"b\":1}",
        "  {\"action\":1",
        "[{\"action\":1",
        " [\n{\"goal\":1",
    ] {
        let text = format!("{{\"goal\":\n{next}");
        assert_eq!(end(&text), (9, Ended::NextBody { certain: false }), "{text}");
        let text = format!("{{\"goal\":\"cut\n{next}");
        assert_eq!(end(&text), (13, Ended::NextBody { certain: true }), "{text}");
    }
    assert_eq!(
        end("{\"goal\":{\"na {\"action\":1}{\"action\":2}"),
        (13, Ended::NextBody { certain: true })
    );
    assert_eq!(end("{\"a\":]}x"), (7, Ended::Closed));
    assert_eq!(end("{\"a\":[1}x"), (8, Ended::Closed));
    assert_eq!(end("{\"a\":1"), (6, Ended::OutOfBytes));
}

proptest! {
    #[test]
    fn pieces_of_a_value_end_as_the_whole(
        tokens in prop::collection::vec(prop::sample::select(vec![
            "{", "[", "}", "]", "[[[[", "\"", "\\", "\\\"", ",", ":", "a key", " ", "\t", "\n",
            "\r", "\"a\":1", "{\"action\":", "\u{1e}", "\u{feff}", "é",
        ]), 0..40),
        piece in 1..20_usize,
    ) {
        let text = format!("{{{}", tokens.concat());
        let bytes = text.as_bytes();
        let mut whole = EndScanner::at(bytes, 0, false);
        let end = whole.scan(bytes, 0);
        let mut pieces = EndScanner::at(bytes, 0, false);
        let mut found = (0, Ended::OutOfBytes);
        while found.1 == Ended::OutOfBytes && found.0 < bytes.len() {
            found = pieces.scan_to(bytes, found.0, bytes.len().min(found.0 + piece));
        }
        prop_assert_eq!(found, end);
        prop_assert_eq!(format!("{pieces:?}"), format!("{whole:?}"));
    }
}

#[test]
fn text_ends_at_its_line_or_at_a_body() {
    assert_eq!(text_end(b"junk\n{", 0, 1), 4);
    assert_eq!(text_end(b"10:00 got {\"action\":1}", 0, 1), 10);
    assert_eq!(text_end(b"{\"action\":1}", 0, 1), 12);
    assert_eq!(text_end(b"{\"action\":1}", 0, 0), 0);
}
