//! Expands inputs to the files to read.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::{DirEntry, WalkBuilder};

use super::source::{Source, reason};

/// Files with other endings are skipped in directories.
const ENDINGS: [&str; 9] =
    ["json", "ndjson", "jsonl", "jsonseq", "http", "har", "csv", "log", "txt"];
/// Compression endings, which may follow one of [`ENDINGS`].
const COMPRESSIONS: [&str; 2] = ["gz", "zst"];

#[derive(Debug, Clone, Default)]
pub struct LeftOut {
    pub globs: Vec<Gitignore>,
    /// Whether `.gitignore` is respected.
    pub gitignore: bool,
}

/// Globs as in a `.gitignore` in this directory.
pub fn globs(directory: &Path, globs: &[String]) -> Result<Gitignore, String> {
    let directory = std::path::absolute(directory).map_err(|error| reason(&error))?;
    let mut builder = GitignoreBuilder::new(directory);
    builder.allow_unclosed_class(false);
    for glob in globs {
        builder.add_line(None, glob).map_err(|error| error.to_string())?;
    }
    builder.build().map_err(|error| error.to_string())
}

#[derive(Debug, Default)]
pub struct Sources {
    pub list: Vec<Source>,
    /// The number of files skipped because of their names.
    pub passed_over: u64,
}

impl Sources {
    pub fn stdin() -> Sources {
        Sources { list: vec![Source::Stdin], passed_over: 0 }
    }
}

/// The files of the inputs, in order; directories are walked in order of names.
pub fn sources(inputs: &[PathBuf], left_out: &LeftOut) -> Sources {
    let mut sources = Sources::default();
    for input in inputs {
        if input.as_os_str() == "-" {
            sources.list.push(Source::Stdin);
        } else if input.is_dir() {
            walk(input, left_out, &mut sources);
        } else {
            sources.list.push(Source::File(input.clone()));
        }
    }
    sources
}

fn walk(directory: &Path, left_out: &LeftOut, sources: &mut Sources) {
    let before = sources.list.len();
    let mut passed_over = 0;
    let globs: Vec<_> = left_out.globs.iter().filter(|globs| !globs.is_empty()).cloned().collect();
    let entries = WalkBuilder::new(directory)
        .standard_filters(false)
        .hidden(true)
        .parents(left_out.gitignore)
        .git_ignore(left_out.gitignore)
        .git_exclude(left_out.gitignore)
        .require_git(false)
        .sort_by_file_name(Ord::cmp)
        .filter_entry(move |entry| entry.depth() == 0 || !is_left_out(entry, &globs))
        .build();
    for entry in entries {
        match entry {
            Ok(entry) if !is_file_inside(&entry, directory) => {}
            Ok(entry) if has_known_ending(entry.path()) => {
                sources.list.push(Source::File(entry.into_path()));
            }
            Ok(_) => passed_over += 1,
            Err(error) => {
                let path = path_of(&error).unwrap_or(directory).to_owned();
                let why = error.io_error().map_or("cannot be walked".to_owned(), reason);
                sources.list.push(Source::Unreadable(path, why));
            }
        }
    }
    if sources.list.len() == before {
        let why = format!("a directory without captures (*.{})", ENDINGS.join(", *."));
        sources.list.push(Source::Unreadable(directory.to_owned(), why));
        // These are documented at the option.
        return;
    }
    sources.passed_over += passed_over;
}

/// Whether an entry is a file, or a link to a file within the directory.
fn is_file_inside(entry: &DirEntry, directory: &Path) -> bool {
    if !entry.path_is_symlink() {
        return entry.file_type().is_some_and(|kind| kind.is_file());
    }
    let inside = match (entry.path().canonicalize(), directory.canonicalize()) {
        (Ok(target), Ok(directory)) => target.starts_with(directory),
        _ => false,
    };
    inside && entry.path().is_file()
}

fn is_left_out(entry: &DirEntry, globs: &[Gitignore]) -> bool {
    if globs.is_empty() {
        return false;
    }
    let is_directory = entry.file_type().is_some_and(|kind| kind.is_dir());
    let Ok(path) = std::path::absolute(entry.path()) else { return false };
    globs.iter().any(|globs| globs.matched(&path, is_directory).is_ignore())
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } => path_of(err),
        _ => None,
    }
}

fn has_known_ending(path: &Path) -> bool {
    let ending = |path: &Path| {
        path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase)
    };
    match ending(path) {
        Some(last) if COMPRESSIONS.contains(&last.as_str()) => {
            ending(Path::new(path.file_stem().unwrap_or_default()))
                .is_some_and(|inner| ENDINGS.contains(&inner.as_str()))
        }
        Some(last) => ENDINGS.contains(&last.as_str()),
        None => false,
    }
}
