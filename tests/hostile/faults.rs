//! No fault hides another, and none is found where there is none: many faults, keys that repeat,
//! goals that are no objects, halves of surrogate pairs, and what real partners send.

use proptest::prelude::*;
use serde_json::Value;

use crate::corpus::{FIELDS, named, sample, with};
use crate::runs::{cases, over, report};

/// The findings of a capture as `level[rule] /pointer`, in order.
fn found(capture: &[u8], more: &[&str]) -> Vec<String> {
    let arguments: Vec<&str> =
        ["check", "--format", "json", "-"].iter().chain(more).copied().collect();
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    over(&arguments, capture).json()["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| {
            format!("{}[{}] {}", text(&one["level"]), text(&one["rule"]), text(&one["pointer"]))
        })
        .collect()
}

fn of(body: &str) -> Vec<String> {
    found(body.as_bytes(), &[])
}

/// The sample with these members behind its goal's.
fn and(members: &str) -> String {
    format!("{},{members}}}}}", &sample()[..sample().len() - 2])
}

/// The goal of the sample.
fn goal() -> &'static str {
    let start = sample().find("\"goal\":").expect("a goal") + "\"goal\":".len();
    &sample()[start..sample().len() - 1]
}

/// The sample without some of its goal's fields.
fn without(fields: &[&str]) -> String {
    fields.iter().fold(sample().to_owned(), |body, field| {
        let start = body.find(&format!("\"{field}\":")).expect("a field");
        let end = start + body[start..].find([',', '}']).expect("the end of a member");
        match body.as_bytes()[end] {
            b',' => format!("{}{}", &body[..start], &body[end + 1..]),
            _ => format!("{}{}", body[..start].trim_end_matches(','), &body[end..]),
        }
    })
}

#[test]
fn faults_behind_many_unknown_fields_are_found() {
    let unknown = (0..1_100).map(|key| format!("\"k{key}\":1")).collect::<Vec<_>>().join(",");
    let summed_up = 1_001;
    let behind = |members: &str| {
        let found = of(&and(&format!("{unknown},{members}")));
        let unknown = found.iter().filter(|one| one.starts_with("warning[unknown-field]")).count();
        assert_eq!(unknown, summed_up, "{members}");
        found.into_iter().filter(|one| !one.contains("unknown-field")).collect::<Vec<_>>()
    };
    for field in FIELDS {
        let twice = format!("error[duplicate-key] /goal/{field}");
        let same = with(field, "0");
        let value = &same[same.find(&format!("\"{field}\":")).expect("it")..];
        let member = &value[..value.find([',', '}']).expect("an end")];
        assert!(behind(member).contains(&twice), "{field}");
    }
    for (members, expected) in [
        ("\"amount\":751", vec!["error[duplicate-key] /goal/amount"]),
        ("\"\\u0061mount\":751", vec!["error[duplicate-key] /goal/amount"]),
        ("\"x\":1,\"x\":1", vec!["error[duplicate-key] /goal/x"]),
        ("\"x\":1,\"x\":1,\"x\":2", vec!["error[duplicate-key] /goal/x"; 2]),
        ("\"k0\":1", vec!["error[duplicate-key] /goal/k0"]),
        ("\"k1099\":1", vec!["error[duplicate-key] /goal/k1099"]),
        ("\"x\":{\"y\":1,\"y\":1}", vec![]),
        ("\"x\":\"\\ud800\"", vec!["error[unpaired-surrogate] /goal/x"]),
        (
            "\"amount\":\"many\"",
            vec!["error[duplicate-key] /goal/amount", "error[wrong-type] /goal/amount"],
        ),
    ] {
        assert_eq!(behind(members), expected, "{members}");
    }
    let above = format!("{{{unknown},{},\"action\":\"x\"}}", &sample()[1..sample().len() - 1]);
    let found = of(&above);
    assert!(found.contains(&"error[duplicate-key] /action".to_owned()));
    assert!(found.contains(&"error[unknown-value] /action".to_owned()));
}

#[test]
fn faults_beside_a_goal_that_is_none_are_found() {
    let not_an_object = "error[wrong-type] /goal";
    for scalar in
        ["null", "true", "1", "-0", "1e400", "12345678901234567890", "\"x\"", "\"\"", "[]", "[{}]"]
    {
        let body = |more: &str| format!("{{\"action\":\"created\",\"goal\":{scalar}{more}}}");
        assert_eq!(of(&body("")), [not_an_object], "{scalar}");
        let more = of(&body(",\"x\":1"));
        assert_eq!(more, [not_an_object, "warning[unknown-field] /x"], "{scalar}");
        let more = of(&body(",\"action\":\"updated\""));
        assert_eq!(more, [not_an_object, "error[duplicate-key] /action"], "{scalar}");
        let alone = of(&format!("{{\"goal\":{scalar}}}"));
        assert_eq!(alone, ["error[missing-field] /action", not_an_object], "{scalar}");
    }
    let half = of("{\"action\":\"created\",\"goal\":\"\\ud800\"}");
    assert_eq!(half, [not_an_object, "error[unpaired-surrogate] /goal"]);
    let actions = of("{\"action\":\"created\",\"action\":\"created\"}");
    assert_eq!(actions, ["error[missing-field] /goal", "error[duplicate-key] /action"]);
}

/// Of two goals the last counts: it alone is judged and shown.
#[test]
fn faults_of_two_goals_are_those_of_the_last() {
    let good = goal();
    let goals = ["null", "{}", "[]", "1", "\"x\"", good, "{\"guid\":null}", "{\"amount\":\"x\"}"];
    for key in ["goal", "g\\u006fal"] {
        for first in goals {
            for last in goals {
                let two = format!("{{\"action\":\"created\",\"{key}\":{first},\"goal\":{last}}}");
                let mut alone = of(&format!("{{\"action\":\"created\",\"goal\":{last}}}"));
                alone.push("error[duplicate-key] /goal".to_owned());
                let mut both = of(&two);
                both.sort();
                alone.sort();
                assert_eq!(both, alone, "{two}");
                if last == good {
                    let shown = over(&["show", "--format", "csv", "-"], two.as_bytes());
                    assert!(shown.out().contains(",Home,"), "{two}: {}", shown.out());
                }
            }
        }
    }
    // Nor is an object with other keys an envelope of the goal that does not count.
    let both = of(&format!("{{\"x\":1,\"goal\":{good},\"goal\":\"created\"}}"));
    let mut alone = of("{\"x\":1,\"goal\":\"created\"}");
    alone.insert(2, "error[duplicate-key] /goal".to_owned());
    assert_eq!(both, alone);
    // What is wrong is marked in the last.
    let last = "{\"amount\":\"x\"}";
    let two = format!("{{\"action\":\"created\",\"goal\":{{\"amount\":\"x\"}},\"goal\":{last}}}");
    let report = over(&["check", "--format", "json", "-"], two.as_bytes()).json();
    let findings = report["findings"].as_array().expect("a list");
    let amount = findings.iter().find(|one| one["pointer"] == "/goal/amount").expect("a finding");
    assert!(amount["offset"].as_u64() > two.rfind(last).map(|at| at as u64));
}

#[test]
fn faults_do_not_depend_on_the_spelling_of_keys() {
    for key in ["meta_type_name", "meta_type\\u005fname", "\\u006deta_type_name"] {
        let rest = format!("{{\"guid\":\"GOL-1\",\"{key}\":\"Vacation\",\"name\":\"Trip\"}}");
        for body in [
            rest.clone(),
            format!("{{\"goal\":{rest}}}"),
            format!("{{\"goals\":[{rest}]}}"),
            format!("{{\"action\":\"created\",\"goal\":{rest}}}"),
            format!("{{\"g\\u006fal\":{rest},\"\\u0061ction\":\"created\"}}"),
        ] {
            let found = of(&body);
            assert_eq!(found.len(), 1, "{body}: {found:?}");
            assert!(found[0].starts_with("error[rest-api-goal]"), "{body}: {found:?}");
        }
    }
    // Halves of surrogate pairs are no U+FFFD.
    let halves = ["\\ud800", "\\ud801", "\\udfff", "\u{fffd}", "\\ufffd"];
    for (index, one) in halves.iter().enumerate() {
        for (other_index, other) in halves.iter().enumerate() {
            let is_same = index == other_index || (index > 2 && other_index > 2);
            let keys = of(&and(&format!("\"{one}\":1,\"{other}\":1")));
            let is_twice = keys.iter().any(|found| found.contains("duplicate-key"));
            assert_eq!(is_twice, is_same, "{one} {other}: {keys:?}");
            let body = with("guid", &format!("\"GOL-{one}\"")).replace(
                "\"USR-dfb1b536-692d-f172-88c6-643a2691b30c\"",
                &format!("\"GOL-{other}\""),
            );
            let repeated =
                of(&body).contains(&"warning[repeated-identifier] /goal/user_guid".into());
            assert_eq!(repeated, is_same, "{body}");
        }
    }
}

#[test]
fn faults_in_action_are_found() {
    for (action, expected) in [
        (
            "creat\\u200bed",
            vec!["error[unknown-value] /action", "warning[hidden-characters] /action"],
        ),
        (
            "\\u202ecreated",
            vec!["error[unknown-value] /action", "warning[hidden-characters] /action"],
        ),
        ("\\ud800", vec!["error[unknown-value] /action", "error[unpaired-surrogate] /action"]),
        ("\\u0063reated", vec![]),
    ] {
        let body = sample().replacen("created", action, 1);
        let mut found = of(&body);
        found.sort();
        assert_eq!(found, expected, "{action}");
    }
}

/// A body that is nested too deep is not looked at further, but for halves of pairs.
#[test]
fn faults_within_a_body_that_is_too_deep_are_not_looked_for() {
    let nested = format!("{}{}", "[".repeat(127), "]".repeat(127));
    for (member, more) in
        [("x", vec![]), ("\\ud800", vec!["error[unpaired-surrogate] /goal/\u{fffd}"])]
    {
        let body = and(&format!("\"{member}\":{nested},\"amount\":\"x\""));
        let found = of(&body.replacen("created", "created\\u0000", 1));
        assert_eq!(found[0], "error[nested-too-deep] ");
        assert_eq!(found[1..], more, "{body}");
    }
}

/// A goal in a log is never lost, with the action around it or without, whatever its bytes are.
#[test]
fn faults_of_encoding_in_a_log_are_found() {
    for body in [sample(), goal()] {
        for member in [format!("{body}\n"), format!("{{\"payload\":{body}}}\n")] {
            for (old, new) in [(&b"Home"[..], &b"Ho\xffme"[..]), (b"\"name\"", b"\"na\xfe\"")] {
                let line = format!("INFO {member}").into_bytes();
                let at = line.windows(old.len()).position(|bytes| bytes == old).expect("it");
                let broken = [&line[..at], new, &line[at + old.len()..]].concat();
                let capture = [format!("INFO {}\n", sample()).as_bytes(), &broken].concat();
                assert_eq!(found(&capture, &[]), ["error[invalid-utf8] "], "{member}");
                let ran = over(&["check", "-"], &capture);
                assert_eq!(ran.exit, 1, "{}", ran.stderr);
            }
        }
    }
}

/// UTF-16 of a text, in either order of bytes.
fn utf_16(units: &[u16], little: bool) -> Vec<u8> {
    let bytes = |unit: &u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
    [0xfeff].iter().chain(units).flat_map(bytes).collect()
}

/// The units of the sample with these units in place of its name.
fn units_named(name: &[u16]) -> Vec<u16> {
    let body = named("@");
    let (before, after) = body.split_once('@').expect("a name");
    before.encode_utf16().chain(name.iter().copied()).chain(after.encode_utf16()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(100), failure_persistence: None, ..ProptestConfig::default() })]

    /// Text of UTF-16 has the verdict of the same text with escapes.
    #[test]
    fn faults_of_utf_16_are_those_of_escapes(
        units in proptest::collection::vec(
            prop_oneof![0xd800_u16..0xe000, 0xd83d_u16..0xd83e, 0xdc00_u16..0xdd00, Just(0x61), Just(0x6771)],
            1..9,
        ),
        little in any::<bool>(),
    ) {
        let escaped: String = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
        let escaped = with("name", &format!("\"{escaped}\""));
        let encoded = utf_16(&units_named(&units), little);
        prop_assert_eq!(found(&encoded, &[]), of(&escaped));
        let is_text = String::from_utf16(&units).is_ok();
        prop_assert_eq!(over(&["check", "-"], &encoded).exit, u8::from(!is_text));
        if let Ok(name) = String::from_utf16(&units) {
            let shown = over(&["show", "--format", "jsonl", "-"], &encoded);
            prop_assert!(shown.out().contains(&format!("\"{name}\"")), "{}", shown.out());
        }
    }

    /// A body of exactly the limit is read, and of one byte more is not.
    #[test]
    fn faults_of_size_begin_one_byte_above_the_limit(length in 1_usize..400, lines in 1_usize..4) {
        let body = named(&"n".repeat(length));
        let capture = format!("{body}\n").repeat(lines);
        for (limit, expected) in [(body.len(), 0), (body.len() + 1, 0), (body.len() - 1, lines)] {
            let report = report(capture.as_bytes(), &["--max-body", &limit.to_string()]);
            let too_large = report.rules().iter().filter(|rule| **rule == "body-too-large").count();
            prop_assert_eq!((too_large, report.bodies), (expected, lines as u64), "{}", limit);
        }
    }
}

/// What partners really send: its changes to the sample, and what is said.
#[rustfmt::skip]
#[allow(clippy::type_complexity, reason = "a table")]
const PARTNERS: &[(&[(&str, &str)], &[&str])] = &[
    (&[("projected_to_complete_at", "253402300799")], &[]),
    (&[("projected_to_complete_at", "253402300800")], &["warning[implausible-time] /goal/projected_to_complete_at"]),
    (&[("projected_to_complete_at", "1491004799000000")], &["warning[implausible-time] /goal/projected_to_complete_at"]),
    (&[("projected_to_complete_at", "946684799")], &["warning[implausible-time] /goal/projected_to_complete_at"]),
    (&[("projected_to_complete_at", "946684800")], &[]),
    (&[("projected_to_complete_at", "946684800000")], &["warning[milliseconds-timestamp] /goal/projected_to_complete_at"]),
    (&[("projected_to_complete_at", "4102444799999")], &["warning[milliseconds-timestamp] /goal/projected_to_complete_at"]),
    (&[("projected_to_complete_at", "100000000000")], &[]),
    (&[("projected_to_complete_at", "32503680000")], &[]),
    (&[("is_complete", "true"), ("completed_at", "7258118399")], &[]),
    (&[("is_complete", "true"), ("completed_at", "7258118400")], &["warning[implausible-time] /goal/completed_at"]),
    (&[("is_complete", "true"), ("completed_at", "946684799")], &["warning[implausible-time] /goal/completed_at"]),
    (&[("is_complete", "true"), ("completed_at", "1491004799000")], &["warning[milliseconds-timestamp] /goal/completed_at"]),
    (&[("completed_at", "0")], &["warning[implausible-time] /goal/completed_at"]),
    (&[("is_complete", "true"), ("completed_at", "0")], &["warning[implausible-time] /goal/completed_at"]),
    (&[("goal_type_name", "\"PAYOFF\""), ("meta_type", "\"VACATION\"")], &[]),
    (&[("meta_type", "\"LOANS\"")], &["info[category-mismatch] /goal/meta_type"]),
    (&[("amount", "999999999999.99")], &[]),
    (&[("amount", "999999999999.990")], &[]),
    (&[("amount", "1000000000000")], &["info[money-precision] /goal/amount"]),
    (&[("amount", "1e12")], &["info[money-precision] /goal/amount"]),
    (&[("amount", "750.001")], &["info[money-precision] /goal/amount"]),
    (&[("amount", "750.000")], &[]),
    (&[("user_id", "\"USR-dfb1b536-692d-f172-88c6-643a2691b30c\"")], &["warning[repeated-identifier] /goal/user_id"]),
    (&[("user_id", "\"GOL-1\"")], &["warning[repeated-identifier] /goal/user_id"]),
    (&[("user_id", "\"ACT-1\"")], &["warning[repeated-identifier] /goal/user_id"]),
    (&[("user_id", "\"act-1\"")], &[]),
    (&[("user_id", "\"\"")], &["info[user-id-shape] /goal/user_id"]),
    (&[("account_guid", "\"GOL-537e6391-3c29-9130-4d4f-e44302608406\"")],
        &["warning[guid-prefix] /goal/account_guid", "warning[repeated-identifier] /goal/account_guid"]),
    (&[("user_guid", "\"ACT-1c935fd7-cd39-18b7-1e5b-71fbde730bd6\"")],
        &["warning[guid-prefix] /goal/user_guid", "warning[repeated-identifier] /goal/user_guid"]),
    (&[("account_guid", "\"\""), ("user_id", "\"\"")], &["warning[guid-prefix] /goal/account_guid", "info[user-id-shape] /goal/user_id"]),
];

#[test]
fn faults_of_real_partners_have_their_levels() {
    for (changes, expected) in PARTNERS {
        let members: Vec<String> = FIELDS
            .iter()
            .map(|field| {
                let changed = changes.iter().find(|(name, _)| name == field);
                match changed {
                    Some((_, value)) => format!("\"{field}\":{value}"),
                    None => {
                        let at = sample().find(&format!("\"{field}\":")).expect("a field");
                        let rest = &sample()[at..];
                        rest[..rest.find([',', '}']).expect("an end")].to_owned()
                    }
                }
            })
            .collect();
        let body = format!("{{\"action\":\"created\",\"goal\":{{{}}}}}", members.join(","));
        let mut found = of(&body);
        found.sort();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected, "{changes:?}");
    }
}

#[test]
fn faults_of_missing_fields_depend_on_the_action() {
    assert_eq!(of(&without(&["created_by"])), ["info[missing-field] /goal/created_by"]);
    for field in FIELDS {
        let level = if *field == "created_by" { "info" } else { "error" };
        let expected = format!("{level}[missing-field] /goal/{field}");
        assert_eq!(of(&without(&[field])), [expected], "{field}");
        let is_identity = ["guid", "revision", "user_guid"].contains(field);
        let level = if is_identity { "error" } else { "info" };
        let deleted = without(&[field]).replacen("created", "deleted", 1);
        assert_eq!(of(&deleted), [format!("{level}[missing-field] /goal/{field}")], "{field}");
    }
    let minimal = "{\"action\":\"deleted\",\"goal\":{\"guid\":\"GOL-537e6391-3c29-9130-4d4f-\
                   e44302608406\",\"revision\":72,\"user_guid\":\"USR-dfb1b536-692d-f172-88c6-\
                   643a2691b30c\"}}";
    let found = of(minimal);
    assert_eq!(found.len(), FIELDS.len() - 3);
    assert!(found.iter().all(|one| one.starts_with("info[missing-field]")), "{found:?}");
    assert_eq!(over(&["check", "-"], minimal.as_bytes()).exit, 0);
    let strict = over(&["check", "--strict", "-"], minimal.as_bytes());
    assert_eq!(strict.exit, 0, "{}", strict.out());
}
