//! Scores how well an interpretation explains the goal webhooks in text.

use std::cmp::Reverse;
use std::ops::AddAssign;

use super::text::find::{Finder, Piece, is_json};
use super::text::signs::Signs;

/// More readable bodies are better; among equals, fewer unreadable ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score {
    readable: usize,
    left: Reverse<usize>,
}

impl Score {
    pub const READABLE: Score = Score { readable: 1, left: Reverse(0) };
    pub const LEFT: Score = Score { readable: 0, left: Reverse(1) };

    /// The score of a text.
    pub fn of(text: &[u8], signs: Signs) -> Score {
        let mut score = Score::default();
        for piece in Finder::new(text, signs) {
            match piece {
                Piece::Plain(span) if !is_json(&text[span.clone()]) => score += Score::LEFT,
                Piece::Unread { .. } => score += Score::LEFT,
                Piece::Plain(_) | Piece::Coded { .. } => score += Score::READABLE,
            }
        }
        score
    }

    /// Whether it is better than another score.
    pub fn beats(self, other: Score) -> bool {
        self.is_any() && (!other.is_any() || self > other)
    }

    /// Whether there is a goal webhook, or a part of one.
    pub fn is_any(self) -> bool {
        self.readable + self.left.0 > 0
    }
}

impl AddAssign for Score {
    fn add_assign(&mut self, other: Score) {
        self.readable += other.readable;
        self.left.0 += other.left.0;
    }
}
