//! What the bodies of a sample say of their writer, where the quotes of one alone do not.

use std::cmp::Ordering;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::coding::Coding;

/// Which of several readings is tried first, as the sample of an input says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signs {
    /// Bodies without quotes around them have doubled backslashes.
    pub doubled: bool,
    /// Whether those backslashes, and those of literals in cells, were doubled once or twice.
    pub again: Way,
    /// Whether in strings with backslashes everything was escaped, or quotes only.
    pub strings: Way,
    /// Whether literals in apostrophes are those of SQL and shells, or of Python's `repr`.
    pub literals: Way,
    /// There are statements of SQL.
    pub sql: bool,
    /// All is a list.
    pub list: bool,
}

impl Default for Signs {
    fn default() -> Signs {
        Signs {
            doubled: false,
            again: Way::First,
            strings: Way::Unknown,
            literals: Way::Unknown,
            sql: false,
            list: false,
        }
    }
}

impl Signs {
    /// Those of text that was decoded in these steps: what escaped all of it escaped all of a string
    /// in it.
    pub fn inside(steps: &[String]) -> Signs {
        let is_string = steps.iter().any(|step| step == Coding::Json.name());
        let strings = if is_string { Way::First } else { Way::Unknown };
        Signs { strings, ..Signs::default() }
    }
}

static STATEMENTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let builder = AhoCorasick::builder().ascii_case_insensitive(true).build(["values", "insert "]);
    builder.expect("few and short patterns")
});

/// Whether a text has statements that insert rows.
pub fn has_statements(text: &[u8]) -> bool {
    STATEMENTS.is_match(text)
}

/// Which of two ways a writer wrote bodies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// No body of the sample can be read in only one of the two.
    Unknown,
    First,
    Second,
    /// As many can be read only in the one as only in the other, so that some are damaged.
    Contradicted,
}

/// The number of bodies that can be read in only one of two ways.
#[derive(Debug, Clone, Copy, Default)]
pub struct Votes {
    first: u32,
    second: u32,
}

impl Votes {
    /// Counts a body by the weight of each reading that it has.
    pub fn add(&mut self, first: u32, second: u32) {
        self.first += first.saturating_sub(second);
        self.second += second.saturating_sub(first);
    }

    fn way(self) -> Way {
        match self.second.cmp(&self.first) {
            Ordering::Less => Way::First,
            Ordering::Equal if self.first == 0 => Way::Unknown,
            Ordering::Equal => Way::Contradicted,
            Ordering::Greater => Way::Second,
        }
    }
}

/// What the bodies of a sample say.
#[derive(Debug, Clone, Copy, Default)]
pub struct Weights {
    /// Bodies without quotes that can be read plain, and with doubled backslashes.
    pub plain: u32,
    pub doubled: u32,
    pub again: Votes,
    pub strings: Votes,
    pub literals: Votes,
}

impl Weights {
    /// The readings that explain the most bodies. Where two explain as many, it counts whether the
    /// text looks like that of COPY.
    pub fn signs(self, is_copy: impl Fn() -> bool) -> Signs {
        // Those that were doubled once were not doubled twice.
        let doubled = self.doubled.saturating_sub(self.again.first.min(self.again.second));
        Signs {
            doubled: doubled > self.plain || (doubled == self.plain && doubled > 0 && is_copy()),
            again: self.again.way(),
            strings: self.strings.way(),
            literals: self.literals.way(),
            ..Signs::default()
        }
    }
}
