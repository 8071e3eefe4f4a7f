//! Reads bodies again whose place is known: from their file where that is a plain one, else
//! from a spool, a temporary file without a name into which their texts were written.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::history::delivery::Place;
use crate::input::Source;
use crate::text::terminal::terminal;

/// Where the texts of bodies are.
#[derive(Debug)]
pub struct Bodies {
    sources: Vec<Source>,
    /// The file that was read from last: a command reads one input after the other, mostly.
    open: Option<(u32, File)>,
    spool: Option<BufWriter<File>>,
    spooled: u64,
}

impl Bodies {
    /// The bodies of these sources.
    pub fn new(sources: Vec<Source>) -> Bodies {
        Bodies { sources, open: None, spool: None, spooled: 0 }
    }

    /// Appends texts to the spool, and says where they begin in it.
    ///
    /// # Errors
    /// Where the directory for temporary files cannot be written, or is full.
    pub fn spool(&mut self, texts: &[u8]) -> io::Result<u64> {
        let start = self.spooled;
        if texts.is_empty() {
            return Ok(start);
        }
        if self.spool.is_none() {
            self.spool = Some(BufWriter::with_capacity(1 << 18, tempfile::tempfile()?));
        }
        if let Some(spool) = &mut self.spool {
            spool.write_all(texts)?;
        }
        self.spooled += texts.len() as u64;
        Ok(start)
    }

    /// The text of a body.
    ///
    /// # Errors
    /// Where it is no longer there.
    pub fn read(&mut self, place: &Place) -> Result<String> {
        let mut text = vec![0; usize::try_from(place.length)?];
        if place.spooled {
            let Some(spool) = &mut self.spool else { bail!("the spool of bodies is gone") };
            spool.flush()?;
            read_at(spool.get_mut(), place.offset, &mut text).context("the spool of bodies")?;
        } else {
            let Some(Source::File(path)) = self.sources.get(place.input as usize) else {
                bail!("an input cannot be read a second time");
            };
            if self.open.as_ref().is_none_or(|(input, _)| *input != place.input) {
                self.open = Some((place.input, File::open(path).with_context(|| name(path))?));
            }
            if let Some((_, file)) = &mut self.open {
                read_at(file, place.offset, &mut text).with_context(|| name(path))?;
            }
        }
        String::from_utf8(text).context("a body changed while it was read")
    }
}

fn name(path: &std::path::Path) -> String {
    format!("{}: cannot be read a second time", terminal(&path.to_string_lossy()))
}

fn read_at(file: &mut File, offset: u64, text: &mut [u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(offset))?;
    file.read_exact(text)
}

/// The names of the sources whose bytes are the input's, so that an offset leads to a body: not
/// standard input, not a pipe, nothing compressed and nothing in UTF-16.
pub fn readable_again(sources: &[Source]) -> HashSet<String> {
    let name = |source: &Source| source.name().raw().to_owned();
    let is_plain = |source: &&Source| match source {
        Source::File(path) => starts_plain(path).unwrap_or(false),
        Source::Stdin | Source::Unreadable(..) => false,
    };
    let mut names: HashSet<String> = sources.iter().filter(is_plain).map(name).collect();
    // Two paths that are not UTF-8 can have one name; then both are spooled.
    for source in sources.iter().filter(|source| !is_plain(source)) {
        names.remove(source.name().raw());
    }
    names
}

/// The first bytes of gzip, zstd, and UTF-16 with a byte-order mark.
const NOT_PLAIN: [&[u8]; 4] = [b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\xff\xfe", b"\xfe\xff"];

fn starts_plain(path: &PathBuf) -> io::Result<bool> {
    // A pipe must not be opened twice: what is read here would be lost.
    if !std::fs::metadata(path)?.is_file() {
        return Ok(false);
    }
    let mut start = Vec::new();
    File::open(path)?.take(4).read_to_end(&mut start)?;
    Ok(!NOT_PLAIN.iter().any(|magic| start.starts_with(magic)))
}
