//! What the program is given to work with, so that a test can give something else.

use std::ffi::OsString;
use std::io::{Read, Write};

/// Everything outside the program but files: arguments, streams, terminal, environment.
pub struct World<'w> {
    /// The arguments, the program's own name first.
    pub arguments: Vec<OsString>,
    /// Opens standard input.
    pub stdin: &'w (dyn Fn() -> Box<dyn Read + Send> + Sync),
    /// Whether standard input is a terminal.
    pub stdin_is_terminal: bool,
    /// Standard output.
    pub stdout: &'w mut dyn Write,
    /// The columns of standard output, where it is a terminal.
    pub columns: Option<usize>,
    /// Standard error.
    pub stderr: &'w mut dyn Write,
    /// Whether standard error is a terminal.
    pub stderr_is_terminal: bool,
    /// Reads an environment variable.
    pub variable: &'w dyn Fn(&str) -> Option<String>,
}

impl World<'_> {
    /// Writes one line to standard error. Where nobody can read it, nothing is lost but that.
    pub fn say(&mut self, line: &str) {
        let _ = writeln!(self.stderr, "{line}");
    }

    /// Whether colour is wanted on standard output.
    pub fn wants_colour(&self, when: Option<bool>) -> bool {
        let set = |name: &str| (self.variable)(name).is_some_and(|value| !value.is_empty());
        let forced = |name: &str| set(name) && (self.variable)(name).as_deref() != Some("0");
        match when {
            Some(always) => always,
            None if set("NO_COLOR") => false,
            None if forced("CLICOLOR_FORCE") || forced("FORCE_COLOR") => true,
            None => self.columns.is_some() && (self.variable)("TERM").as_deref() != Some("dumb"),
        }
    }
}
