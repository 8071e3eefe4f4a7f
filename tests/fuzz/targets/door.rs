//! The program, run in memory on the bytes of a fuzzer.

use std::io::{Cursor, Read};

use goalpost::world::World;

/// What a run gave.
pub struct Ran {
    pub exit: u8,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
}

/// Runs the whole program in memory.
pub fn run(arguments: &[&str], stdin: &[u8]) -> Ran {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let open = || -> Box<dyn Read + Send> { Box::new(Cursor::new(stdin.to_vec())) };
    let all = std::iter::once("goalpost").chain(arguments.iter().copied());
    let exit = goalpost::run(World {
        arguments: all.map(Into::into).collect(),
        stdin: &open,
        stdin_is_terminal: false,
        stdout: &mut stdout,
        columns: None,
        stderr: &mut stderr,
        stderr_is_terminal: false,
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
