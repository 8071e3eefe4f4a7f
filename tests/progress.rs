//! The progress bar: on a terminal, over half a second, and never in the way of data.

use std::io::{Read, Write};
use std::time::Duration;

use goalpost::world::World;

const BODY: &[u8] = include_bytes!("../fixtures/sample/compact.json");
const BROKEN: &[u8] = b"{\"action\":\"created\"}\n";

/// Bodies that come slowly.
struct Slow {
    left: u32,
    pause: Duration,
    ready: &'static [u8],
}

impl Read for Slow {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.ready.is_empty() {
            let Some(left) = self.left.checked_sub(1) else { return Ok(0) };
            self.left = left;
            self.ready = if left == 5 { BROKEN } else { BODY };
            std::thread::sleep(self.pause);
        }
        self.ready.read(buffer)
    }
}

/// Standard error of `check` over eight bodies; one of them is broken.
fn stderr(arguments: &[&str], pause: u64, terminal: bool, columns: Option<usize>) -> String {
    stderr_of("check", arguments, pause, terminal, columns)
}

fn stderr_of(
    command: &str,
    arguments: &[&str],
    pause: u64,
    terminal: bool,
    columns: Option<usize>,
) -> String {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let pause = Duration::from_millis(pause);
    let usual = ["goalpost", command, "--block-size", "400", "--jobs", "1"];
    goalpost::run(World {
        arguments: usual.iter().chain(arguments).map(Into::into).collect(),
        stdin: &move || Box::new(Slow { left: 8, pause, ready: b"" }),
        stdin_is_terminal: false,
        stdout: &mut stdout as &mut dyn Write,
        columns,
        stderr: &mut stderr,
        stderr_columns: terminal.then_some(80),
        variable: &|_| None,
    });
    String::from_utf8(stderr).expect("text")
}

#[test]
fn slow_work_shows_a_bar_on_a_terminal_and_takes_it_away() {
    let shown = stderr(&[], 150, true, None);
    assert!(shown.contains("kB · "), "{shown:?}");
    assert!(shown.contains("1 finding · "), "{shown:?}");
    assert!(shown.ends_with("\r\u{1b}[2K"), "{shown:?}");
}

#[test]
fn there_is_no_bar_otherwise() {
    assert_eq!(stderr(&[], 0, true, None), "");
    assert_eq!(stderr(&[], 150, false, None), "");
    assert_eq!(stderr(&["--quiet"], 150, true, None), "");
}

#[test]
fn the_bar_makes_way_for_data_on_the_same_terminal() {
    // The finding comes with the third body, before half a second has passed.
    assert_eq!(stderr(&[], 150, true, Some(80)), "");
}

#[test]
fn every_command_that_reads_shows_it() {
    let commands: [(&str, &[&str]); 7] = [
        ("history", &[]),
        ("history", &["--summary"]),
        ("redact", &["--output", "/dev/null"]),
        ("stats", &[]),
        ("check", &["--format", "sarif"]),
        ("check", &["--expect", "not-a-goal-webhook"]),
        ("diff", &["-", "--goal", "GOL-537e6391"]),
    ];
    for (command, arguments) in commands {
        let shown = stderr_of(command, arguments, 120, true, None);
        assert!(shown.contains("kB · "), "{command} {arguments:?}: {shown:?}");
    }
}
