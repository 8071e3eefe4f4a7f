//! The JSON Schema and `check` say the same: over thousands of made bodies, valid and broken,
//! two independent validators accept a body exactly where a check of the groups envelope and
//! schema finds no error in it.

mod door;

use std::collections::HashSet;

use boon::{Compiler, Schemas};
use door::goalpost;
use goalpost::render::schema::NOT_EXPRESSED;
use goalpost::rules::registry;
use goalpost::rules::rule::{Group, Level};
use goalpost::webhook::field::{FIELDS, Kind};
use serde_json::Value;

const BODIES: usize = 12_000;

/// Values that are right somewhere and wrong elsewhere, as JSON texts. Numbers within a rounding of
/// a limit are left out: a validator that reads floating point cannot tell them.
#[rustfmt::skip]
const VALUES: &[&str] = &[
    "null", "true", "false", "0", "1", "-1", "-0", "71", "71.0", "7.1e1", "710E-1", "71.5", "1e-1",
    "750.25", "-12.5", "1e27", "9999999999999999e11", "1e28", "-1e28", "1e30", "-1e300", "1e400",
    "9223372036854775807", "9300000000000000000", "-9223372036854775808", "1e18", "1e19", "-1e19",
    "18446744073709551616", "[]", "{}", "[1]", "{\"a\":1}", "\"\"", "\" \"", "\"\\t\\n\"",
    "\"\\u00a0\\u3000\"", "\"\\u0085\"", "\"\\ufeff\"", "\"\\u200b\"", "\"x\"", "\"GOL-x\"",
    "\"USR-dfb1b536-692d-f172-88c6-643a2691b30c\"", "\"750.00\"", "\"-0.5\"", "\"1e5\"", "\"1E+2\"",
    "\"01\"", "\"+1\"", "\" 1\"", "\"1 \"", "\"7\\n\"", "\".5\"", "\"5.\"", "\"1e\"", "\"-\"", "\"NaN\"",
    "\"\\u0037\"", "\"１\"", "\"USER\"", "\"user\"", "\"SYSTEM\"", "\"SAVE_AMOUNT\"", "\"PAYOFF\"",
    "\"save_amount\"", "\"OTHER\"", "\"BOAT\"", "\"created\"", "\"updated\"", "\"deleted\"",
    "\"Deleted\"", "\"del\\u0065ted\"", "\"true\"", "\"2017-03-31T23:59:59Z\"", "\"東京\"",
];

/// Values of the documented kind.
fn right(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Guid("GOL-") => &["\"GOL-537e6391-3c29-9130-4d4f-e44302608406\""],
        Kind::Guid("USR-") => &["\"USR-dfb1b536-692d-f172-88c6-643a2691b30c\""],
        Kind::Guid(_) => &["\"ACT-1c935fd7-cd39-18b7-1e5b-71fbde730bd6\""],
        Kind::Text => &["\"Home\"", "\"\"", "\"東京\""],
        Kind::Word(words) if words.contains(&"USER") => &["\"USER\"", "\"SYSTEM\"", "null"],
        Kind::Word(_) => &["\"SAVE_AMOUNT\"", "\"PAYOFF\""],
        Kind::Category => &["\"OTHER\"", "\"VACATION\""],
        Kind::Decimal => &["750", "750.25", "-1", "0"],
        Kind::Integer => &["1", "71"],
        Kind::Time => &["1491004799"],
        Kind::Boolean => &["true", "false"],
    }
}

/// Numbers that look random and are the same in each run (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) >> 33).expect("31 bits") % sides
    }

    fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }

    fn any<'v>(&mut self, of: &[&'v str]) -> &'v str {
        of[self.roll(of.len())]
    }
}

fn object(members: Vec<(String, String)>) -> String {
    let members: Vec<String> =
        members.into_iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
    format!("{{{}}}", members.join(","))
}

/// A goal whose fields are mostly right, so that a single fault decides.
fn goal(dice: &mut Dice, absent: usize, wrong: usize) -> String {
    let mut members = Vec::new();
    for field in &FIELDS {
        if dice.one_in(absent) {
            continue;
        }
        let value = if dice.one_in(wrong) { dice.any(VALUES) } else { dice.any(right(field.kind)) };
        members.push((field.name.to_owned(), value.to_owned()));
    }
    if dice.one_in(8) {
        let key = dice.any(&["x", "meta_type_name", "created_at", "goal", "action"]);
        members.push((key.to_owned(), dice.any(VALUES).to_owned()));
    }
    if dice.one_in(3) && !members.is_empty() {
        let place = dice.roll(members.len());
        members.rotate_left(place);
    }
    object(members)
}

fn body(dice: &mut Dice) -> String {
    let absent = [30, 60, 1000][dice.roll(3)];
    let wrong = [12, 40, 1000][dice.roll(3)];
    let actions = ["\"created\"", "\"updated\"", "\"deleted\"", "\"deleted\""];
    let action = if dice.one_in(15) { dice.any(VALUES) } else { dice.any(&actions) };
    let goal =
        if dice.one_in(30) { dice.any(VALUES).to_owned() } else { goal(dice, absent, wrong) };
    match dice.roll(40) {
        // In text, these would not stand on a line as a body.
        0 => dice.any(&["null", "12", "\"x\"", "[]", "[1]", "{}", "true"]).to_owned(),
        1 => goal,
        2 => object(vec![("action".to_owned(), action.to_owned())]),
        3 => object(vec![("goal".to_owned(), goal)]),
        4 => object(vec![("action".to_owned(), action.to_owned()), ("user".to_owned(), goal)]),
        5 => object(vec![("goals".to_owned(), format!("[{goal}]"))]),
        6 => object(vec![("body".to_owned(), goal), ("action".to_owned(), action.to_owned())]),
        _ => {
            let mut members = vec![("action".to_owned(), action.to_owned())];
            members.push(("goal".to_owned(), goal));
            if dice.one_in(6) {
                members.push(("x".to_owned(), dice.any(VALUES).to_owned()));
            }
            if dice.one_in(2) {
                members.reverse();
            }
            object(members)
        }
    }
}

fn schema() -> Value {
    goalpost(["schema", "--format", "json-schema"]).run().json()
}

/// The numbers of the bodies in which a check of two groups finds an error.
fn refused_by_check(bodies: &[String]) -> HashSet<u64> {
    let mut capture = bodies.join("\n");
    capture.push('\n');
    let ran = goalpost(["check", "--format", "jsonl", "--input-format", "json"])
        .and(["-A", "syntax", "-A", "meaning", "-A", "transport", "-"])
        .stdin(capture)
        .run();
    let mut lines = ran.json_lines();
    let summary = lines.pop().expect("a summary")["summary"].clone();
    assert_eq!(summary["bodies"], bodies.len());
    let errors = lines.iter().filter(|finding| finding["level"] == "error");
    errors.map(|finding| finding["body"].as_u64().expect("a number")).collect()
}

#[test]
fn two_validators_agree_with_check_on_every_body() {
    let schema = schema();
    let jsonschema = jsonschema::draft202012::new(&schema).expect("a schema");
    let mut compiler = Compiler::new();
    compiler.add_resource("goal.json", schema).expect("a schema");
    let mut schemas = Schemas::new();
    let boon = compiler.compile("goal.json", &mut schemas).expect("a schema");

    let mut dice = Dice(2026);
    let bodies: Vec<String> = (0..BODIES).map(|_| body(&mut dice)).collect();
    let refused = refused_by_check(&bodies);
    let mut not_read = 0;
    for (number, body) in (1..).zip(&bodies) {
        let refused = refused.contains(&number);
        // A number such as 1e400 cannot be given to a validator.
        let Ok(parsed) = serde_json::from_str::<Value>(body) else {
            not_read += 1;
            continue;
        };
        let by_jsonschema = !jsonschema.is_valid(&parsed);
        let by_boon = schemas.validate(&parsed, boon).is_err();
        assert_eq!((by_jsonschema, by_boon), (refused, refused), "{body}");
    }
    assert!(not_read < BODIES / 20, "{not_read} bodies were not compared");
    let share = refused.len() * 100 / BODIES;
    assert!((25..=75).contains(&share), "{share} % are refused, so one side is hardly tried");
}

#[test]
fn the_samples_of_the_rules_agree() {
    let validator = jsonschema::draft202012::new(&schema()).expect("a schema");
    for rule in registry::all() {
        for (sample, failing) in [(rule.failing, true), (rule.passing, false)] {
            let Ok(body) = serde_json::from_slice::<Value>(sample) else { continue };
            let checked = matches!(rule.group, Group::Envelope | Group::Schema);
            // Of the rules that JSON can express, the syntax of keys is lost when it is read.
            let error = failing && checked && rule.level == Level::Error;
            if rule.name != "number-out-of-range" {
                assert_eq!(validator.is_valid(&body), !error, "{} {failing}", rule.name);
            }
        }
    }
}

#[test]
fn what_it_cannot_express_is_named_and_true() {
    for rule in registry::all().filter(|rule| matches!(rule.group, Group::Envelope | Group::Schema))
    {
        let expressed =
            ["missing-field", "wrong-type", "null-identity", "unknown-value", "blank-identity"];
        assert!(
            expressed.contains(&rule.name) || NOT_EXPRESSED.contains(rule.name),
            "{} is neither expressed nor named",
            rule.name
        );
    }
    let validator = jsonschema::draft202012::new(&schema()).expect("a schema");
    let sample = std::fs::read_to_string("fixtures/sample/compact.json").expect("the sample");
    for number in ["1.00000000000000000000000000001", "1e-29", "\"1e300\"", "\"1e-400\""] {
        let body = sample.replace("\"amount\":750", &format!("\"amount\":{number}"));
        assert!(validator.is_valid(&serde_json::from_str(&body).expect("JSON")), "{number}");
        let ran = goalpost(["check", "--format", "concise"]).stdin(body).run();
        assert!(ran.out().contains("number-out-of-range"), "{number}: {}", ran.out());
    }
}

#[test]
fn an_escaped_amount_in_text_is_an_amount() {
    let sample = std::fs::read_to_string("fixtures/sample/compact.json").expect("the sample");
    let body = sample.replace("\"amount\":750", "\"amount\":\"\\u0037.50\"");
    let ran = goalpost(["check", "--format", "concise"]).stdin(body).run();
    assert!(ran.out().contains("warning[decimal-as-string]"), "{}", ran.out());
    assert_eq!(ran.exit, 0);
}
