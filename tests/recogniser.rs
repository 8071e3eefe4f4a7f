//! The recogniser of clean bodies may only say "clean": whatever it accepts, the full check
//! must find clean, and as long; and it must accept what it is there for.

#[path = "fuzz/targets/agree.rs"]
mod agree;

use agree::agree;
use goalpost::capture::fast_reading::Clean;
use goalpost::check::quick::{recognise, take_apart};
use goalpost::webhook::field::FIELDS;
use proptest::prelude::*;

const SAMPLE: &str = include_str!("../fixtures/sample/compact.json");

/// A goal body with these JSON texts for its fields.
fn body(action: &str, values: &[String], blank: &str) -> String {
    let fields: Vec<String> = FIELDS
        .iter()
        .zip(values)
        .map(|(field, value)| format!("\"{}\":{blank}{value}", field.name))
        .collect();
    format!(
        "{{\"action\":{blank}{action},{blank}\"goal\":{{{}}}}}",
        fields.join(&format!(",{blank}"))
    )
}

/// JSON texts that are right for some field, nearly right for some, and wrong for all.
const TEXTS: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "1",
    "2",
    "-1",
    "-0",
    "01",
    "71",
    "71.0",
    "7e1",
    "0.5",
    "750",
    "750.00",
    "750.001",
    "-12.5",
    "1.",
    "1.2.3",
    "100",
    "100.5",
    "1491004799",
    "1491004799000",
    "946684799",
    "7258118400",
    "999999999999",
    "99999999999999.99",
    "9223372036854775807",
    "9223372036854775808",
    "99999999999999999999",
    "12345678901234567890.12",
    "1e400",
    "\"\"",
    "\" \"",
    "\"Home\"",
    "\"SAVE_AMOUNT\"",
    "\"PAYOFF\"",
    "\"OTHER\"",
    "\"HOUSE\"",
    "\"LOANS\"",
    "\"SETUP_BUDGETS\"",
    "\"USER\"",
    "\"SYSTEM\"",
    "\"0128372140\"",
    "\"a b\"",
    "\"USR-1\"",
    "\"GOL-537e6391-3c29-9130-4d4f-e44302608406\"",
    "\"ACT-1c935fd7-cd39-18b7-1e5b-71fbde730bd6\"",
    "\"USR-dfb1b536-692d-f172-88c6-643a2691b30c\"",
    "\"ACT-537e6391-3c29-9130-4d4f-e44302608406\"",
    "\"GOL-537E6391-3c29-9130-4d4f-e44302608406\"",
    "\"GOL-1\"",
    "\"東京旅行\"",
    "\"\u{a0}\"",
    "\"a\u{202e}b\"",
    "\"\u{7f}\"",
    "\"\\\"x\\\"\"",
    "\"\\ud83c\"",
    "\"\\u0041\"",
    "\"a\\nb\"",
    "\"{\\\"color\\\":\\\"blue\\\"}\"",
    "\"\\\\\"",
    "[]",
    "{}",
    "[[1,{\"a\":\"]\"}]]",
    "[",
    "{\"a\":1,}",
    "\"\\u12g4\"",
    "\"\\x\"",
    "\"a\tb\"",
    "NaN",
    "\"750.00\"",
    "\"true\"",
];

fn documented_values() -> Vec<String> {
    let body: serde_json::Value = serde_json::from_str(SAMPLE).expect("the sample is JSON");
    FIELDS.iter().map(|field| body["goal"][field.name].to_string()).collect()
}

#[test]
fn it_accepts_documented_layouts() {
    for blank in ["", " ", "\n  "] {
        let text = body("\"created\"", &documented_values(), blank);
        let clean = Clean { length: text.len(), compact: blank.is_empty() };
        assert_eq!(recognise(&text), Some(clean), "{text}");
    }
    let mixed = include_str!("../fixtures/goals/mixed.ndjson");
    let accepted = mixed.lines().filter(|line| recognise(line).is_some()).count();
    assert!(accepted >= 10, "only {accepted} of 12 are accepted");
}

#[test]
fn every_cut_and_every_changed_byte_is_left_to_the_full_check_or_clean() {
    for end in 0..SAMPLE.trim_end().len() {
        assert_eq!(recognise(&SAMPLE[..end]), None);
    }
    for place in 0..SAMPLE.len() {
        for byte in 0..0x80_u8 {
            let mut changed = SAMPLE.as_bytes().to_vec();
            changed[place] = byte;
            agree(std::str::from_utf8(&changed).expect("still ASCII"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn what_it_accepts_is_clean(
        changes in prop::collection::vec((0..FIELDS.len(), 0..TEXTS.len()), 0..5),
        action in prop::sample::select(vec!["\"created\"", "\"updated\"", "\"deleted\"", "\"x\"", "null"]),
        blank in prop::sample::select(vec!["", " ", "\n\t"]),
    ) {
        let mut values = documented_values();
        for (field, text) in changes {
            values[field] = TEXTS[text].to_owned();
        }
        agree(&body(action, &values, blank));
    }
}

/// A goal body of these members, documented or not, in this order.
fn body_of_members(members: &[(String, String)], before: &str, blank: &str) -> String {
    let members: Vec<String> =
        members.iter().map(|(key, value)| format!("{key}{blank}:{blank}{value}")).collect();
    format!("{{{before}\"action\":\"created\",{blank}\"goal\":{{{}}}}}", members.join(","))
}

const KEYS: &[&str] = &[
    "\"currency\"",
    "\"\"",
    "\"na\\u006de\"",
    "\"a b\"",
    "\"名前\"",
    "\"guid\"",
    "\"name\"",
    "\"goal\"",
    "\"created_at\"",
    "\"unfinished",
    "name",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn members_in_any_order_are_taken_apart_the_same(
        order in Just(FIELDS.iter().map(|field| field.name).collect::<Vec<_>>()).prop_shuffle(),
        shuffled in any::<bool>(),
        removed in prop::collection::vec(0..FIELDS.len(), 0..3),
        extras in prop::collection::vec((0..KEYS.len(), 0..TEXTS.len(), 0..FIELDS.len()), 0..4),
        before in prop::sample::select(vec!["", "\"id\":7,", "\"goal\":{},", "\"at\":[{\"a\":[1]}],"]),
        blank in prop::sample::select(vec!["", " ", "\n\t"]),
    ) {
        let values = documented_values();
        let value = |name: &str| FIELDS.iter().position(|field| field.name == name);
        let mut names: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
        if shuffled {
            names = order;
        }
        names.retain(|name| !removed.contains(&value(name).expect("documented")));
        let member = |name: &&str| {
            (format!("\"{name}\""), values[value(name).expect("documented")].clone())
        };
        let mut members: Vec<_> = names.iter().map(member).collect();
        for (key, text, place) in extras {
            let place = place.min(members.len());
            members.insert(place, (KEYS[key].to_owned(), TEXTS[text].to_owned()));
        }
        agree(&body_of_members(&members, before, blank));
    }
}

#[test]
fn it_takes_bodies_with_one_slip_apart() {
    for (key, text) in
        [("\"currency\"", "\"EUR\""), ("\"tags\"", "[{\"a\":1}]"), ("\"x\"", "\"\\u00e9\"")]
    {
        let members: Vec<_> = FIELDS
            .iter()
            .zip(documented_values())
            .map(|(field, value)| (format!("\"{}\"", field.name), value))
            .chain([(key.to_owned(), text.to_owned())])
            .collect();
        let text = body_of_members(&members, "", "");
        let body = take_apart(&text, false).ok().and_then(|taken| taken.body);
        assert!(body.is_some_and(|body| !body.known_clean), "{text}");
        agree(&text);
    }
}
