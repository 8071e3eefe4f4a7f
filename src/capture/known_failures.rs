//! Remembers failed parses, so that error recovery stays linear.
//!
//! Up to the offset of a failure the text was valid: every bracket in that range either closes in
//! it, and its value is valid, or stays open, and parsing from that bracket fails at the same
//! offset. One scan of the range distinguishes the two.

use crate::json::walk::string_end;

/// The number of remembered ranges; more than two overlap only in adversarial text.
const STRETCHES: usize = 8;

/// Ranges of failed parses.
#[derive(Debug, Default)]
pub struct KnownFailures {
    stretches: Vec<Stretch>,
}

#[derive(Debug)]
struct Stretch {
    from: usize,
    until: usize,
    /// The offsets of brackets that do not close in the range, ascending. Computed lazily, because
    /// the next parse nearly always begins after the range.
    open: Option<Vec<usize>>,
}

impl KnownFailures {
    /// Whether parsing `bytes` from `at` is known to fail.
    pub fn is_known_to_fail(&mut self, bytes: &[u8], at: usize) -> bool {
        self.stretches.iter_mut().any(|stretch| {
            let Stretch { from, until, open } = stretch;
            (*from..*until).contains(&at)
                && open
                    .get_or_insert_with(|| open_brackets(bytes, *from, *until))
                    .binary_search(&at)
                    .is_ok()
        })
    }

    /// Remembers that parsing from `from` failed at `until`.
    pub fn failed(&mut self, from: usize, until: usize) {
        self.stretches.retain(|stretch| stretch.until > from);
        if self.stretches.len() == STRETCHES {
            self.stretches.remove(0);
        }
        self.stretches.push(Stretch { from, until, open: None });
    }
}

fn open_brackets(bytes: &[u8], from: usize, until: usize) -> Vec<usize> {
    let mut open = Vec::new();
    let mut at = from;
    while at < until {
        match bytes[at] {
            b'{' | b'[' => open.push(at),
            b'}' | b']' => {
                open.pop();
            }
            b'"' => {
                at = string_end(&bytes[..until], at);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    open
}

#[cfg(test)]
mod tests {
    use super::KnownFailures;

    #[test]
    fn only_brackets_that_stay_open_are_known_to_fail() {
        let text = br#"{"a{":[{"b":1},"\"[",[{"c":"#;
        let mut attempts = KnownFailures::default();
        attempts.failed(0, text.len());
        let failing: Vec<usize> =
            (0..text.len()).filter(|at| attempts.is_known_to_fail(text, *at)).collect();
        assert_eq!(failing, [0, 6, 21, 22]);
        attempts.failed(text.len(), text.len());
        assert!(!attempts.is_known_to_fail(text, 0));
    }
}
