//! Samples through the front door: valid ones are clean, and a mutant gives exactly its rule.

use std::io::{Cursor, Read, Write};
use std::path::PathBuf;

use goalpost::exit::Exit;
use goalpost::rules::registry;
use goalpost::rules::rule::{Group, Rule};
use goalpost::sample::defects::DEFECTS;
use goalpost::sample::stream::Shape;
use goalpost::world::World;
use proptest::prelude::*;
use serde_json::{Value, json};

const SHAPES: [(&str, Shape); 3] =
    [("ndjson", Shape::Ndjson), ("json", Shape::Json), ("http", Shape::Http)];

fn run(arguments: &[&str], stdin: &[u8]) -> (Exit, Vec<u8>, String) {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let stdin = stdin.to_vec();
    let exit = goalpost::run(World {
        arguments: std::iter::once("goalpost")
            .chain(arguments.iter().copied())
            .map(Into::into)
            .collect(),
        stdin: &move || Box::new(Cursor::new(stdin.clone())) as Box<dyn Read + Send>,
        stdin_is_terminal: false,
        stdout: &mut stdout,
        columns: None,
        stderr: &mut stderr as &mut dyn Write,
        stderr_columns: None,
        variable: &|_| None,
    });
    (exit, stdout, String::from_utf8_lossy(&stderr).into_owned())
}

/// The sample, and what it says is broken in it.
fn sample(arguments: &[&str]) -> (Vec<u8>, Vec<Value>) {
    let folder = tempfile::tempdir().expect("a folder");
    let path: PathBuf = folder.path().join("truth.jsonl");
    let mut all = vec!["sample", "--truth", path.to_str().expect("a plain path")];
    all.extend(arguments);
    let (exit, bytes, messages) = run(&all, b"");
    assert_eq!(exit, Exit::Clean, "{arguments:?}: {messages}");
    let truth = std::fs::read_to_string(path).expect("the truth is written");
    (bytes, truth.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect())
}

/// What `check` finds, as the truth would say it; the summary last.
fn found(arguments: &[&str], bytes: &[u8]) -> (Vec<Value>, Value) {
    let mut all = vec!["check", "--format", "jsonl"];
    all.extend(arguments);
    let (_, out, messages) = run(&all, bytes);
    let mut lines: Vec<Value> = String::from_utf8(out)
        .expect("text")
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let summary = lines.pop().unwrap_or_else(|| panic!("no summary: {messages}"));
    let line = |finding: &Value| {
        json!({
            "line": finding["line"], "body": finding["body"],
            "rule": finding["rule"], "pointer": finding["pointer"],
        })
    };
    (lines.iter().map(line).collect(), summary["summary"].clone())
}

/// Without the line: that of a finding within an indented body is another than the body's.
fn places(truths: &[Value]) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.to_string();
    truths.iter().map(|it| (text(&it["body"]), text(&it["rule"]), text(&it["pointer"]))).collect()
}

#[test]
fn valid_samples_give_no_finding() {
    for (shape, _) in SHAPES {
        for (count, goals) in [("1", "1"), ("2", "1"), ("3", "3"), ("5000", "700"), ("2000", "1")] {
            let (bytes, truth) =
                sample(&["--count", count, "--goals", goals, "--shape", shape, "--seed", "7"]);
            for now in ["2017-01-01", "2017-06-01"] {
                let (findings, summary) = found(&["--now", now], &bytes);
                assert_eq!(findings, [] as [Value; 0], "{shape} {count}");
                assert_eq!(summary["bodies"].to_string(), count);
                assert_eq!(summary["unreadable_inputs"], 0);
            }
            assert!(truth.is_empty());
        }
    }
}

#[test]
fn every_rule_of_check_has_a_mutant() {
    for rule in registry::all() {
        let of_histories = rule.group.is_of_history();
        let has = DEFECTS.iter().any(|(row, _)| *row == rule);
        assert_eq!(has, !of_histories, "{}", rule.name);
    }
}

fn mutants_give_exactly_their_rule(rule: &'static Rule, seed: u64, rate: &str) {
    for (name, shape) in SHAPES {
        if !shape.can_break(rule) {
            continue;
        }
        let seed = seed.to_string();
        let (bytes, truth) = sample(&[
            "--mutate",
            rule.name,
            "--count",
            "60",
            "--seed",
            &seed,
            "--shape",
            name,
            "--defects",
            rate,
        ]);
        let (findings, summary) = found(rule.arguments, &bytes);
        assert_eq!(places(&findings), places(&truth), "{} {name} {seed}", rule.name);
        assert_eq!(summary["bodies"], 60, "{} {name} {seed}", rule.name);
        if name == "ndjson" {
            assert_eq!(findings, truth, "{} {name} {seed}", rule.name);
        }
        if rate == "1" {
            assert_eq!(truth.len(), 60);
        }
    }
}

#[test]
fn each_mutant_gives_exactly_its_rule() {
    for (rule, _) in DEFECTS {
        mutants_give_exactly_their_rule(rule, 1, "1");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutants_among_valid_bodies_give_exactly_their_rule(
        seed in any::<u64>(),
        rule in 0..DEFECTS.len(),
        rate in prop::sample::select(vec!["0.1", "50%", "1"]),
    ) {
        mutants_give_exactly_their_rule(DEFECTS[rule].0, seed, rate);
    }

    #[test]
    fn the_truth_of_mixed_defects_is_what_check_finds(
        // With the first of these seeds the first line is text in quotes.
        seed in prop_oneof![1 => Just(1_964_600_309_200_637_848), 8 => any::<u64>()],
    ) {
        let seed = seed.to_string();
        for (shape, _) in SHAPES {
            let (bytes, truth) =
                sample(&["--defects", "20%", "--count", "300", "--seed", &seed, "--shape", shape]);
            let (findings, summary) = found(&[], &bytes);
            prop_assert_eq!(places(&findings), places(&truth));
            prop_assert_eq!(&summary["bodies"], &json!(300));
        }
    }
}

#[test]
fn a_seed_makes_the_same_bytes_on_any_number_of_threads() {
    for shape in ["ndjson", "json", "http"] {
        let make = |jobs| {
            sample(&["--count", "5000", "--defects", "0.05", "--shape", shape, "--jobs", jobs])
        };
        let (bytes, truth) = make("1");
        for jobs in ["2", "7"] {
            assert!(make(jobs) == (bytes.clone(), truth.clone()), "{shape} {jobs}");
        }
        let other = sample(&["--count", "5000", "--shape", shape, "--seed", "2"]).0;
        assert!(other != bytes);
    }
}

#[test]
fn wrong_arguments_are_told() {
    for (arguments, told) in [
        (vec!["--mutate", "wrong-typ"], "did you mean wrong-type?"),
        (vec!["--mutate", "method-not-post"], "try another --shape, such as http"),
        (vec!["--mutate", "trailing-text", "--shape", "json"], "cannot be broken in this shape"),
        (vec!["--goals", "9", "--count", "8"], "each needs a body"),
        (vec!["--mutate", "revision-gap", "--count", "7"], "use --count 8 or more"),
        (vec!["--mutate", "split-user", "--count", "15"], "use --count 16 or more"),
        (vec!["--mutate", "split-user", "--goals", "1"], "use --goals 2 or more"),
        (vec!["--defects", "1.5"], "write a share from 0 to 1"),
        (vec!["--defects=-1"], "write a share"),
        (vec!["--count", "0"], "0"),
    ] {
        let mut all = vec!["sample"];
        all.extend(&arguments);
        let (exit, out, message) = run(&all, b"");
        assert_eq!(exit, Exit::Trouble, "{arguments:?}");
        assert!(out.is_empty());
        assert!(message.contains(told), "{arguments:?}: {message}");
    }
}

#[test]
fn histories_have_a_fault_for_each_goal_or_user() {
    let of_histories = registry::all().filter(|rule| rule.group.is_of_history());
    for rule in of_histories {
        for (shape, _) in SHAPES {
            let arguments =
                ["--mutate", rule.name, "--count", "320", "--goals", "40", "--shape", shape];
            let (bytes, truth) = sample(&arguments);
            let pairs = rule.group == Group::User || rule.name == "guid-case";
            assert_eq!(truth.len(), if pairs { 20 } else { 40 }, "{}", rule.name);
            assert!(truth.iter().all(|broken| broken["rule"] == rule.name));
            // Each body is valid by itself; capitals in a guid are seen there too.
            let allowed: &[&str] =
                if rule.name == "guid-case" { &["--allow", "guid-shape"] } else { &[] };
            let (findings, summary) = found(allowed, &bytes);
            assert_eq!(findings, [] as [Value; 0], "{} {shape}", rule.name);
            assert_eq!(summary["bodies"], 320);
        }
    }
}

#[test]
fn history_finds_exactly_the_rule_of_a_history() {
    let in_history = |bytes: &[u8]| {
        let (_, out, messages) = run(&["history", "--summary", "--format", "json"], bytes);
        let result: Value = serde_json::from_slice(&out).unwrap_or_else(|_| panic!("{messages}"));
        result["summary"]["rules"].clone()
    };
    let of_histories = registry::all().filter(|rule| rule.group.is_of_history());
    for rule in of_histories {
        for seed in ["1", "2"] {
            let (bytes, truth) =
                sample(&["--mutate", rule.name, "--count", "320", "--goals", "40", "--seed", seed]);
            assert_eq!(in_history(&bytes), json!({rule.name: truth.len()}), "{seed}");
        }
    }
    for shape in ["ndjson", "http"] {
        let (valid, _) = sample(&["--count", "3000", "--shape", shape]);
        assert_eq!(in_history(&valid), json!({}), "{shape}");
    }
}

/// What `history` finds, as the truth would say it.
fn found_in_history(bytes: &[u8]) -> Vec<(String, String, String)> {
    let (_, out, messages) = run(&["history", "--format", "json"], bytes);
    let result: Value = serde_json::from_slice(&out).unwrap_or_else(|_| panic!("{messages}"));
    let goals = result["goals"].as_array().expect("goals").iter();
    let findings = goals.flat_map(|goal| goal["findings"].as_array().expect("findings").clone());
    // Those about users of several goals belong to none of these.
    let across = result["findings"].as_array().into_iter().flatten().cloned();
    let mut found = places(&findings.chain(across).collect::<Vec<_>>());
    found.sort();
    found
}

#[test]
fn the_truth_names_the_body_that_history_names() {
    let of_histories = registry::all().filter(|rule| rule.group.is_of_history());
    for rule in of_histories {
        let (bytes, truth) = sample(&["--mutate", rule.name, "--count", "160", "--goals", "20"]);
        let mut truth = places(&truth);
        truth.sort();
        assert_eq!(found_in_history(&bytes), truth, "{}", rule.name);
    }
    for (shape, _) in SHAPES {
        let (bytes, truth) =
            sample(&["--messy", "20%", "--count", "600", "--goals", "40", "--shape", shape]);
        let mut truth = places(&truth);
        truth.sort();
        assert_eq!(found_in_history(&bytes), truth, "{shape}");
        for rule in ["duplicate-delivery", "stale-delivery", "revision-gap"] {
            assert!(truth.iter().any(|(_, found, _)| found.contains(rule)), "{rule}");
        }
        assert_eq!(found(&[], &bytes).1["clean"], 600);
    }
}
