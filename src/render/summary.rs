//! What a run saw, in a sentence and in counts by rule.

use crate::examine::report::Summary;
use crate::text::digits::{counted, group_digits, size};
use crate::text::width::width;

/// `20,000 bodies in 1 input (9.9 MB): 19,598 clean, 402 not`.
pub fn summary_line(summary: &Summary) -> String {
    let bodies = counted(summary.bodies, "body", "bodies");
    let inputs = counted(summary.inputs, "input", "inputs");
    let findings = summary.errors + summary.warnings + summary.infos;
    let not_clean = summary.bodies.saturating_sub(summary.clean);
    let verdict = match (summary.bodies, not_clean) {
        (0, _) => "nothing to check".to_owned(),
        (bodies, 0) if findings > 0 => {
            let clean = if bodies == 1 { "clean" } else { "all clean" };
            format!("{clean}, {} beside", counted(findings, "finding", "findings"))
        }
        (1, 0) => "clean".to_owned(),
        (1, _) => "not clean".to_owned(),
        (_, 0) => "all clean".to_owned(),
        (_, _) => {
            let clean = group_digits(&summary.clean.to_string());
            format!("{clean} clean, {} not", group_digits(&not_clean.to_string()))
        }
    };
    let unreadable = match summary.unreadable_inputs {
        0 => String::new(),
        count => format!("; {} not read to the end", counted(count, "input", "inputs")),
    };
    format!("{bodies} in {inputs} ({}): {verdict}{unreadable}", size(summary.bytes))
}

/// The counts of findings by rule, the most frequent first, in lines of at most so many columns.
pub fn rule_counts(summary: &Summary, columns: usize) -> Vec<String> {
    const INDENT: &str = "  ";
    const GAP: &str = "   ";
    let mut rules: Vec<(&str, u64)> =
        summary.rules.iter().map(|(rule, count)| (*rule, *count)).collect();
    // The rules come by name, and so they stay among equals.
    rules.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut lines: Vec<String> = Vec::new();
    for (rule, count) in rules {
        let item = format!("{} {rule}", group_digits(&count.to_string()));
        match lines.last_mut() {
            Some(line) if width(line) + GAP.len() + width(&item) <= columns => {
                line.push_str(GAP);
                line.push_str(&item);
            }
            _ => lines.push(format!("{INDENT}{item}")),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{rule_counts, summary_line};
    use crate::examine::report::Summary;

    #[test]
    fn says_what_was_seen() {
        let mut summary = Summary {
            inputs: 1,
            bytes: 9_960_000,
            bodies: 20_000,
            clean: 19_598,
            ..Summary::default()
        };
        assert_eq!(
            summary_line(&summary),
            "20,000 bodies in 1 input (9.9 MB): 19,598 clean, 402 not"
        );
        summary.rules = [("wrong-type", 132), ("unknown-value", 63), ("missing-field", 63)].into();
        assert_eq!(
            rule_counts(&summary, 40),
            ["  132 wrong-type   63 missing-field", "  63 unknown-value"]
        );
        let one = Summary { inputs: 1, bytes: 476, bodies: 1, clean: 1, ..Summary::default() };
        assert_eq!(summary_line(&one), "1 body in 1 input (476 bytes): clean");
        let none = Summary { inputs: 2, unreadable_inputs: 1, ..Summary::default() };
        assert_eq!(
            summary_line(&none),
            "0 bodies in 2 inputs (0 bytes): nothing to check; 1 input not read to the end"
        );
    }
}
