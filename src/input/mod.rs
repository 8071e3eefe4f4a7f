//! Bytes in: from the names that the user gave to blocks that can be examined.

pub mod compression;
mod container;
pub mod encoding;
pub mod live;
mod long_list;
pub mod skipping;
pub mod source;
pub mod splitter;
mod supply;
pub mod walk;

use std::sync::Arc;

pub use source::{OpenStdin, Reading, Source, reason, unless_endless};

use crate::capture::block::Block;
use crate::capture::form::Form;
use crate::capture::frames::{Layout, Place};
use crate::input::live::Live;
use crate::input::splitter::Splitter;
use crate::input::supply::Supply;
use crate::text::escape::Untrusted;
use crate::text::position::Start;

/// The blocks of all sources, in order. A source that cannot be read gives a block that says so.
pub fn blocks<'s>(
    sources: Vec<Source>,
    reading: Reading,
    stdin: &'s OpenStdin<'s>,
) -> impl Iterator<Item = Block> + Send + 's {
    sources.into_iter().flat_map(move |source| {
        let name = Arc::new(source.name());
        let blocks: Box<dyn Iterator<Item = Block> + Send> = match source.open(stdin) {
            Ok(bytes) => {
                let bytes = compression::decompress(bytes, reading.max_decompressed);
                let (bytes, halves) = encoding::decode(bytes);
                let supply = match source {
                    Source::Stdin => Supply::Live(Live::new(bytes)),
                    _ => Supply::Steady(bytes),
                };
                Box::new(Splitter::new(name, supply, halves, reading.clone()))
            }
            Err(reason) => Box::new(std::iter::once(unreadable(name, &reading, reason))),
        };
        blocks
    })
}

fn unreadable(input: Arc<Untrusted>, reading: &Reading, reason: String) -> Block {
    Block {
        input,
        bytes: Vec::new(),
        halves: Vec::new(),
        offset: 0,
        start: Start::default(),
        form: Form::Values,
        layout: Layout {
            arrays_hold_bodies: false,
            place: Place::Top,
            mid_line: false,
            before_object: false,
            last: true,
            max_body: reading.max_body,
        },
        first: true,
        table: None,
        signs: crate::capture::text::find::Signs::default(),
        list: None,
        passed_over: false,
        plain: false,
        body_path: None,
        long: None,
        pauses: false,
        fault: Some(reason),
    }
}
