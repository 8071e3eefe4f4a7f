//! The name, group, level and explanation of a rule. The rules are in `registry/`.
/// Ordered: errors are greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Normal, but worth seeing.
    Info,
    /// Probably wrong; a consumer should look.
    Warning,
    /// The body cannot be read, identified or ordered, or violates the documented schema.
    Error,
}

impl Level {
    pub fn name(self) -> &'static str {
        match self {
            Level::Info => "info",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    Syntax,
    Envelope,
    Schema,
    Meaning,
    Transport,
    Sequence,
    User,
}

impl Group {
    /// In documented order.
    pub const ALL: [Group; 7] = [
        Group::Syntax,
        Group::Envelope,
        Group::Schema,
        Group::Meaning,
        Group::Transport,
        Group::Sequence,
        Group::User,
    ];

    pub fn find(name: &str) -> Option<Group> {
        Group::ALL.into_iter().find(|group| group.name() == name)
    }

    pub fn name(self) -> &'static str {
        self.words().0
    }

    /// Whether its rules compare deliveries, so that `history` applies them and `check` does not.
    pub fn is_of_history(self) -> bool {
        matches!(self, Group::Sequence | Group::User)
    }

    /// Whether its rules are about what a body contains, and leave it readable.
    pub fn is_of_contents(self) -> bool {
        matches!(self, Group::Schema | Group::Meaning | Group::Transport)
    }

    /// A short description.
    pub fn summary(self) -> &'static str {
        self.words().1
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Group::Syntax => ("syntax", "the bytes are not one clean JSON value"),
            Group::Envelope => ("envelope", "JSON, but not a goal webhook"),
            Group::Schema => ("schema", "the body does not match the documented fields"),
            Group::Meaning => ("meaning", "the types are right, but a value is implausible"),
            Group::Transport => {
                ("transport", "the HTTP request around the body, where the capture has it")
            }
            Group::Sequence => ("sequence", "the deliveries of one goal in their order (history)"),
            Group::User => ("user", "all goals of one user (history)"),
        }
    }
}

/// Names never change: scripts rely on them.
#[derive(Debug)]
pub struct Rule {
    pub name: &'static str,
    pub group: Group,
    /// The default level.
    pub level: Level,
    /// One line.
    pub summary: &'static str,
    /// What it means and why consumers of webhooks care: two to five sentences.
    pub explanation: &'static str,
    /// Options that the failing sample needs to fail, for example `--now`.
    pub arguments: &'static [&'static str],
    /// A capture with a finding of this rule and of no other at warning level or above.
    pub failing: &'static [u8],
    /// The same capture, fixed: no finding of this rule, and none at warning level or above.
    pub passing: &'static [u8],
}

impl PartialEq for Rule {
    fn eq(&self, other: &Rule) -> bool {
        self.name == other.name
    }
}

impl Eq for Rule {}

/// How often each of these comes, in the order in which they first do.
pub fn count_in_order<'r>(names: impl IntoIterator<Item = &'r str>) -> Vec<(&'r str, u64)> {
    let mut counts: Vec<(&str, u64)> = Vec::new();
    for name in names {
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    counts
}
