//! Every rule of `check`: its fixture gives that rule and no other, its twin none at all.
//!
//! The whole output of each failing fixture stands under `tests/expected`, in every format and
//! at two widths. `GOALPOST_RECORD=1 cargo test --test fixtures` writes these files anew; what
//! it wrote is to be read before it is committed.

mod door;

use std::fs;
use std::path::{Path, PathBuf};

use door::{Call, fixture, goalpost};
use goalpost::rules::registry;
use goalpost::rules::rule::{Group, Rule};

/// The formats that are compared: the name of the file, the arguments, the terminal's columns.
const OUTPUTS: [(&str, &[&str], Option<usize>); 4] = [
    ("text", &[], None),
    ("80", &[], Some(80)),
    ("concise", &["--format", "concise"], None),
    ("json", &["--format", "json"], None),
];

/// The rules that `check` knows; the others belong to `history`.
fn rules() -> impl Iterator<Item = &'static Rule> {
    registry::all().filter(|rule| !matches!(rule.group, Group::Sequence | Group::User))
}

fn check(folder: &str, rule: &Rule) -> Call {
    goalpost(["check"]).and(rule.arguments.iter().copied()).and([fixture(folder, rule)])
}

/// The rules that a check found, with their levels.
fn found(call: Call) -> Vec<(String, String)> {
    let report = call.and(["--format", "json"]).run().json();
    let findings = report["findings"].as_array().expect("findings are a list").iter();
    let text = |value: &serde_json::Value| value.as_str().expect("a word").to_owned();
    findings.map(|finding| (text(&finding["rule"]), text(&finding["level"]))).collect()
}

#[test]
fn failing_fixtures_give_their_rule_alone() {
    for rule in rules() {
        let found = found(check("failing", rule));
        assert!(!found.is_empty(), "{} is not found", rule.name);
        let expected = (rule.name.to_owned(), rule.level.name().to_owned());
        assert!(found.iter().all(|finding| *finding == expected), "{}: {found:?}", rule.name);
        let fails = rule.level.name() == "error";
        assert_eq!(check("failing", rule).run().exit, u8::from(fails), "{}", rule.name);
    }
}

#[test]
fn passing_twins_give_nothing() {
    for rule in rules() {
        assert_eq!(found(check("passing", rule)), [], "{}", rule.name);
        let ran = check("passing", rule).and(["--quiet"]).run();
        assert_eq!((ran.exit, ran.stderr.as_str()), (0, ""), "{}: {}", rule.name, ran.out());
    }
}

#[test]
fn fixtures_are_the_samples_of_the_rules() {
    for rule in rules() {
        for (folder, sample) in [("failing", rule.failing), ("passing", rule.passing)] {
            let path = fixture(folder, rule);
            assert!(fs::read(&path).expect("it can be read") == sample, "{}", path.display());
        }
    }
}

#[test]
fn no_fixture_without_a_rule() {
    for folder in ["failing", "passing"] {
        for entry in fs::read_dir(Path::new("fixtures").join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_stem().and_then(|name| name.to_str()).expect("a name");
            assert!(registry::find(name).is_some(), "{}", path.display());
        }
    }
}

#[test]
fn whole_outputs_are_as_recorded() {
    let record = std::env::var_os("GOALPOST_RECORD").is_some();
    let mut wrong = Vec::new();
    for rule in rules() {
        for (name, arguments, columns) in OUTPUTS {
            let mut call = check("failing", rule).and(arguments.iter().copied());
            if let Some(columns) = columns {
                call = call.columns(columns).variable("NO_COLOR", "1");
            }
            let ran = call.run();
            let text = format!("{}{}exit {}\n", ran.out(), ran.stderr, ran.exit);
            let path = PathBuf::from(format!("tests/expected/{name}/{}.txt", rule.name));
            if record {
                fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
                fs::write(&path, text).expect("it can be written");
            } else if fs::read_to_string(&path).ok().as_ref() != Some(&text) {
                wrong.push(format!("{}:\n{text}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "not as recorded:\n{}", wrong.join("\n"));
}

/// Names that people give their goals, by script: none may be flagged, alone or beside another.
#[test]
fn honest_names_of_all_scripts_are_clean() {
    let names = fs::read_to_string("fixtures/names.json").expect("it can be read");
    let names: std::collections::BTreeMap<String, Vec<String>> =
        serde_json::from_str(&names).expect("lists of names");
    let all: Vec<&String> = names.values().flatten().collect();
    let sample = fs::read_to_string("fixtures/sample/compact.json").expect("it can be read");
    let mut capture = String::new();
    for (index, name) in all.iter().enumerate() {
        let pair = format!("{name} {}", all[(index + 7) % all.len()]);
        for name in [name.as_str(), pair.as_str()] {
            let name = serde_json::to_string(name).expect("text");
            let body = sample.trim_end().replacen("\"Home\"", &name, 1);
            assert!(body.contains(&name), "the sample is a home");
            capture += &body;
            capture.push('\n');
        }
    }
    let ran = goalpost(["check", "--strict", "--format", "concise", "-"]).stdin(capture).run();
    assert_eq!(ran.exit, 0, "{}", ran.out());
}
