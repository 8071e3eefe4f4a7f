//! The binary: gives the library the process's own world, and the process its exit status.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use goalpost::world::World;

fn main() -> ExitCode {
    let stdout = io::stdout();
    let columns = stdout
        .is_terminal()
        .then(|| terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0)));
    let exit = goalpost::run(World {
        arguments: std::env::args_os().collect(),
        stdin: &goalpost::input::standard_input,
        stdin_is_terminal: io::stdin().is_terminal(),
        stdout: &mut Direct(stdout),
        columns,
        stderr: &mut io::stderr(),
        stderr_is_terminal: io::stderr().is_terminal(),
        variable: &|name| std::env::var(name).ok(),
    });
    ExitCode::from(exit.code())
}

/// Standard output without a second buffer: the program has its own, and watches its errors.
struct Direct(io::Stdout);

impl Write for Direct {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.lock().flush()
    }
}
