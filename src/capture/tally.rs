//! Counts envelopes in an input: records with and without bodies, and what could not be opened.

use super::separators::all_separators;
use crate::json::walk::escaped;
use crate::text::digits::{counted, grouped};
use crate::text::escape::terminal_within;
use crate::text::terminal::terminal;
use crate::webhook::field::position;

/// The maximum number of listed keys of an unknown object.
const KEYS_NAMED: usize = 8;
/// The maximum length of a listed key, in characters.
const KEY_LENGTH: usize = 40;
/// The maximum width of a pointer, in columns.
const PLACE_COLUMNS: usize = 120;
/// The maximum width of an error, which contains a path through envelopes, in columns.
const FAULT_COLUMNS: usize = 400;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// For each kind of record: its name, and the numbers with and without a body.
    records: Vec<(&'static str, u64, u64)>,
    /// Where goal webhooks were found in unknown objects.
    found_at: Option<String>,
    /// Unknown objects that may contain bodies; of the first, its keys and the key of its longest
    /// value.
    unknown: u64,
    keys: Vec<String>,
    longest: String,
    /// Failed decodings: their number, and the first one with its path.
    broken: Option<(u64, String)>,
    /// The start of an input without bodies.
    pub start: Option<&'static str>,
}

impl Tally {
    /// Counts records of an envelope.
    pub fn records(&mut self, name: &'static str, full: u64, empty: u64) {
        match self.records.iter_mut().find(|record| record.0 == name) {
            Some(record) => {
                record.1 += full;
                record.2 += empty;
            }
            None => self.records.push((name, full, empty)),
        }
    }

    /// Remembers where goal webhooks were found in an unknown object.
    pub fn found_at(&mut self, place: &str) {
        self.found_at.get_or_insert_with(|| place.to_owned());
    }

    /// Counts an unknown object with its keys and the key of its longest value.
    pub fn unknown<'k>(&mut self, keys: impl Iterator<Item = &'k str>, longest: &str) {
        if self.unknown == 0 {
            self.keys = keys.take(KEYS_NAMED).map(str::to_owned).collect();
            longest.clone_into(&mut self.longest);
        }
        self.unknown += 1;
    }

    /// Counts a failed decoding.
    pub fn broken(&mut self, what: &str) {
        let (count, _) = self.broken.get_or_insert_with(|| (0, what.to_owned()));
        *count += 1;
    }

    /// Adds the counts of a later block.
    pub fn add(&mut self, later: Tally) {
        for (name, full, empty) in later.records {
            self.records(name, full, empty);
        }
        self.found_at = self.found_at.take().or(later.found_at);
        if self.unknown == 0 {
            self.keys = later.keys;
            self.longest = later.longest;
        }
        self.unknown += later.unknown;
        self.broken = match (self.broken.take(), later.broken) {
            (Some((count, first)), Some((more, _))) => Some((count + more, first)),
            (one, other) => one.or(other),
        };
        self.start = self.start.or(later.start);
    }

    /// The description of the envelopes with bodies, for people.
    pub fn note(&self) -> Option<String> {
        let mut parts: Vec<String> = self
            .records
            .iter()
            .filter(|(_, full, empty)| full + empty > 0)
            .map(|(name, full, empty)| {
                let all = grouped(full + empty);
                match empty {
                    0 => format!("{name} ({all})"),
                    _ => format!("{name} ({all}, {} of them without a body)", grouped(empty)),
                }
            })
            .collect();
        if let Some(place) = &self.found_at {
            parts.push(format!("bodies at {}", terminal_within(place, PLACE_COLUMNS)));
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// The kinds of envelopes with bodies.
    pub fn kinds(&self) -> impl Iterator<Item = &'static str> {
        let records = self.records.iter().filter(|(_, full, empty)| full + empty > 0);
        let names = records.map(|(name, ..)| *name);
        names.chain(self.found_at.iter().map(|_| "JSON of another kind"))
    }

    /// Why an input with this many bodies was not read completely.
    pub fn fault(&self, bodies: u64) -> Option<String> {
        let mut faults = Vec::new();
        if let Some((count, what)) = &self.broken {
            let more =
                if *count > 1 { format!(" (and {} more)", count - 1) } else { String::new() };
            faults.push(format!("{}{more}", terminal_within(what, FAULT_COLUMNS)));
        }
        if self.unknown > 0 && self.unknown == bodies {
            faults.push(self.unknown_form());
        }
        if bodies == 0 && faults.is_empty() && !self.records.is_empty() {
            faults.push(self.nothing_in_records());
        }
        (!faults.is_empty()).then(|| faults.join("; "))
    }

    /// Where bodies were looked for in vain: `no webhook body at /*/request in JSON objects (3)`.
    fn nothing_in_records(&self) -> String {
        let records = self
            .records
            .iter()
            .map(|(name, full, empty)| format!("{name} ({})", grouped(full + empty)));
        let place = self.found_at.as_ref().map_or(" found".to_owned(), |place| {
            format!(" at {}", terminal_within(place, PLACE_COLUMNS))
        });
        format!("no webhook body{place} in {}", records.collect::<Vec<_>>().join(", "))
    }

    fn unknown_form(&self) -> String {
        let name = |key: &str| {
            let cut: String = key.chars().take(KEY_LENGTH).collect();
            terminal(&cut).into_owned()
        };
        let keys: Vec<String> = self.keys.iter().map(|key| name(key)).collect();
        let objects = counted(self.unknown, "JSON object", "JSON objects");
        let example = name(&escaped(&self.longest));
        format!(
            "no goal webhook found in {objects} with {}; if a key holds a body, name it, \
             for example --body-path /{example}",
            if keys.is_empty() {
                "no keys".to_owned()
            } else {
                format!("the keys {}", keys.join(", "))
            },
        )
    }
}

/// The fault of an input that has only something else; see [`kind`].
pub fn nothing_but(kind: &str) -> String {
    format!("no webhook body found, only {kind}")
}

/// A description of an input without bodies.
pub fn kind(start: &[u8]) -> &'static str {
    let start = &start[all_separators(start)..];
    let text = start.trim_ascii_start();
    match text {
        [b'<', ..] => "XML or HTML",
        [b'%', b'P', b'D', b'F', ..] => "a PDF document",
        _ if start.iter().take(512).any(|byte| *byte == 0) => "binary data",
        // Asked of every input, so JSON is not searched.
        _ if !matches!(text.first(), Some(b'{' | b'['))
            && names_fields(text.split(|byte| *byte == b'\n').next().unwrap_or_default()) =>
        {
            FIELDS_IN_COLUMNS
        }
        _ => "text",
    }
}

/// What a table is called that has values of goals, but no bodies.
pub const FIELDS_IN_COLUMNS: &str =
    "a table with a column for each field; export each body as JSON in one column";

/// Whether a line names several documented fields, as the head of such a table does.
pub fn names_fields(line: &[u8]) -> bool {
    let words = line.split(|byte| !byte.is_ascii_alphabetic() && *byte != b'_');
    let is_field =
        |word: &&[u8]| std::str::from_utf8(word).is_ok_and(|word| position(word).is_some());
    words.filter(is_field).count() >= 3
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn counts_add_up() {
        let mut tally = Tally::default();
        tally.records("HAR entries", 3, 0);
        let mut later = Tally::default();
        later.records("HAR entries", 0, 1_200);
        tally.add(later);
        let note = tally.note();
        assert_eq!(note.as_deref(), Some("HAR entries (1,203, 1,200 of them without a body)"));
    }

    #[test]
    fn an_unknown_form_says_what_was_seen() {
        let mut tally = Tally::default();
        tally.unknown(["id", "blob\u{1b}"].into_iter(), "a/b");
        assert_eq!(
            tally.fault(1).as_deref(),
            Some(
                "no goal webhook found in 1 JSON object with the keys id, blob\\u{1b}; if a key \
                 holds a body, name it, for example --body-path /a~1b"
            )
        );
        assert_eq!(tally.fault(2), None);
    }
}
