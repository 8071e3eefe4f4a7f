//! What is read: the inputs that the user named, how they are opened, and why they cannot be.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;

use super::decode::failing;
use crate::capture::form::Form;
use crate::text::escape::Untrusted;

/// How inputs are read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The form, where the user named it.
    pub form: Option<Form>,
    /// A longer body is a finding, in bytes.
    pub max_body: usize,
    /// Blocks have about this size, in bytes.
    pub block_size: usize,
    /// Where bodies stand, where the user said so: a JSON Pointer, or a column after a slash.
    pub body_path: Option<Arc<str>>,
    /// So much is read of compressed data, in bytes that come out of it.
    pub max_decompressed: u64,
}

impl Default for Reading {
    fn default() -> Reading {
        Reading {
            form: None,
            max_body: 16 << 20,
            block_size: 512 << 10,
            body_path: None,
            max_decompressed: 256 << 30,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    Stdin,
    File(PathBuf),
    /// What the user named and cannot be read, with the reason.
    Unreadable(PathBuf, String),
}

impl Source {
    /// The name as the user gave it, or `-`.
    pub fn name(&self) -> Untrusted {
        match self {
            Source::Stdin => Untrusted::new("-"),
            Source::File(path) | Source::Unreadable(path, _) => {
                Untrusted::new(path.to_string_lossy())
            }
        }
    }

    pub fn open(&self, stdin: &OpenStdin<'_>) -> Result<Box<dyn Read + Send>, String> {
        match self {
            Source::Stdin => Ok(stdin()),
            Source::File(path) => open(path),
            Source::Unreadable(_, reason) => Err(reason.clone()),
        }
    }
}

pub type OpenStdin<'s> = dyn Fn() -> Box<dyn Read + Send> + Sync + 's;

fn open(path: &std::path::Path) -> Result<Box<dyn Read + Send>, String> {
    match File::open(path) {
        Ok(file) if is_endless(&file) => Err(ENDLESS.to_owned()),
        Ok(file) => Ok(Box::new(file)),
        Err(error) => Err(reason(&error)),
    }
}

const ENDLESS: &str = "a device that never ends";

/// What is read of a stream that was opened before; nothing but an error where `file`, which is
/// the stream as a file, says that it is a device that never ends.
pub fn unless_endless(stream: Box<dyn Read + Send>, file: Option<&File>) -> Box<dyn Read + Send> {
    match file.is_some_and(is_endless) {
        true => failing(io::Error::other(ENDLESS)),
        false => stream,
    }
}

/// Whether a file is a device that gives bytes for ever, as /dev/zero does: any that is neither
/// a terminal, whose user ends it, nor the one that is always empty.
#[cfg(unix)]
fn is_endless(file: &File) -> bool {
    use std::io::IsTerminal;
    use std::os::unix::fs::{FileTypeExt, MetadataExt};
    let Ok(data) = file.metadata() else { return false };
    let is_null = || std::fs::metadata("/dev/null").is_ok_and(|null| null.rdev() == data.rdev());
    data.file_type().is_char_device() && !file.is_terminal() && !is_null()
}

#[cfg(not(unix))]
fn is_endless(_: &File) -> bool {
    false
}

/// Why something could not be read, without the operating system's number for it.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or directory".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => {
            let said = error.to_string();
            said.split(" (os error").next().unwrap_or(&said).to_owned()
        }
    }
}
