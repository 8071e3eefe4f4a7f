//! Inputs that cannot be read, or not to their end: 2 for each of them, and the others are read.
#![cfg(target_os = "linux")]

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use crate::corpus::{named, sample, with};
use crate::door::goalpost;
use crate::output::{binary, long_capture, shell};
use crate::runs::READING;

#[test]
fn files_that_cannot_be_read_do_not_stop_the_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::write(at("good.json"), sample()).expect("a file");
    fs::create_dir(at("empty")).expect("a folder");
    symlink(at("loop"), at("loop")).expect("a link");
    symlink(at("nothing"), at("dangling")).expect("a link");
    symlink(at("b"), at("a")).expect("a link");
    symlink(at("a"), at("b")).expect("a link");
    symlink("/dev/zero", at("zero.json")).expect("a link");
    fs::write(at("nul.json"), [0; 100]).expect("a file");
    let endless = ["/dev/zero", "/dev/urandom", "/dev/full", "zero.json"];
    for bad in ["missing", "empty", "loop", "dangling", "a", "nul.json"].iter().chain(&endless) {
        for arguments in READING {
            let ran = goalpost(arguments.iter().copied()).and([at(bad), at("good.json")]).run();
            assert_eq!(ran.exit, 2, "{bad} {arguments:?}");
            let errors = ran.stderr.lines().filter(|line| line.starts_with("error: ")).count();
            assert_eq!(errors, 1, "{bad} {arguments:?}: {}", ran.stderr);
            let alone = goalpost(arguments.iter().copied()).and([at("good.json")]).run();
            // The others tell of the input that was not read, too, or name the input of each body.
            let only_bodies =
                matches!(arguments[0], "show" | "redact") && !arguments.contains(&"table");
            assert!(!only_bodies || ran.stdout == alone.stdout, "{bad} {arguments:?}");
            assert!(ran.stdout.len() >= alone.stdout.len() / 2, "{bad} {arguments:?}");
        }
    }
}

#[test]
fn files_that_come_slowly() {
    let endless = shell("head -c 50000000 /dev/zero | \"$0\" check -", &[]);
    assert_eq!(endless.status.code(), Some(2));
    for (device, told) in [("zero", "a device that never ends"), ("null", "empty, there is no")] {
        let script = format!("ulimit -t 20; exec \"$0\" check < /dev/{device}");
        let ran = shell(&script, &[]);
        assert_eq!(ran.status.code(), Some(2), "{device}");
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(said.contains(told), "{device}: {said}");
    }
    let pipe = tempfile::tempdir().expect("a folder");
    let fifo = pipe.path().join("fifo");
    let status = Command::new("mkfifo").arg(&fifo).status().expect("mkfifo");
    assert!(status.success());
    let script = "(printf '%s' \"$2\" | head -c 100; sleep 0.2; printf '%s' \"$2\" | tail -c +101) > \"$1\" & \"$0\" check \"$1\"";
    let slow = shell(script, &[fifo.to_str().expect("text"), sample()]);
    assert_eq!(slow.status.code(), Some(0), "{}", String::from_utf8_lossy(&slow.stderr));
}

#[test]
fn files_with_few_descriptors_and_little_memory() {
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

/// A reader that gives few bytes at a time, is interrupted, and fails from some byte on.
struct Bad {
    bytes: Vec<u8>,
    at: usize,
    fails_at: usize,
    calls: usize,
}

impl Read for Bad {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.calls += 1;
        if self.calls.is_multiple_of(3) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        if self.at == self.fails_at {
            return Err(io::Error::other("the disk is gone\x1b[31m\n::error::x"));
        }
        let end = self.bytes.len().min(self.fails_at);
        let length = out.len().min(1 + self.calls % 500).min(end - self.at);
        out[..length].copy_from_slice(&self.bytes[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}

#[test]
fn files_by_short_and_interrupted_reads_that_fail_anywhere() {
    let lines = [sample(), &with("amount", "true"), &named("東京"), sample()]
        .map(|body| format!("{body}\n"));
    let capture = lines.concat().into_bytes();
    let call = |arguments: &[&str]| goalpost(arguments.iter().copied()).stdin("");
    for arguments in READING {
        let whole = call(arguments).stdin(capture.clone()).run();
        for fails_at in (0..capture.len()).step_by(397).chain([usize::MAX]) {
            let bytes = capture.clone();
            let open = move || -> Box<dyn Read + Send> {
                Box::new(Bad { bytes: bytes.clone(), at: 0, fails_at, calls: 0 })
            };
            let mut stdout = Vec::new();
            let (exit, stderr) = call(arguments).run_between(&open, &mut stdout);
            let what = format!("{arguments:?} failing at {fails_at}: {stderr}");
            if fails_at == usize::MAX {
                assert_eq!((exit, &stdout), (whole.exit, &whole.stdout), "{what}");
                continue;
            }
            assert_eq!(exit, 2, "{what}");
            let said = "error: -: the disk is gone\\u{1b}[31m\\n::error::x";
            assert!(stderr.contains(said), "{what}");
            if *arguments == ["show", "--format", "jsonl"] {
                let complete = capture[..fails_at].iter().filter(|byte| **byte == b'\n').count();
                let bodies = lines[..complete].concat();
                assert!(stdout.starts_with(bodies.as_bytes()), "{what}: nothing read is lost");
            }
        }
    }
}

#[test]
fn files_with_names_of_any_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let names: [&[u8]; 8] = [
        b"new\nline.json",
        b"\x1b]0;x\x07.json",
        b"\xff\xfe.json",
        b"  .json",
        b"-.json",
        b"--format=json",
        "\u{202e}nosj.json".as_bytes(),
        b"*?[a]$(x)`y`;.json",
    ];
    for name in names {
        let name = OsString::from_vec(name.to_vec());
        fs::write(folder.path().join(&name), with("amount", "true")).expect("a file");
        for arguments in READING {
            let ran = goalpost(arguments.iter().copied()).and([folder.path().join(&name)]).run();
            assert!(ran.exit < 2, "{name:?} {arguments:?}: {}", ran.stderr);
            crate::inert::assert_inert(&ran, &format!("{name:?} {arguments:?}"));
        }
        // In its own folder an option is only told from a file by what stands before it.
        let output = binary().arg("check").arg("--").arg(&name).current_dir(folder.path()).output();
        assert_eq!(output.expect("run").status.code(), Some(1), "{name:?}");
    }
    let walked = goalpost(["check", "--format", "json"]).and([folder.path()]).run();
    assert_eq!(walked.json()["summary"]["inputs"], names.len() - 1);
}

/// What happens to a file between the first and the second time that it is read.
type Change = (&'static str, fn(&Path));
const CHANGES: [Change; 8] = [
    ("vanishes", |path| fs::remove_file(path).expect("it is there")),
    ("is emptied", |path| fs::write(path, "").expect("it can be written")),
    ("is cut short", |path| {
        let file = File::options().write(true).open(path).expect("a file");
        file.set_len(700).expect("it can be cut");
    }),
    ("becomes NUL", |path| fs::write(path, [0; 2_000]).expect("it can be written")),
    ("becomes other bytes", |path| fs::write(path, [0xff; 2_000]).expect("it can be written")),
    ("becomes brackets", |path| fs::write(path, [b'['; 2_000]).expect("it can be written")),
    ("becomes other bodies", |path| {
        let other = format!("{}\n", with("amount", "751")).repeat(3);
        fs::write(path, other).expect("it can be written");
    }),
    ("becomes a folder", |path| {
        fs::remove_file(path).expect("it is there");
        fs::create_dir(path).expect("it can be made");
    }),
];

#[test]
fn files_that_change_while_they_are_read() {
    for (what, change) in CHANGES {
        for command in [&["history"][..], &["history", "--latest"], &["diff"]] {
            let folder = tempfile::tempdir().expect("a folder");
            let (first, second) = (folder.path().join("first"), folder.path().join("second"));
            let bodies = [sample().to_owned(), with("revision", "72"), with("revision", "73")];
            fs::write(&first, bodies.map(|body| format!("{body}\n")).concat()).expect("a file");
            assert!(Command::new("mkfifo").arg(&second).status().expect("mkfifo").success());
            let child = binary().args(command).args([&first, &second]).spawn().expect("run");
            // The pipe is opened once the first file has been read to its end.
            let mut pipe = File::options().write(true).open(&second).expect("the pipe");
            change(&first);
            pipe.write_all(named("x").as_bytes()).expect("the pipe is read");
            drop(pipe);
            let output = child.wait_with_output().expect("its end");
            let said = String::from_utf8_lossy(&output.stderr);
            // What was read is kept: of the two names of revision 71 nothing is lost.
            assert_eq!(output.status.code(), Some(1), "{what} {command:?}: {said}");
            assert!(!said.contains("panicked"), "{what}: {said}");
        }
    }
    // One that only grows has all that it had.
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("growing");
    fs::write(&path, format!("{}\n", sample())).expect("a file");
    let grows = path.clone();
    let writer = std::thread::spawn(move || {
        let mut file = File::options().append(true).open(grows).expect("a file");
        for _ in 0..400 {
            file.write_all(format!("{}\n", sample()).as_bytes()).expect("it can be written");
        }
    });
    for _ in 0..20 {
        let ran = goalpost(["history", "--summary", "--format", "json"]).and([&path]).run();
        let cut = ran.stderr.contains("truncated-json");
        assert_eq!(ran.exit, u8::from(cut), "{}", ran.stderr);
    }
    writer.join().expect("it ends");
}

#[test]
fn files_without_number() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a"), sample()).expect("a file");
    let many = std::iter::repeat_n("a", 100_000);
    let ran = binary().arg("check").args(many).current_dir(folder.path()).output();
    let ran = ran.expect("run");
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(said.contains("100,000 bodies in 100,000 inputs"), "{said}");
    assert_eq!(ran.status.code(), Some(0));
}

#[test]
fn files_with_each_read_failing_in_turn() {
    if Command::new("strace").arg("-V").output().is_err() {
        return;
    }
    let capture = long_capture();
    let path = capture.path().to_str().expect("text");
    let good = shell("exec \"$0\" check --format jsonl --jobs 1 \"$1\"", &[path]).stdout;
    for error in ["EIO", "EINTR", "EISDIR", "ESTALE"] {
        for when in ["1", "2", "3", "1+"] {
            if error == "EINTR" && when.ends_with('+') {
                continue;
            }
            let script = format!(
                "exec strace -qq -f -o /dev/null -P \"$1\" -e trace=read \
                 -e inject=read:error={error}:when={when} \
                 \"$0\" check --format jsonl --jobs 1 \"$1\""
            );
            let ran = shell(&script, &[path]);
            let what = format!("{error} {when}: {}", String::from_utf8_lossy(&ran.stderr));
            let expected = if error == "EINTR" { 1 } else { 2 };
            assert_eq!(ran.status.code(), Some(expected), "{what}");
            assert_eq!(ran.stdout == good, error == "EINTR", "{what}");
        }
    }
}
