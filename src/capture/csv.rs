//! Tables exported as CSV: which column holds bodies, where records can be cut, and the cells.
//!
//! The `csv` crate reads the records; a quote that is broken ends where it says.

use std::ops::Range;

use super::delivery::Delivery;
use super::envelope::found::{Told, each_header};
use super::envelope::pointer::Record;
use super::envelope::{pointer, search};
use super::time;

/// How much of an input is looked at to know its columns, in records.
const RECORDS_SEEN: usize = 2_000;
/// How many levels of text within a cell are searched for a body.
const TEXTS: usize = 6;
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// In a longer block there is a record that may have millions of cells, for each of which the
/// reader would take memory: there it is given the cells that are looked at, record by record.
const LONG: usize = 2 << 20;
/// Columns by what they hold, as exports name them.
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

/// What is known of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    delimiter: u8,
    /// Whether quotes in cells are written `\"` instead of `""`.
    backslashes: bool,
    /// Whether the first record holds the names of the columns.
    has_names: bool,
    /// So many bytes stand before it: a byte-order mark, a line for Excel.
    skipped: usize,
    /// The step of a trail that leads to a body.
    pub step: String,
    body: usize,
    received: Option<usize>,
    headers: Option<usize>,
    method: Option<usize>,
    path: Option<usize>,
}

/// One cell with a body.
#[derive(Debug)]
pub struct Cell<'c> {
    /// What it holds, without quotes.
    pub bytes: &'c [u8],
    table: &'c Table,
    record: &'c csv::ByteRecord,
    /// The block, and where its record begins in it.
    block: &'c [u8],
    at: usize,
    end: usize,
}

/// A table that an input may be, and how far it explains what is there.
pub enum Guess {
    /// This table, with so many cells of its column that hold bodies.
    Table(Table, usize),
    /// None, because its bodies cannot be told: why, as a sentence without a full stop.
    /// With so many bodies in its columns.
    Refused(String, usize),
}

/// The tables that an input may be, from its first bytes; `certain` where the user said that it is
/// one.
pub fn guesses(start: &[u8], body_path: Option<&str>, certain: bool) -> Vec<Guess> {
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let skipped = start.len() - text.len() + separator_line(text);
    let backslashes = has_backslashes(text);
    let guess = |delimiter: &u8| {
        guess(&start[skipped..], *delimiter, backslashes, body_path, certain).map(|guess| {
            match guess {
                Guess::Table(table, cells) => Guess::Table(Table { skipped, ..table }, cells),
                refused => refused,
            }
        })
    };
    DELIMITERS.iter().filter_map(guess).collect()
}

/// The length of the first line where it names the delimiter for Excel.
fn separator_line(text: &[u8]) -> usize {
    let line_end = memchr::memchr(b'\n', text).unwrap_or(0);
    let line = text[..line_end].trim_ascii();
    if line.len() == b"sep=;".len() && line.starts_with(b"sep=") { line_end + 1 } else { 0 }
}

fn guess(
    start: &[u8],
    delimiter: u8,
    backslashes: bool,
    body_path: Option<&str>,
    certain: bool,
) -> Option<Guess> {
    let records = sample(start, delimiter, backslashes);
    let names = records.first().filter(|_| records.len() > 1)?;
    let has_names = names.iter().all(|name| is_name(name))
        && (certain || !names.iter().all(|name| name.trim().is_empty()));
    let rows = &records[usize::from(has_names)..];
    let width = names.len();
    let alike = rows.iter().filter(|row| row.len() == width).count();
    let is_cell = rows.iter().any(|row| row.len() == 1 && row[0].trim_start().starts_with('{'));
    let is_table = has_names && alike > 0 && (width > 1 || is_cell);
    if !is_table && !(certain && width > 1) {
        return None;
    }
    let step = |column: usize| match has_names {
        true => format!("/{}", pointer::escaped(&names[column])),
        false => format!("/{column}"),
    };
    let steps =
        |columns: &[usize]| columns.iter().map(|at| step(*at)).collect::<Vec<_>>().join(", ");
    let all: Vec<usize> = (0..width).collect();
    let held = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.filter(|cell| search::holds_one(cell, TEXTS)).count()
    };
    let with_bodies: Vec<usize> = all.iter().copied().filter(|column| held(*column) > 0).collect();
    let body = match (body_path, with_bodies.as_slice()) {
        (Some(path), _) => match all.iter().find(|column| step(**column) == path) {
            Some(column) => *column,
            None => {
                let why = format!("no column {path} in this CSV table: {}", steps(&all));
                return Some(Guess::Refused(why, 0));
            }
        },
        (None, [column]) => *column,
        (None, []) if has_names => {
            return Some(Guess::Refused(
                format!(
                    "no webhook body found in the columns of this CSV table: {}; name the column \
                 with --body-path if one holds bodies",
                    steps(&all)
                ),
                0,
            ));
        }
        (None, []) => return None,
        (None, several) => {
            return Some(Guess::Refused(
                format!(
                    "goal webhooks stand in several columns of this CSV table: {}; choose one, for \
                 example --body-path {}",
                    steps(several),
                    step(several[0])
                ),
                several.iter().map(|column| held(*column)).sum(),
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
        skipped: 0,
        step: step(body),
        body,
        received: named(&RECEIVED),
        headers: named(&HEADERS),
        method: named(&METHOD),
        path: named(&PATH),
    };
    Some(Guess::Table(table, held(body)))
}

/// Whether a cell begins with an object whose quotes are written `\"`.
fn has_backslashes(bytes: &[u8]) -> bool {
    const START: &[u8] = b"\"{\\\"";
    memchr::memmem::find_iter(bytes, START).any(|at| {
        let opens = at == 0 || bytes[at - 1] == b'\n' || DELIMITERS.contains(&bytes[at - 1]);
        opens && bytes.get(at + START.len()).is_some_and(|next| *next != b'"')
    })
}

/// Whether a cell may be the name of a column: any short text that is no value.
fn is_name(text: &str) -> bool {
    let text = text.trim();
    text.chars().count() <= 64
        && !text.contains(['{', '}', '\n', '=', '|'])
        && !text.starts_with(|first: char| first.is_ascii_digit() || first == '-')
}

/// The first records that are whole.
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

fn reader(bytes: &[u8], delimiter: u8, backslashes: bool) -> csv::Reader<&[u8]> {
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(delimiter).has_headers(false).flexible(true);
    if backslashes {
        builder.double_quote(false).escape(Some(b'\\'));
    }
    builder.from_reader(bytes)
}

/// Where a reader of CSV stands, as that of the crate `csv` goes: a quote in the middle of a cell
/// that does not begin with one is text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spot {
    CellStart,
    Plain,
    Quoted,
    /// Behind a backslash in quotes.
    Escaped,
    /// Behind a quote in quotes, which ends them or is the first of two.
    AfterQuote,
}

impl Spot {
    fn after(self, byte: u8, delimiter: u8, backslashes: bool) -> Spot {
        match (self, byte) {
            (Spot::Quoted, b'"') => Spot::AfterQuote,
            (Spot::Quoted, b'\\') if backslashes => Spot::Escaped,
            (Spot::AfterQuote, b'"') if backslashes => Spot::Plain,
            (Spot::Quoted | Spot::Escaped, _) | (Spot::AfterQuote | Spot::CellStart, b'"') => {
                Spot::Quoted
            }
            (_, b'\r' | b'\n') => Spot::CellStart,
            (_, byte) if byte == delimiter => Spot::CellStart,
            _ => Spot::Plain,
        }
    }
}

/// The end of the last line that ends in no cell.
fn last_record_end(bytes: &[u8], delimiter: u8, backslashes: bool) -> Option<usize> {
    // Without backslashes for escapes they are nothing to stop at.
    let escape = if backslashes { b'\\' } else { b'"' };
    let mut spot = Spot::CellStart;
    let mut end = None;
    let mut at = 0;
    while at < bytes.len() {
        if spot == Spot::Quoted {
            // Most of a table is in quotes, and most quotes there are doubled.
            at = loop {
                let Some(found) = memchr::memchr2(b'"', escape, &bytes[at..]) else { return end };
                at += found;
                if backslashes || bytes.get(at + 1) != Some(&b'"') {
                    break at;
                }
                at += 2;
            };
        }
        let byte = bytes[at];
        spot = spot.after(byte, delimiter, backslashes);
        at += 1;
        if byte == b'\n' && spot == Spot::CellStart {
            end = Some(at);
        }
    }
    end
}

impl Table {
    /// The length of the longest run of whole records.
    pub fn cut(&self, bytes: &[u8]) -> Option<usize> {
        last_record_end(bytes, self.delimiter, self.backslashes)
    }

    /// Shows the cells with bodies of a block that begins with a record; `first` where the input
    /// does. Without bytes where a record has no such cell.
    pub fn each_cell(&self, block: &[u8], first: bool, visit: &mut dyn FnMut(&Cell<'_>)) {
        let mut from = if first { self.skipped } else { 0 };
        let mut record = csv::ByteRecord::new();
        let mut skip = first && self.has_names;
        let mut each = |record: &csv::ByteRecord, from: usize, end: usize| {
            if std::mem::take(&mut skip) {
                return;
            }
            let at = record.position().map_or(0, |place| place.byte() as usize) + from;
            let mut cell = Cell { bytes: b"", table: self, record, block, at, end };
            cell.bytes = match record.get(self.body) {
                // Exactly how its backslashes are meant is told from the body.
                Some(_) if self.backslashes => cell.raw(),
                Some(bytes) => bytes,
                None => b"",
            };
            visit(&cell);
        };
        if block.len() <= LONG {
            let mut reader = reader(&block[from..], self.delimiter, self.backslashes);
            while reader.read_byte_record(&mut record).unwrap_or(false) {
                let end = from + reader.position().byte() as usize;
                each(&record, from, end);
            }
            return;
        }
        while from < block.len() {
            let (needed, end) = self.record(block, from);
            let mut reader = reader(&block[from..needed], self.delimiter, self.backslashes);
            if reader.read_byte_record(&mut record).unwrap_or(false) {
                each(&record, from, end);
            }
            from = end;
        }
    }

    /// Where the cells of a record end that are looked at, and where it ends itself.
    fn record(&self, block: &[u8], from: usize) -> (usize, usize) {
        let beside = [self.received, self.headers, self.method, self.path];
        let last = beside.into_iter().flatten().fold(self.body, usize::max);
        let (mut spot, mut column, mut needed) = (Spot::CellStart, 0, None);
        for (at, byte) in (from..).zip(&block[from..]) {
            spot = spot.after(*byte, self.delimiter, self.backslashes);
            if spot == Spot::CellStart {
                if *byte != self.delimiter {
                    return (needed.unwrap_or(at + 1), at + 1);
                }
                if column == last {
                    needed = Some(at);
                }
                column += 1;
            }
        }
        (needed.unwrap_or(block.len()), block.len())
    }

    /// Where the cell with the body begins in a record, after its quote.
    fn cell_start(&self, block: &[u8], record: Range<usize>) -> usize {
        // The reader counts the line end before a record as part of it.
        let blanks = block[record.clone()].iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let mut at = record.start + blanks.count();
        let mut spot = Spot::CellStart;
        let mut column = 0;
        while at < record.end && column < self.body {
            spot = spot.after(block[at], self.delimiter, self.backslashes);
            column += usize::from(spot == Spot::CellStart);
            at += 1;
        }
        at + usize::from(block.get(at) == Some(&b'"'))
    }
}

impl<'c> Cell<'c> {
    /// Where it begins in the block, in bytes.
    pub fn start(&self) -> usize {
        self.table.cell_start(self.block, self.at..self.block.len())
    }

    /// The record that it is in.
    pub fn record(&self) -> Range<usize> {
        self.at..self.end
    }

    /// Its bytes as they are, without the quotes around them.
    fn raw(&self) -> &'c [u8] {
        let start = self.start();
        let is_quoted = start > 0 && self.block[start - 1] == b'"';
        let mut spot = if is_quoted { Spot::Quoted } else { Spot::CellStart };
        let length = self.block[start..self.end].iter().position(|byte| {
            spot = spot.after(*byte, self.table.delimiter, self.table.backslashes);
            matches!(spot, Spot::AfterQuote | Spot::CellStart)
        });
        &self.block[start..length.map_or(self.end, |length| start + length)]
    }

    /// What the other columns say; `wanted` of it.
    pub fn delivery(&self, wanted: Told) -> Delivery {
        let mut delivery = Delivery::default();
        if let Some(method) = self.method() {
            delivery.set_method(method);
        }
        self.each_header(&mut |name, value| delivery.add_header(name, value));
        if wanted == Told::Head {
            return delivery;
        }
        delivery.received =
            self.beside(self.table.received).and_then(time::of_text).or(delivery.received);
        if let Some(path) = self.beside(self.table.path) {
            delivery.set_path(path);
        }
        delivery
    }

    /// The HTTP method in a column beside.
    pub fn method(&self) -> Option<&str> {
        self.beside(self.table.method)
    }

    /// Shows the headers in a column beside.
    pub fn each_header(&self, visit: &mut dyn FnMut(&str, &str)) {
        let headers = self.beside(self.table.headers);
        if let Some(headers) = headers.filter(|headers| headers.starts_with(['{', '['])) {
            each_header(&Record::read(headers), visit);
        }
    }

    /// The text in another column of the record.
    fn beside(&self, column: Option<usize>) -> Option<&str> {
        let cell = self.record.get(column?)?;
        std::str::from_utf8(cell).ok().filter(|cell| !cell.is_empty())
    }
}
