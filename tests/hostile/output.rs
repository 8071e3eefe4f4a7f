//! Output that cannot be written: never 0 with something lost, and the old file stays as it was.
#![cfg(target_os = "linux")]

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::{Command, Output, Stdio};

use crate::corpus::{sample, with};
use crate::door::goalpost;
use crate::runs::{PRINTING, READING};

/// Commands with their arguments, each with something to write.
fn writing() -> Vec<Vec<String>> {
    let reading = READING.iter().map(|arguments| arguments.to_vec());
    let all = reading.chain(PRINTING.iter().map(|arguments| arguments.to_vec()));
    all.map(|arguments| arguments.iter().map(ToString::to_string).collect()).collect()
}

/// Findings and bodies of more than the buffers hold.
pub fn long_capture() -> tempfile::NamedTempFile {
    let capture = tempfile::NamedTempFile::new().expect("a file");
    let body = with("amount", "true");
    fs::write(capture.path(), format!("{body}\n").repeat(1_500)).expect("written");
    capture
}

pub fn binary() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_goalpost"));
    command.env_clear().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub fn shell(script: &str, arguments: &[&str]) -> Output {
    Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_goalpost")])
        .args(arguments)
        .output()
        .expect("a shell")
}

#[test]
fn output_on_a_full_device() {
    let (short, long) = (tempfile::NamedTempFile::new().expect("a file"), long_capture());
    fs::write(short.path(), with("amount", "true")).expect("written");
    for capture in [short.path(), long.path()] {
        for arguments in writing() {
            // Where it is all written at the end, more of it shows nothing more.
            if capture == long.path() && !matches!(arguments[0].as_str(), "check" | "show") {
                continue;
            }
            let full = File::options().write(true).open("/dev/full").expect("/dev/full");
            let mut command = binary();
            command.args(&arguments).stdout(full);
            if READING.iter().any(|reading| *reading == arguments) {
                command.arg(capture);
            }
            let output = command.output().expect("run");
            assert_eq!(output.status.code(), Some(2), "{arguments:?}");
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(said.contains("No space left on device"), "{arguments:?}: {said}");
        }
    }
}

#[test]
fn output_to_a_reader_that_leaves() {
    let capture = long_capture();
    let mut left = 0;
    for arguments in READING {
        let whole = goalpost(arguments.iter().copied()).and([capture.path()]).run();
        // What fits the pipe is delivered before anybody can leave.
        if whole.stdout.len() < 200_000 {
            continue;
        }
        left += 1;
        let mut child = binary().args(*arguments).arg(capture.path()).spawn().expect("run");
        let mut stdout = child.stdout.take().expect("a pipe");
        let mut some = [0; 10];
        stdout.read_exact(&mut some).expect("some output");
        drop(stdout);
        let output = child.wait_with_output().expect("its end");
        assert_eq!(output.status.code(), Some(141), "{arguments:?}");
        assert!(output.stderr.len() < 400, "{arguments:?} says no more than a note");
    }
    assert!(left > 15, "only {left} ways to print have long outputs");
}

#[test]
fn output_to_closed_streams() {
    let capture = tempfile::NamedTempFile::new().expect("a file");
    fs::write(capture.path(), with("amount", "true")).expect("written");
    let path = capture.path().to_str().expect("text");
    for arguments in ["check", "show", "show --format jsonl", "redact"] {
        let closed = shell(&format!("exec \"$0\" {arguments} \"$1\" >&-"), &[path]);
        // The runtime of Rust opens /dev/null in the place of what is closed.
        let null = shell(&format!("exec \"$0\" {arguments} \"$1\" >/dev/null"), &[path]);
        assert_eq!(closed.status.code(), null.status.code(), "{arguments}");
        let closed = shell(&format!("exec \"$0\" {arguments} \"$1\" 2>&-"), &[path]);
        let open = shell(&format!("exec \"$0\" {arguments} \"$1\" 2>/dev/null"), &[path]);
        assert_eq!(closed.status.code(), open.status.code());
        let lines = |output: &Output| output.stdout.iter().filter(|byte| **byte == b'\n').count();
        assert_eq!(lines(&closed), lines(&open));
        let closed = shell(&format!("exec \"$0\" {arguments} - <&-"), &[]);
        assert_eq!(closed.status.code(), Some(2), "{arguments} with standard input closed");
    }
}

#[test]
fn output_to_a_file_is_whole_or_not_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let text = |name: &str| at(name).to_str().expect("text").to_owned();
    fs::write(at("old"), "old").expect("a file");
    fs::set_permissions(at("old"), fs::Permissions::from_mode(0o640)).expect("a mode");
    symlink(at("old"), at("link")).expect("a link");
    let run = |output: &str, input: &str| {
        goalpost(["show", "--format", "jsonl", "--output", output, "-"]).stdin(input).run()
    };
    let through = run(&text("link"), sample());
    assert_eq!(through.exit, 0);
    assert!(at("link").is_symlink(), "the link stays");
    assert_eq!(fs::read_to_string(at("old")).expect("text"), format!("{}\n", sample()));
    let mode = fs::metadata(at("old")).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);

    for (output, said) in [("missing/file", "there is no folder"), ("", "is a folder")] {
        let ran = run(&text(output), sample());
        assert_eq!((ran.exit, ran.stderr.lines().count()), (2, 1), "{}", ran.stderr);
        assert!(ran.stderr.to_lowercase().contains(said), "{}", ran.stderr);
    }
    assert_eq!(run("/dev/null", sample()).exit, 0);
    let full = run("/dev/full", sample());
    assert_eq!(full.exit, 2, "{}", full.stderr);
    let left: Vec<_> = fs::read_dir(folder.path()).expect("a folder").collect();
    assert_eq!(left.len(), 2, "no temporary file is left: {left:?}");

    // The input itself may be the output: it is read before it is replaced.
    fs::write(at("same"), format!("{}\n", sample()).repeat(3)).expect("a file");
    let ran =
        goalpost(["show", "--format", "json", "--output", &text("same"), &text("same")]).run();
    assert_eq!(ran.exit, 0);
    let value: serde_json::Value =
        serde_json::from_slice(&fs::read(at("same")).expect("a file")).expect("JSON");
    assert_eq!(value.as_array().map(Vec::len), Some(3));
}

/// A writer that takes few bytes at a time, is interrupted, and fails from some byte on.
struct Bad {
    taken: Vec<u8>,
    fails_at: usize,
    error: io::ErrorKind,
    calls: usize,
}

impl Write for Bad {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.calls += 1;
        if self.calls.is_multiple_of(3) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let room = self.fails_at - self.taken.len();
        if room == 0 {
            return Err(self.error.into());
        }
        let length = bytes.len().min(1 + self.calls % 1000).min(room);
        self.taken.extend_from_slice(&bytes[..length]);
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn output_by_short_and_interrupted_writes_that_fail_anywhere() {
    let capture = [sample().as_bytes(), b"\n", with("amount", "true").as_bytes()].concat();
    for arguments in READING.iter().chain(PRINTING) {
        let call = || goalpost(arguments.iter().copied()).stdin(capture.clone());
        let good = call().run();
        let length = good.stdout.len();
        let places = (0..length).step_by(1 + length / 7).chain([length - 1, length]);
        for (fails_at, error) in places
            .flat_map(|at| [(at, io::ErrorKind::StorageFull), (at, io::ErrorKind::BrokenPipe)])
        {
            let mut bad = Bad { taken: Vec::new(), fails_at, error, calls: 0 };
            let (exit, stderr) = call().run_into(&mut bad);
            let what = format!("{arguments:?} failing at {fails_at} of {length}: {stderr}");
            assert!(bad.taken == good.stdout[..fails_at], "{what}");
            if fails_at == length {
                assert_eq!(exit, good.exit, "{what}");
            } else if error == io::ErrorKind::BrokenPipe {
                assert_eq!(exit, 141, "{what}");
            } else {
                assert_eq!(exit, 2, "{what}");
                assert!(stderr.contains("error: cannot write: "), "{what}");
            }
        }
    }
}

#[test]
fn output_to_a_file_that_cannot_be_finished() {
    let capture = long_capture();
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("out").to_str().expect("text").to_owned();
    let capture = capture.path().to_str().expect("text");
    // Files of at most 64 KiB; without the signal that would end the run.
    let limit = "trap '' XFSZ; ulimit -f 128; exec \"$0\"";
    for command in ["show --format json", "check", "check --format sarif", "history", "redact -q"] {
        fs::write(&output, "old").expect("a file");
        let ran = shell(&format!("{limit} {command} -o \"$2\" \"$1\""), &[capture, &output]);
        let said = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(2), "{command}: {said}");
        assert!(said.contains("error: "), "{command}: {said}");
        assert_eq!(fs::read(&output).expect("a file"), b"old", "{command}");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "{command}");
    }
}

#[test]
fn output_to_a_full_file_system() {
    // Where the system lets us have a small file system of our own.
    let script = "mount -t tmpfs -o size=100k none \"$2\" && echo old > \"$2/out\" && \
                  \"$0\" show --format json -o \"$2/out\" \"$1\"; echo \"$?\"; \
                  cat \"$2/out\"; ls -A \"$2\"";
    let (capture, folder) = (long_capture(), tempfile::tempdir().expect("a folder"));
    let paths = [capture.path(), folder.path()].map(|path| path.to_str().expect("text"));
    let ran = Command::new("unshare")
        .args(["-rm", "sh", "-c", script, env!("CARGO_BIN_EXE_goalpost")])
        .args(paths)
        .output();
    let Ok(ran) = ran else { return };
    let said = String::from_utf8_lossy(&ran.stderr);
    if said.contains("unshare") || said.contains("mount") {
        return;
    }
    assert_eq!(String::from_utf8_lossy(&ran.stdout), "2\nold\nout\n", "{said}");
    assert!(said.contains("No space left on device"), "{said}");
}

#[test]
fn output_with_each_call_failing_in_turn() {
    if Command::new("strace").arg("-V").output().is_err() {
        return;
    }
    let capture = long_capture();
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("out").to_str().expect("text").to_owned();
    let capture = capture.path().to_str().expect("text");
    let good = shell("exec \"$0\" check --format jsonl --jobs 1 \"$1\"", &[capture]).stdout;
    let mut failed = 0;
    for (call, error) in [
        ("write", "EIO"),
        ("write", "ENOSPC"),
        ("write", "EINTR"),
        ("fsync", "EIO"),
        ("rename,renameat,renameat2", "EACCES"),
        ("openat", "EMFILE"),
        ("openat", "EACCES"),
    ] {
        for when in ["1", "2", "3", "4", "5", "6", "7", "8"] {
            let script = format!(
                "exec strace -qq -f -o /dev/null -e trace={call} -e inject={call}:error={error}:when={when} \
                 \"$0\" check --format jsonl --jobs 1 --output \"$2\" \"$1\""
            );
            fs::write(&output, "old").expect("a file");
            let ran = shell(&script, &[capture, &output]);
            let now = fs::read(&output).expect("a file");
            let what = format!("{call} {error} {when}: {}", String::from_utf8_lossy(&ran.stderr));
            match ran.status.code() {
                Some(1) => assert!(now == good, "{what}"),
                // The input, or the library that the process begins with, may be what failed.
                Some(2 | 127) => {
                    let told = now != good;
                    assert!(now == b"old" || (call == "openat" && told), "{what}");
                    failed += 1;
                }
                other => panic!("{what}: ended with {other:?}"),
            }
            let left = fs::read_dir(folder.path()).expect("a folder").count();
            assert_eq!(left, 1, "{what}: no temporary file is left");
        }
    }
    assert!(failed >= 5, "only {failed} faults came through");
}
