//! Options that choose bodies or goals.

use std::str::FromStr;

use anyhow::{Result, anyhow, bail, ensure};
use clap::Args;

use super::word_argument::{self, no_such_rule};
use crate::examine::select::{Condition, Selection, WantedGuid, WantedUser};
use crate::rules::registry;
use crate::rules::rule::Group;
use crate::text::span::TimeSpan;
use crate::text::suggest::hint;
use crate::text::terminal::terminal;
use crate::webhook::field::{ACTIONS, at};

/// Options that choose bodies, or goals in `history` and `diff --latest`. Different options must
/// all match; of a repeated one, any value.
#[derive(Debug, Args)]
#[command(next_help_heading = "Filter")]
pub struct FilterArgs {
    /// Only this goal: its guid or a prefix of it
    ///
    /// Ignores case and the leading GOL-. Repeat it to choose several goals.
    #[arg(id = "goal", long = "goal", value_name = "GUID")]
    pub goals: Vec<String>,
    /// Only this user: the user_guid or a prefix of it, or the whole user_id
    ///
    /// Ignores case and the leading USR- of a guid. Repeat it to choose several users.
    #[arg(id = "user", long = "user", value_name = "GUID|ID")]
    pub users: Vec<String>,
    /// Only this action: created, updated or deleted (repeatable).
    #[arg(id = "action", long = "action", value_name = "ACTION", value_parser = word_argument::ACTION, hide_possible_values = true)]
    pub actions: Vec<String>,
    /// Only where a condition is met: 'amount >= 100'
    ///
    /// FIELD is a documented field, action or received. OP is =, !=, <, <=, >, >=, ~ (contains,
    /// ignoring case) or !~. Amounts compare as exact decimals. A time is a day (2017-03-31, the
    /// whole day), a month (2017-03), RFC 3339 or Unix seconds. != is true for null. If repeated,
    /// all conditions must be met.
    #[arg(long = "where", value_name = "FIELD OP VALUE", value_parser = word_argument::CONDITION, hide_possible_values = true)]
    pub conditions: Vec<String>,
    /// Only what was received at this time or later: a day, a month, RFC 3339 or Unix seconds
    ///
    /// Deliveries without a received time are left out and counted on standard error. history and
    /// diff --latest choose the goals that have a delivery in this time, and show all of each.
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// Only what was received at this time or earlier; includes the whole day or month.
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// Only what has a finding of this rule or group (repeatable).
    #[arg(id = "rule", long = "rule", value_name = "RULE|GROUP", value_parser = word_argument::RULE_OR_GROUP, hide_possible_values = true)]
    pub rules: Vec<String>,
    /// Only what has findings.
    #[arg(long)]
    pub flagged: bool,
    /// Only what has no findings.
    #[arg(long, conflicts_with_all = ["flagged", "rule"])]
    pub clean: bool,
}

impl FilterArgs {
    /// The selection that the options describe.
    ///
    /// # Errors
    /// An empty value, for example from an unset shell variable; an unknown word, field or rule; an
    /// invalid time.
    pub fn selection(&self) -> Result<Selection> {
        let action = |action: &String| {
            let all = format!("expected one of {}", ACTIONS.join(", "));
            let is_known = ACTIONS.contains(&action.as_str());
            ensure!(is_known, hint(action, ACTIONS.iter().copied(), &all));
            Ok(action.clone())
        };
        let rule = |name: &String| match registry::find(name) {
            Some(rule) => Ok(rule.name.to_owned()),
            None if Group::find(name).is_some() => Ok(name.clone()),
            None => Err(no_such_rule(name)),
        };
        let goal = |text: &String| {
            WantedGuid::new(text, at::GUID)
                .ok_or_else(|| anyhow!("expected a guid after the prefix"))
        };
        let user = |text: &String| {
            WantedUser::new(text).ok_or_else(|| anyhow!("expected a guid after the prefix"))
        };
        let condition = |text: &String| Condition::from_str(text).map_err(|why| anyhow!(why));
        let time = |text: &String| TimeSpan::parse(text).map_err(|why| anyhow!(why));
        Ok(Selection {
            goals: each("--goal", &self.goals, goal)?,
            users: each("--user", &self.users, user)?,
            actions: each("--action", &self.actions, action)?,
            conditions: each("--where", &self.conditions, condition)?,
            since: each("--since", &self.since, time)?.pop(),
            until: each("--until", &self.until, time)?.pop(),
            rules: each("--rule", &self.rules, rule)?,
            flagged: (self.flagged || self.clean).then_some(self.flagged),
            chooses_goals: false,
            typed: self.typed(),
        })
    }

    /// The options as on the command line, for messages.
    fn typed(&self) -> String {
        let with_values = [
            ("--goal", self.goals.as_slice()),
            ("--user", &self.users),
            ("--action", &self.actions),
            ("--where", &self.conditions),
            ("--since", self.since.as_slice()),
            ("--until", self.until.as_slice()),
            ("--rule", &self.rules),
        ];
        let mut typed = Vec::new();
        for (option, values) in with_values {
            for value in values {
                let is_plain = value.chars().all(|c| c.is_alphanumeric() || "-_.:".contains(c));
                let quote = if is_plain { "" } else { "'" };
                typed.push(format!("{option} {quote}{value}{quote}"));
            }
        }
        typed.extend(self.flagged.then(|| "--flagged".to_owned()));
        typed.extend(self.clean.then(|| "--clean".to_owned()));
        typed.join(" ")
    }
}

/// Parses each value of an option.
fn each<'t, T>(
    option: &str,
    values: impl IntoIterator<Item = &'t String>,
    read: impl Fn(&String) -> Result<T>,
) -> Result<Vec<T>> {
    let read_one = |value: &String| {
        if value.trim().is_empty() {
            bail!("{option} is empty; is a variable unset?");
        }
        read(value).map_err(|why| anyhow!("{option} '{}': {why}", terminal(value)))
    };
    values.into_iter().map(read_one).collect()
}
