//! goalpost, an inspector for MX Goals webhooks.

pub mod capture;
pub mod check;
pub mod cli;
pub mod commands;
pub mod diff;
pub mod examine;
pub mod exit;
pub mod history;
pub mod input;
pub mod numbering;
pub mod pipeline;
pub mod render;
pub mod report;
pub mod rules;
pub mod select;
pub mod sink;
pub mod snippet;
pub mod text;
pub mod view;
pub mod webhook;
pub mod world;

use std::io;

use cli::Command;
use exit::Exit;
use text::terminal::terminal;
use world::World;

/// Runs the program in a world, and says how it ended.
pub fn run(mut world: World<'_>) -> Exit {
    let arguments = std::mem::take(&mut world.arguments);
    let cli = match cli::parse(arguments) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, &mut world),
    };
    let result = match &cli.command {
        None => commands::show::run(&cli.show, &mut world),
        Some(Command::Show(show)) => commands::show::run(show, &mut world),
        Some(Command::Check(check)) => commands::check::run(check, &mut world),
    };
    match result {
        Ok(Exit::Findings) if cli.exit_zero() => Exit::Clean,
        Ok(exit) => exit,
        Err(error) => {
            let write_error = error.downcast_ref::<io::Error>();
            let exit = write_error.map_or(Exit::Trouble, sink::exit_for);
            if exit == Exit::Trouble {
                let what = if write_error.is_some() { "cannot write: " } else { "" };
                world.say(&format!("error: {what}{}", terminal(&error.to_string())));
            }
            exit
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
        Err(error) => sink::exit_for(&error),
    }
}
