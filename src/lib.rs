//! goalpost, an inspector for MX Goals webhooks: it reads captured bodies, checks them against the
//! documented goal schema and shows them.
//!
//! # How it works
//! The schema is one table, [`webhook::field::FIELDS`]; checking, cards, tables and CSV columns
//! are derived from it. A [splitter](input::splitter) cuts an input into blocks between bodies.
//! [Examining](examine) a block finds its [frames](capture::frames), takes each body apart into
//! cells of JSON text that `serde_json` has read once, [checks](check) them and places the
//! findings. [Numbering](numbering) adds what depends on the blocks before, in order, and a
//! command renders the result. The [pipeline] does this on several threads; the output is the
//! same for any number of them.
//!
//! # Decisions
//! - Findings are data ([`rules::problem`]); levels, places and sentences come last, each in one
//!   place. No finding stops the reading of a body or of the next one.
//! - `serde_json` decides what is JSON. Where it refuses, [`capture::outline`] says where to go
//!   on. [`check::quick`] and [`capture::envelope::sketch`] read plain bodies and envelopes sooner,
//!   and accept only what it reads alike.
//! - Money is exact or refused ([`webhook::decimal`]); nothing is a float.
//! - Text from outside is [`text::escape::Foreign`] or escaped for its destination.
//! - The program sees the process only through [`world::World`], so tests run it whole.

pub mod capture;
pub mod check;
pub mod commands;
pub mod diff;
pub mod examine;
pub mod exit;
pub mod history;
pub mod input;
pub mod json;
pub mod redact;
pub mod render;
pub mod rules;
pub mod run;
pub mod sample;
pub mod stats;
pub mod text;
pub mod webhook;
pub mod world;

use std::io;

use crate::commands::cli::{self, Cli};
use crate::exit::Exit;
use crate::text::terminal::terminal;
use crate::world::World;

/// Runs the program in a world, and says how it ended.
pub fn run(mut world: World<'_>) -> Exit {
    let arguments = std::mem::take(&mut world.arguments);
    match cli::parse(arguments, world.columns) {
        Ok(cli) => obey(&cli, &mut world),
        Err(error) => usage(&error, &mut world),
    }
}

/// Runs what a command line says that was read before: reading one takes longer than checking a
/// small body, so who runs the same one a million times, as fuzzing does, reads it once.
pub fn obey(cli: &Cli, world: &mut World<'_>) -> Exit {
    let result = cli::dispatch(cli, world);
    if let (Ok(Exit::Trouble), Some(command)) = (&result, cli.meant_command()) {
        world.say(&format!("note: did you mean the command `goalpost {command}`?"));
    }
    match result {
        Ok(Exit::Findings) if cli.exit_zero() => Exit::Clean,
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

/// Prints help where it was asked for, or what is wrong with the arguments.
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

/// Says why output was not written, unless its reader went away and knows.
fn unwritten(error: &io::Error, world: &mut World<'_>) -> Exit {
    let exit = run::sink::exit_for(error);
    if exit == Exit::Trouble {
        world.say(&format!("error: cannot write: {}", terminal(&error.to_string())));
    }
    exit
}
