//! The program, run in memory on the bytes of a fuzzer.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::OsString;
use std::io::{Cursor, Read};
use std::rc::Rc;

use goalpost::commands::cli::{self, Cli};
use goalpost::exit::Exit;
use goalpost::world::World;

/// What a run gave.
pub struct Ran {
    pub exit: u8,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
}

thread_local! {
    /// Command lines that were read, by their words.
    static READ: RefCell<HashMap<String, Rc<Cli>>> = RefCell::default();
}

/// Runs the program in memory with arguments that a target has written down. They are read once:
/// reading them takes six times as long as checking a small body.
pub fn run(arguments: &[&str], stdin: &[u8]) -> Ran {
    let cli = READ.with_borrow_mut(|read| {
        let cli = read.entry(arguments.join(" ")).or_insert_with(|| {
            Rc::new(cli::parse(command_line(arguments), None).expect("arguments that are right"))
        });
        Rc::clone(cli)
    });
    within(Vec::new(), stdin, |mut world| goalpost::obey(&cli, &mut world))
}

/// Runs the whole program in memory, the reading of its arguments included.
pub fn run_whole(arguments: &[&str], stdin: &[u8]) -> Ran {
    within(command_line(arguments), stdin, goalpost::run)
}

fn command_line(arguments: &[&str]) -> Vec<OsString> {
    std::iter::once("goalpost").chain(arguments.iter().copied()).map(Into::into).collect()
}

fn within(arguments: Vec<OsString>, stdin: &[u8], run: impl FnOnce(World<'_>) -> Exit) -> Ran {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let open = || -> Box<dyn Read + Send> { Box::new(Cursor::new(stdin.to_vec())) };
    let exit = run(World {
        arguments,
        stdin: &open,
        stdin_is_terminal: false,
        stdout: &mut stdout,
        columns: None,
        stderr: &mut stderr,
        stderr_columns: None,
        variable: &|_| None,
    });
    Ran { exit: exit.code(), stdout, stderr }
}

/// The report of a check in one thread.
pub fn check(more: &[&str], stdin: &[u8]) -> serde_json::Value {
    let arguments = [&["check", "--format", "json", "--jobs", "1"][..], more].concat();
    let ran = run(&arguments, stdin);
    serde_json::from_slice(&ran.stdout).expect("the report is JSON")
}
