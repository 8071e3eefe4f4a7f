//! Nothing that matters is cut, and no two values that differ look alike, on a terminal of any
//! width: what is wrapped holds the words of what is not.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::door::{Ran, goalpost};
use crate::runs::cases;

/// Values of fields, in JSON. Names are no wider than any terminal: a heading shows the start of
/// others.
#[rustfmt::skip]
const VALUES: &[(&str, &[&str])] = &[
    ("action", &["\"created\"", "\"updated\"", "\"deleted\""]),
    ("account_guid", &["\"ACT-1c935fd7-cd39-18b7-1e5b-71fbde730bd6\"", "\"ACT-1c935fd7-cd39-18b7-1e5b-71fbde730bd7\"", "null"]),
    ("amount", &["750", "750.5", "0", "-1", "1e2", "12345678901234567890.12", "99999999999999999999999999.99", "0.0000000000000000000000001"]),
    ("completed_at", &["null", "1460607964", "1460694364", "0", "253402300799"]),
    ("current_amount", &["100", "100.01", "0", "749.99", "-12345678901234567890.12", "0.0000000000000000000000001", "99999999999999999999999999.99"]),
    ("goal_type_name", &["\"SAVE_AMOUNT\"", "\"PAYOFF\""]),
    ("has_been_spent", &["true", "false"]),
    ("is_complete", &["true", "false", "null"]),
    ("meta_type", &["\"OTHER\"", "\"RECREATIONAL_VEHICLE\"", "\"SOMETHING_NEW_OF_MX\""]),
    ("metadata", &["null", "\"plain\"", "\"{\\\"a\\\":1,\\\"b\\\":[1,2]}\"", "\"{\\\"a\\\":1.5,\\\"b\\\":[1]}\"", "\"null\""]),
    ("name", &[
        "\"Home\"", "\"\"", "\" Home\"", "\"null\"", "\"–\"", "\"F\u{fc}hrer\"", "\"Fu\u{308}hrer\"",
        "\"東京の家と車と犬と猫と本と東京の家と車\"", "\"👨‍👩‍👧 Ferien\"", "\"a → b · c | d\"", "\"שלום עולם\"",
        "\"Holiday in Rome, said\"", "\"Holiday in Rome, sang\"",
        "\"Donaudampfschifffahrtsgesellschaft\"",
    ]),
    ("position", &["1", "2", "9223372036854775807"]),
    ("projected_to_complete_at", &["null", "1491004799", "1493596799", "1493596800", "253402300799"]),
    ("user_guid", &["\"USR-dfb1b536-692d-f172-88c6-643a2691b30c\"", "\"USR-dfb1b536-692d-f172-88c6-643a2691b30d\""]),
    ("user_id", &["\"0128372140\"", "\"128372140\"", "null"]),
    ("odd", &["1", "\"x\"", "null"]),
];

/// A body of one goal at a revision.
fn body(revision: i64, choices: &[usize]) -> String {
    let mut goal = serde_json::Map::new();
    goal.insert("guid".to_owned(), "GOL-537e6391-3c29-9130-4d4f-e44302608406".into());
    goal.insert("revision".to_owned(), revision.into());
    let mut members = Vec::new();
    for ((field, values), choice) in VALUES[1..].iter().zip(&choices[1..]) {
        members.push(format!("\"{field}\":{}", values[choice % values.len()]));
    }
    let action = VALUES[0].1[choices[0] % 3];
    let known = Value::Object(goal).to_string();
    let known = &known[..known.len() - 1];
    format!("{{\"action\":{action},\"goal\":{known},{}}}}}", members.join(","))
}

fn choices() -> impl Strategy<Value = Vec<usize>> {
    // Mostly the first values, so that few differ.
    let choice = prop_oneof![2 => Just(0_usize), 1 => 0..100_usize];
    proptest::collection::vec(choice, VALUES.len())
}

fn run(arguments: &[&str], paths: &[&std::path::Path], columns: Option<usize>) -> Ran {
    let call = goalpost(arguments.iter().copied()).and(["--color", "never"]).and(paths.iter());
    match columns {
        Some(columns) => call.columns(columns).run(),
        None => call.run(),
    }
}

/// How often each word is there; bars and rules are no words, and how often the name of a column
/// stands depends on whether it is in front of each row.
fn words(text: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    let is_drawn = |word: &str| word.chars().all(|character| "·█░▌▏▎▍▋▊▉─│┃|".contains(character));
    let is_name = |word: &str| ["current", "received"].contains(&word);
    let is_word = |word: &&str| !word.is_empty() && !is_drawn(word) && !is_name(word);
    for word in text.split([' ', '\n']).filter(is_word) {
        *words.entry(word.to_owned()).or_insert(0) += 1;
    }
    words
}

/// The two values of each row of a comparison.
fn rows(text: &str) -> Vec<(String, String)> {
    let rows = text.lines().filter_map(|line| line.strip_prefix("    ")?.split_once(" → "));
    rows.map(|(before, after)| {
        let old = before.split_once(' ').map_or("", |(_, old)| old).trim();
        let new = after.split("   ").next().unwrap_or_default().trim();
        (old.to_owned(), new.to_owned())
    })
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(40), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whole_values_at_any_width(
        old in choices(),
        new in choices(),
        third in choices(),
        columns in 40..200_usize,
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let [before, after, chain] = ["old", "new", "chain"].map(|name| folder.path().join(name));
        let bodies = [body(1, &old), body(2, &new), body(3, &third), body(3, &old)];
        std::fs::write(&before, &bodies[0]).expect("a file");
        std::fs::write(&after, &bodies[1]).expect("a file");
        std::fs::write(&chain, bodies.join("\n")).expect("a file");
        for (arguments, paths) in [
            (&["diff"][..], &[before.as_path(), after.as_path()][..]),
            (&["diff", "--goal", "GOL-537e"], &[chain.as_path()]),
            (&["history", "-A", "sequence"], &[chain.as_path()]),
            (&["history", "--deliveries", "-A", "sequence"], &[chain.as_path()]),
            (&["show", "--format", "card"], &[before.as_path()]),
        ] {
            let piped = run(arguments, paths, None);
            let shown = run(arguments, paths, Some(columns));
            let (whole, fitted) = (words(piped.out()), words(shown.out()));
            prop_assert_eq!(whole, fitted, "{:?} at {}:\n{}\n{}", arguments, columns, piped.out(), shown.out());
            for (was, is) in rows(shown.out()).into_iter().chain(rows(piped.out())) {
                prop_assert_ne!(was, is, "{:?} at {}:\n{}", arguments, columns, shown.out());
            }
        }
    }

    /// Of two long texts, what differs is shown, and where.
    #[test]
    fn whole_differences_of_long_texts(
        start in "[a-zé東 ]{0,150}",
        was in "[a-zé東]{1,90}",
        is in "[a-zé東]{1,90}",
        end in "[a-zé東 ]{0,150}",
        columns in 40..200_usize,
        field in proptest::sample::select(vec!["name", "metadata", "user_id", "odd"]),
    ) {
        prop_assume!(was != is);
        let texts = [format!("{start}{was}{end}"), format!("{start}{is}{end}")];
        let folder = tempfile::tempdir().expect("a folder");
        let mut paths = Vec::new();
        for (revision, text) in (1..).zip(&texts) {
            let mut body: Value = serde_json::from_str(&body(revision, &vec![0; VALUES.len()])).expect("a body");
            body["goal"][field] = json!(text);
            let path = folder.path().join(revision.to_string());
            std::fs::write(&path, body.to_string()).expect("a file");
            paths.push(path);
        }
        let chain = folder.path().join("chain");
        let both = paths.iter().map(|path| std::fs::read_to_string(path).expect("a file") + "\n");
        std::fs::write(&chain, both.collect::<String>()).expect("a file");
        let paths: Vec<&std::path::Path> = paths.iter().map(std::path::PathBuf::as_path).collect();
        for (arguments, paths) in [(&["diff"][..], &paths[..]), (&["history", "-A", "sequence"], &[chain.as_path()])] {
            for columns in [None, Some(columns)] {
                let ran = run(arguments, paths, columns);
                let text = ran.out().replace('\n', " ");
                let pieces: Vec<&str> = text.split("[-").skip(1).collect();
                if pieces.is_empty() && !text.contains("{+") {
                    prop_assert!(rows(ran.out()).iter().all(|(was, is)| was != is), "{}", ran.out());
                    prop_assert!(text.contains(" → "), "{}", text);
                    continue;
                }
                for piece in pieces {
                    let (gone, rest) = piece.split_once("-]").expect("an end");
                    if let Some(come) = rest.strip_prefix("{+").and_then(|rest| rest.split_once("+}")) {
                        prop_assert_ne!(gone, come.0, "{}", ran.out());
                    }
                }
            }
        }
    }
}
