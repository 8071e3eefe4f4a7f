//! CSV tables: cuts between records, and cells.
//!
//! The `csv` crate parses the records and decides where broken quotes end.

use std::borrow::Cow;
use std::ops::Range;

use super::envelope::found::Beside;
use super::separators::BYTE_ORDER_MARK;
use super::time;
use crate::text::time::Moment;

/// A longer block has a record with possibly millions of cells, for which the parser would need
/// memory; then it only gets the needed cells, record by record.
const LONG: usize = 2 << 20;
/// The layout of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub(super) delimiter: u8,
    /// Whether quotes in cells are written `\"` instead of `""`.
    pub(super) backslashes: bool,
    /// Whether the first record is a header.
    pub(super) has_names: bool,
    /// The length of a byte-order mark and a line for Excel before it.
    pub(super) skipped: usize,
    /// The path element of a body.
    pub step: String,
    pub(super) body: usize,
    pub(super) is_one_column: bool,
    /// A column with the name of a goal-only field, so that rows are goals.
    pub(super) of_goal: Option<usize>,
    pub(super) received: Option<usize>,
    pub(super) headers: Option<usize>,
    pub(super) method: Option<usize>,
    pub(super) path: Option<usize>,
}

/// One cell with a body.
#[derive(Debug)]
pub struct Cell<'c> {
    /// The content without quotes.
    pub bytes: &'c [u8],
    table: &'c Table,
    record: &'c csv::ByteRecord,
    /// The block, and the offset of the record.
    block: &'c [u8],
    at: usize,
    end: usize,
}

pub(super) fn reader(bytes: &[u8], delimiter: u8, backslashes: bool) -> csv::Reader<&[u8]> {
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(delimiter).has_headers(false).flexible(true);
    if backslashes {
        builder.double_quote(false).escape(Some(b'\\'));
    }
    builder.from_reader(bytes)
}

/// The state of a CSV parser, as in the `csv` crate: a quote inside an unquoted cell is text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CsvState {
    CellStart,
    Plain,
    Quoted,
    /// After a backslash in quotes.
    Escaped,
    /// After a quote in quotes, which is the end or the first of two.
    AfterQuote,
}

impl CsvState {
    fn after(self, byte: u8, delimiter: u8, backslashes: bool) -> CsvState {
        match (self, byte) {
            (CsvState::Quoted, b'"') => CsvState::AfterQuote,
            (CsvState::Quoted, b'\\') if backslashes => CsvState::Escaped,
            (CsvState::AfterQuote, b'"') if backslashes => CsvState::Plain,
            (CsvState::Quoted | CsvState::Escaped, _)
            | (CsvState::AfterQuote | CsvState::CellStart, b'"') => CsvState::Quoted,
            (_, b'\r' | b'\n') => CsvState::CellStart,
            (_, byte) if byte == delimiter => CsvState::CellStart,
            _ => CsvState::Plain,
        }
    }
}

/// The end of the last record.
pub(super) fn last_record_end(bytes: &[u8], delimiter: u8, backslashes: bool) -> Option<usize> {
    // Without backslashes for escapes they are nothing to stop at.
    let escape = if backslashes { b'\\' } else { b'"' };
    let mut state = CsvState::CellStart;
    let mut end = None;
    let mut at = 0;
    while at < bytes.len() {
        if state == CsvState::Quoted {
            // Fast path: most of a table is in quotes, and most quotes in it are doubled.
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
        state = state.after(byte, delimiter, backslashes);
        at += 1;
        if byte == b'\n' && state == CsvState::CellStart {
            end = Some(at);
        }
    }
    end
}

impl Table {
    /// Whether there is more evidence than delimiters: logs have bars too.
    pub fn is_likely(&self) -> bool {
        self.delimiter != b'|' || self.received.is_some()
    }

    /// The length of the longest run of complete records.
    pub fn cut(&self, bytes: &[u8]) -> Option<usize> {
        last_record_end(bytes, self.delimiter, self.backslashes)
    }

    /// Passes on the body cells of a block that begins with a record (`first`: the input does);
    /// empty bytes if a record has no such cell.
    pub fn each_cell(&self, block: &[u8], first: bool, visit: &mut dyn FnMut(&Cell<'_>)) {
        let mut from = if first { self.skipped } else { 0 };
        let mut record = csv::ByteRecord::new();
        let mut skip = first && self.has_names;
        while from < block.len() {
            let is_long = block.len() > LONG;
            let (to, part_end) =
                if is_long { self.record(block, from) } else { (block.len(), block.len()) };
            let part = &block[from..to];
            // The parser takes a byte-order mark for that of the input, but behind a blank line.
            let is_start = first && from == self.skipped;
            let lead = usize::from(!is_start && part.starts_with(BYTE_ORDER_MARK));
            let part: Cow<'_, [u8]> =
                if lead > 0 { [b"\n", part].concat().into() } else { part.into() };
            let mut reader = reader(&part, self.delimiter, self.backslashes);
            while reader.read_byte_record(&mut record).unwrap_or(false) {
                if std::mem::take(&mut skip) {
                    continue;
                }
                let place = |place: u64| from + (place as usize).saturating_sub(lead);
                let at = place(record.position().map_or(0, csv::Position::byte));
                let end = if is_long { part_end } else { place(reader.position().byte()) };
                let mut cell = Cell { bytes: b"", table: self, record: &record, block, at, end };
                cell.bytes = match record.get(self.body) {
                    // The meaning of its backslashes depends on the body.
                    Some(_) if self.backslashes => cell.raw(),
                    Some(bytes) => bytes,
                    None => b"",
                };
                visit(&cell);
            }
            from = part_end;
        }
    }

    /// The ends of the needed cells and of the record.
    fn record(&self, block: &[u8], from: usize) -> (usize, usize) {
        let beside = [self.received, self.headers, self.method, self.path];
        let last = beside.into_iter().flatten().fold(self.body, usize::max);
        let (mut state, mut column, mut needed) = (CsvState::CellStart, 0, None);
        for (at, byte) in (from..).zip(&block[from..]) {
            state = state.after(*byte, self.delimiter, self.backslashes);
            if state == CsvState::CellStart {
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

    /// The offset of the body in a record, after the quote.
    fn cell_start(&self, block: &[u8], record: Range<usize>) -> usize {
        // The parser counts the newline before a record as part of it.
        let blanks = block[record.clone()].iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let mut at = record.start + blanks.count();
        let mut state = CsvState::CellStart;
        let mut column = 0;
        while at < record.end && column < self.body {
            state = state.after(block[at], self.delimiter, self.backslashes);
            column += usize::from(state == CsvState::CellStart);
            at += 1;
        }
        at + usize::from(block.get(at) == Some(&b'"'))
    }
}

impl<'c> Cell<'c> {
    /// The byte offset in the block.
    pub fn start(&self) -> usize {
        self.table.cell_start(self.block, self.at..self.block.len())
    }

    pub fn record(&self) -> Range<usize> {
        self.at..self.end
    }

    /// The raw bytes without the outer quotes.
    fn raw(&self) -> &'c [u8] {
        let start = self.start();
        let is_quoted = start > 0 && self.block[start - 1] == b'"';
        let mut state = if is_quoted { CsvState::Quoted } else { CsvState::CellStart };
        let length = self.block[start..self.end].iter().position(|byte| {
            state = state.after(*byte, self.table.delimiter, self.table.backslashes);
            matches!(state, CsvState::AfterQuote | CsvState::CellStart)
        });
        &self.block[start..length.map_or(self.end, |length| start + length)]
    }

    /// Whether the row has a goal's field for itself.
    pub fn is_goal(&self) -> bool {
        self.beside(self.table.of_goal).is_some()
    }

    /// The text in another column of the record.
    fn beside(&self, column: Option<usize>) -> Option<&str> {
        let cell = self.record.get(column?)?;
        std::str::from_utf8(cell).ok().filter(|cell| !cell.is_empty())
    }
}

impl Beside for Cell<'_> {
    fn method(&self) -> Option<Cow<'_, str>> {
        self.beside(self.table.method).map(Cow::Borrowed)
    }

    fn path(&self) -> Option<Cow<'_, str>> {
        self.beside(self.table.path).map(Cow::Borrowed)
    }

    fn received(&self) -> Option<Moment> {
        self.beside(self.table.received).and_then(time::of_text)
    }

    fn headers(&self) -> Option<&str> {
        self.beside(self.table.headers).filter(|headers| headers.starts_with(['{', '[']))
    }
}
