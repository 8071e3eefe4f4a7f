//! The environment of the program, which tests can replace.

use std::ffi::OsString;
use std::io::{Read, Write};

use crate::text::width::wrapped;

/// Everything outside the program except files: arguments, streams, terminal, environment.
pub struct World<'w> {
    /// The arguments; the first is the name of the program.
    pub arguments: Vec<OsString>,
    /// Opens standard input.
    pub stdin: &'w (dyn Fn() -> Box<dyn Read + Send> + Sync),
    /// Whether standard input is a terminal.
    pub stdin_is_terminal: bool,
    pub stdout: &'w mut dyn Write,
    /// The width of standard output in columns, if it is a terminal.
    pub columns: Option<usize>,
    pub stderr: &'w mut dyn Write,
    /// The width of standard error in columns, if it is a terminal.
    pub stderr_columns: Option<usize>,
    /// Reads an environment variable.
    pub variable: &'w dyn Fn(&str) -> Option<String>,
}

impl World<'_> {
    /// Writes lines to standard error; a failed write is ignored.
    pub fn say(&mut self, text: &str) {
        let _ = writeln!(self.stderr, "{}", wrapped(text, self.stderr_columns));
    }

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
