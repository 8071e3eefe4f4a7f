//! Splits the bytes of one input into blocks between bodies, with bounded memory.

mod long;

use std::sync::Arc;

use serde::de::IgnoredAny;

use super::decode::{Halves, refusal};
use super::long_list::{LongList, Skipping};
use super::source::{Reading, reason};
use super::supply::{Filled, Supply};
use crate::capture::block::Block;
use crate::capture::csv::Table;
use crate::capture::end_scanner::LOOK_AHEAD;
use crate::capture::envelope::search::hits;
use crate::capture::form::Form;
use crate::capture::form_detection::{judge, settled};
use crate::capture::frames::{ArrayState, Layout};
use crate::capture::separators::all_separators;
use crate::capture::split_values::{Cut, complete_lines, cut_values};
use crate::capture::tally::kind;
use crate::capture::text::opening::starts_goal_webhook;
use crate::capture::text::signs::Signs;
use crate::capture::{http, text};
use crate::json::text::Half;
use crate::json::walk::elements;
use crate::text::escape::Untrusted;
use crate::text::position::Offset;

/// The form of an input is detected from this many bytes after leading separators.
const TOLD_FROM: usize = 64 * 1024;

/// The buffer grows by this factor if no value ends in it, so that repeated scans stay cheap.
const GROWTH: usize = 8;

pub struct Splitter {
    input: Arc<Untrusted>,
    supply: Supply,
    halves: Halves,
    reading: Reading,
    buffer: Vec<u8>,
    offset: u64,
    start: Offset,
    /// The minimum number of bytes to read before the next cut is tried.
    wanted: usize,
    ended: bool,
    done: bool,
    first: bool,
    kind: Option<&'static str>,
    form: Option<Form>,
    arrays_hold_bodies: bool,
    place: ArrayState,
    /// How many elements of the array around that place are before it.
    elements: u64,
    /// Whether the input begins with a plain body.
    plain: bool,
    table: Option<Arc<Table>>,
    signs: Signs,
    /// The list of records of a long document that is being read.
    listing: Option<LongList>,
    /// The content at the start of the buffer that is over the limit.
    passing: Option<Skipping>,
    fault: Option<String>,
}

impl Splitter {
    pub fn new(
        input: Arc<Untrusted>,
        supply: Supply,
        halves: Halves,
        reading: Reading,
    ) -> Splitter {
        Splitter {
            input,
            supply,
            halves,
            wanted: reading.block_size,
            reading,
            buffer: Vec::new(),
            offset: 0,
            start: Offset::default(),
            ended: false,
            done: false,
            first: true,
            kind: None,
            form: None,
            arrays_hold_bodies: false,
            place: ArrayState::Top,
            elements: 0,
            plain: false,
            table: None,
            signs: Signs::default(),
            listing: None,
            passing: None,
            fault: None,
        }
    }

    /// Fills the buffer; returns whether the input pauses.
    fn fill(&mut self) -> bool {
        if self.ended || self.buffer.len() >= self.wanted {
            return false;
        }
        match self.supply.fill(&mut self.buffer, self.wanted) {
            Ok(filled) => {
                self.ended = filled == Filled::Ended;
                filled == Filled::Paused
            }
            Err(error) => {
                self.ended = true;
                self.fault = Some(reason(&error));
                false
            }
        }
    }

    /// Detects the form once enough is read; `None` until then.
    fn detect(&mut self) -> Option<Form> {
        if self.form.is_some() {
            return self.form;
        }
        let begin = self.leading_separators();
        let known = begin < self.buffer.len() && self.buffer.len() >= begin + TOLD_FROM;
        let sample = &self.buffer[..self.buffer.len().min(begin + TOLD_FROM)];
        let may_settle = matches!(self.reading.form, None | Some(Form::Values | Form::Log));
        let settled = if may_settle { settled(sample) } else { None };
        if !known && !self.ended && settled.is_none() {
            return None;
        }
        if self.offset == 0
            && let Some(why) = refusal(&self.buffer)
        {
            self.refuse(why);
        }
        let start = self.buffer.get(begin..).unwrap_or_default();
        self.arrays_hold_bodies = holds_bodies(start);
        let first = start.strip_prefix(b"[").unwrap_or(start).trim_ascii_start();
        self.plain = starts_goal_webhook(first);
        // Independent of the block size.
        let length = self.buffer.len().min(begin + TOLD_FROM);
        let sample = &self.buffer[..length];
        // Ignore a line that is cut by the sample.
        let lines = memchr::memrchr(b'\n', sample).filter(|_| known).map_or(length, |at| at + 1);
        let judged_by = &sample[..settled.map_or(lines, |settled| settled.min(length))];
        let judged = judge(judged_by, self.reading.form, self.reading.body_path.as_deref());
        self.form = Some(judged.form);
        self.kind = Some(kind(judged_by));
        self.table = judged.table.map(Arc::new);
        self.signs = judged.signs;
        if let Some(why) = judged.refusal {
            self.refuse(why);
        }
        self.form
    }

    /// Stops, because the form is unknown. Only leading separators count as read, because with
    /// small blocks many of them were passed on already.
    fn refuse(&mut self, fault: String) {
        self.fault.get_or_insert(fault);
        self.buffer.truncate(self.leading_separators());
        self.ended = true;
    }

    /// The length of leading separators and byte-order marks in the buffer.
    fn leading_separators(&self) -> usize {
        all_separators(&self.buffer)
    }

    fn layout(&self, last: bool) -> Layout {
        Layout {
            arrays_hold_bodies: self.arrays_hold_bodies,
            place: self.place,
            elements: self.elements,
            mid_line: self.start.characters > 0,
            last,
            ..Layout::whole(self.reading.max_body)
        }
    }

    /// The length of the next block, and the state after it.
    fn cut(&self, form: Form, pauses: bool) -> Option<Cut> {
        let lines = || text::split_lines::cut(&self.buffer);
        let length = match form {
            Form::Values => return cut_values(&self.buffer, self.layout(self.ended), pauses),
            Form::Http => http::last_start(&self.buffer),
            Form::Page => None,
            Form::Log if pauses => complete_lines(&self.buffer, lines()),
            Form::Log => lines(),
            Form::Csv => self.table.as_ref().and_then(|table| table.cut(&self.buffer)),
        };
        length.map(|length| Cut { length, place: ArrayState::Top, elements: 0 })
    }

    fn emit_all(&mut self, last: bool, form: Form) -> Block {
        self.emit(self.buffer.len(), last, form)
    }

    fn emit(&mut self, length: usize, last: bool, form: Form) -> Block {
        let mut bytes = std::mem::take(&mut self.buffer);
        let before_object = bytes.get(length) == Some(&b'{');
        if length < bytes.len() {
            self.buffer.reserve(self.reading.block_size);
            self.buffer.extend_from_slice(&bytes[length..]);
            bytes.truncate(length);
        }
        let halves = self.halves.take_before(self.offset + bytes.len() as u64).into_iter();
        let halves = halves.filter_map(|(at, unit)| {
            Some(Half { at: usize::try_from(at.checked_sub(self.offset)?).ok()?, unit })
        });
        let block = Block {
            halves: halves.collect(),
            offset: self.offset,
            start: self.start,
            form,
            layout: Layout { before_object, ..self.layout(last) },
            first: std::mem::take(&mut self.first),
            kind: self.kind.take(),
            table: self.table.clone(),
            signs: self.signs,
            plain: self.plain,
            body_path: self.reading.body_path.clone(),
            fault: if last { self.fault.take() } else { None },
            bytes,
            ..Block::whole(Arc::clone(&self.input), self.reading.max_body)
        };
        self.offset += block.bytes.len() as u64;
        self.start = self.start.after(&block.bytes);
        self.wanted = self.reading.block_size;
        self.done = last;
        block
    }

    /// Grows the buffer if no value ends in it, up to the limit; returns whether it grew.
    fn wants_more(&mut self) -> bool {
        let most = self.most();
        let may_grow = self.buffer.len() < most;
        if may_grow {
            self.wanted = (self.buffer.len() * GROWTH).clamp(1, most);
        }
        may_grow
    }

    /// The maximum size of the buffer; for a line known to be too long, one block.
    fn most(&self) -> usize {
        let body = if self.place == ArrayState::Text { 0 } else { self.reading.max_body };
        body.saturating_add(self.reading.block_size).saturating_add(2 * LOOK_AHEAD)
    }
}

impl Iterator for Splitter {
    type Item = Block;

    fn next(&mut self) -> Option<Block> {
        if self.done {
            return None;
        }
        if let (Some(passing), Some(form)) = (self.passing.take(), self.form) {
            return Some(self.pass_over(form, passing, 0));
        }
        loop {
            let pauses = self.fill();
            let Some(form) = self.detect() else {
                if self.leading_separators() == self.buffer.len() && self.buffer.len() > TOLD_FROM {
                    return Some(self.emit_all(false, Form::Values));
                }
                if !pauses {
                    self.wanted = self.buffer.len() + TOLD_FROM;
                }
                continue;
            };
            if self.listing.is_some() {
                match self.next_of_list(form) {
                    Some(block) => return Some(Block { pauses, ..block }),
                    None => continue,
                }
            }
            if let Some(block) = self.begin_list(form) {
                return Some(block);
            }
            if self.ended && self.buffer.len() <= self.reading.block_size {
                return Some(self.emit_all(true, form));
            }
            // What is left at the end is the last block, which has the fault.
            let is_inside =
                |cut: &Cut| cut.length > 0 && !(self.ended && cut.length == self.buffer.len());
            if let Some(cut) = self.cut(form, pauses).filter(is_inside) {
                let block = self.emit(cut.length, false, form);
                (self.place, self.elements) = (cut.place, cut.elements);
                return Some(Block { pauses, ..block });
            }
            if self.ended {
                return Some(self.emit_all(true, form));
            }
            if !pauses
                && !self.wants_more()
                && let Some(block) = self.over_limit(form)
            {
                return Some(block);
            }
        }
    }
}

/// Whether a text begins with an array of bodies, not with one of cells or arguments among which
/// is a body.
fn holds_bodies(text: &[u8]) -> bool {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let is_row = || {
        let row = std::str::from_utf8(line).ok().filter(|row| row.len() <= TOLD_FROM)?;
        serde_json::from_str::<IgnoredAny>(row).ok()?;
        let first = elements(row).next().filter(|first| !first.starts_with(['{', '[']))?;
        let hits = hits(row);
        Some(hits.iter().all(|hit| hit.in_row && hit.value != first) && !hits.is_empty())
    };
    text.first() == Some(&b'[') && !is_row().unwrap_or(false)
}
