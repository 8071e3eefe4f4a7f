//! The configuration file `.goalpost.toml`.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use serde::Deserialize;
use toml::Spanned;

use super::options::{InputArgs, LevelArgs, parse_pointer, parse_size};
use super::repository;
use super::word_argument::no_such_rule;
use crate::input::walk::globs;
use crate::input::{DEFAULT_MAX_BODY, reason};
use crate::rules::levels::Levels;
use crate::rules::rule::Level;
use crate::text::terminal::terminal;
use crate::text::time::parse_time;

const NAME: &str = ".goalpost.toml";

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Document {
    exclude: Option<Spanned<Vec<String>>>,
    gitignore: Option<Spanned<bool>>,
    strict: Option<Spanned<bool>>,
    max_body: Option<Spanned<Size>>,
    body_path: Option<Spanned<String>>,
    now: Option<Spanned<Time>>,
    levels: BTreeMap<Spanned<String>, LevelName>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "expected a number of bytes, or one with K, M or G in quotes")]
enum Size {
    Bytes(u64),
    Text(String),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "expected a day, an RFC 3339 time or Unix seconds")]
enum Time {
    Seconds(i64),
    Date(toml::value::Datetime),
    Text(String),
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum LevelName {
    Error,
    Warning,
    Info,
    Allow,
}

/// A value with its line in the file, from 1.
type OnLine<T> = (T, usize);

/// The parsed file.
#[derive(Debug, Clone, Default)]
pub struct Config {
    path: Option<PathBuf>,
    exclude: OnLine<Vec<String>>,
    gitignore: Option<OnLine<bool>>,
    strict: Option<OnLine<bool>>,
    max_body: Option<OnLine<usize>>,
    body_path: Option<OnLine<String>>,
    now: Option<OnLine<String>>,
    /// Levels in the order of their lines; `None` for `allow`.
    levels: Vec<OnLine<(Option<Level>, String)>>,
}

impl Config {
    /// The file of `--config` or of the repository; empty with `--no-config` or if there is none.
    ///
    /// # Errors
    /// See [`Config::read`].
    pub fn of(arguments: &InputArgs) -> Result<Config> {
        let directory = std::env::current_dir().unwrap_or_default();
        let path = match &arguments.config {
            Some(path) => Some(path.clone()),
            None if arguments.no_config => None,
            None => find(&directory),
        };
        path.map_or(Ok(Config::default()), |path| Config::read(&path))
    }

    /// # Errors
    /// A file that cannot be read or is invalid; the error names the line.
    fn read(path: &Path) -> Result<Config> {
        let name = terminal(&path.to_string_lossy()).into_owned();
        let text =
            std::fs::read_to_string(path).map_err(|error| anyhow!("{name}: {}", reason(&error)))?;
        let line = |offset: usize| 1 + text.bytes().take(offset).filter(|b| *b == b'\n').count();
        let wrong = |line: usize, what: &dyn Display| anyhow!("{name}:{line}: {what}");
        let document: Document = toml::from_str(&text).map_err(|error| {
            let what = error
                .message()
                .replace("unknown field", "unknown key")
                .replace("unknown variant", "unknown level")
                .replace('\n', " ");
            wrong(line(error.span().map_or(0, |span| span.start)), &terminal(&what))
        })?;
        let mut config = Config { path: Some(path.to_owned()), ..Config::default() };
        if let Some(exclude) = document.exclude {
            let line = line(exclude.span().start);
            let exclude = exclude.into_inner();
            globs(config.directory(), &exclude).map_err(|what| wrong(line, &what))?;
            config.exclude = (exclude, line);
        }
        config.gitignore = document.gitignore.map(|on| (*on.get_ref(), line(on.span().start)));
        config.strict = document.strict.map(|on| (*on.get_ref(), line(on.span().start)));
        if let Some(size) = document.max_body {
            let line = line(size.span().start);
            let text = match size.into_inner() {
                Size::Bytes(bytes) => bytes.to_string(),
                Size::Text(text) => text,
            };
            let bytes =
                parse_size(&text).map_err(|what| wrong(line, &format!("max-body: {what}")))?;
            config.max_body = Some((bytes, line));
        }
        if let Some(pointer) = document.body_path {
            let line = line(pointer.span().start);
            let pointer = parse_pointer(pointer.get_ref())
                .map_err(|what| wrong(line, &format!("body-path: {what}")))?;
            config.body_path = Some((pointer, line));
        }
        if let Some(now) = document.now {
            let line = line(now.span().start);
            let now = match now.into_inner() {
                Time::Seconds(seconds) => seconds.to_string(),
                Time::Date(date) => date.to_string(),
                Time::Text(text) => text,
            };
            if parse_time(&now).is_none() {
                return Err(wrong(line, &"now: write YYYY-MM-DD, RFC 3339 or Unix seconds"));
            }
            config.now = Some((now, line));
        }
        for (rule, level) in document.levels {
            let line = line(rule.span().start);
            let level = match level {
                LevelName::Error => Some(Level::Error),
                LevelName::Warning => Some(Level::Warning),
                LevelName::Info => Some(Level::Info),
                LevelName::Allow => None,
            };
            Levels::default()
                .set(rule.get_ref(), level)
                .map_err(|rule| wrong(line, &no_such_rule(rule)))?;
            config.levels.push(((level, rule.into_inner()), line));
        }
        config.levels.sort_by_key(|(_, line)| *line);
        Ok(config)
    }

    /// The directory that the globs of the file are relative to.
    fn directory(&self) -> &Path {
        let directory = self.path.as_deref().and_then(Path::parent);
        directory.filter(|path| !path.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }

    /// Fills in options from the file; options on the command line win.
    pub fn complete(&self, input: &mut InputArgs, levels: Option<&mut LevelArgs>) {
        input.gitignore |= self.gitignore.is_some_and(|(on, _)| on);
        input.max_body = input.max_body.or(self.max_body.map(|(bytes, _)| bytes));
        input.body_path = input.body_path.take().or(self.body_path.clone().map(|(path, _)| path));
        input.exclude_from = (self.directory().to_owned(), self.exclude.0.clone());
        if let Some(levels) = levels {
            levels.strict |= self.strict.is_some_and(|(on, _)| on);
            levels.now = levels.now.take().or(self.now.clone().map(|(now, _)| now));
            levels.changes.splice(0..0, self.levels.iter().map(|(change, _)| change.clone()));
        }
    }

    /// The settings after [`Config::complete`] as a configuration file, with the origin of each
    /// value.
    pub fn shown(&self, input: &InputArgs, levels: &LevelArgs) -> String {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let list = |texts: &[String]| {
            let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
            format!("[{}]", texts.join(", "))
        };
        let from = |line: Option<usize>, option: &str, typed: bool| match line {
            Some(line) => format!("line {line}"),
            None if typed => option.to_owned(),
            None => "default".to_owned(),
        };
        let path = self.path.as_ref().map(|path| terminal(&path.to_string_lossy()).into_owned());
        let mut shown = format!("# {}\n", path.unwrap_or_else(|| format!("no {NAME}")));
        let mut row = |key: &str, value: String, origin: String| {
            shown.push_str(&format!("{key} = {value} # {origin}\n"));
        };
        let (exclude, line) = &self.exclude;
        let mut origins: Vec<String> =
            (*line > 0).then(|| format!("line {line}")).into_iter().collect();
        origins.extend((!input.exclude.is_empty()).then(|| "--exclude".to_owned()));
        let origins = if origins.is_empty() { "default".to_owned() } else { origins.join(", ") };
        row("exclude", list(&[exclude.as_slice(), &input.exclude].concat()), origins);
        let on = |flag: Option<OnLine<bool>>| flag.filter(|(on, _)| *on).map(|(_, line)| line);
        let gitignore = from(on(self.gitignore), "--gitignore", input.gitignore);
        row("gitignore", input.gitignore.to_string(), gitignore);
        row("strict", levels.strict.to_string(), from(on(self.strict), "--strict", levels.strict));
        let line = self.max_body.filter(|(bytes, _)| Some(*bytes) == input.max_body);
        let max_body = input.max_body.unwrap_or(DEFAULT_MAX_BODY);
        let origin = from(line.map(|(_, line)| line), "--max-body", input.max_body.is_some());
        row("max-body", max_body.to_string(), origin);
        for (key, option, said, holds) in [
            ("body-path", "--body-path", &self.body_path, &input.body_path),
            ("now", "--now", &self.now, &levels.now),
        ] {
            if let Some(value) = holds {
                let line = said.as_ref().filter(|(said, _)| said == value).map(|(_, line)| *line);
                row(key, quoted(value), from(line, option, true));
            }
        }
        shown.push_str("\n[levels]\n");
        for (index, (level, rule)) in levels.changes.iter().enumerate() {
            let line = self.levels.get(index).map(|(_, line)| *line);
            let level = level.map_or("allow", Level::name);
            let origin = from(line, "option", true);
            shown.push_str(&format!("{} = {} # {origin}\n", terminal(rule), quoted(level)));
        }
        shown
    }
}

/// The file in a directory or its parents up to the root of the repository; outside a repository,
/// in the directory only.
fn find(directory: &Path) -> Option<PathBuf> {
    let root = repository::root(directory).unwrap_or(directory);
    let above = directory.ancestors().take_while(|above| above.starts_with(root));
    above.map(|above| above.join(NAME)).find(|path| path.is_file())
}
