//! `check --expect`: the fixtures that are bad on purpose, and what is told where a body differs.

mod door;

use door::{Ran, fixture, goalpost};
use goalpost::rules::registry;
use goalpost::rules::rule::{Group, Rule};

/// The command that applies a rule; `None` as long as there is none with `--expect`.
fn command(rule: &Rule) -> Option<&'static str> {
    match rule.group {
        Group::Sequence | Group::User => None,
        _ => Some("check"),
    }
}

fn expect(rules: &[&str], capture: &str) -> Ran {
    let options = rules.iter().flat_map(|rule| ["--expect", rule]);
    goalpost(["check"]).and(options).and(["-"]).stdin(capture).run()
}

#[test]
fn failing_fixtures_give_what_is_expected_of_them() {
    let mut held = 0;
    for rule in registry::all() {
        let Some(command) = command(rule) else { continue };
        let call = goalpost([command, "--expect", rule.name]).and(rule.arguments.iter().copied());
        let ran = call.clone().and([fixture("failing", rule)]).run();
        assert_eq!((ran.exit, ran.out()), (0, ""), "{}: {}", rule.name, ran.stderr);
        assert!(ran.stderr.ends_with("as expected\n"), "{}: {}", rule.name, ran.stderr);
        let ran = call.and([fixture("passing", rule)]).run();
        assert_eq!(ran.exit, 1, "{} passes with its passing twin", rule.name);
        assert!(ran.out().contains(&format!("expected {}; found ", rule.name)));
        held += 1;
    }
    assert!(held >= 47, "{held}");
}

#[test]
fn each_body_that_differs_has_its_line() {
    let sample = std::fs::read_to_string("fixtures/sample/compact.json").expect("the sample");
    let clean = sample.trim_end();
    let wrong = clean.replace("\"position\":2", "\"position\":\"2\"");
    let odd = clean.replace("\"position\":2", "\"position\":0");
    let info = clean.replace("\"Home\"", "\"\"");
    let both = wrong.replace("\"Home\"", "\"\"");
    let capture = format!("{wrong}\n{clean}\n{odd}\n{info}\n{both}\n{{\"action\":\n");
    let ran = expect(&["wrong-type"], &capture);
    assert_eq!(
        ran.out(),
        "\
-:2: body 2: expected wrong-type; found nothing
-:3: body 3: expected wrong-type; found position-below-one
-:4: body 4: expected wrong-type; found blank-name
-:6: body 6: expected wrong-type; found truncated-json
"
    );
    assert_eq!((ran.exit, ran.stderr.as_str()), (1, "6 bodies: 4 not as expected\n"));
    let ran = expect(&["wrong-type", "blank-name"], &both);
    assert_eq!((ran.exit, ran.stderr.as_str()), (0, "1 body: as expected\n"));
    let ran = expect(&["blank-name"], &info);
    assert_eq!((ran.exit, ran.out()), (0, ""));
}

#[test]
fn text_between_bodies_counts_for_every_body_of_its_input() {
    let sample = std::fs::read_to_string("fixtures/sample/compact.json").expect("the sample");
    let capture = format!("{sample}\nlost connection\n{sample}");
    assert_eq!(expect(&["trailing-text"], &capture).exit, 0);
    let ran = expect(&["wrong-type"], &capture);
    assert_eq!(ran.out().matches("expected wrong-type; found trailing-text").count(), 2);
}

#[test]
fn a_body_that_is_too_large_counts() {
    let sample = std::fs::read_to_string("fixtures/sample/compact.json").expect("the sample");
    let capture = format!("{sample}\n{}\n", sample.trim_end().replace("Home", &"x".repeat(5_000)));
    let call = goalpost(["check", "--max-body", "2K", "--block-size", "1K", "-"]).stdin(capture);
    let ran = call.clone().and(["--expect", "body-too-large"]).run();
    assert_eq!(
        ran.out(),
        "-:1: body 1: expected body-too-large; found nothing (body-too-large depends on --max-body)\n"
    );
    let ran = call.and(["--expect", "wrong-type"]).run();
    assert_eq!(ran.out().matches("expected wrong-type; found body-too-large").count(), 1);
    assert_eq!(ran.stderr, "2 bodies: 2 not as expected\n");
}

#[test]
fn nothing_to_hold_is_no_success() {
    let sample = std::fs::read("fixtures/failing/wrong-type.json").expect("a fixture");
    let call = goalpost(["check", "--expect", "wrong-type"]);
    let ran = call.clone().and(["--goal", "GOL-none"]).stdin(sample).run();
    assert_eq!(ran.exit, 2, "{}", ran.stderr);
    let ran = call.clone().and(["no/such/file"]).run();
    assert_eq!(ran.exit, 2, "{}", ran.stderr);
    let ran = call.and(["--exit-zero"]).stdin("{}").run();
    assert_eq!(ran.exit, 0, "{}", ran.stderr);
}

#[test]
fn findings_without_a_body_count_as_one() {
    let ran = expect(&["truncated-json"], "[");
    assert_eq!((ran.exit, ran.stderr.as_str()), (0, "1 body: as expected\n"));
    let ran = expect(&["wrong-type"], "[");
    let said = "-:1: body 1: expected wrong-type; found truncated-json\n";
    assert_eq!((ran.exit, ran.out()), (1, said));
}
