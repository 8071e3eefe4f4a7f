//! The summary of a run: a sentence, and counts by rule.

use crate::examine::report::Summary;
use crate::text::digits::{counted, grouped, size};

/// `20,000 bodies in 1 input (9.9 MB): 19,598 clean; 132 errors, 270 warnings`.
pub fn summary_line(summary: &Summary) -> String {
    let bodies = counted(summary.bodies, "body", "bodies");
    let inputs = counted(summary.inputs, "input", "inputs");
    let counts = [summary.errors, summary.warnings, summary.infos];
    let mut findings = level_counts(counts).join(", ");
    let all_is_well = findings.is_empty() && summary.unreadable_inputs == 0;
    let mut verdict = vec![match (summary.bodies, summary.clean) {
        (0, _) => "nothing to check".to_owned(),
        (1, 1) if all_is_well => "clean".to_owned(),
        (bodies, clean) if all_is_well && bodies == clean => "all clean".to_owned(),
        (_, 0) => String::new(),
        (_, clean) => format!("{} clean", grouped(clean)),
    }];
    if summary.bodies == summary.clean && !findings.is_empty() {
        findings.push_str(" outside the bodies");
    }
    verdict.push(findings);
    if summary.unreadable_inputs > 0 {
        let inputs = counted(summary.unreadable_inputs, "input", "inputs");
        verdict.push(format!("{inputs} could not be read to the end"));
    }
    verdict.retain(|part| !part.is_empty());
    format!("{bodies} in {inputs} ({}): {}", size(summary.bytes), verdict.join("; "))
}

/// The nonzero counts of errors, warnings and infos: `1 error`, `2 warnings`.
pub fn level_counts(counts: [u64; 3]) -> Vec<String> {
    let levels = [("error", "errors"), ("warning", "warnings"), ("info", "infos")];
    let found = counts.into_iter().zip(levels).filter(|(count, _)| *count > 0);
    found.map(|(count, (one, many))| counted(count, one, many)).collect()
}

/// Rules with counts: `wrong-type, blank-name (2)`.
pub fn rule_list(rules: &[(&str, u64)]) -> String {
    let named = rules.iter().map(|(rule, count)| match count {
        1 => (*rule).to_owned(),
        count => format!("{rule} ({count})"),
    });
    named.collect::<Vec<_>>().join(", ")
}

/// The counts of findings by rule, the most frequent first, on one line or in a grid.
pub fn rule_counts(summary: &Summary, columns: usize) -> Vec<String> {
    const INDENT: &str = "  ";
    const GAP: &str = "   ";
    let mut rules: Vec<(&str, u64)> =
        summary.rules.iter().map(|(rule, count)| (*rule, *count)).collect();
    // The sort is stable: equal counts stay in order of names.
    rules.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let items: Vec<(String, &str)> =
        rules.into_iter().map(|(rule, count)| (grouped(count), rule)).collect();
    let line: Vec<String> = items.iter().map(|(count, rule)| format!("{count} {rule}")).collect();
    let line = line.join(GAP);
    if items.is_empty() || INDENT.len() + line.len() <= columns {
        return items.first().map(|_| format!("{INDENT}{line}")).into_iter().collect();
    }
    let longest =
        |text: fn(&(String, &str)) -> usize| items.iter().map(text).max().unwrap_or_default();
    let (digits, letters) = (longest(|(count, _)| count.len()), longest(|(_, rule)| rule.len()));
    let cell = digits + 1 + letters + GAP.len();
    let in_a_line = ((columns + GAP.len()).saturating_sub(INDENT.len()) / cell).max(1);
    let line = |items: &[(String, &str)]| {
        let cells: Vec<String> = items
            .iter()
            .map(|(count, rule)| format!("{count:>digits$} {rule:<letters$}"))
            .collect();
        format!("{INDENT}{}", cells.join(GAP)).trim_end().to_owned()
    };
    items.chunks(in_a_line).map(line).collect()
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
            errors: 132,
            warnings: 270,
            ..Summary::default()
        };
        assert_eq!(
            summary_line(&summary),
            "20,000 bodies in 1 input (9.9 MB): 19,598 clean; 132 errors, 270 warnings"
        );
        summary.rules = [("wrong-type", 132), ("unknown-value", 63), ("missing-field", 63)].into();
        assert_eq!(
            rule_counts(&summary, 40),
            ["  132 wrong-type       63 missing-field", "   63 unknown-value"]
        );
        let one = Summary { inputs: 1, bytes: 476, bodies: 1, clean: 1, ..Summary::default() };
        assert_eq!(summary_line(&one), "1 body in 1 input (476 bytes): clean");
        let beside = Summary { errors: 1, ..one.clone() };
        assert_eq!(
            summary_line(&beside),
            "1 body in 1 input (476 bytes): 1 clean; 1 error outside the bodies"
        );
        let bad = Summary { clean: 0, infos: 2, ..beside };
        assert_eq!(summary_line(&bad), "1 body in 1 input (476 bytes): 1 error, 2 infos");
        let none = Summary { inputs: 2, unreadable_inputs: 1, ..Summary::default() };
        assert_eq!(
            summary_line(&none),
            "0 bodies in 2 inputs (0 bytes): nothing to check; 1 input could not be read to the end"
        );
    }
}
