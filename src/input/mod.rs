//! From names on the command line to blocks.

pub mod decode;
mod long_list;
pub mod source;
pub mod splitter;
mod supply;
pub mod walk;

use std::sync::Arc;

pub use source::{DEFAULT_MAX_BODY, OpenStdin, Reading, Source, reason, unless_endless};

use crate::capture::block::Block;
use crate::input::splitter::Splitter;
use crate::input::supply::{Live, Supply};

/// The blocks of all inputs, in order. An unreadable input becomes a block with the error.
pub fn blocks<'s>(
    sources: Vec<Source>,
    reading: Reading,
    stdin: &'s OpenStdin<'s>,
) -> impl Iterator<Item = Block> + Send + 's {
    sources.into_iter().flat_map(move |source| {
        let name = Arc::new(source.name());
        let blocks: Box<dyn Iterator<Item = Block> + Send> = match source.open(stdin) {
            Ok(bytes) => {
                let bytes = decode::decompress(bytes, reading.max_decompressed);
                let (bytes, halves) = decode::decode(bytes);
                let supply = match source {
                    Source::Stdin => Supply::Live(Live::new(bytes)),
                    _ => Supply::Steady(bytes),
                };
                Box::new(Splitter::new(name, supply, halves, reading.clone()))
            }
            Err(reason) => {
                let nothing = Block::whole(name, reading.max_body);
                Box::new(std::iter::once(Block { fault: Some(reason), ..nothing }))
            }
        };
        blocks
    })
}
