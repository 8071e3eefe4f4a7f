//! The levels of findings after command-line options and configuration.

use std::collections::HashMap;

use super::problem::Problem;
use super::registry;
use super::rule::{Group, Level, Rule};

#[derive(Debug, Clone, Default)]
pub struct Levels {
    /// `None` for allowed rules.
    changed: HashMap<&'static str, Option<Level>>,
    pub deny_warnings: bool,
}

impl Levels {
    /// Sets the level of a rule or group; `None` allows it. Later calls win.
    ///
    /// # Errors
    /// The name, if no rule or group has it.
    pub fn set<'n>(&mut self, name: &'n str, level: Option<Level>) -> Result<(), &'n str> {
        let group = Group::find(name);
        let named = |rule: &&'static Rule| rule.name == name || Some(rule.group) == group;
        let mut found = false;
        for rule in registry::all().filter(named) {
            self.changed.insert(rule.name, level);
            found = true;
        }
        if found { Ok(()) } else { Err(name) }
    }

    /// The level of a finding; `None` if its rule is allowed.
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
