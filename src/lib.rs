//! goalpost inspects MX Goals webhooks: it reads captured bodies, checks them against the
//! documented goal schema and shows them.
//!
//! [`run`] is the program: it takes a [`World`] (arguments, streams, environment) and returns the
//! exit status. [`inspect()`] reads and checks bytes in memory. Everything else is public only for
//! tests, benchmarks and fuzz targets, and changes without notice; `src/README.md` describes it.

#[doc(hidden)]
pub mod capture;
#[doc(hidden)]
pub mod check;
#[doc(hidden)]
pub mod commands;
#[doc(hidden)]
pub mod diff;
#[doc(hidden)]
pub mod examine;
#[doc(hidden)]
pub mod exit;
#[doc(hidden)]
pub mod history;
#[doc(hidden)]
pub mod input;
mod inspect;
#[doc(hidden)]
pub mod json;
#[doc(hidden)]
pub mod redact;
#[doc(hidden)]
pub mod render;
#[doc(hidden)]
pub mod rules;
#[doc(hidden)]
pub mod run;
#[doc(hidden)]
pub mod sample;
#[doc(hidden)]
pub mod stats;
#[doc(hidden)]
pub mod text;
#[doc(hidden)]
pub mod webhook;
#[doc(hidden)]
pub mod world;

use std::io;

pub use crate::exit::Exit;
pub use crate::inspect::{Body, Finding, Inspection, inspect};
pub use crate::world::World;

use crate::commands::cli::{self, Cli};
use crate::text::terminal::terminal;

/// Runs the program.
pub fn run(mut world: World<'_>) -> Exit {
    let arguments = std::mem::take(&mut world.arguments);
    match cli::parse(arguments, world.columns) {
        Ok(mut cli) => match cli.configure() {
            Ok(()) => obey(&cli, &mut world),
            Err(error) => {
                world.say(&format!("error: {error}"));
                Exit::Trouble
            }
        },
        Err(error) => usage(&error, &mut world),
    }
}

#[doc(hidden)]
/// Runs a parsed command line. Parsing takes longer than checking a small body, so fuzzing parses
/// once and runs a million times.
pub fn obey(cli: &Cli, world: &mut World<'_>) -> Exit {
    let result = cli::dispatch(cli, world);
    match result {
        Ok(Exit::Findings) if cli.exit_zero => Exit::Clean,
        Ok(exit) => exit,
        Err(error) => {
            let write_error = error.downcast_ref::<io::Error>();
            if let Some(error) = write_error {
                return unwritten(error, world);
            }
            world.say(&format!("error: {}", terminal(&error.to_string())));
            Exit::Trouble
        }
    }
}

/// Prints help, or the error about the arguments.
fn usage(error: &clap::Error, world: &mut World<'_>) -> Exit {
    let text = error.render();
    if error.use_stderr() {
        let text = text.to_string();
        let lines: Vec<String> = text.lines().map(|line| terminal(line).into_owned()).collect();
        world.say(lines.join("\n").trim_end());
        return Exit::Trouble;
    }
    let colour = world.wants_colour(None);
    let help = if colour { text.ansi().to_string() } else { text.to_string() };
    match world.stdout.write_all(help.as_bytes()).and_then(|()| world.stdout.flush()) {
        Ok(()) => Exit::Clean,
        Err(error) => unwritten(&error, world),
    }
}

/// Reports a failed write, unless the reader closed the pipe.
fn unwritten(error: &io::Error, world: &mut World<'_>) -> Exit {
    let exit = run::sink::exit_for(error);
    if exit == Exit::Trouble {
        world.say(&format!("error: cannot write: {}", terminal(&error.to_string())));
    }
    exit
}
