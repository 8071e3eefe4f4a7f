//! What failed readings have looked at, so that no byte is read more than a few times.
//!
//! Up to the place where a reading failed, the text was grammatical: every bracket in that
//! stretch either closes in it, and then its value reads, or stays open, and then a reading from
//! that bracket fails at the very same place. One pass over the stretch tells the two apart.

use crate::json::walk::string_end;

/// Stretches that are remembered; more than two overlap only in text made for it.
const STRETCHES: usize = 8;

/// The stretches that failed readings have looked at.
#[derive(Debug, Default)]
pub struct KnownFailures {
    stretches: Vec<Stretch>,
}

#[derive(Debug)]
struct Stretch {
    from: usize,
    until: usize,
    /// The places of brackets that do not close in the stretch, in order; none before somebody
    /// asks, because nearly always the next reading begins behind the stretch.
    open: Option<Vec<usize>>,
}

impl KnownFailures {
    /// Whether a reading of `bytes` from `at` is known to fail.
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

    /// Remembers that a reading from `from` failed at `until`, before which all was grammatical.
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
