//! The binary: runs the library with the process's streams, arguments and environment.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::process::ExitCode;

use goalpost::input::unless_endless;
use goalpost::world::World;

/// The allocator of musl, against which releases are built, makes threads wait for each other.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let stdout = io::stdout();
    let width = || terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
    let columns = stdout.is_terminal().then(width);
    let exit = goalpost::run(World {
        arguments: std::env::args_os().collect(),
        stdin: &stdin,
        stdin_is_terminal: io::stdin().is_terminal(),
        stdout: &mut Direct(stdout),
        columns,
        stderr: &mut io::stderr(),
        stderr_columns: io::stderr().is_terminal().then(width),
        variable: &|name| std::env::var(name).ok(),
    });
    ExitCode::from(exit.code())
}

fn stdin() -> Box<dyn Read + Send> {
    unless_endless(Box::new(io::stdin()), stdin_as_file().as_ref())
}

/// Standard input as a file, to see what kind of file it is.
#[cfg(unix)]
fn stdin_as_file() -> Option<File> {
    use std::os::fd::AsFd;
    io::stdin().as_fd().try_clone_to_owned().ok().map(File::from)
}

#[cfg(not(unix))]
fn stdin_as_file() -> Option<File> {
    None
}

/// Standard output without a second buffer: the program has its own and handles its errors.
struct Direct(io::Stdout);

impl Write for Direct {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.lock().flush()
    }
}
