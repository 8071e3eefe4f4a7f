//! Content over the body limit: skipped piece by piece or, if it is a document with one list of
//! records, read record by record.

use super::{Splitter, TOLD_FROM};
use crate::capture::block::{Block, Long};
use crate::capture::end_scanner::{EndScanner, Ended, LOOK_AHEAD};
use crate::capture::form::Form;
use crate::capture::frames::ArrayState;
use crate::capture::separators::{Lead, lead, trim_separators};
use crate::input::long_list::{Cut, LongList, Skipping};

impl Splitter {
    /// Handles a buffer over the limit in which no value ends. `None` if more must be read to be
    /// certain.
    pub(super) fn over_limit(&mut self, form: Form) -> Option<Block> {
        let all = self.buffer.len();
        let before_look_ahead = all.saturating_sub(LOOK_AHEAD);
        match form {
            Form::Http => return Some(self.pass_over(form, Skipping::Request, 0)),
            // An unfinished record or line is read as if it ended here.
            Form::Csv | Form::Log => return Some(self.emit_all(false, form)),
            Form::Page => {
                self.fault = Some("a documentation page longer than --max-body allows".to_owned());
                return Some(self.emit_all(true, form));
            }
            Form::Values if self.place == ArrayState::Text => {
                return Some(self.emit(before_look_ahead, false, form));
            }
            Form::Values => {}
        }
        let Lead { length: begin, mark } = lead(&self.buffer);
        if let Some(mark) = mark.filter(|mark| *mark > 0) {
            return Some(self.emit(mark, false, form));
        }
        if begin == all {
            return Some(self.emit_all(false, form));
        }
        if all - begin < self.most() - self.reading.block_size {
            self.wanted = begin + self.most();
            return None;
        }
        let opens = matches!(self.buffer[begin], b'{' | b'[');
        if self.place == ArrayState::Top && !opens {
            let block = self.emit(before_look_ahead, false, form);
            self.place = ArrayState::Text;
            return Some(block);
        }
        if self.place == ArrayState::Top && self.arrays_hold_bodies && self.buffer[begin] == b'[' {
            let block = self.emit(begin + 1, false, form);
            (self.place, self.elements) = (ArrayState::ArrayStart, 0);
            return Some(block);
        }
        let passing = Skipping::at(&self.buffer, begin, self.layout(false).mid_line);
        if begin == 0 || mark.is_some() {
            return Some(self.pass_over(form, passing, begin));
        }
        self.passing = Some(passing);
        Some(self.emit(begin, false, form))
    }

    /// Starts reading record by record at a long document with a list. What is long does not depend
    /// on the block size, so neither do findings.
    pub(super) fn begin_list(&mut self, form: Form) -> Option<Block> {
        let begin = self.leading_separators();
        let long = begin + TOLD_FROM;
        let may_begin = form == Form::Values
            && self.place == ArrayState::Top
            && self.reading.body_path.is_none()
            && self.buffer.len() >= long
            && self.buffer[begin] == b'{';
        if !may_begin {
            return None;
        }
        let mut scanner = EndScanner::at(&self.buffer, begin, self.layout(false).mid_line);
        if scanner.scan_to(&self.buffer, begin, long).1 != Ended::OutOfBytes {
            return None;
        }
        let (listing, length) = LongList::begin(&self.buffer[begin..])?;
        self.listing = Some(listing);
        let mut block = self.emit(begin + length, false, form);
        block.passed_over = true;
        Some(block)
    }

    /// The next block in or around the list of a long document. `None` if more must be read first
    /// or the document has ended.
    pub(super) fn next_of_list(&mut self, form: Form) -> Option<Block> {
        let mut listing = self.listing.take()?;
        let cut = listing.cut(&self.buffer, self.layout(false));
        if cut.length == 0 && !cut.over {
            if self.ended {
                let mut block = self.emit_all(true, form);
                listing.mark(&mut block, cut);
                return Some(block);
            }
            if self.wants_more() {
                self.listing = Some(listing);
                return None;
            }
            let lead = listing.pass_lead(&self.buffer);
            if lead == 0 {
                let mut block = self.pass_over(form, Skipping::at(&self.buffer, 0, true), 0);
                listing.mark(&mut block, Cut { elements: cut.elements + 1, ..cut });
                self.listing = Some(listing);
                return Some(block);
            }
            let mut block = self.emit(lead, false, form);
            block.passed_over = true;
            self.listing = Some(listing);
            return Some(block);
        }
        let last = self.ended && cut.length == self.buffer.len();
        let mut block = self.emit(cut.length, last, form);
        listing.mark(&mut block, cut);
        if !cut.over {
            self.listing = Some(listing);
        }
        Some(block)
    }

    /// Skips a body over the limit. What precedes it is kept, and so is a body that is only over
    /// the limit with trailing blanks.
    pub(super) fn pass_over(&mut self, form: Form, mut passing: Skipping, before: usize) -> Block {
        let mut kept: Vec<u8> = self.buffer.drain(..before).collect();
        let (mut bytes, mut length) = (0, 0);
        let mut after = self.start.after(&kept);
        let place = loop {
            let (end, place) = passing.scan(&self.buffer, self.ended);
            // Separators after it do not count.
            let passed = trim_separators(&self.buffer[..end]).len();
            length = if passed > 0 { bytes + passed } else { length };
            if length <= self.reading.max_body {
                let room = before + self.reading.max_body - kept.len();
                kept.extend_from_slice(&self.buffer[..end.min(room)]);
            }
            bytes += end;
            after = after.after(&self.buffer[..end]);
            self.buffer.drain(..end);
            if let Some(place) = place {
                break place;
            }
            self.wanted = self.buffer.len() + self.reading.block_size.max(LOOK_AHEAD);
            self.fill();
        };
        kept.truncate(before + if length <= self.reading.max_body { length } else { 0 });
        bytes += before;
        let last = self.ended && self.buffer.is_empty();
        let rest = std::mem::take(&mut self.buffer);
        let mut block = self.emit(0, last, form);
        self.buffer = rest;
        self.offset += bytes as u64;
        self.start = after;
        if self.place != ArrayState::Top {
            self.place = place;
            self.elements += 1;
        }
        block.bytes = kept;
        block.long = Some(Long { bytes, before, length });
        block
    }
}
