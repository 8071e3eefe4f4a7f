//! From the inputs that the user named to the files to read.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::{Source, reason};

/// Files in a directory with other endings are not read.
const ENDINGS: [&str; 9] =
    ["json", "ndjson", "jsonl", "jsonseq", "http", "har", "csv", "log", "txt"];
/// Endings of compression, which may follow one of [`ENDINGS`].
const COMPRESSIONS: [&str; 2] = ["gz", "zst"];

/// The sources behind the inputs, in their order; directories are walked in the order of names.
pub fn sources(inputs: &[PathBuf]) -> Vec<Source> {
    let mut sources = Vec::new();
    for input in inputs {
        if input.as_os_str() == "-" {
            sources.push(Source::Stdin);
        } else if input.is_dir() {
            walk(input, &mut sources);
        } else {
            sources.push(Source::File(input.clone()));
        }
    }
    sources
}

fn walk(directory: &Path, sources: &mut Vec<Source>) {
    let before = sources.len();
    let entries = WalkDir::new(directory)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.path()));
    for entry in entries {
        match entry {
            Ok(entry) if has_known_ending(entry.path()) && is_file_inside(&entry, directory) => {
                sources.push(Source::File(entry.into_path()));
            }
            Ok(_) => {}
            Err(error) => {
                let path = error.path().unwrap_or(directory).to_owned();
                let why = error.io_error().map_or("cannot be walked".to_owned(), reason);
                sources.push(Source::Unreadable(path, why));
            }
        }
    }
    if sources.len() == before {
        let why = format!("a directory without captures (*.{})", ENDINGS.join(", *."));
        sources.push(Source::Unreadable(directory.to_owned(), why));
    }
}

/// Whether an entry is a file, or a link to a file in the same directory tree.
fn is_file_inside(entry: &walkdir::DirEntry, directory: &Path) -> bool {
    if !entry.path_is_symlink() {
        return entry.file_type().is_file();
    }
    let inside = match (entry.path().canonicalize(), directory.canonicalize()) {
        (Ok(target), Ok(directory)) => target.starts_with(directory),
        _ => false,
    };
    inside && entry.path().is_file()
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
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
