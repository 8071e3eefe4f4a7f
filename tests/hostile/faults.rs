//! Faults of the world: outputs that fail, inputs that fail, too few resources. Never 0 with
//! output lost, never an input that stops the others.
#![cfg(target_os = "linux")]

use std::fs::{self, File};
use std::io::Read;
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
fn long_capture() -> tempfile::NamedTempFile {
    let capture = tempfile::NamedTempFile::new().expect("a file");
    let body = with("amount", "true");
    fs::write(capture.path(), format!("{body}\n").repeat(1_500)).expect("written");
    capture
}

fn binary() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_goalpost"));
    command.env_clear().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn shell(script: &str, arguments: &[&str]) -> Output {
    Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_goalpost")])
        .args(arguments)
        .output()
        .expect("a shell")
}

#[test]
fn a_full_disk_is_never_a_success() {
    let (short, long) = (tempfile::NamedTempFile::new().expect("a file"), long_capture());
    fs::write(short.path(), with("amount", "true")).expect("written");
    for capture in [short.path(), long.path()] {
        for arguments in writing() {
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
fn a_reader_that_leaves_ends_the_run_with_141() {
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
fn closed_streams() {
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
fn inputs_that_cannot_be_read_do_not_stop_the_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::write(at("good.json"), sample()).expect("a file");
    fs::create_dir(at("empty")).expect("a folder");
    symlink(at("loop"), at("loop")).expect("a link");
    symlink(at("nothing"), at("dangling")).expect("a link");
    fs::write(at("nul.json"), [0; 100]).expect("a file");
    for bad in ["missing", "empty", "loop", "dangling", "nul.json"] {
        for arguments in READING {
            let ran = goalpost(arguments.iter().copied()).and([at(bad), at("good.json")]).run();
            assert_eq!(ran.exit, 2, "{bad} {arguments:?}");
            let errors = ran.stderr.lines().filter(|line| line.starts_with("error: ")).count();
            assert_eq!(errors, 1, "{bad} {arguments:?}: {}", ran.stderr);
            let alone = goalpost(arguments.iter().copied()).and([at("good.json")]).run();
            // The others tell of the input that was not read, too.
            let only_bodies = matches!(arguments[0], "show" | "redact");
            assert!(!only_bodies || ran.stdout == alone.stdout, "{bad} {arguments:?}");
            assert!(ran.stdout.len() >= alone.stdout.len() / 2, "{bad} {arguments:?}");
        }
    }
}

#[test]
fn endless_and_growing_inputs() {
    let endless = shell("head -c 50000000 /dev/zero | \"$0\" check -", &[]);
    assert_eq!(endless.status.code(), Some(2));
    let pipe = tempfile::tempdir().expect("a folder");
    let fifo = pipe.path().join("fifo");
    let status = Command::new("mkfifo").arg(&fifo).status().expect("mkfifo");
    assert!(status.success());
    let script = "(printf '%s' \"$2\" | head -c 100; sleep 0.2; printf '%s' \"$2\" | tail -c +101) > \"$1\" & \"$0\" check \"$1\"";
    let slow = shell(script, &[fifo.to_str().expect("text"), sample()]);
    assert_eq!(slow.status.code(), Some(0), "{}", String::from_utf8_lossy(&slow.stderr));
}

#[test]
fn few_descriptors_and_little_memory() {
    let folder = tempfile::tempdir().expect("a folder");
    for number in 0..60 {
        let path = folder.path().join(format!("{number}.json"));
        fs::write(path, sample()).expect("a file");
    }
    let path = folder.path().to_str().expect("text");
    for command in ["check", "show --format jsonl", "redact -q"] {
        let ran = shell(&format!("ulimit -n 8; exec \"$0\" {command} \"$1\""), &[path]);
        assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    }
    let long = long_capture();
    let path = long.path().to_str().expect("text");
    // Address space, of which threads and the allocator take their share.
    let ran = shell("ulimit -v 200000; exec \"$0\" check --format jsonl --jobs 2 \"$1\"", &[path]);
    assert_eq!(ran.status.code(), Some(1), "{}", String::from_utf8_lossy(&ran.stderr));
    let many = std::iter::repeat_n(folder.path().join("1.json"), 2_000);
    assert_eq!(goalpost(["check"]).and(many).run().exit, 0);
}

#[test]
fn an_output_file_is_whole_or_as_it_was() {
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

    for (output, said) in [("missing/file", "no such"), ("", "is a directory")] {
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

#[test]
fn every_read_and_write_may_fail() {
    if Command::new("strace").arg("-V").output().is_err() {
        return;
    }
    let capture = long_capture();
    let path = capture.path().to_str().expect("text");
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("out").to_str().expect("text").to_owned();
    let good = shell("exec \"$0\" check --format jsonl --jobs 1 \"$1\"", &[path]).stdout;
    for call in ["read", "write"] {
        for error in ["EIO", "EINTR"] {
            for when in ["1", "2", "1+"] {
                if error == "EINTR" && when.ends_with('+') {
                    continue;
                }
                let script = format!(
                    "exec strace -qq -f -o /dev/null -P \"$1\" -P \"$2\" -e trace={call} \
                     -e inject={call}:error={error}:when={when} \
                     \"$0\" check --format jsonl --jobs 1 --output \"$2\" \"$1\""
                );
                fs::write(&output, "old").expect("a file");
                let ran = shell(&script, &[path, &output]);
                let now = fs::read(&output).expect("a file");
                let what =
                    format!("{call} {error} {when}: {}", String::from_utf8_lossy(&ran.stderr));
                match ran.status.code() {
                    Some(1) => assert!(now == good, "{what}"),
                    Some(2) if call == "read" => assert!(now != b"old", "{what}"),
                    Some(2) => assert_eq!(now, b"old", "{what}"),
                    other => panic!("{what}: ended with {other:?}"),
                }
            }
        }
    }
}
