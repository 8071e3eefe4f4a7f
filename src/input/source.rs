//! Inputs: how they are opened, and errors.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;

use super::decode::failing;
use crate::capture::form::Form;
use crate::text::escape::Untrusted;

#[derive(Debug, Clone)]
pub struct Reading {
    /// `--input-format`.
    pub form: Option<Form>,
    /// The maximum size of a body, in bytes.
    pub max_body: usize,
    /// The approximate size of blocks, in bytes.
    pub block_size: usize,
    /// `--body-path`: a JSON Pointer, or a column after a slash.
    pub body_path: Option<Arc<str>>,
    /// The maximum number of decompressed bytes.
    pub max_decompressed: u64,
}

/// The default of `--max-body`, in bytes.
pub const DEFAULT_MAX_BODY: usize = 16 << 20;

impl Default for Reading {
    fn default() -> Reading {
        Reading {
            form: None,
            max_body: DEFAULT_MAX_BODY,
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
    /// An unreadable input with the reason.
    Unreadable(PathBuf, String),
}

impl Source {
    /// The name on the command line, or `-`.
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
        Err(error) if error.kind() == io::ErrorKind::NotFound && is_identifier(path) => {
            Err(format!("{}; --goal or --user choose by an identifier", reason(&error)))
        }
        Err(error) => Err(reason(&error)),
    }
}

/// Whether a name looks like that of a goal or a user, whose option was forgotten.
fn is_identifier(path: &std::path::Path) -> bool {
    let name = path.to_string_lossy();
    let is_guid = |prefix: &str| {
        name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    is_guid("GOL-") || is_guid("USR-") || name.bytes().all(|byte| byte.is_ascii_digit())
}

const ENDLESS: &str = "a device that never ends";

/// `stream`, or an error if it is an endless device such as /dev/zero.
pub fn unless_endless(stream: Box<dyn Read + Send>, file: Option<&File>) -> Box<dyn Read + Send> {
    match file.is_some_and(is_endless) {
        true => failing(io::Error::other(ENDLESS)),
        false => stream,
    }
}

/// Whether a file is an endless device such as /dev/zero: any device except a terminal and
/// /dev/null.
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

/// The message of an error, without the number of the operating system.
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
