//! `diff`: two bodies in every format, the revisions of a goal, and two captures. Patches are
//! applied by another implementation, and differences computed by another arithmetic.
//!
//! Whole outputs stand under `tests/expected/diff`; see `door::as_recorded`.

mod door;

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use door::{Call, Ran, as_recorded, goalpost};
use goalpost::diff::change::{Scope, compare};
use goalpost::diff::patch::{effective, json_patch, merge_patch};
use goalpost::diff::side::Side;
use serde_json::Value;

const EVERY_RULE: &str = "fixtures/history/every-sequence-rule.ndjson";
const THIRTY: &str = "fixtures/history/thirty-revisions.ndjson";

fn expect(name: &str, found: &str) {
    as_recorded(&format!("diff/{name}"), found);
}

/// A folder with the two sides of a comparison.
struct Sides {
    folder: tempfile::TempDir,
}

impl Sides {
    fn new(old: impl AsRef<[u8]>, new: impl AsRef<[u8]>) -> Sides {
        let folder = tempfile::tempdir().expect("a folder for a test");
        fs::write(folder.path().join("old.json"), old).expect("a side");
        fs::write(folder.path().join("new.json"), new).expect("a side");
        Sides { folder }
    }

    fn diff(&self) -> Call {
        goalpost(["diff"]).and([self.path("old.json"), self.path("new.json")])
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The output without the name of the folder.
    fn out(&self, ran: &Ran) -> String {
        ran.out().replace(&format!("{}/", self.folder.path().display()), "")
    }
}

/// The sample with other members in its goal, as JSON text.
fn sample(action: &str, members: &[(&str, &str)]) -> String {
    static GOAL: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
        let text = fs::read_to_string("fixtures/sample/compact.json").expect("the sample");
        let body: Value = serde_json::from_str(&text).expect("JSON");
        let goal = body["goal"].as_object().expect("a goal").iter();
        goal.map(|(key, value)| (key.clone(), value.to_string())).collect()
    });
    let mut goal = GOAL.clone();
    for (key, value) in members {
        match goal.iter_mut().find(|(name, _)| name == key) {
            Some((_, before)) => *before = (*value).to_owned(),
            None => goal.push(((*key).to_owned(), (*value).to_owned())),
        }
    }
    let goal: Vec<String> = goal.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
    format!("{{\"action\":\"{action}\",\"goal\":{{{}}}}}\n", goal.join(","))
}

fn changed() -> Sides {
    Sides::new(
        sample("created", &[]),
        sample(
            "updated",
            &[
                ("name", "\"House\""),
                ("amount", "\"750.00\""),
                ("current_amount", "250.50"),
                ("projected_to_complete_at", "1493596799"),
                ("revision", "72"),
                ("metadata", r#""{\"tags\":[\"a|b\",\"::x\"],\"rate\":1.50}""#),
                ("colour", "{\"hue\": 7}"),
            ],
        ),
    )
}

#[test]
fn every_format_of_two_bodies() {
    let sides = changed();
    for format in ["table", "unified", "json", "patch", "merge", "markdown"] {
        let ran = sides
            .diff()
            .and(["--format", format, "-v"])
            .columns(80)
            .variable("NO_COLOR", "1")
            .run();
        let is_note = |line: &str| line.ends_with(".json: read as JSON");
        assert!(ran.exit == 1 && ran.stderr.lines().all(is_note), "{format}: {}", ran.stderr);
        expect(&format!("two-bodies.{format}"), &sides.out(&ran));
        let coloured = sides.diff().and(["--format", format, "-v", "--color", "always"]);
        let coloured = coloured.columns(80).run();
        let plain = anstream::adapter::strip_str(coloured.out()).to_string();
        assert_eq!(plain, ran.out(), "{format}");
    }
}

#[test]
fn metadata_is_compared_as_json_and_names_within_the_line() {
    let sides = Sides::new(
        sample(
            "updated",
            &[
                ("metadata", r#""{\"a\":1,\"b\":[1,2],\"gone\":null}""#),
                ("name", "\"Our long holiday in Rome with all the family\""),
            ],
        ),
        sample(
            "updated",
            &[
                ("metadata", r#""{ \"b\":[1,3], \"a\":1.0, \"new\":\"x\" }""#),
                ("name", "\"Our long holiday in Paris with all the family\""),
            ],
        ),
    );
    let ran = sides.diff().columns(80).variable("NO_COLOR", "1").run();
    expect("metadata-and-name.txt", ran.out());
}

#[test]
fn another_spelling_is_no_difference() {
    let sides = Sides::new(
        sample("updated", &[("metadata", r#""{\"a\":1,\"b\":2}""#)]),
        "{\"goal\": {\"user_id\": \"0128372140\", \"user_guid\": \"USR-dfb1b536-692d-f172-88c6-643a2691b30c\",\n
          \"revision\": 71, \"projected_to_complete_at\": 1491004799, \"position\": 2, \"name\": \"\\u0048ome\",
          \"metadata\": \"{\\\"b\\\": 2.0, \\\"a\\\":1}\", \"meta_type\": \"OTHER\", \"is_complete\": false,
          \"has_been_spent\": false, \"guid\": \"GOL-537e6391-3c29-9130-4d4f-e44302608406\",
          \"goal_type_name\": \"SAVE_AMOUNT\", \"current_amount\": 1.0e2, \"created_by\": null,
          \"completed_at\": null, \"amount\": \"750.00\",
          \"account_guid\": \"ACT-1c935fd7-cd39-18b7-1e5b-71fbde730bd6\"}, \"action\": \"updated\"}",
    );
    let ran = sides.diff().columns(80).variable("NO_COLOR", "1").run();
    assert_eq!(ran.exit, 0, "{}", ran.out());
    assert!(ran.out().ends_with("\n\n  no difference\n"), "{}", ran.out());
    let ran = sides.diff().and(["-v"]).columns(80).variable("NO_COLOR", "1").run();
    assert!(ran.out().contains("only spelled differently: amount, current_amount, metadata, name"));
    assert_eq!(sides.diff().and(["--format", "unified"]).run().out(), "");
    assert_eq!(sides.diff().and(["--format", "patch"]).run().out(), "[]\n");
    assert_eq!(sides.diff().and(["--format", "merge"]).run().out(), "{}\n");
    assert_ne!(sides.diff().and(["--format", "patch", "-v"]).run().out(), "[]\n");
}

#[test]
fn fields_can_be_left_out_or_chosen() {
    let sides = changed();
    let fields = |more: &[&str]| -> Vec<String> {
        let document =
            sides.diff().and(["--format", "json"]).and(more.iter().copied()).run().json();
        let changes = document["comparisons"][0]["changes"].as_array().cloned().unwrap_or_default();
        changes.iter().map(|change| change["field"].as_str().unwrap_or("?").to_owned()).collect()
    };
    assert_eq!(fields(&["--only", "name", "--only", "/goal/colour"]), ["name", "colour"]);
    assert_eq!(
        fields(&["--ignore", "name", "--ignore", "action", "--ignore", "revision"]),
        ["current_amount", "metadata", "projected_to_complete_at", "colour"]
    );
    let ran = sides.diff().and(["--only", "position"]).run();
    assert_eq!(ran.exit, 0);
    let ran = sides.diff().and(["--ignore", "nmae"]).run();
    assert_eq!(ran.exit, 2);
    assert_eq!(ran.stderr, "error: --ignore nmae: there is no such field; did you mean name?\n");
}

#[test]
fn a_merge_patch_refuses_what_it_cannot_say() {
    let sides = Sides::new(
        sample("updated", &[("completed_at", "1460607964")]),
        sample("updated", &[("completed_at", "null")]),
    );
    let ran = sides.diff().and(["--format", "merge"]).run();
    assert_eq!((ran.exit, ran.out()), (2, ""));
    assert!(ran.stderr.contains("/goal/completed_at becomes null"), "{}", ran.stderr);
    assert_eq!(sides.diff().and(["--format", "patch"]).run().exit, 1);
    let nested = Sides::new(sample("updated", &[]), sample("updated", &[("x", "{\"y\":null}")]));
    let ran = nested.diff().and(["--format", "merge"]).run();
    assert!(ran.stderr.contains("/goal/x/y becomes null"), "{}", ran.stderr);
    assert_eq!(sides.diff().and(["--format", "patch", "--hide-values"]).run().exit, 2);
}

#[test]
fn a_goal_of_another_kind_is_not_compared() {
    // Its fields are there, but nothing is known of them: it is none that lost them.
    let rest = "{\"goal\":{\"guid\":\"GOL-1\",\"revision\":1,\"name\":\"a\",\"user_guid\":\"USR-1\",\
                \"meta_type_name\":\"OTHER\",\"targeted_to_complete_at\":\"2017-03-31T23:59:59Z\"}}";
    let sides = Sides::new(sample("created", &[]), rest);
    for format in ["table", "json", "patch", "merge"] {
        let ran = sides.diff().and(["--format", format]).run();
        assert_eq!(ran.exit, 2, "{format}: {}", ran.out());
        assert!(ran.stderr.contains("error[rest-api-goal]"), "{}", ran.stderr);
        assert!(!ran.out().contains("remove"), "{}", ran.out());
    }
}

#[test]
fn values_can_be_hidden() {
    let sides = changed();
    for format in ["table", "unified", "json", "markdown"] {
        let ran = sides.diff().and(["--format", format, "--hide-values"]).run();
        assert_eq!(ran.exit, 1, "{format}");
        for value in ["House", "250.5", "150.5", "1493596799", "2017", "hue"] {
            assert!(!ran.out().contains(value), "{format} shows {value}: {}", ran.out());
        }
    }
}

#[test]
fn the_revisions_of_one_goal() {
    let diff = || goalpost(["diff", THIRTY, "--goal", "GOL-3f6a"]);
    let document = diff().and(["--format", "json"]).run().json();
    assert_eq!(document["comparisons"].as_array().map(Vec::len), Some(29));
    assert_eq!(document["summary"]["different"], 29);
    let ran = diff().and(["--from", "6", "--to", "19"]).columns(80).variable("NO_COLOR", "1").run();
    expect("six-to-nineteen.txt", ran.out());
    let from = diff().and(["--from", "29", "--format", "patch"]).run();
    assert!(from.out().contains("\"path\":\"/goal/revision\",\"value\":30"), "{}", from.out());
    let to = diff().and(["--to", "2", "--format", "merge"]).run();
    assert!(to.out().contains("\"revision\": 2"), "{}", to.out());
    let all = diff().and(["--format", "patch"]).run();
    assert_eq!(all.exit, 2, "{}", all.out());
    let missing = diff().and(["--from", "77"]).run();
    assert_eq!(missing.exit, 2);
    assert!(missing.stderr.starts_with("error: --from 77: not in the capture, which has 1, 2, 3"));
    let ambiguous = goalpost(["diff", EVERY_RULE, "--goal", "GOL-29c"]).run();
    assert_eq!(ambiguous.exit, 2);
    assert!(
        ambiguous.stderr.contains("2 goals begin with it: GOL-29cee26c"),
        "{}",
        ambiguous.stderr
    );
    let nobody = goalpost(["diff", EVERY_RULE, "--goal", "GOL-x"]).run();
    assert_eq!(nobody.exit, 2);
    assert_eq!(goalpost(["diff", EVERY_RULE]).run().exit, 2);
}

/// Lines in another order, which a seed decides.
fn shuffled(text: &str, mut seed: u64) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    for end in (1..lines.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        lines.swap(end, (seed >> 33) as usize % (end + 1));
    }
    lines.join("\n")
}

/// The same body with its keys sorted the other way and its amounts quoted.
fn respelled(line: &str) -> String {
    let body: Value = serde_json::from_str(line).expect("a body");
    let goal = body["goal"].as_object().expect("a goal");
    let members: Vec<String> = goal
        .iter()
        .rev()
        .map(|(key, value)| match key.as_str() {
            "amount" | "current_amount" => {
                let point = if value.to_string().contains('.') { "" } else { "." };
                format!("\"{key}\" : \"{value}{point}00\"")
            }
            _ => format!("\"{key}\" : {value}"),
        })
        .collect();
    format!("{{ \"goal\": {{ {} }},\n \"action\": {} }}\n", members.join(",\n"), body["action"])
}

#[test]
fn a_capture_shuffled_and_respelled_is_the_same() {
    for path in [EVERY_RULE, THIRTY] {
        let text = fs::read_to_string(path).expect("the fixture is there");
        for seed in 0..10 {
            let other: String = shuffled(&text, seed).lines().map(respelled).collect();
            let sides = Sides::new(&text, other);
            let ran = sides.diff().run();
            assert_eq!(ran.exit, 0, "{path}, seed {seed}: {}", ran.out());
        }
    }
}

#[test]
fn two_captures_are_paired_by_guid_and_revision() {
    let text = fs::read_to_string(EVERY_RULE).expect("the fixture is there");
    let lines: Vec<&str> = text.lines().collect();
    let mut new: Vec<String> = lines[2..].iter().map(|line| (*line).to_owned()).collect();
    new[10] = new[10].replace("\"position\":1", "\"position\":9");
    new.push(fs::read_to_string("fixtures/sample/compact.json").expect("the sample"));
    let sides = Sides::new(&text, new.join("\n"));
    let ran = sides.diff().columns(80).variable("NO_COLOR", "1").run();
    assert_eq!(ran.exit, 1);
    expect("two-captures.txt", &sides.out(&ran));
    let document = sides.diff().and(["--format", "json"]).run().json();
    let summary = &document["summary"];
    assert_eq!(summary["different"], 1);
    assert_eq!(summary["only_new"], 1);
    let ran = sides.diff().and(["--format", "patch"]).run();
    assert_eq!(ran.exit, 2, "{}", ran.stderr);
}

#[test]
fn what_cannot_be_read_is_trouble() {
    let sides = Sides::new("{\"action\": oops}", sample("created", &[]));
    let ran = sides.diff().run();
    assert_eq!(ran.exit, 2);
    assert!(ran.stderr.contains("error[invalid-json]"), "{}", ran.stderr);
    let ran = goalpost(["diff", "missing.json", THIRTY]).run();
    assert_eq!(ran.exit, 2);
    assert_eq!(goalpost(["diff", THIRTY, THIRTY, THIRTY]).run().exit, 2);
    // Without a revision two bodies can still be compared.
    let bare = Sides::new(
        "{\"action\":\"updated\",\"goal\":{\"name\":\"a\"}}",
        "{\"action\":\"updated\",\"goal\":{\"name\":\"b\"}}",
    );
    assert_eq!(bare.diff().run().exit, 1);
}

/// Random numbers from a seed, so that a failure comes again.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn pick<'c>(&mut self, choices: &[&'c str]) -> &'c str {
        choices[usize::try_from(self.below(choices.len() as u64)).expect("an index")]
    }

    /// An amount with up to 16 digits before the point and 9 after it.
    fn amount(&mut self) -> String {
        let sign = self.pick(&["", "", "", "-"]);
        let digits = u32::try_from(self.below(9)).expect("small");
        let whole = self.below(10_u64.pow(digits + 1));
        let long = self.below(3) == 0;
        let whole =
            if long { format!("{}{whole:08}", 1 + self.below(1_000)) } else { whole.to_string() };
        match self.below(4) {
            0 => format!("{sign}{whole}"),
            1 => format!("{sign}{whole}.{:02}", self.below(100)),
            2 => format!("{sign}{whole}.{:09}", self.below(1_000_000_000)),
            _ => format!("{sign}{whole}.{}", self.below(10)),
        }
    }
}

/// Members of a goal at a revision, most of them as before.
fn next(random: &mut Random, members: &mut Vec<(&'static str, String)>, revision: u64) {
    let mut set = |key: &'static str, value: String| match members
        .iter_mut()
        .find(|(name, _)| *name == key)
    {
        Some((_, before)) => *before = value,
        None => members.push((key, value)),
    };
    set("revision", revision.to_string());
    set("current_amount", random.amount());
    if random.below(3) == 0 {
        set("amount", random.amount());
    }
    if random.below(4) == 0 {
        let name =
            random.pick(&["\"Home\"", "\"Haus 東京\"", "\"a/b~c\"", "\"\\u0041\\n\\\"\"", "\"\""]);
        set("name", name.to_owned());
    }
    if random.below(4) == 0 {
        let text = random.pick(&["null", "\"{\\\"a\\\":1}\"", "\"{\\\"a\\\":1.0}\"", "\"plain\""]);
        set("metadata", text.to_owned());
    }
    if random.below(4) == 0 {
        set("completed_at", random.pick(&["null", "1460607964", "1491004799"]).to_owned());
    }
    if random.below(5) == 0 {
        set("x/y~z", random.pick(&["1", "{\"n\":[1,null]}", "[]", "\"t\"", "null"]).to_owned());
    }
}

/// Consecutive revisions of the sample's goal.
fn revisions(count: u64, seed: u64) -> Vec<String> {
    let mut random = Random(seed);
    let mut members = Vec::new();
    (1..=count)
        .map(|revision| {
            next(&mut random, &mut members, revision);
            let members: Vec<(&str, &str)> =
                members.iter().map(|(key, value)| (*key, value.as_str())).collect();
            sample(if revision == 1 { "created" } else { "updated" }, &members)
        })
        .collect()
}

#[test]
fn patches_applied_by_another_implementation_give_the_new_body() {
    let bodies = revisions(10_001, 1);
    let mut merged = 0;
    for pair in bodies.windows(2) {
        let (old, new) = (pair[0].trim(), pair[1].trim());
        let sides = [old, new].map(|text| Side::read(text).expect("a goal webhook"));
        let comparison = compare(&sides[0], &sides[1], &Scope::default());
        let changes = effective(&comparison, false);
        let expected: Value = serde_json::from_str(new).expect("JSON");

        let mut patched: Value = serde_json::from_str(old).expect("JSON");
        let patch: json_patch::Patch =
            serde_json::from_str(&json_patch(&changes)).expect("a JSON Patch");
        json_patch::patch(&mut patched, &patch).expect("the patch applies");
        assert_eq!(patched, expected, "{old}\n{new}");

        if let Ok(patch) = merge_patch(&changes) {
            merged += 1;
            let mut patched: Value = serde_json::from_str(old).expect("JSON");
            let patch: Value = serde_json::from_str(&patch).expect("a merge patch");
            json_patch::merge(&mut patched, &patch);
            assert_eq!(patched, expected, "{old}\n{new}");
        }
    }
    assert!(merged > 5_000, "only {merged} could be expressed");
}

#[test]
fn patches_through_the_front_door_give_the_new_body() {
    let bodies = revisions(60, 2);
    for pair in bodies.windows(2) {
        let sides = Sides::new(&pair[0], &pair[1]);
        let patch: json_patch::Patch =
            serde_json::from_slice(&sides.diff().and(["--format", "patch"]).run().stdout)
                .expect("a JSON Patch");
        let mut patched: Value = serde_json::from_str(&pair[0]).expect("JSON");
        json_patch::patch(&mut patched, &patch).expect("the patch applies");
        assert_eq!(patched, serde_json::from_str::<Value>(&pair[1]).expect("JSON"));
    }
}

/// Digits of the difference of two numbers, by the way it is done on paper, without idle zeros.
fn on_paper(old: &str, new: &str) -> String {
    const PLACES: usize = 30;
    const DIGITS: usize = 60;
    let digits = |number: &str| -> (bool, Vec<i8>) {
        let unsigned = number.trim_start_matches(['-', '+']);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let text = format!("{whole:0>width$}{fraction:0<PLACES$}", width = DIGITS - PLACES);
        (number.starts_with('-'), text.bytes().map(|digit| (digit - b'0') as i8).collect())
    };
    let ((old_negative, old), (new_negative, new)) = (digits(old), digits(new));
    let sign = |negative: bool| if negative { -1 } else { 1 };
    let mut sum: Vec<i8> = new
        .iter()
        .zip(&old)
        .map(|(after, before)| after * sign(new_negative) - before * sign(old_negative))
        .collect();
    let negative = sum.iter().find(|digit| **digit != 0).is_some_and(|digit| *digit < 0);
    if negative {
        sum.iter_mut().for_each(|digit| *digit = -*digit);
    }
    for place in (1..DIGITS).rev() {
        while sum[place] < 0 {
            sum[place] += 10;
            sum[place - 1] -= 1;
        }
        while sum[place] > 9 {
            sum[place] -= 10;
            sum[place - 1] += 1;
        }
    }
    let text: String = sum.iter().map(|digit| char::from(b'0' + *digit as u8)).collect();
    let (whole, fraction) = text.split_at(DIGITS - PLACES);
    plain(&format!("{}{whole}.{fraction}", if negative { "-" } else { "+" }))
}

/// A number without zeros that carry no value.
fn plain(number: &str) -> String {
    let (sign, unsigned) = number.split_at(1);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

#[test]
fn every_delta_is_exact() {
    let bodies = revisions(10_001, 3);
    let folder = tempfile::tempdir().expect("a folder for a test");
    let path = folder.path().join("capture.ndjson");
    fs::write(&path, bodies.concat()).expect("a capture");
    let call = goalpost(["diff", "--goal", "GOL", "--only", "current_amount"]);
    let ran = call.and(["--only", "amount", "--format", "json"]).and([path]).run();
    let comparisons: Vec<Value> =
        ran.json()["comparisons"].as_array().expect("comparisons").clone();
    assert_eq!(comparisons.len(), 10_000);
    let raw = |body: &str, field: &str| -> String {
        let start = body.find(&format!("\"{field}\":")).expect("the field") + field.len() + 3;
        let rest = &body[start..];
        rest[..rest.find([',', '}']).expect("an end")].to_owned()
    };
    let mut compared = 0;
    for (comparison, pair) in comparisons.iter().zip(bodies.windows(2)) {
        for change in comparison["changes"].as_array().expect("changes") {
            let field = change["field"].as_str().expect("a name");
            let delta = change["delta"].as_str().expect("a delta");
            let expected = on_paper(&raw(&pair[0], field), &raw(&pair[1], field));
            assert_eq!(plain(delta), expected, "{} {}", pair[0], pair[1]);
            compared += 1;
        }
    }
    assert!(compared > 10_000, "{compared}");
}

#[test]
fn long_names_are_compared_in_linear_time() {
    let name = |word: &str| format!("\"{}\"", word.repeat(1 << 18));
    let sides = Sides::new(
        sample("updated", &[("name", &name("ab "))]),
        sample("updated", &[("name", &name("bc "))]),
    );
    for format in ["table", "unified", "json", "patch", "merge", "markdown"] {
        assert_eq!(
            sides.diff().and(["--format", format]).columns(80).variable("NO_COLOR", "1").run().exit,
            1,
            "{format}"
        );
    }
}

/// Two actions that are not documented differ in words, too.
#[test]
fn undocumented_actions_are_told_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let clean = include_str!("../fixtures/sample/compact.json");
    let paths = ["paused", "halted"].map(|action| {
        let path = folder.path().join(action);
        fs::write(&path, clean.replace("created", action)).expect("a file");
        path
    });
    let call = goalpost(["diff"]).and(&paths);
    let ran = call.clone().run();
    assert!(ran.out().contains("revision 71 · action paused → action halted\n"), "{ran:?}");
    let hidden = call.and(["--hide-values"]).run();
    assert_eq!((ran.exit, hidden.exit), (1, 1));
    assert!(!hidden.out().contains("action paused") && !hidden.out().contains("action halted"));
}

/// Against a side that could not be read, everything would seem to be missing.
#[test]
fn nothing_is_compared_with_what_was_not_read() {
    let pretty = "fixtures/sample/pretty.json";
    let bare = "{\"guid\":\"GOL-537e6391-3c29-9130-4d4f-e44302608406\",\"revision\":71}";
    for latest in [&[][..], &["--latest"]] {
        let missing = goalpost(["diff", "missing.json", pretty]).and(latest).run();
        let unread = goalpost(["diff", "-", pretty]).and(latest).stdin(bare).run();
        assert_eq!((missing.exit, missing.out()), (2, ""));
        assert_eq!(missing.stderr, "error: missing.json: no such file or directory\n");
        assert_eq!((unread.exit, unread.out()), (2, ""));
        assert!(unread.stderr.contains("; nothing is compared"), "{}", unread.stderr);
    }
}

#[test]
fn another_type_is_named() {
    let sides = ["fixtures/passing/wrong-type.json", "fixtures/failing/wrong-type.json"];
    let ran = goalpost(["diff"]).and(sides).run();
    assert!(ran.out().contains("0128372140 → 128372140 (a number)"), "{}", ran.out());
}

/// The rules of `check` are then applied, but not reported.
#[test]
fn bodies_are_chosen_by_the_findings_of_check() {
    let wrong = fs::read("fixtures/failing/wrong-type.json").expect("a fixture");
    let clean = fs::read("fixtures/passing/wrong-type.json").expect("a fixture");
    for (filter, alone) in [
        (&["--clean"][..], "only in NEW"),
        (&["--flagged"], "only in OLD"),
        (&["--rule", "wrong-type"], "only in OLD"),
        (&["--rule", "schema"], "only in OLD"),
    ] {
        let ran = Sides::new(&wrong, &clean).diff().and(filter.iter().copied()).run();
        assert_eq!((ran.exit, ran.stderr.as_str()), (1, ""), "{filter:?}");
        assert!(ran.out().starts_with(alone), "{filter:?}: {}", ran.out());
    }
}
