//! Detects tables: delimiter, columns, and the column with the bodies.

use super::csv::{Table, last_record_end, reader};
use super::envelope::search;
use super::score::Score;
use super::separators::BYTE_ORDER_MARK;
use super::tally;
use super::text::anchor;
use super::text::signs::Signs;
use crate::json::walk::escaped;

/// The number of records in a sample.
const RECORDS_SEEN: usize = 2_000;
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Column names in exports, by content.
const RECEIVED: [&str; 8] = [
    "received_at",
    "receivedat",
    "received",
    "created_at",
    "createdat",
    "inserted_at",
    "timestamp",
    "time",
];
const HEADERS: [&str; 3] = ["headers", "request_headers", "http_headers"];
const METHOD: [&str; 3] = ["method", "http_method", "request_method"];
const PATH: [&str; 4] = ["path", "url", "request_path", "request_url"];

/// A hypothesis about a table, with its score.
pub enum Guess {
    /// A table, and the score of its column.
    Table(Table, Score),
    /// Not a table, with the reason without a full stop, and the score of its columns.
    Refused(String, Score),
}

/// The possible tables of an input, from its first bytes; `certain` with `--input-format csv`.
pub fn guesses(start: &[u8], body_path: Option<&str>, certain: bool) -> Vec<Guess> {
    let text = start.strip_prefix(BYTE_ORDER_MARK).unwrap_or(start);
    let skipped = start.len() - text.len() + separator_line(text);
    let backslashes = has_backslashes(text);
    let guess =
        |delimiter: &u8| guess((start, skipped), *delimiter, backslashes, body_path, certain);
    let mut guesses: Vec<Guess> = DELIMITERS.iter().filter_map(guess).collect();
    // Of equal scores, prefer a table with several columns.
    guesses.sort_by_key(|guess| matches!(guess, Guess::Table(table, _) if table.is_one_column));
    guesses
}

/// The length of the first line, if it declares the delimiter for Excel.
fn separator_line(text: &[u8]) -> usize {
    let line_end = memchr::memchr(b'\n', text).unwrap_or(0);
    let line = text[..line_end].trim_ascii();
    if line.len() == b"sep=;".len() && line.starts_with(b"sep=") { line_end + 1 } else { 0 }
}

/// The first records of a table with this delimiter, and what they are taken for.
struct Sample {
    /// The first record.
    names: Vec<String>,
    /// Whether the first record names the columns.
    has_names: bool,
    /// The records with cells, of any length.
    rows: Vec<Vec<String>>,
    /// The column with the name of a goal-only field.
    of_goal: Option<usize>,
}

/// Why there is no column with bodies.
enum NoColumn {
    /// It is not a table.
    NotATable,
    /// The reason without a full stop, and the score of the columns that may have bodies.
    Refused(String, Score),
}

impl Sample {
    fn new(records: Vec<Vec<String>>, certain: bool) -> Option<Sample> {
        let names = records.first().filter(|_| records.len() > 1)?.clone();
        let has_names = names.iter().all(|name| is_name(name))
            && (certain || !names.iter().all(|name| name.trim().is_empty()));
        let of_goal =
            has_names.then(|| names.iter().position(|name| anchor::is_key(name))).flatten();
        let rows = records.into_iter().skip(usize::from(has_names)).collect();
        Some(Sample { names, has_names, rows, of_goal })
    }

    fn is_table(&self, certain: bool) -> bool {
        let width = self.names.len();
        let is_cell =
            self.rows.iter().all(|row| row.len() == 1 && row[0].trim_start().starts_with('{'));
        let has_rows = self.rows.iter().any(|row| row.len() == width);
        self.has_names && has_rows && (width > 1 || is_cell) || certain && width > 1
    }

    /// The path element of a column.
    fn step(&self, column: usize) -> String {
        match self.has_names {
            true => format!("/{}", escaped(&self.names[column])),
            false => format!("/{column}"),
        }
    }

    fn steps(&self, columns: impl IntoIterator<Item = usize>) -> String {
        columns.into_iter().map(|column| self.step(column)).collect::<Vec<_>>().join(", ")
    }

    fn columns(&self) -> std::ops::Range<usize> {
        0..self.names.len()
    }

    /// The cells of a column with bodies; rows of another length are ignored.
    fn bodies(&self, column: usize) -> impl Iterator<Item = &str> {
        let rows = self.rows.iter().filter(|row| row.len() == self.names.len());
        let cells = rows.filter_map(move |row| row.get(column));
        cells.map(String::as_str).filter(|cell| search::holds_one(cell))
    }

    fn score(&self, columns: &[usize]) -> Score {
        let mut score = Score::default();
        for cell in columns.iter().flat_map(|column| self.bodies(*column)) {
            let of_text = Score::of(cell.as_bytes(), Signs::default());
            // Compressed content cannot be scored.
            score += if of_text.is_any() { of_text } else { Score::READABLE };
        }
        if self.of_goal.is_some() && !score.is_any() { Score::LEFT } else { score }
    }

    /// The column with the bodies: the one that the user names, or the only one that has some.
    fn body(&self, body_path: Option<&str>) -> Result<usize, NoColumn> {
        if let Some(path) = body_path {
            return self.columns().find(|column| self.step(*column) == path).ok_or_else(|| {
                let all = self.steps(self.columns());
                let why = format!("no column {path} in this CSV table: {all}");
                NoColumn::Refused(why, Score::default())
            });
        }
        let with_bodies: Vec<usize> =
            self.columns().filter(|column| self.bodies(*column).next().is_some()).collect();
        match (with_bodies.as_slice(), self.of_goal) {
            ([column], _) => Ok(*column),
            ([], Some(column)) => Ok(column),
            ([], None) => Err(self.nothing()),
            (several, _) => {
                let why = format!(
                    "goal webhooks are in several columns of this CSV table: {}; choose one, for \
                     example --body-path {}",
                    self.steps(several.iter().copied()),
                    self.step(several[0])
                );
                Err(NoColumn::Refused(why, self.score(several)))
            }
        }
    }

    /// Why no column has bodies.
    fn nothing(&self) -> NoColumn {
        if !self.has_names {
            return NoColumn::NotATable;
        }
        let why = match tally::names_fields(self.names.join(",").as_bytes()) {
            true => tally::nothing_but(tally::FIELDS_IN_COLUMNS),
            false => format!(
                "no webhook body found in the columns of this CSV table: {}; name the column \
                 with --body-path if one holds bodies",
                self.steps(self.columns())
            ),
        };
        NoColumn::Refused(why, Score::default())
    }

    /// The first column with one of these names.
    fn named(&self, wanted: &[&str]) -> Option<usize> {
        wanted.iter().find_map(|wanted| {
            self.names.iter().position(|name| name.trim().eq_ignore_ascii_case(wanted))
        })
    }
}

fn guess(
    (start, skipped): (&[u8], usize),
    delimiter: u8,
    backslashes: bool,
    body_path: Option<&str>,
    certain: bool,
) -> Option<Guess> {
    let sample = Sample::new(records(&start[skipped..], delimiter, backslashes), certain)?;
    if !sample.is_table(certain) {
        return None;
    }
    let body = match sample.body(body_path) {
        Ok(body) => body,
        Err(NoColumn::NotATable) => return None,
        Err(NoColumn::Refused(why, score)) => return Some(Guess::Refused(why, score)),
    };
    let table = Table {
        delimiter,
        backslashes,
        has_names: sample.has_names,
        skipped,
        step: sample.step(body),
        body,
        is_one_column: sample.names.len() == 1,
        of_goal: sample.of_goal,
        received: sample.named(&RECEIVED),
        headers: sample.named(&HEADERS),
        method: sample.named(&METHOD),
        path: sample.named(&PATH),
    };
    Some(Guess::Table(table, sample.score(&[body])))
}

/// Whether a cell begins with an object whose quotes are written `\"`.
fn has_backslashes(bytes: &[u8]) -> bool {
    const START: &[u8] = b"\"{\\\"";
    memchr::memmem::find_iter(bytes, START).any(|at| {
        let opens = at == 0 || bytes[at - 1] == b'\n' || DELIMITERS.contains(&bytes[at - 1]);
        opens && bytes.get(at + START.len()).is_some_and(|next| *next != b'"')
    })
}

/// Whether a cell may be a column name: any short text that is neither a value nor a webhook.
fn is_name(text: &str) -> bool {
    let text = text.trim();
    text.chars().count() <= 64
        && !anchor::any(text.as_bytes())
        && !text.contains(['{', '}', '\n', '=', '|', '"'])
        && !text.starts_with(|first: char| first.is_ascii_digit() || first == '-')
}

/// The first complete records.
fn records(start: &[u8], delimiter: u8, backslashes: bool) -> Vec<Vec<String>> {
    let whole = if start.ends_with(b"\n") {
        start.len()
    } else {
        last_record_end(start, delimiter, backslashes).unwrap_or(start.len())
    };
    let mut reader = reader(&start[..whole], delimiter, backslashes);
    reader
        .byte_records()
        .take(RECORDS_SEEN)
        .map_while(Result::ok)
        .map(|record| {
            record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()
        })
        .collect()
}
