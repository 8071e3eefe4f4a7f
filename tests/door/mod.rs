//! The one door of the tests: the whole program, run in memory or as the built binary.
//!
//! A test builds a [`Call`], adds what it needs (standard input, columns, variables) and looks
//! at the whole [`Ran`]. In memory, nothing of the process is seen by the program: no real
//! environment, no terminal. Files are real; tests run in the top folder of the package.

#![allow(dead_code, reason = "each test file uses a part of the door")]

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use goalpost::rules::rule::Rule;
use goalpost::world::World;

/// One run of the program, to be made.
#[derive(Clone, Default)]
pub struct Call {
    arguments: Vec<OsString>,
    stdin: Option<Vec<u8>>,
    columns: Option<usize>,
    stderr_columns: Option<usize>,
    variables: HashMap<String, String>,
}

/// What a run gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// Standard output, whole.
    pub stdout: Vec<u8>,
    /// Standard error; what is not UTF-8 replaced.
    pub stderr: String,
    /// The exit status.
    pub exit: u8,
}

/// A call with these arguments, without the program's own name. Standard input is a terminal
/// until [`Call::stdin`] gives it bytes.
pub fn goalpost<A: Into<OsString>>(arguments: impl IntoIterator<Item = A>) -> Call {
    Call { arguments: arguments.into_iter().map(Into::into).collect(), ..Call::default() }
}

impl Call {
    /// Adds arguments.
    pub fn and<A: Into<OsString>>(mut self, more: impl IntoIterator<Item = A>) -> Call {
        self.arguments.extend(more.into_iter().map(Into::into));
        self
    }

    /// Pipes these bytes in.
    pub fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Call {
        self.stdin = Some(bytes.into());
        self
    }

    /// Makes standard output a terminal of this width (in memory only).
    pub fn columns(mut self, columns: usize) -> Call {
        self.columns = Some(columns);
        self
    }

    /// Makes standard error a terminal of this width (in memory only).
    pub fn stderr_columns(mut self, columns: usize) -> Call {
        self.stderr_columns = Some(columns);
        self
    }

    /// Sets an environment variable.
    pub fn variable(mut self, name: &str, value: &str) -> Call {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Runs in memory.
    pub fn run(self) -> Ran {
        let mut stdout = Vec::new();
        let (exit, stderr) = self.run_into(&mut stdout);
        Ran { stdout, stderr, exit }
    }

    /// Runs in memory with another standard output: the exit status, and standard error.
    pub fn run_into(self, stdout: &mut dyn Write) -> (u8, String) {
        let bytes = self.stdin.clone().unwrap_or_default();
        let open = move || -> Box<dyn Read + Send> { Box::new(Cursor::new(bytes.clone())) };
        self.run_between(&open, stdout)
    }

    /// Runs in memory with other streams: the exit status, and standard error.
    pub fn run_between(
        self,
        stdin: &(dyn Fn() -> Box<dyn Read + Send> + Sync),
        stdout: &mut dyn Write,
    ) -> (u8, String) {
        let mut stderr = Vec::new();
        let variables = self.variables;
        let mut arguments = vec![OsString::from("goalpost")];
        arguments.extend(self.arguments);
        let exit = goalpost::run(World {
            arguments,
            stdin,
            stdin_is_terminal: self.stdin.is_none(),
            stdout,
            columns: self.columns,
            stderr: &mut stderr,
            stderr_columns: self.stderr_columns,
            variable: &|name| variables.get(name).cloned(),
        });
        (exit.code(), String::from_utf8_lossy(&stderr).into_owned())
    }

    /// Runs the built binary, in pipes. Without bytes for it, standard input is empty.
    pub fn run_binary(self) -> Ran {
        let stdin = self.stdin.clone().unwrap_or_default();
        let mut child = self.command().spawn().expect("the binary starts");
        let mut pipe = child.stdin.take().expect("standard input is a pipe");
        // The program may well end before it has read everything: that is no failure here.
        let feed = std::thread::spawn(move || drop(pipe.write_all(&stdin)));
        let output = child.wait_with_output().expect("the binary ends");
        feed.join().expect("the feeding thread ends");
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        let exit = output.status.code().expect("the binary ends by itself");
        Ran { stdout: output.stdout, stderr, exit: u8::try_from(exit).expect("a byte") }
    }

    /// The built binary with this call's arguments and variables and no others, its three
    /// streams as pipes.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_goalpost"));
        command.args(&self.arguments).env_clear().envs(&self.variables);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

/// A folder for a test, with a key for `redact` in it.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Folder {
        let folder = Folder(tempfile::tempdir().expect("a folder"));
        folder.file("key", b"0123456789abcdef0123456789abcdef\n");
        folder
    }

    pub fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().expect("text").to_owned()
    }

    /// Makes a file that only its owner can read.
    pub fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.path(name);
        fs::write(&path, bytes).expect("a file");
        let owner = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        fs::set_permissions(&path, owner).expect("permissions");
        path
    }
}

/// The fixture of a rule in `failing` or `passing`.
pub fn fixture(folder: &str, rule: &Rule) -> PathBuf {
    ["json", "ndjson", "http", "log"]
        .map(|form| Path::new("fixtures").join(folder).join(rule.name).with_extension(form))
        .into_iter()
        .find(|path| path.exists())
        .unwrap_or_else(|| panic!("{folder}/{} is missing", rule.name))
}

/// Compares an output with the one recorded under `tests/expected`. `GOALPOST_RECORD=1` records it
/// instead; what it wrote is to be read before it is committed.
pub fn as_recorded(path: &str, found: &str) {
    let path = Path::new("tests/expected").join(path);
    if std::env::var_os("GOALPOST_RECORD").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(&path, found).expect("the output can be written");
    }
    let recorded = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == recorded, "not as recorded: {}\n{found}", path.display());
}

impl Ran {
    /// Standard output as text.
    pub fn out(&self) -> &str {
        std::str::from_utf8(&self.stdout).expect("standard output is UTF-8")
    }

    /// Standard output as one JSON document.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.stdout).expect("standard output is JSON")
    }

    /// Standard output as JSON, a value on each line.
    pub fn json_lines(&self) -> Vec<serde_json::Value> {
        self.out().lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }
}
