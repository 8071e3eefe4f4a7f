//! Output that is longer than the screen, in the user's pager.
//!
//! Only `--pager` leads here, and only where standard output is a terminal. This is the one
//! place that starts another program.

use std::io::{self, Write};
use std::process::{Child, Command, Stdio};

use crate::world::World;

/// The pager of someone who has not chosen one.
const USUAL: &str = "less";
/// How `less` is to behave where the user does not say: end at the end, and show colour.
const LESS: &str = "FRX";

/// The pager that the environment names, and the screen.
#[derive(Debug, Clone)]
pub struct Choice {
    command: Vec<String>,
    set_less: bool,
    /// The lines that fit on the screen.
    lines: usize,
}

impl Choice {
    /// The user's pager. `None` where there is none, or standard output is no terminal.
    pub fn new(world: &World<'_>) -> Option<Choice> {
        let command = (world.variable)("PAGER").unwrap_or_else(|| USUAL.to_owned());
        let command: Vec<String> = command.split_whitespace().map(str::to_owned).collect();
        if world.columns.is_none() || command.is_empty() || command == ["cat"] {
            return None;
        }
        let rows = terminal_size::terminal_size().map_or(24, |(_, rows)| usize::from(rows.0));
        // The prompt takes a line.
        let lines = rows.saturating_sub(1);
        Some(Choice { command, set_less: (world.variable)("LESS").is_none(), lines })
    }
}

/// Holds output until it is longer than the screen, and then gives it to the pager.
pub struct Pager<'w> {
    choice: Choice,
    stdout: &'w mut dyn Write,
    held: Vec<u8>,
    state: State,
}

enum State {
    Holding,
    Paging(Child),
    /// There is no pager that could be started.
    Direct,
}

impl<'w> Pager<'w> {
    /// A pager, and where the output goes that needs none.
    pub fn new(choice: Choice, stdout: &'w mut dyn Write) -> Pager<'w> {
        Pager { choice, stdout, held: Vec::new(), state: State::Holding }
    }

    fn start(&mut self) -> io::Result<()> {
        let mut command = Command::new(&self.choice.command[0]);
        command.args(&self.choice.command[1..]).stdin(Stdio::piped());
        if self.choice.set_less {
            command.env("LESS", LESS);
        }
        self.state = match command.spawn() {
            Ok(child) => State::Paging(child),
            Err(_) => State::Direct,
        };
        let held = std::mem::take(&mut self.held);
        self.pass_on(&held)
    }

    fn pass_on(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.state {
            State::Holding => Ok(()),
            State::Direct => self.stdout.write_all(bytes),
            State::Paging(child) => match child.stdin.as_mut() {
                Some(pipe) => match pipe.write_all(bytes) {
                    // Whoever leaves the pager has seen enough.
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
                    result => result,
                },
                None => Ok(()),
            },
        }
    }

    /// Writes what was held, or waits until the pager is left.
    ///
    /// # Errors
    /// What the writer says, or the operating system of the pager.
    pub fn finish(mut self) -> io::Result<()> {
        match &mut self.state {
            State::Holding => self.stdout.write_all(&self.held)?,
            State::Direct => {}
            State::Paging(child) => {
                drop(child.stdin.take());
                child.wait()?;
            }
        }
        self.stdout.flush()
    }
}

impl Write for Pager<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if matches!(self.state, State::Holding) {
            self.held.extend_from_slice(bytes);
            let lines = memchr::memchr_iter(b'\n', bytes).count();
            match self.choice.lines.checked_sub(lines) {
                Some(left) => self.choice.lines = left,
                None => self.start()?,
            }
        } else {
            self.pass_on(bytes)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
