//! Cuts the bytes of one input into blocks between bodies, with bounded memory.

use std::io::{Cursor, Read};
use std::sync::Arc;

use super::listing::Listing;
use super::{Reading, reason};
use crate::capture::block::Block;
use crate::capture::csv::{self, Table};
use crate::capture::form::{Form, cut_values};
use crate::capture::frames::Layout;
use crate::capture::outline::{Ended, Outline, separator};
use crate::capture::{http, log};
use crate::text::escape::Foreign;
use crate::text::position::Start;

/// So many bytes tell the form of an input.
const LOOK_AHEAD: usize = 64 * 1024;

/// The blocks of one input.
pub struct Splitter {
    input: Arc<Foreign>,
    source: Box<dyn Read + Send>,
    reading: Reading,
    buffer: Vec<u8>,
    offset: u64,
    start: Start,
    /// Read more before the next cut is tried, in bytes.
    wanted: usize,
    ended: bool,
    done: bool,
    first: bool,
    form: Option<Form>,
    arrays_hold_bodies: bool,
    inside_array: bool,
    plain: bool,
    table: Option<Arc<Table>>,
    /// The list of records of a long document that is being read.
    listing: Option<Listing>,
    fault: Option<String>,
}

impl Splitter {
    /// The blocks of the bytes that a source gives.
    pub fn new(input: Arc<Foreign>, source: Box<dyn Read + Send>, reading: Reading) -> Splitter {
        Splitter {
            input,
            source,
            wanted: reading.block_size,
            reading,
            buffer: Vec::new(),
            offset: 0,
            start: Start::default(),
            ended: false,
            done: false,
            first: true,
            form: None,
            arrays_hold_bodies: false,
            inside_array: false,
            plain: false,
            table: None,
            listing: None,
            fault: None,
        }
    }

    fn fill(&mut self) {
        while !self.ended && self.buffer.len() < self.wanted {
            let missing = self.wanted - self.buffer.len();
            self.buffer.reserve_exact(missing);
            match (&mut self.source).take(missing as u64).read_to_end(&mut self.buffer) {
                Ok(read) => self.ended = read < missing,
                Err(error) => {
                    self.ended = true;
                    self.fault = Some(reason(&error));
                }
            }
        }
    }

    fn detect(&mut self) -> Form {
        if let Some(form) = self.form {
            return form;
        }
        // However small the blocks are, the same bytes are looked at.
        self.wanted = self.wanted.max(LOOK_AHEAD);
        self.fill();
        let form = self.form_of_start();
        let mut start = self.buffer.as_slice();
        while let Some(length) = separator(start) {
            start = &start[length..];
        }
        let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
        let start = start.trim_ascii_start();
        self.arrays_hold_bodies = start.starts_with(b"[");
        let first = start.strip_prefix(b"[").unwrap_or(start).trim_ascii_start();
        self.plain = log::starts_goal_webhook(first);
        if matches!(
            self.buffer.as_slice(),
            [b'{' | b'[' | b' ' | b'\n', 0, ..] | [0, b'{' | b'[' | b' ' | b'\n', ..]
        ) {
            let what = "UTF-16 without a byte-order mark; convert it first, for example with iconv";
            self.refuse(what.to_owned());
        }
        self.form = Some(form);
        if self.buffer.len() > self.reading.block_size {
            let rest = self.buffer.split_off(self.reading.block_size);
            let source = std::mem::replace(&mut self.source, Box::new(std::io::empty()));
            self.source = Box::new(Cursor::new(rest).chain(source));
            self.ended = false;
        }
        self.wanted = self.reading.block_size;
        form
    }

    /// The form that the user named, or that the first bytes tell.
    fn form_of_start(&mut self) -> Form {
        let form = self.reading.form.unwrap_or_else(|| Form::detect(&self.buffer));
        let may_be_a_table = match self.reading.form {
            Some(form) => form == Form::Csv,
            None => {
                let text = self.buffer.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.buffer);
                matches!(form, Form::Values | Form::Log)
                    && !matches!(text.trim_ascii_start().first(), Some(b'{' | b'['))
            }
        };
        if !may_be_a_table {
            return form;
        }
        match csv::detect(&self.buffer, self.reading.body_path.as_deref()) {
            Some(Ok(table)) => {
                self.table = Some(Arc::new(table));
                Form::Csv
            }
            Some(Err(fault)) if form != Form::Log => {
                self.refuse(fault);
                Form::Csv
            }
            None if form == Form::Csv => {
                self.refuse("no CSV table: its first record names no columns".to_owned());
                Form::Csv
            }
            _ => form,
        }
    }

    /// Reads no further, because nothing can be made of what was read.
    fn refuse(&mut self, fault: String) {
        self.fault = Some(fault);
        self.buffer.clear();
        self.ended = true;
    }

    /// The length of the next block, and whether it ends inside an array.
    fn cut(&self, form: Form) -> Option<(usize, bool)> {
        match form {
            Form::Values => cut_values(&self.buffer, self.arrays_hold_bodies, self.inside_array)
                .map(|cut| (cut.length, cut.inside_array)),
            Form::Http => {
                http::starts(&self.buffer).filter(|start| *start > 0).last().map(|at| (at, false))
            }
            Form::Page => None,
            Form::Log => log::cut(&self.buffer).map(|at| (at, false)),
            Form::Csv => {
                self.table.as_ref().and_then(|table| table.cut(&self.buffer)).map(|at| (at, false))
            }
        }
    }

    fn emit(&mut self, length: usize, last: bool, form: Form) -> Block {
        let mut bytes = std::mem::take(&mut self.buffer);
        if length < bytes.len() {
            self.buffer.reserve(self.reading.block_size);
            self.buffer.extend_from_slice(&bytes[length..]);
            bytes.truncate(length);
        }
        let block = Block {
            input: Arc::clone(&self.input),
            offset: self.offset,
            start: self.start,
            form,
            layout: Layout {
                arrays_hold_bodies: self.arrays_hold_bodies,
                inside_array: self.inside_array,
                last,
                max_body: self.reading.max_body,
            },
            first: std::mem::take(&mut self.first),
            table: self.table.clone(),
            list: None,
            passed_over: false,
            plain: self.plain,
            body_path: self.reading.body_path.clone(),
            too_large: None,
            fault: if last { self.fault.take() } else { None },
            bytes,
        };
        self.offset += block.bytes.len() as u64;
        self.start = self.start.after(&block.bytes);
        self.wanted = self.reading.block_size;
        self.done = last;
        block
    }

    /// Handles a buffer in which nothing ends although it is over the limit for one body.
    fn emit_over_limit(&mut self, form: Form) -> Block {
        let start = self.value_start();
        if start == Some(0) {
            if !self.inside_array
                && let Some((listing, length)) = Listing::begin(&self.buffer)
            {
                self.listing = Some(listing);
                let mut block = self.emit(length, false, form);
                block.passed_over = true;
                return block;
            }
            return self.pass_over(form);
        }
        // What comes before the long body is a block of its own; text may be cut anywhere.
        let length = start.unwrap_or(self.buffer.len());
        let opens = self.arrays_hold_bodies && self.buffer[..length].contains(&b'[');
        let block = self.emit(length, false, form);
        self.inside_array |= opens && start.is_some();
        block
    }

    /// Where the first value begins after separators, commas and the bracket of an array.
    fn value_start(&self) -> Option<usize> {
        let mut inside_array = self.inside_array || !self.arrays_hold_bodies;
        let mut at = 0;
        while at < self.buffer.len() {
            if let Some(length) = separator(&self.buffer[at..]) {
                at += length;
                continue;
            }
            match self.buffer[at] {
                b'[' if !inside_array => inside_array = true,
                b',' if self.inside_array => {}
                b'{' | b'[' => return Some(at),
                _ => return None,
            }
            at += 1;
        }
        None
    }

    /// The next block within the list of a long document, or around it. `None` where more must
    /// be read first, or where the document is over.
    fn next_of_list(&mut self, form: Form) -> Option<Block> {
        let mut listing = self.listing.take()?;
        let most = self.reading.max_body + self.reading.block_size;
        let cut = listing.cut(&self.buffer);
        if cut.length == 0 && !cut.over {
            if self.ended {
                let length = self.buffer.len();
                let mut block = self.emit(length, true, form);
                listing.mark(&mut block, cut);
                return Some(block);
            }
            if self.buffer.len() >= most {
                let lead = listing.lead(&self.buffer);
                if lead == 0 {
                    listing.pass_one();
                    self.listing = Some(listing);
                    return Some(self.pass_over(form));
                }
                let mut block = self.emit(lead, false, form);
                block.passed_over = true;
                self.listing = Some(listing);
                return Some(block);
            }
            self.wanted = (self.buffer.len() * 2).clamp(self.reading.block_size, most);
            self.listing = Some(listing);
            return None;
        }
        let last = self.ended && cut.length == self.buffer.len();
        let mut block = self.emit(cut.length, last, form);
        listing.mark(&mut block, cut);
        if !cut.over {
            self.listing = Some(listing);
        }
        Some(block)
    }

    /// Passes over a body that is longer than the limit, without keeping it.
    fn pass_over(&mut self, form: Form) -> Block {
        let mut outline = Outline::at(&self.buffer, 0);
        let mut bytes = 0;
        let mut after = self.start;
        loop {
            // The start of a next body is told by its line: keep a line that is not whole.
            let whole = match memchr::memrchr(b'\n', &self.buffer) {
                Some(newline) if !self.ended && newline > 0 => newline,
                _ => self.buffer.len(),
            };
            let (end, ended) = outline.scan(&self.buffer[..whole], 0);
            let over = ended != Ended::OutOfBytes || (self.ended && end == self.buffer.len());
            bytes += end as u64;
            after = after.after(&self.buffer[..end]);
            self.buffer.drain(..end);
            if over {
                break;
            }
            self.wanted = self.buffer.len() + self.reading.block_size;
            self.fill();
        }
        let last = self.ended && self.buffer.is_empty();
        let rest = std::mem::take(&mut self.buffer);
        let mut block = self.emit(0, last, form);
        self.buffer = rest;
        self.offset += bytes;
        self.start = after;
        block.too_large = Some(bytes);
        block
    }
}

impl Iterator for Splitter {
    type Item = Block;

    fn next(&mut self) -> Option<Block> {
        if self.done {
            return None;
        }
        loop {
            self.fill();
            let form = self.detect();
            if self.listing.is_some() {
                match self.next_of_list(form) {
                    Some(block) => return Some(block),
                    None => continue,
                }
            }
            if self.ended && self.buffer.len() <= self.reading.block_size {
                let length = self.buffer.len();
                return Some(self.emit(length, true, form));
            }
            if let Some((length, inside_array)) = self.cut(form).filter(|cut| cut.0 > 0) {
                let block = self.emit(length, false, form);
                self.inside_array = inside_array;
                return Some(block);
            }
            if self.ended {
                let length = self.buffer.len();
                return Some(self.emit(length, true, form));
            }
            let most = self.reading.max_body + self.reading.block_size;
            if self.buffer.len() >= most {
                return Some(match form {
                    Form::Values => self.emit_over_limit(form),
                    Form::Http | Form::Page | Form::Csv | Form::Log => {
                        let length = self.buffer.len();
                        self.emit(length, false, form)
                    }
                });
            }
            self.wanted = (self.buffer.len() * 2).min(most);
        }
    }
}
