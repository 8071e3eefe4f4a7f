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

fn guess(
    (start, skipped): (&[u8], usize),
    delimiter: u8,
    backslashes: bool,
    body_path: Option<&str>,
    certain: bool,
) -> Option<Guess> {
    let records = sample(&start[skipped..], delimiter, backslashes);
    let names = records.first().filter(|_| records.len() > 1)?;
    let has_names = names.iter().all(|name| is_name(name))
        && (certain || !names.iter().all(|name| name.trim().is_empty()));
    let rows = &records[usize::from(has_names)..];
    let width = names.len();
    let alike = rows.iter().filter(|row| row.len() == width).count();
    let is_cell = rows.iter().all(|row| row.len() == 1 && row[0].trim_start().starts_with('{'));
    let is_table = has_names && alike > 0 && (width > 1 || is_cell);
    if !(is_table || certain && width > 1) {
        return None;
    }
    let step = |column: usize| match has_names {
        true => format!("/{}", escaped(&names[column])),
        false => format!("/{column}"),
    };
    let steps =
        |columns: &[usize]| columns.iter().map(|at| step(*at)).collect::<Vec<_>>().join(", ");
    let all: Vec<usize> = (0..width).collect();
    // Ignore rows of another length.
    let whole = || rows.iter().filter(|row| row.len() == width);
    let held = |column: usize| {
        let cells = whole().filter_map(|row| row.get(column));
        cells.into_iter().any(|cell| search::holds_one(cell))
    };
    let of_goal = has_names.then(|| names.iter().position(|name| anchor::is_key(name))).flatten();
    let explained = |columns: &[usize]| {
        let mut score = Score::default();
        let cells = whole().flat_map(|row| columns.iter().filter_map(|at| row.get(*at)));
        for cell in cells.filter(|cell| search::holds_one(cell)) {
            let of_text = Score::of(cell.as_bytes(), Signs::default());
            // Compressed content cannot be scored.
            score += if of_text.is_any() { of_text } else { Score::READABLE };
        }
        if of_goal.is_some() && !score.is_any() { Score::LEFT } else { score }
    };
    let with_bodies: Vec<usize> = all.iter().copied().filter(|column| held(*column)).collect();
    let body = match (body_path, with_bodies.as_slice()) {
        (Some(path), _) => match all.iter().find(|column| step(**column) == path) {
            Some(column) => *column,
            None => {
                let why = format!("no column {path} in this CSV table: {}", steps(&all));
                return Some(Guess::Refused(why, Score::default()));
            }
        },
        (None, [column]) => *column,
        (None, []) if of_goal.is_some() => of_goal.unwrap_or_default(),
        (None, []) if has_names => {
            let why = match tally::names_fields(names.join(",").as_bytes()) {
                true => tally::nothing_but(tally::FIELDS_IN_COLUMNS),
                false => format!(
                    "no webhook body found in the columns of this CSV table: {}; name the column \
                     with --body-path if one holds bodies",
                    steps(&all)
                ),
            };
            return Some(Guess::Refused(why, Score::default()));
        }
        (None, []) => return None,
        (None, several) => {
            return Some(Guess::Refused(
                format!(
                    "goal webhooks are in several columns of this CSV table: {}; choose one, for \
                 example --body-path {}",
                    steps(several),
                    step(several[0])
                ),
                explained(several),
            ));
        }
    };
    let named = |wanted: &[&str]| {
        wanted.iter().find_map(|wanted| {
            names.iter().position(|name| name.trim().eq_ignore_ascii_case(wanted))
        })
    };
    let table = Table {
        delimiter,
        backslashes,
        has_names,
        skipped,
        step: step(body),
        body,
        is_one_column: width == 1,
        of_goal,
        received: named(&RECEIVED),
        headers: named(&HEADERS),
        method: named(&METHOD),
        path: named(&PATH),
    };
    Some(Guess::Table(table, explained(&[body])))
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
fn sample(start: &[u8], delimiter: u8, backslashes: bool) -> Vec<Vec<String>> {
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
