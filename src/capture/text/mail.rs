//! Bodies in mails in quoted-printable and base64.

use super::anchor;
use super::binary;
use super::coding::Coding;
use super::find::{Finder, Piece};
use super::lines::{self, line_at};
use super::undo::coded;

/// Whether text ends in or directly behind the head of a mail that declares a coding.
pub(super) fn ends_with_head(text: &[u8]) -> bool {
    const LONGEST_HEAD: usize = 1024;
    let text = &text[text.len().saturating_sub(LONGEST_HEAD)..];
    let name = [anchor::BASE64_HEAD, "quoted-printable"].into_iter();
    let head = name.filter_map(|name| memchr::memmem::rfind(text, name.as_bytes())).max();
    head.is_some_and(|head| {
        let mut lines = text[head..].split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).skip(1);
        let is_head = |line: &[u8]| line.is_empty() || memchr::memmem::find(line, b": ").is_some();
        lines.all(is_head)
    })
}

impl Finder<'_> {
    /// A body in a mail, identified by its head or by a soft line break.
    pub(super) fn printable(&mut self, key: usize) -> Option<Piece> {
        let is_soft = |at: usize| {
            let line = line_at(self.bytes, at);
            self.bytes[line.clone()].trim_ascii_end().ends_with(b"=").then_some(line)
        };
        let mut start = line_at(self.bytes, key).start;
        while start > self.at && key - start < lines::LONGEST {
            let soft = is_soft(start - 1).map(|line| line.start);
            let above = soft.unwrap_or_else(|| self.paragraph(start)).max(self.at);
            if above == start {
                break;
            }
            start = above;
        }
        if is_soft(key).is_none() && !self.is_mail(key) {
            return None;
        }
        let brace = memchr::memchr(b'{', &self.bytes[start..key])? + start;
        let (coding, undone) = self.chosen(&[Coding::Printable], brace)?;
        Some(coded(coding, brace, undone))
    }

    /// The text of a mail after its head.
    pub(super) fn mail(&mut self, head: usize) -> Option<Piece> {
        let is_base64 = self.bytes[..head].ends_with(anchor::BASE64_HEAD.as_bytes());
        if !is_base64 && !self.is_mail(head) {
            return None;
        }
        let mut start = head;
        loop {
            let line = line_at(&self.bytes[..self.end], start);
            start = line.end + 1;
            if start >= self.end {
                return None;
            }
            if self.bytes[line].trim_ascii().is_empty() {
                if is_base64 {
                    let found = binary::base64_around(self.bytes, start, 0, start)?;
                    return anchor::any(&found.bytes).then(|| found.piece("base64"));
                }
                let undone = Coding::Printable.undo(&self.bytes[start..self.end])?;
                // Unreadable webhooks are also only visible when decoded.
                return anchor::any(&undone.text).then(|| coded(Coding::Printable, start, undone));
            }
        }
    }

    /// Whether the last head before an offset declares quoted-printable.
    pub(super) fn is_mail(&mut self, at: usize) -> bool {
        const NAME: &[u8] = b"content-transfer-encoding:";
        let bytes = self.bytes;
        let has_mails = self
            .has_mails
            .get_or_insert_with(|| memchr::memmem::find(bytes, b"quoted-printable").is_some());
        let head = &bytes[at.saturating_sub(lines::LONGEST)..at];
        let last = |colon: usize| {
            let start = (colon + 1).checked_sub(NAME.len())?;
            head[start..=colon].eq_ignore_ascii_case(NAME).then_some(colon + 1)
        };
        *has_mails
            && memchr::memrchr_iter(b':', head)
                .find_map(last)
                .is_some_and(|value| head[value..].trim_ascii_start().starts_with(b"quoted-"))
    }
}
