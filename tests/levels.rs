//! Options that change what counts: levels, --strict, --exit-zero, --now, and the filters.

mod door;

use door::goalpost;
use serde_json::Value;

const UNKNOWN: &str = "fixtures/failing/unknown-field.json";
const MIXED: &str = "fixtures/goals/mixed.ndjson";

/// The exit status, and the levels of the findings.
fn levels(arguments: &[&str]) -> (u8, Vec<String>) {
    let ran = goalpost(["check", "--format", "json"]).and(arguments.iter().copied()).run();
    let findings = ran.json()["findings"].as_array().expect("a list").clone();
    let level = |finding: &Value| finding["level"].as_str().expect("a word").to_owned();
    (ran.exit, findings.iter().map(level).collect())
}

fn bodies(arguments: &[&str]) -> u64 {
    let ran = goalpost(["check", "--format", "json", MIXED]).and(arguments.iter().copied()).run();
    ran.json()["summary"]["bodies"].as_u64().expect("a count")
}

#[test]
fn every_level_option() {
    let given = |level: &str| vec![level.to_owned()];
    for (arguments, exit, expected) in [
        (&[][..], 0, given("warning")),
        (&["-D", "unknown-field"], 1, given("error")),
        (&["--deny", "schema"], 1, given("error")),
        (&["-W", "unknown-field"], 0, given("warning")),
        (&["-I", "schema"], 0, given("info")),
        (&["-A", "unknown-field"], 0, vec![]),
        (&["-A", "meaning"], 0, given("warning")),
        (&["-A", "schema", "-D", "unknown-field"], 1, given("error")),
        (&["-D", "unknown-field", "-A", "schema"], 0, vec![]),
        (&["--strict"], 1, given("error")),
        (&["--strict", "-I", "unknown-field"], 0, given("info")),
        (&["--strict", "-W", "unknown-field"], 1, given("error")),
        (&["--strict", "--exit-zero"], 0, given("error")),
    ] {
        let mut all = vec![UNKNOWN];
        all.extend(arguments);
        assert_eq!(levels(&all), (exit, expected), "{arguments:?}");
    }
}

#[test]
fn a_rule_that_does_not_exist_is_told() {
    let ran = goalpost(["check", UNKNOWN, "-D", "unknown-feild"]).run();
    assert_eq!((ran.exit, ran.out()), (2, ""));
    assert_eq!(ran.stderr, "error: no such rule: unknown-feild; did you mean unknown-field?\n");
}

#[test]
fn exit_zero_hides_findings_but_no_trouble() {
    let failing = "fixtures/failing/wrong-type.json";
    assert_eq!(goalpost(["check", failing]).run().exit, 1);
    assert_eq!(goalpost(["check", "--exit-zero", failing]).run().exit, 0);
    assert_eq!(goalpost(["check", "--exit-zero", failing, "missing.json"]).run().exit, 2);
}

#[test]
fn now_is_only_what_is_given() {
    let sample = "fixtures/sample/compact.json";
    // The sample is projected for 2017-03-31 23:59:59Z, which is 1491004799.
    assert_eq!(levels(&[sample]), (0, vec![]));
    for (now, expected) in [
        ("1491004799", vec![]),
        ("1491004800", vec!["info".to_owned()]),
        ("2017-03-31", vec![]),
        ("2017-04-01", vec!["info".to_owned()]),
        ("2017-04-01T01:59:59+02:00", vec![]),
        ("2017-04-01T02:00:00+02:00", vec!["info".to_owned()]),
    ] {
        assert_eq!(levels(&[sample, "--now", now]), (0, expected), "{now}");
    }
    let ran = goalpost(["check", sample, "--now", "soon"]).run();
    assert_eq!((ran.exit, ran.out()), (2, ""));
    assert_eq!(ran.stderr, "error: --now soon: write Unix seconds, YYYY-MM-DD or RFC 3339\n");
}

#[test]
fn filters_choose_bodies() {
    for (arguments, expected) in [
        (&[][..], 12),
        (&["--goal", "GOL-537e6391"], 2),
        (&["--goal", "GOL-c2f7a80d-5b14-93e6-0d7a-8e21f4b6390c"], 2),
        (&["--goal", "GOL-ffffffff"], 0),
        (&["--user", "tanaka_0071"], 3),
        (&["--user", "USR-d42b90e7-c653-1f8a-05b9-8e71a3fd602c"], 1),
        (&["--action", "created"], 6),
        (&["--action", "deleted"], 1),
        (&["--where", "current_amount >= 120000"], 3),
        (&["--where", "current_amount = 250.5"], 1),
        (&["--where", "current_amount < 74.85"], 1),
        (&["--where", "name ~ 旅行"], 3),
        (&["--where", "name ~ 旅行", "--where", "is_complete = true"], 1),
        (&["--where", "revision != 1"], 9),
        (&["--where", "projected_to_complete_at > 2017-05-01"], 2),
        (&["--action", "updated", "--where", "goal_type_name = PAYOFF"], 1),
    ] {
        assert_eq!(bodies(arguments), expected, "{arguments:?}");
    }
    for condition in ["amount", "amuont > 1", "amount > lots", "completed_at < soon"] {
        let ran = goalpost(["check", MIXED, "--where", condition]).run();
        assert_eq!((ran.exit, ran.out()), (2, ""), "{condition}");
        assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
        assert!(ran.stderr.contains(condition), "{}", ran.stderr);
    }
}

#[test]
fn hidden_values_leave_the_place_and_take_the_line() {
    let name = "fixtures/failing/hidden-characters.json";
    let open = goalpost(["check", name]).run();
    let hidden = goalpost(["check", "--hide-values", name]).run();
    assert!(open.out().contains("Ho\\u202eme"));
    assert!(!hidden.out().contains("Ho"), "{}", hidden.out());
    assert!(hidden.out().contains(&format!("--> {name}:15:13")), "{}", hidden.out());
}
