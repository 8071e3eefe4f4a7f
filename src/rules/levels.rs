//! The level of each finding after the options of the command line: the one place that decides.

use std::collections::HashMap;

use super::problem::Problem;
use super::registry;
use super::rule::{Group, Level, Rule};

/// Levels as options changed them.
#[derive(Debug, Clone, Default)]
pub struct Levels {
    /// `None` for a rule that is allowed, and so gives no finding.
    changed: HashMap<&'static str, Option<Level>>,
    /// Whether warnings count as errors.
    pub deny_warnings: bool,
}

impl Levels {
    /// Sets the level of a rule or of a whole group; `None` allows it. The later call wins.
    ///
    /// # Errors
    /// Gives the name back where no rule and no group has it.
    pub fn set<'n>(&mut self, name: &'n str, level: Option<Level>) -> Result<(), &'n str> {
        let group = Group::ALL.into_iter().find(|group| group.name() == name);
        let named = |rule: &&'static Rule| rule.name == name || Some(rule.group) == group;
        let mut found = false;
        for rule in registry::all().filter(named) {
            self.changed.insert(rule.name, level);
            found = true;
        }
        if found { Ok(()) } else { Err(name) }
    }

    /// The level of a finding; `None` where its rule is allowed.
    pub fn of(&self, problem: &Problem) -> Option<Level> {
        let level = match self.changed.get(problem.rule().name) {
            Some(changed) => (*changed)?,
            None => problem.level(),
        };
        Some(match level {
            Level::Warning if self.deny_warnings => Level::Error,
            level => level,
        })
    }
}
