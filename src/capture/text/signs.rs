//! What the bodies of a sample say of their writer, where the quotes of one alone do not.

use std::cmp::Ordering;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// Which of several readings is tried first, as the sample of an input says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signs {
    /// Bodies without quotes around them have doubled backslashes.
    pub doubled: bool,
    /// Those backslashes, and those of literals in cells, were doubled once more.
    pub again: Again,
    /// In strings with backslashes, only quotes were escaped.
    pub quotes_only: bool,
    /// Backslashes were too.
    pub strings: bool,
    /// In strings in apostrophes, backslashes are doubled as Python's `repr` does.
    pub repr: bool,
    /// Plain, or as in SQL and shells.
    pub literal: bool,
    /// There are statements of SQL.
    pub sql: bool,
}

static STATEMENTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let builder = AhoCorasick::builder().ascii_case_insensitive(true).build(["values", "insert "]);
    builder.expect("few and short patterns")
});

/// Whether a text has statements that insert rows.
pub fn has_statements(text: &[u8]) -> bool {
    STATEMENTS.is_match(text)
}

/// Whether a writer doubled backslashes twice: COPY of a `bytea`, `quote()` in `mysql -B`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Again {
    #[default]
    No,
    Yes,
    /// No body of the sample can be read in only one of the two ways.
    Unknown,
    /// As many can be read only in the one way as only in the other, so that some are damaged.
    Contradicted,
}

/// The number of bodies that two interpretations explain.
#[derive(Debug, Clone, Copy, Default)]
pub struct Weights {
    /// Without quotes: plain, and with doubled backslashes.
    pub plain: u32,
    pub doubled: u32,
    /// With doubled backslashes: only so, and only if they were doubled twice.
    pub once: u32,
    pub again: u32,
    /// In strings: with all escapes, and with escaped quotes only.
    pub strings: u32,
    pub quotes_only: u32,
    /// In apostrophes: plain, and as Python's `repr` writes them.
    pub literal: u32,
    pub repr: u32,
}

impl Weights {
    /// The readings that explain the most bodies. Where two explain as many, it counts whether the
    /// text looks like that of COPY.
    pub fn signs(self, is_copy: impl Fn() -> bool) -> Signs {
        Signs {
            doubled: self.doubled > self.plain
                || (self.doubled == self.plain && self.doubled > 0 && is_copy()),
            again: match (self.once, self.again) {
                (0, 0) => Again::Unknown,
                (once, again) => match again.cmp(&once) {
                    Ordering::Less => Again::No,
                    Ordering::Equal => Again::Contradicted,
                    Ordering::Greater => Again::Yes,
                },
            },
            quotes_only: self.quotes_only > self.strings,
            strings: self.strings > self.quotes_only,
            repr: self.repr > self.literal,
            literal: self.literal > self.repr,
            sql: false,
        }
    }
}
