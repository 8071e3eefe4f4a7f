//! All rules, a file for each group.
/// Declares the rules of a group in documented order: for each its name, level, the extension of
/// its two fixtures, the options that the failing one needs, its summary and its explanation.
macro_rules! rules {
    ($group:ident: $(
        $id:ident = $name:literal $level:ident $form:literal $([$($argument:literal),+])?
        $summary:literal
        $explanation:literal;
    )+) => {
        use crate::rules::rule::{Group, Level, Rule};
        $(pub static $id: Rule = Rule {
            name: $name,
            group: Group::$group,
            level: Level::$level,
            summary: $summary,
            explanation: $explanation,
            arguments: &[$($($argument),+)?],
            failing: include_bytes!(concat!("../../../fixtures/failing/", $name, ".", $form)),
            passing: include_bytes!(concat!("../../../fixtures/passing/", $name, ".", $form)),
        };)+
        pub static RULES: &[&Rule] = &[$(&$id),+];
    };
}

pub mod envelope;
pub mod meaning;
pub mod schema;
pub mod sequence;
pub mod syntax;
pub mod transport;
pub mod user;

use crate::rules::rule::Rule;

/// The rules of every group, the groups in the order of [`Group::ALL`].
///
/// [`Group::ALL`]: crate::rules::rule::Group::ALL
pub static GROUPS: &[&[&Rule]] = &[
    syntax::RULES,
    envelope::RULES,
    schema::RULES,
    meaning::RULES,
    transport::RULES,
    sequence::RULES,
    user::RULES,
];

/// All rules in documented order.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    GROUPS.iter().flat_map(|rules| rules.iter().copied())
}

pub fn find(name: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::rule::Group;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_and_kebab_case() {
        let mut seen = HashSet::new();
        for rule in all() {
            let name = rule.name;
            assert!(seen.insert(name), "{name} stands twice");
            let kebab = name.split('-').all(|word| {
                !word.is_empty()
                    && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            });
            assert!(kebab, "{name} is not kebab-case");
        }
    }

    #[test]
    fn no_rule_has_the_name_of_a_group() {
        // Options take a rule or a group, so names must be unique.
        for group in Group::ALL {
            assert_eq!(find(group.name()), None);
        }
    }

    #[test]
    fn every_rule_stands_in_its_own_group() {
        assert_eq!(GROUPS.len(), Group::ALL.len());
        for (rules, group) in GROUPS.iter().zip(Group::ALL) {
            assert!(!rules.is_empty(), "{} has no rules", group.name());
            for rule in *rules {
                assert_eq!(rule.group, group, "{}", rule.name);
            }
        }
    }

    #[test]
    fn summaries_are_one_short_line_without_a_full_stop() {
        for rule in all() {
            let summary = rule.summary;
            assert!(!summary.is_empty() && !summary.contains('\n'), "{}", rule.name);
            assert!(summary.chars().count() < 90, "{}: {summary}", rule.name);
            assert!(!summary.ends_with('.'), "{}: {summary}", rule.name);
        }
    }

    #[test]
    fn explanations_are_two_to_five_sentences_in_one_paragraph() {
        for rule in all() {
            let text = rule.explanation;
            assert!(text.ends_with('.') && text == text.trim(), "{}", rule.name);
            assert!(!text.contains('\n') && !text.contains("  "), "{}", rule.name);
            let sentences = text.matches(". ").count() + 1;
            assert!((2..=5).contains(&sentences), "{} has {sentences} sentences", rule.name);
        }
    }
}
