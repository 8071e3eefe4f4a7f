//! The sketch of an object stands in front of `serde_json`: it may only accept what that reads, and
//! must give the same members; and it must accept what it is there for.

use goalpost::capture::envelope::sketch::Sketch;
use goalpost::check::quick::recognise;
use goalpost::webhook::body::Members;
use proptest::prelude::*;
use serde::de::IgnoredAny;

/// The members and the length of the object at the start of a text, as `serde_json` reads it.
fn read(text: &str) -> Option<(Vec<(&str, &str)>, usize)> {
    let mut objects = serde_json::Deserializer::from_str(text).into_iter::<Members<'_>>();
    let members = objects.next()?.ok()?;
    Some((members.0, objects.byte_offset()))
}

/// What a sketch says of the values at a place, and of those in them.
fn agrees(sketch: &Sketch<'_>, at: usize) {
    let node = sketch.node(at);
    let text = node.text;
    assert!(serde_json::from_str::<IgnoredAny>(text).is_ok(), "{text}");
    if node.is_clean {
        assert_eq!(recognise(text).map(|clean| clean.length), Some(text.len()));
    }
    if !node.is_open {
        assert_eq!(sketch.children(at).next(), None, "{text}");
        return;
    }
    let children: Vec<(&str, &str)> = sketch
        .children(at)
        .map(|child| (sketch.node(child).key, sketch.node(child).text))
        .collect();
    if text.starts_with('{') {
        assert_eq!(Some((children, text.len())), read(text), "{text}");
    } else {
        let elements: Vec<&serde_json::value::RawValue> =
            serde_json::from_str(text).expect("an array");
        let elements: Vec<(&str, &str)> = elements.iter().map(|value| ("", value.get())).collect();
        assert_eq!(children, elements, "{text}");
    }
    for child in sketch.children(at) {
        agrees(sketch, child);
    }
}

fn agree(text: &str) {
    for recognise in [None, Some(recognise as _)] {
        if let Some((sketch, length)) = Sketch::read(text, recognise) {
            assert_eq!(read(text).map(|(_, length)| length), Some(length), "{text}");
            assert_eq!(sketch.node(0).text, &text[..length]);
            agrees(&sketch, 0);
        }
    }
}

/// Objects as captures hold them.
fn envelopes() -> Vec<String> {
    let mut envelopes = Vec::new();
    for entry in std::fs::read_dir("fixtures/captures").expect("the folder can be read") {
        let path = entry.expect("an entry").path();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let first = text.lines().next().unwrap_or_default();
        if first.starts_with('{') && first.ends_with('}') {
            envelopes.push(first.to_owned());
        } else if text.starts_with('{') {
            envelopes.push(text.trim_end().to_owned());
        }
    }
    assert!(envelopes.len() > 20, "{}", envelopes.len());
    envelopes
}

#[test]
fn it_accepts_envelopes() {
    for envelope in envelopes() {
        let length = Sketch::read(&envelope, None).map(|(_, length)| length);
        assert_eq!(length, Some(envelope.len()), "{envelope}");
        agree(&envelope);
    }
}

#[test]
fn every_changed_byte_is_left_to_the_other_way_or_read_alike() {
    let short = r#"{"a":-1.50,"b":[true,false,null,{}],"c\n":"x\"\u00e9y","d":{"e":[]," f":0}} "#;
    agree(short);
    for place in 0..short.len() {
        for byte in 0..0x80_u8 {
            let mut changed = short.as_bytes().to_vec();
            changed[place] = byte;
            if let Ok(text) = std::str::from_utf8(&changed) {
                agree(text);
            }
        }
        agree(&short[..place]);
    }
    for envelope in envelopes().iter().filter(|envelope| envelope.len() < 3_000) {
        for place in (0..envelope.len()).step_by(7) {
            for byte in [b'"', b'\\', b'{', b']', b',', b'0', b' ', b'\n'] {
                let mut changed = envelope.as_bytes().to_vec();
                changed[place] = byte;
                if let Ok(text) = std::str::from_utf8(&changed) {
                    agree(text);
                }
            }
        }
    }
}

/// Pieces of JSON, right and wrong.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\"a\"",
    "\"a\":",
    "\"é\"",
    "\\",
    "\\\"",
    "\\u00e9",
    "\\ud83c",
    "\\x",
    "0",
    "1",
    "-",
    "01",
    "1.5",
    "1.",
    ".5",
    "1e5",
    "true",
    "fals",
    "null",
    " ",
    "\n",
    "\u{1}",
    "{\"a\":1}",
    "[1,2]",
    "\"x\\ty\"",
    "{\"a\\n\":1}",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn what_it_accepts_is_read_alike(pieces in prop::collection::vec(0..PIECES.len(), 0..12)) {
        let inner: String = pieces.iter().map(|piece| PIECES[*piece]).collect();
        agree(&inner);
        agree(&format!("{{\"a\":{inner}}}"));
        agree(&format!("{{\"a\":[{inner}],\"b\":\"{inner}\"}}"));
    }
}
