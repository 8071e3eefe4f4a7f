//! What the program is made of and what it asks of the system: nothing in the dependency tree
//! speaks to a network; no run opens a connection, starts a program, or writes a
//! file but `--output`; and no code of ours is unsafe. That `src/` names neither is in `floors`.

use std::path::Path;
use std::process::{Command, Stdio};

/// Crates that open connections or start a runtime for them.
const NETWORK: &[&str] = &[
    "async-std",
    "curl",
    "h2",
    "hyper",
    "isahc",
    "mio",
    "native-tls",
    "openssl-sys",
    "quinn",
    "reqwest",
    "rustls",
    "smol",
    "socket2",
    "surf",
    "tokio",
    "tungstenite",
    "ureq",
];

#[test]
fn no_crate_of_the_tree_speaks_to_a_network() {
    let lock = include_str!("../Cargo.lock");
    let names: Vec<&str> =
        lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).collect();
    assert!(names.contains(&"serde_json"), "the lock file is read");
    let found: Vec<&&str> = names.iter().filter(|name| NETWORK.contains(name)).collect();
    assert!(found.is_empty(), "{found:?}");
    let denied = include_str!("../.deny.toml");
    for name in NETWORK {
        assert!(denied.contains(&format!("    \"{name}\",\n")), ".deny.toml lets {name} in");
    }
}

#[test]
fn every_crate_comes_from_the_registry_with_a_checksum() {
    for lock in [include_str!("../Cargo.lock"), include_str!("fuzz/Cargo.lock")] {
        for package in lock.split("[[package]]").skip(1) {
            let own = ["goalpost", "goalpost-fuzz"]
                .iter()
                .any(|name| package.contains(&format!("name = \"{name}\"\n")));
            let registry = package.contains("source = \"registry+");
            assert!(own || (registry && package.contains("checksum = \"")), "{package}");
        }
    }
}

#[test]
fn the_fuzz_targets_lock_what_the_program_needs() {
    let manifest = include_str!("../Cargo.toml");
    let needs = manifest.split("[dependencies]\n").nth(1).expect("dependencies");
    let needs = needs.split("\n\n").next().expect("a section");
    let lock = include_str!("fuzz/Cargo.lock");
    let program = lock.split("[[package]]").find(|package| package.contains("\"goalpost\"\n"));
    let program = program.expect("the program is locked");
    for need in needs.lines() {
        let name = need.split(' ').next().expect("a name");
        let locked =
            program.contains(&format!(" \"{name}\",")) || program.contains(&format!(" \"{name} "));
        assert!(locked, "tests/fuzz/Cargo.lock is older than the need for {name}");
    }
}

#[test]
fn no_code_of_ours_is_unsafe() {
    let manifest = include_str!("../Cargo.toml");
    let lints = manifest.split("[lints.rust]\n").nth(1).expect("lints");
    assert!(lints.lines().any(|line| line == "unsafe_code = \"forbid\""), "{lints}");
}

/// What one run asked of the system.
struct Trace {
    calls: Vec<String>,
}

/// Runs the program in a folder under `strace`, and gives its calls for networks, processes and
/// files. `None` where there is no strace.
#[cfg(target_os = "linux")]
fn traced(folder: &Path, arguments: &[&str]) -> Option<Trace> {
    Command::new("strace").arg("-V").stdout(Stdio::null()).status().ok()?;
    let log = tempfile::NamedTempFile::new().expect("a file");
    let sample = std::fs::File::open("fixtures/sample/compact.json").expect("the sample");
    let status = Command::new("strace")
        .args(["-f", "-qq", "-s", "300", "-e", "trace=%network,%process,%file,memfd_create", "-o"])
        .arg(log.path())
        .arg(env!("CARGO_BIN_EXE_goalpost"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("TMPDIR", folder)
        .stdin(sample)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("strace runs");
    assert!(matches!(status.code(), Some(0 | 1)), "{arguments:?} ended with {status}");
    let log = std::fs::read_to_string(log.path()).expect("its log");
    // Each line begins with the thread.
    let calls = log.lines().filter_map(|line| line.split_once(' '));
    let calls: Vec<String> = calls.map(|(_, call)| call.trim_start().to_owned()).collect();
    assert!(calls.len() > 5, "{arguments:?}: {log}");
    Some(Trace { calls })
}

/// Calls that look or end, the rest of a call that another thread interrupted, and a call (`???`)
/// that was not begun yet when the program ended.
const HARMLESS: &[&str] = &[
    "+++",
    "<...",
    "???",
    "access",
    "exit",
    "exit_group",
    "faccessat2",
    "getcwd",
    "lstat",
    "newfstatat",
    "open",
    "openat",
    "readlink",
    "readlinkat",
    "stat",
    "statfs",
    "statx",
];

impl Trace {
    /// What a run may not do, given the file that it may write: under another name first, which
    /// is one opening. A file that never has a name leaves nothing behind.
    fn forbidden(&self, output: Option<&str>) -> Vec<&String> {
        let mut programs = 0;
        let mut openings = usize::from(output.is_none());
        let forbidden = self.calls.iter().filter(|call| {
            let has = |flags: &[&str]| flags.iter().any(|flag| call.contains(flag));
            match call.split(['(', ' ']).next().unwrap_or_default() {
                // The first is the program itself.
                "execve" => {
                    programs += 1;
                    programs > 1
                }
                "clone" | "clone3" => !has(&["CLONE_THREAD"]),
                "open" | "openat" if has(&["O_TMPFILE"]) => false,
                "open" | "openat" if has(&["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"]) => {
                    openings += 1;
                    openings > 1
                }
                "rename" | "renameat" | "renameat2" | "chmod" | "fchmodat" => {
                    !output.is_some_and(|output| call.contains(output))
                }
                other => !HARMLESS.contains(&other),
            }
        });
        forbidden.collect()
    }
}

/// Every command, on small inputs that stand in its folder.
#[cfg(target_os = "linux")]
const COMMANDS: &[&[&str]] = &[
    &["show", "capture.ndjson"],
    &["show", "--format", "table", "capture.ndjson", "-"],
    &["show", "--format", "jsonl", "--with-source", "capture.ndjson.gz"],
    &["check", "capture.ndjson"],
    &["check", "--format", "sarif", "."],
    &["diff", "capture.ndjson", "-"],
    &["history", "capture.ndjson"],
    &["stats", "capture.ndjson"],
    &["stats", "--merge", "saved"],
    &["redact", "capture.ndjson"],
    &["redact", "--key-file", "key", "--amounts", "scale", "capture.ndjson"],
    &["sample", "--count", "5"],
    &["schema"],
    &["explain", "wrong-type"],
    &["completions", "bash"],
    &["man"],
    &["--help"],
    &["--version"],
];

#[cfg(target_os = "linux")]
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    std::fs::copy("fixtures/goals/mixed.ndjson", at("capture.ndjson")).expect("a capture");
    std::fs::copy("fixtures/captures/plain.ndjson.gz", at("capture.ndjson.gz")).expect("a capture");
    std::fs::write(at("key"), "0123456789abcdef0123456789abcdef").expect("a key");
    let counts = Command::new(env!("CARGO_BIN_EXE_goalpost"))
        .args(["stats", "--format", "json", "fixtures/goals/mixed.ndjson"])
        .output()
        .expect("it runs");
    std::fs::write(at("saved"), counts.stdout).expect("counts");
    folder
}

#[cfg(target_os = "linux")]
fn names(folder: &Path) -> Vec<std::ffi::OsString> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<_> = entries.map(|entry| entry.expect("an entry").file_name()).collect();
    names.sort();
    names
}

#[cfg(target_os = "linux")]
#[test]
fn no_command_reaches_out() {
    let folder = folder();
    let before = names(folder.path());
    for command in COMMANDS {
        let Some(trace) = traced(folder.path(), command) else { return };
        let forbidden = trace.forbidden(None);
        assert!(forbidden.is_empty(), "{command:?}: {forbidden:#?}");
    }
    assert_eq!(names(folder.path()), before);
}

#[cfg(target_os = "linux")]
#[test]
fn output_is_all_that_is_written() {
    let folder = folder();
    let mut expected = names(folder.path());
    expected.push("written.to".into());
    expected.sort();
    for command in COMMANDS.iter().filter(|command| {
        matches!(command, ["show" | "check" | "history" | "stats" | "redact" | "sample", ..])
    }) {
        let arguments = [&command[..1], &["--output", "written.to"], &command[1..]].concat();
        let Some(trace) = traced(folder.path(), &arguments) else { return };
        let forbidden = trace.forbidden(Some("written.to"));
        assert!(forbidden.is_empty(), "{command:?}: {forbidden:#?}");
        assert_eq!(names(folder.path()), expected, "{command:?}");
        std::fs::remove_file(folder.path().join("written.to")).expect("it was written");
    }
}
