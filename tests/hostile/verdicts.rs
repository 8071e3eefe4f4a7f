//! The verdict of a body: the same however it is spelled and wrapped, exactly the defects that
//! are planted, never right by a byte that is wrong, and the grammar that other readers have.

use std::collections::BTreeSet;

use base64::Engine;
use proptest::prelude::*;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::compression::{gzip, zstd};
use crate::corpus::sample;
use crate::runs::{cases, over};

/// A finding: its rule and its pointer.
type Verdict = BTreeSet<(String, String)>;

fn findings(capture: &[u8]) -> Vec<Value> {
    let report = over(&["check", "--format", "json", "-"], capture).json();
    report["findings"].as_array().expect("a list").clone()
}

fn word(finding: &Value, name: &str) -> String {
    finding[name].as_str().expect("text").to_owned()
}

fn verdict(capture: &[u8]) -> Verdict {
    findings(capture).iter().map(|one| (word(one, "rule"), word(one, "pointer"))).collect()
}

/// A value planted in a field: the field, its JSON text, and the rule that it breaks.
#[rustfmt::skip]
const DEFECTS: &[(&str, &str, &str)] = &[
    ("account_guid", "true", "wrong-type"),
    ("account_guid", "null", "unexpected-null"),
    ("account_guid", "\"1c935fd7-cd39-18b7-1e5b-71fbde730bd6\"", "guid-prefix"),
    ("account_guid", "\"ACT-1\"", "guid-shape"),
    ("name", "\"a\\ud800\"", "unpaired-surrogate"),
    ("amount", "\"750\"", "decimal-as-string"),
    ("amount", "{\"a\":[1]}", "wrong-type"),
    ("amount", "1e400", "number-out-of-range"),
    ("amount", "-1", "non-positive-target"),
    ("amount", "750.001", "money-precision"),
    ("completed_at", "\"2016-04-14T04:26:00Z\"", "wrong-type"),
    ("completed_at", "1460607960", "date-without-completion"),
    ("created_by", "\"me\"", "unknown-value"),
    ("created_by", "7", "wrong-type"),
    ("current_amount", "[]", "wrong-type"),
    ("current_amount", "0.00000000000000000000000000001", "number-out-of-range"),
    ("goal_type_name", "\"SAVE\"", "unknown-value"),
    ("goal_type_name", "null", "unexpected-null"),
    ("guid", "null", "null-identity"),
    ("guid", "\" \"", "blank-identity"),
    ("guid", "\"537e6391\"", "guid-prefix"),
    ("has_been_spent", "0", "wrong-type"),
    ("has_been_spent", "true", "spent-before-completion"),
    ("is_complete", "\"no\"", "wrong-type"),
    ("meta_type", "\"HOBBY\"", "unknown-category"),
    ("metadata", "{\"a\":1}", "wrong-type"),
    ("metadata", "\"a\\u202e\"", "hidden-characters"),
    ("name", "\"\"", "blank-name"),
    ("name", "\"a\u{200b}b\"", "hidden-characters"),
    ("name", "17", "wrong-type"),
    ("position", "0", "position-below-one"),
    ("position", "2.0", "integer-as-decimal"),
    ("position", "2.5", "wrong-type"),
    ("projected_to_complete_at", "1491004799000", "milliseconds-timestamp"),
    ("projected_to_complete_at", "-1", "implausible-time"),
    ("revision", "9223372036854775808", "number-out-of-range"),
    ("revision", "-1", "negative-revision"),
    ("revision", "\"71\"", "wrong-type"),
    ("user_guid", "\"ACT-dfb1b536-692d-f172-88c6-643a2691b30c\"", "guid-prefix"),
    ("user_guid", "null", "null-identity"),
    ("user_id", "128372140", "wrong-type"),
    ("user_id", "\"a b\"", "user-id-shape"),
    ("user_id", "\"USR-1\"", "repeated-identifier"),
];

/// The members of the sample's goal, with these values in place of its own.
fn members(changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let body: Value = serde_json::from_str(sample()).expect("the sample is JSON");
    let goal = body["goal"].as_object().expect("a goal");
    goal.iter()
        .map(|(key, value)| {
            let changed = changes.iter().find(|(field, _)| field == key);
            (key.clone(), changed.map_or_else(|| value.to_string(), |(_, text)| (*text).to_owned()))
        })
        .collect()
}

fn plain(changes: &[(&str, &str)]) -> String {
    let members: Vec<String> =
        members(changes).iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
    format!("{{\"action\":\"created\",\"goal\":{{{}}}}}", members.join(","))
}

fn expected(planted: &[&(&str, &str, &str)]) -> Verdict {
    let at = |(field, _, rule): &&(&str, &str, &str)| (rule.to_string(), format!("/goal/{field}"));
    planted.iter().map(at).collect()
}

#[test]
fn verdicts_of_one_planted_defect_and_of_two() {
    assert_eq!(verdict(plain(&[]).as_bytes()), Verdict::new());
    let mut pairs = Vec::new();
    for (index, one) in DEFECTS.iter().enumerate() {
        pairs.push(vec![one]);
        let others = DEFECTS[index + 1..].iter().filter(|other| other.0 != one.0);
        // Rules that look at two fields give nothing where one of them cannot be read.
        let held_together =
            |other: &&(&str, &str, &str)| !looks_at(one, other.0) && !looks_at(other, one.0);
        pairs.extend(others.filter(held_together).map(|other| vec![one, other]));
    }
    assert!(pairs.len() > 800, "{}", pairs.len());
    let body = |planted: &[&(&str, &str, &str)]| {
        let changes: Vec<(&str, &str)> =
            planted.iter().map(|(field, text, _)| (*field, *text)).collect();
        plain(&changes)
    };
    let capture: Vec<String> = pairs.iter().map(|planted| body(planted)).collect();
    let mut found = vec![Verdict::new(); pairs.len()];
    for finding in findings(capture.join("\n").as_bytes()) {
        let number = finding["body"].as_u64().expect("a number") as usize;
        found[number - 1].insert((word(&finding, "rule"), word(&finding, "pointer")));
    }
    for ((planted, found), body) in pairs.iter().zip(found).zip(capture) {
        assert_eq!(found, expected(planted), "{body}");
    }
}

/// Whether the rule of a defect holds its field against this one.
fn looks_at((_, _, rule): &(&str, &str, &str), field: &str) -> bool {
    let fields: &[&str] = match *rule {
        "non-positive-target" => &["goal_type_name", "meta_type"],
        "date-without-completion" | "spent-before-completion" => &["is_complete"],
        _ => &[],
    };
    fields.contains(&field)
}

#[test]
fn verdicts_point_at_what_is_wrong() {
    for defect @ (field, text, rule) in DEFECTS {
        let body = plain(&[(field, text)]);
        for capture in [body.clone(), format!("\n {body}\n")] {
            let finding = &findings(capture.as_bytes())[0];
            let number = |name: &str| finding[name].as_u64().expect("a number") as usize;
            let span = &capture[number("offset")..number("offset") + number("length")];
            // The token at the pointer, read by another way than the check's own.
            type Object<'a> = std::collections::BTreeMap<String, &'a RawValue>;
            let top: Object<'_> = serde_json::from_str(&capture).expect("an object");
            let goal: Object<'_> = serde_json::from_str(top["goal"].get()).expect("an object");
            let token = goal[*field].get();
            // Half a surrogate pair is named alone.
            let is_right = span == token || (*rule == "unpaired-surrogate" && token.contains(span));
            assert!(is_right && !span.is_empty(), "{defect:?}: {span}");
            let before = &capture[..number("offset")];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            assert_eq!((number("line"), number("column")), (line, column), "{defect:?}");
        }
    }
}

/// Ways to wrap a body, as captures do.
fn wrapped(body: &str) -> Vec<(&'static str, Vec<u8>)> {
    let text = serde_json::to_string(body).expect("text");
    let base64 = base64::engine::general_purpose::STANDARD.encode(body);
    let in_sns = format!("{{\"Type\":\"Notification\",\"TopicArn\":\"a\",\"Message\":{text}}}");
    let in_sns = serde_json::to_string(&in_sns).expect("text");
    let in_gzip = base64::engine::general_purpose::STANDARD.encode(gzip(
        format!("{{\"messageType\":\"DATA_MESSAGE\",\"logGroup\":\"a\",\"logEvents\":[{{\"id\":\"1\",\"timestamp\":1,\"message\":{text}}}]}}").as_bytes(),
    ));
    let cell = body.replace('"', "\"\"");
    let captures = [
        ("an array", format!("[{body}]")),
        ("a sequence", format!("\x1e{body}\n")),
        ("lines", format!("\n\n{body}\r\n")),
        ("a request", format!("POST / HTTP/1.1\r\nHost: x\r\n\r\n{body}\r\n")),
        (
            "chunks",
            format!(
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
                body.len()
            ),
        ),
        ("API Gateway", format!("{{\"requestContext\":{{}},\"headers\":{{}},\"body\":{text}}}")),
        (
            "API Gateway in base64",
            format!(
                "{{\"requestContext\":{{}},\"headers\":{{}},\"isBase64Encoded\":true,\"body\":\"{base64}\"}}"
            ),
        ),
        ("SQS", format!("{{\"Messages\":[{{\"ReceiptHandle\":\"a\",\"Body\":{text}}}]}}")),
        ("SNS in SQS", format!("{{\"Messages\":[{{\"ReceiptHandle\":\"a\",\"Body\":{in_sns}}}]}}")),
        (
            "EventBridge",
            format!(
                "{{\"version\":\"0\",\"detail-type\":\"x\",\"source\":\"a\",\"detail\":{body}}}"
            ),
        ),
        ("Pub/Sub", format!("{{\"message\":{{\"data\":\"{base64}\"}},\"subscription\":\"a\"}}")),
        ("CloudWatch", format!("{{\"awslogs\":{{\"data\":\"{in_gzip}\"}}}}")),
        ("a table", format!("id,payload\n1,\"{cell}\"\n")),
    ];
    let mut captures: Vec<(&str, Vec<u8>)> =
        captures.into_iter().map(|(what, capture)| (what, capture.into_bytes())).collect();
    captures.push(("gzip", gzip(body.as_bytes())));
    captures.push(("zstd", zstd(body.as_bytes())));
    captures.push(("gzip in zstd", zstd(&gzip(body.as_bytes()))));
    let units = body.encode_utf16().flat_map(u16::to_be_bytes);
    captures.push(("UTF-16", [0xfe, 0xff].into_iter().chain(units).collect()));
    captures
}

/// White space between two tokens, chosen by a number.
fn blank(choice: u8) -> &'static str {
    ["", "", "", " ", "\n", "\t", "\r\n", "  \n "][usize::from(choice) % 8]
}

/// A JSON string in another spelling: each character as it is, or as an escape.
fn respelled(json: &str, choices: &mut impl Iterator<Item = u8>) -> String {
    // Half a surrogate pair has one spelling.
    let Ok(text) = serde_json::from_str::<String>(json) else { return json.to_owned() };
    let mut spelled = String::from("\"");
    for character in text.chars() {
        let must = matches!(character, '"' | '\\' | '\0'..='\x1f');
        match (choices.next().unwrap_or(0) % 5, character) {
            (0, '/') => spelled.push_str("\\/"),
            (0, _) | (1, _) if must || character != '/' => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    spelled.push_str(&format!("\\u{unit:04x}"));
                }
            }
            _ if must => {
                let escaped = serde_json::to_string(&character).expect("a character");
                spelled.push_str(&escaped[1..escaped.len() - 1]);
            }
            _ => spelled.push(character),
        }
    }
    spelled + "\""
}

/// An amount in another spelling of the same value.
fn same_amount(number: &str, choice: u8) -> String {
    let is_plain = number.bytes().all(|byte| byte.is_ascii_digit()) && number != "0";
    match choice % 5 {
        0 if is_plain => format!("{number}.0"),
        1 if is_plain => format!("{number}e0"),
        2 if is_plain => format!("{number}00E-2"),
        3 if is_plain => {
            format!("{}.{}e+1", &number[..number.len() - 1], &number[number.len() - 1..])
                .trim_start_matches('.')
                .to_owned()
        }
        _ => number.to_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(100), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn verdicts_do_not_depend_on_spelling_or_wrapping(
        planted in proptest::collection::vec(proptest::sample::select(DEFECTS), 0..4),
        order in Just((0..17_usize).collect::<Vec<_>>()).prop_shuffle(),
        goal_first in any::<bool>(),
        choices in proptest::collection::vec(any::<u8>(), 64..400),
    ) {
        let changes: Vec<(&str, &str)> = planted.iter().map(|(field, text, _)| (*field, *text)).collect();
        let body = plain(&changes);
        let verdict_of_body = verdict(body.as_bytes());
        let mut next = choices.iter().copied().cycle();
        let mut spelled: Vec<(String, String)> = members(&changes)
            .into_iter()
            .map(|(key, value)| {
                let key_text = format!("\"{key}\"");
                let value = match value.as_bytes()[0] {
                    b'"' => respelled(&value, &mut next),
                    b'1'..=b'9' if key.ends_with("amount") && value.len() < 9 => same_amount(&value, next.next().unwrap_or(9)),
                    _ => value,
                };
                (respelled(&key_text, &mut next), value)
            })
            .collect();
        spelled = order.iter().filter_map(|index| spelled.get(*index).cloned()).collect();
        let mut gap = || blank(choices[spelled.len()].wrapping_add(next.next().unwrap_or(0)));
        let goal: Vec<String> = spelled
            .iter()
            .map(|(key, value)| format!("{}{key}{}:{}{value}{}", gap(), gap(), gap(), gap()))
            .collect();
        let goal = format!("\"goal\"{}:{}{{{}}}{}", gap(), gap(), goal.join(","), gap());
        let action = format!("{}\"action\"{}:{}\"created\"{}", gap(), gap(), gap(), gap());
        let parts = if goal_first { [goal, action] } else { [action, goal] };
        let other = format!("{{{}}}", parts.join(","));
        prop_assert_eq!(&verdict(other.as_bytes()), &verdict_of_body, "{}\n{}", &other, &body);
        for (what, capture) in wrapped(&body) {
            // A line is cut where lines are cut; and so is nothing else.
            prop_assert_eq!(&verdict(&capture), &verdict_of_body, "{}: {}", what, &body);
        }
    }

    #[test]
    fn verdicts_agree_with_other_readers_on_the_grammar(
        value in prop_oneof![
            proptest::collection::vec(proptest::sample::select(TOKENS), 1..8).prop_map(|tokens| tokens.concat()),
            "[-+.eE0-9]{1,9}",
            "\"[ -~\\\\u0-9a-f\"]{0,9}\"",
            "\\PC{0,6}",
        ],
    ) {
        let body = format!("{},\"x\":{value}}}}}", &sample()[..sample().len() - 2]);
        let report = over(&["check", "--format", "json", "-"], body.as_bytes()).json();
        // What ends the body early makes two of it, and each is judged alone.
        prop_assume!(report["summary"]["bodies"] == 1);
        let rules: Vec<String> = report["findings"].as_array().expect("a list").iter().map(|one| word(one, "rule")).collect();
        let broken = rules.iter().any(|rule| {
            matches!(rule.as_str(), "invalid-json" | "truncated-json" | "trailing-text")
        });
        // Half a surrogate pair is grammar for us, with a rule of its own; others refuse it.
        let half = rules.iter().any(|rule| rule == "unpaired-surrogate");
        let verdicts = READERS.map(|(name, reads)| (name, reads(&body)));
        for (name, reads) in verdicts {
            prop_assert!(reads != broken || half, "{} reads it: {}, we found {:?}: {}", name, reads, rules, body);
        }
    }
}

/// Pieces of values, right and wrong.
const TOKENS: &[&str] = &[
    "1", "-", "0", "01", "1.5", ".", "e", "E+1", "\"", "\"a\"", "\\", "\\u", "0041", "\\ud83d",
    "\\ude00", "[", "]", "{", "}", ",", ":", " ", "\t", "\n", "true", "false", "null", "nul",
    "NaN", "Infinity", "'a'", "/*x*/", "//", "\u{7f}", "\u{0}", "\u{1f}", "東", "\u{2028}",
    "\u{feff}", "\u{a0}",
];

/// Whether a text is read to its end.
type Reads = fn(&str) -> bool;

/// Independent readers of JSON, and whether they read a text to its end.
const READERS: [(&str, Reads); 2] = [
    ("hifijson", |text| {
        use hifijson::token::Lex;
        let mut lexer = hifijson::SliceLexer::new(text.as_bytes());
        lexer.exactly_one(Lex::ws_peek, hifijson::ignore::parse).is_ok()
    }),
    ("tinyjson", |text| text.parse::<tinyjson::JsonValue>().is_ok()),
];

#[test]
fn verdicts_are_never_right_by_a_wrong_byte() {
    let good = sample();
    for place in 0..good.len() {
        for byte in [b'0', b'"', b'}', b' ', b'x', 0, 0xff, good.as_bytes()[place] ^ 0x20] {
            let mut changed = good.as_bytes().to_vec();
            changed[place] = byte;
            let ran = over(&["check", "--format", "json", "-"], &changed);
            assert!(ran.exit <= 2, "{place} {byte}");
            let report = ran.json();
            let is_clean =
                ran.exit == 0 && report["findings"].as_array().is_some_and(Vec::is_empty);
            assert!(!is_clean || is_as_documented(&changed), "{}", changed.escape_ascii());
        }
        let cut = over(&["check", "--format", "json", "-"], &good.as_bytes()[..place]);
        assert!(cut.exit > 0, "cut at {place}");
        assert_eq!(cut.json()["summary"]["clean"], 0, "cut at {place}");
    }
}

/// Whether other code than the check's own finds a body as documented.
fn is_as_documented(body: &[u8]) -> bool {
    let Ok(body) = serde_json::from_slice::<Value>(body) else { return false };
    let (Some(goal), Some(top)) = (body["goal"].as_object(), body.as_object()) else {
        return false;
    };
    let text = |key: &str| goal.get(key).and_then(Value::as_str);
    let begins = |key: &str, prefix: &str| text(key).is_some_and(|text| text.starts_with(prefix));
    top.len() == 2
        && goal.len() == 17
        && ["created", "updated", "deleted"].contains(&body["action"].as_str().unwrap_or_default())
        && begins("guid", "GOL-")
        && begins("user_guid", "USR-")
        && begins("account_guid", "ACT-")
        && ["has_been_spent", "is_complete"].iter().all(|key| goal[*key].is_boolean())
        && ["amount", "current_amount"].iter().all(|key| goal[*key].is_number())
        && ["position", "revision"].iter().all(|key| goal[*key].is_i64())
        && goal["projected_to_complete_at"].is_i64()
        && ["name", "meta_type", "goal_type_name", "user_id"]
            .iter()
            .all(|key| goal[*key].is_string())
        && ["completed_at", "created_by", "metadata"].iter().all(|key| goal[*key].is_null())
}
