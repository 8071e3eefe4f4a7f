//! Three incidents, each with its capture and the commands that solve it.

mod door;

use door::{Ran, goalpost};

const GOAL: &str = "GOL-537e6391-3c29-9130-4d4f-e44302608406";

fn run(arguments: &str) -> Ran {
    let arguments = arguments.replace('@', "tests/incidents");
    goalpost(arguments.split(' ')).columns(100).variable("NO_COLOR", "1").run()
}

/// "The app still shows the old target." MX sent four revisions; our store stopped at the second.
#[test]
fn a_lost_update() {
    let (sent, stored) = ("@/lost-update.sent.ndjson", "@/lost-update.stored.ndjson");
    // Is anything different from what we should hold? One goal is.
    let stat = run(&format!("diff --latest --stat {stored} {sent}"));
    assert_eq!(stat.exit, 1);
    assert!(stat.out().contains("0 goals the same · 1 different"), "{}", stat.out());
    // What is it? The target and the balance, two revisions behind.
    let diff = run(&format!("diff --latest {stored} {sent}"));
    for shown in ["revision 72 → 74", "→ 900.0", "→ 175.5", "+25.5"] {
        assert!(diff.out().contains(shown), "{shown}: {}", diff.out());
    }
    // Which deliveries are missing? The two that only MX's side has.
    let missing = run(&format!("diff {stored} {sent}"));
    assert!(missing.out().contains("2 bodies the same · 2 only in NEW"), "{}", missing.out());
    // Put it right: the latest state, as a body that can be sent again.
    let body = run(&format!("history --latest --format jsonl {sent}")).json_lines();
    assert_eq!((&body[0]["goal"]["revision"], body.len()), (&74.into(), 1));
}

/// "I deleted that goal, and it is back." A retry of an update arrived after the deletion.
#[test]
fn a_goal_brought_back_after_its_deletion() {
    // Which goals are odd? One, and the rule says why.
    let summary = run("history --summary @/brought-back.csv");
    for shown in [GOAL, "late-after-delete", "duplicate-delivery"] {
        assert!(summary.out().contains(shown), "{shown}: {}", summary.out());
    }
    // When did the late one come? Each delivery on its own, in the order of revisions.
    let deliveries = run("history --deliveries --format csv @/brought-back.csv");
    let late: Vec<&str> =
        deliveries.out().lines().filter(|line| line.contains("late-after-delete")).collect();
    assert!(
        matches!(late.as_slice(), [line] if line.contains(",2016-04-14 10:00:05Z,")),
        "{late:?}"
    );
    // What should a consumer hold now? Nothing: the goal stays deleted.
    let latest = run("history --latest --format json @/brought-back.csv");
    assert_eq!(latest.json(), serde_json::json!([]));
    // And before it was deleted? The balance that the retry brought back.
    let before =
        run("history --as-of 2016-04-14T09:30:00Z --latest --format jsonl @/brought-back.csv");
    assert_eq!(before.json_lines()[0]["goal"]["current_amount"], 150.0);
}

/// "My balance was right and then went back." A consumer that takes the last delivery, and not
/// the highest revision, holds an old one; only the fractions of the seconds tell the order.
#[test]
fn a_balance_that_went_back_in_time() {
    let flagged = run("history --rule stale-delivery @/back-in-time.csv");
    let shown = flagged.out();
    assert!(
        shown.contains("2016-04-14 08:00:00.9Z") && shown.contains("stale-delivery"),
        "{shown}"
    );
    // What should it be? The state of the highest revision.
    let latest = run("history --latest --format jsonl @/back-in-time.csv").json_lines();
    assert_eq!(latest[0]["goal"]["current_amount"], 300.0);
    // What did the late delivery change for whoever applied it?
    let diff = run(&format!("diff @/back-in-time.csv --goal {GOAL} --from 73 --to 72"));
    assert!(diff.out().contains("300.0 → 200.0"), "{}", diff.out());
    // A user who asks about one goal among many gets the whole timeline of it.
    let mine = run("history --where current_amount=300 --format json @/back-in-time.csv");
    assert_eq!(mine.json()["goals"][0]["deliveries"], 3);
}

/// At 40 columns no cell, rule or sentence is broken within a word, and a conflict is said once.
#[test]
fn incidents_fit_a_narrow_terminal() {
    let run = |arguments: &str| {
        goalpost(arguments.split(' ')).columns(40).variable("NO_COLOR", "1").run()
    };
    let history = run("history tests/incidents/back-in-time.csv");
    for line in history.out().lines() {
        let is_place = line.contains("tests/incidents") || line.contains(" = goal ");
        assert!(is_place || line.chars().count() <= 40, "{line}\n{}", history.out());
    }
    for shown in ["\n    received 2016-04-14 08:00:00.25Z ·\n", "revision 72\n    arrived after"] {
        assert!(history.out().contains(shown), "{shown}: {}", history.out());
    }
    let summary = run("history --summary tests/incidents/brought-back.csv");
    assert!(summary.out().contains("\n    late-after-delete"), "{}", summary.out());
    let missing = run(
        "diff tests/incidents/lost-update.stored.ndjson tests/incidents/lost-update.sent.ndjson",
    );
    assert!(missing.out().contains(&format!("\n{GOAL}\n")), "{}", missing.out());
    let counts = run(
        "diff fixtures/history/every-sequence-rule.ndjson tests/incidents/lost-update.sent.ndjson",
    );
    let last = counts.out().trim_end().rsplit('\n').next().expect("a line");
    assert!(last.ends_with("only in NEW") && last.chars().count() <= 40, "{last}");
    let conflict =
        run("diff fixtures/history/every-sequence-rule.ndjson --goal d609577e --from 2 --to 2");
    assert_eq!(conflict.out().matches("conflict:").count(), 1, "{}", conflict.out());
}
