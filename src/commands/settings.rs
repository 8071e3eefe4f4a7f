//! Turns parsed arguments into settings; wrong values are reported here.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, anyhow, bail};

use super::options::{
    FilterArgs, InputArgs, InputFormat, LevelArgs, OutputArgs, ScreenArgs, TimeArg, When,
};
use super::word_argument::no_such_rule;
use crate::capture::form::Form;
use crate::examine::{ExamineOptions, Wanted};
use crate::input::walk::{self, LeftOut, Sources, globs};
use crate::input::{DEFAULT_MAX_BODY, Reading, reason};
use crate::render::Options;
use crate::rules::levels::Levels;
use crate::rules::rule::Group;
use crate::run::progress::Watch;
use crate::run::{NothingChosen, Run};
use crate::text::terminal::terminal;
use crate::text::time::{TimeStyle, parse_time};
use crate::world::World;

/// The inputs that the user named, or standard input.
///
/// # Errors
/// No input while standard input is a terminal, a list that cannot be read, or an invalid glob.
pub fn sources(arguments: &InputArgs, world: &World<'_>) -> Result<Sources> {
    let mut inputs = arguments.inputs.clone();
    if let Some(list) = &arguments.files_from {
        let named = listed(list, arguments.null, world)?;
        if inputs.is_empty() && named.is_empty() {
            bail!("--files-from {}: the list is empty", terminal(&list.to_string_lossy()));
        }
        inputs.extend(named);
    }
    if !inputs.is_empty() {
        return Ok(walk::sources(&inputs, &left_out(arguments)?));
    }
    if world.stdin_is_terminal {
        bail!("no input: name a file or a directory, or pipe a capture in; see --help");
    }
    Ok(Sources::stdin())
}

/// The names in a list, separated by newlines or NUL bytes.
fn listed(list: &Path, null: bool, world: &World<'_>) -> Result<Vec<PathBuf>> {
    let mut bytes = Vec::new();
    let read = match list.as_os_str() == "-" {
        true => (world.stdin)().read_to_end(&mut bytes),
        false => File::open(list).and_then(|mut file| file.read_to_end(&mut bytes)),
    };
    let name = || terminal(&list.to_string_lossy()).into_owned();
    read.map_err(|error| anyhow!("--files-from {}: {}", name(), reason(&error)))?;
    let lines = bytes.split(|byte| *byte == if null { 0 } else { b'\n' });
    let lines = lines.map(|line| line.strip_suffix(b"\r").filter(|_| !null).unwrap_or(line));
    Ok(lines.filter(|line| !line.is_empty()).map(path).collect())
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// What to leave out of directories.
///
/// # Errors
/// An invalid glob.
pub fn left_out(arguments: &InputArgs) -> Result<LeftOut> {
    let (directory, configured) = &arguments.exclude_from;
    let typed = globs(Path::new("."), &arguments.exclude);
    let globs = vec![
        typed.map_err(|what| anyhow!("--exclude: {what}"))?,
        globs(directory, configured).map_err(|what| anyhow!("exclude: {what}"))?,
    ];
    Ok(LeftOut { globs, gitignore: arguments.gitignore })
}

/// A run over these inputs with a progress bar.
pub fn run(
    sources: Sources,
    examine_options: ExamineOptions,
    input: &InputArgs,
    output: &OutputArgs,
    world: &World<'_>,
) -> Run {
    Run {
        watch: Watch::new(world, &sources.list, output.output.is_some(), output.quiet),
        sources,
        reading: reading(input),
        examine_options,
        jobs: jobs(input),
        quiet: output.quiet,
        verbose: output.verbose,
        hide_values: output.hide_values,
        nothing_chosen: NothingChosen::Note,
    }
}

pub fn reading(arguments: &InputArgs) -> Reading {
    Reading {
        form: arguments.input_format.map(|format| match format {
            InputFormat::Json => Form::Values,
            InputFormat::Http => Form::Http,
            InputFormat::Page => Form::Page,
            InputFormat::Csv => Form::Csv,
            InputFormat::Log => Form::Log,
        }),
        body_path: arguments.body_path.as_deref().map(Arc::from),
        max_decompressed: arguments.max_decompressed as u64,
        max_body: arguments.max_body.unwrap_or(DEFAULT_MAX_BODY),
        block_size: arguments.block_size,
    }
}

pub fn jobs(arguments: &InputArgs) -> usize {
    threads(arguments.jobs)
}

/// The number of threads: `--jobs`, or one per processor.
pub fn threads(asked: Option<u16>) -> usize {
    match asked {
        Some(jobs) => usize::from(jobs),
        None => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
    }
}

/// What to look for in bodies.
///
/// # Errors
/// An unknown rule, field or action, or an invalid time.
pub fn examine_options(filter: &FilterArgs, levels: &LevelArgs) -> Result<ExamineOptions> {
    let now = match &levels.now {
        Some(time) => Some(parse_time(time).ok_or_else(|| {
            anyhow!("--now {}: write Unix seconds, YYYY-MM-DD or RFC 3339", terminal(time))
        })?),
        None => None,
    };
    Ok(ExamineOptions {
        now,
        levels: self::levels(levels)?,
        selection: filter.selection()?,
        wanted: Wanted::Values,
        snippets: false,
    })
}

/// What `history` and `diff` look for: only findings that make a body unreadable, unless bodies are
/// chosen by others. The rules for single bodies belong to `check`.
///
/// When goals are chosen, no body is left out: chains are built from all deliveries.
///
/// # Errors
/// An unknown rule, field or action.
pub fn chains_only(
    filter: &FilterArgs,
    levels: Option<&LevelArgs>,
    chooses_goals: bool,
) -> Result<ExamineOptions> {
    let mut levels = levels.map_or(Ok(Levels::default()), self::levels)?;
    let mut selection = filter.selection()?;
    if chooses_goals {
        selection.chooses_goals = true;
        // Goals are chosen by their own findings, not by those of bodies.
        selection.rules.clear();
        selection.flagged = None;
    }
    if selection.rules.is_empty() && selection.flagged.is_none() {
        for group in Group::ALL.into_iter().filter(|group| group.is_of_contents()) {
            levels.set(group.name(), None).map_err(no_such_rule)?;
        }
    }
    Ok(ExamineOptions { levels, selection, ..ExamineOptions::default() })
}

/// # Errors
/// An unknown rule.
pub fn levels(arguments: &LevelArgs) -> Result<Levels> {
    let mut levels = Levels::default();
    levels.deny_warnings = arguments.strict;
    for (level, name) in &arguments.changes {
        levels.set(name, *level).map_err(no_such_rule)?;
    }
    Ok(levels)
}

/// How results are printed.
pub fn options(arguments: &OutputArgs, world: &World<'_>) -> Options {
    let to_file = arguments.output.is_some();
    Options {
        colour: colour(&arguments.screen, to_file, world),
        width: if to_file { None } else { world.columns },
        time: match arguments.time {
            TimeArg::Utc => TimeStyle::Utc,
            TimeArg::Local => TimeStyle::Local,
            TimeArg::Epoch => TimeStyle::Epoch,
        },
    }
}

/// How output without values is printed.
pub fn screen(arguments: &ScreenArgs, world: &World<'_>) -> Options {
    let colour = colour(arguments, false, world);
    Options { colour, width: world.columns, ..Options::default() }
}

fn colour(arguments: &ScreenArgs, to_file: bool, world: &World<'_>) -> bool {
    world.wants_colour(match arguments.color {
        When::Always => Some(true),
        When::Never => Some(false),
        When::Auto if to_file => Some(false),
        When::Auto => None,
    })
}
