//! Completions as a person gets them: keys typed into bash, zsh and fish in a terminal, and the
//! command line that came of them. A shell that is not installed is passed over.

mod door;

use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use door::goalpost;
use goalpost::rules::registry;
use goalpost::webhook::field::FIELDS;

/// How long a shell may take to answer a key.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is typed, `⇥` for the tab key, and the arguments that the program then gets.
const TYPED: [(&str, &str); 14] = [
    ("ch⇥--form⇥sar⇥", "[check] [--format] [sarif]"),
    ("check --format=sar⇥", "[check] [--format=sarif]"),
    ("check -D wrong⇥", "[check] [-D] [wrong-type]"),
    ("check bod⇥", "[check] [body.json]"),
    ("check two⇥", "[check] [two words.json]"),
    ("check \"two⇥", "[check] [two words.json]"),
    ("check ../captures/two\\ w⇥", "[check] [../captures/two words.json]"),
    ("check 'col⇥", "[check] [colon:3: #東京.json]"),
    ("check --report sarif=two⇥", "[check] [--report] [sarif=two words.json]"),
    ("check --report=sarif=two⇥", "[check] [--report=sarif=two words.json]"),
    ("bod⇥", "[body.json]"),
    ("check -o bod⇥", "[check] [-o] [body.json]"),
    ("explain wrong⇥", "[explain] [wrong-type]"),
    ("man hist⇥", "[man] [history]"),
];

/// A folder with captures, and a program named goalpost that prints its arguments, but answers
/// completions as the real one does.
fn folder(shell: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("shells-{shell}"));
    let _ = fs::remove_dir_all(&folder);
    let captures = folder.join("captures");
    fs::create_dir_all(&captures).expect("it can be made");
    for name in ["body.json", "two words.json", "colon:3: #東京.json"] {
        fs::write(captures.join(name), "{}").expect("it can be written");
    }
    let program = folder.join("goalpost");
    let real = env!("CARGO_BIN_EXE_goalpost");
    let text = format!(
        "#!/bin/sh\n[ \"$1\" = completions ] && exec '{real}' \"$@\"\n\
         printf 'got'; printf ' [%s]' \"$@\"; echo ' end'\n"
    );
    fs::write(&program, text).expect("it can be written");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("it can be changed");
    let script = goalpost(["completions", shell]).run();
    assert_eq!((script.exit, script.stderr.as_str()), (0, ""));
    fs::write(folder.join("_goalpost"), script.stdout).expect("it can be written");
    folder
}

/// An interactive shell in a terminal, which `script` makes.
struct Terminal {
    keys: std::process::ChildStdin,
    screen: Receiver<String>,
    shell: std::process::Child,
}

impl Terminal {
    fn open(shell: &str, folder: &Path) -> Terminal {
        let mut command = Command::new("script");
        command.args(["-qec", shell, "/dev/null"]).current_dir(folder.join("captures"));
        let path = std::env::var("PATH").unwrap_or_default();
        command.env("PATH", format!("{}:{path}", folder.display())).env("TERM", "xterm");
        command
            .env("HOME", folder)
            .env("ZDOTDIR", folder)
            .env("PS1", "$ ")
            .env("LC_ALL", "C.UTF-8");
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut shell = command.spawn().expect("script is part of every system");
        let keys = shell.stdin.take().expect("a pipe");
        let mut output = shell.stdout.take().expect("a pipe");
        let (send, screen) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = output.read(&mut buffer) {
                let text = String::from_utf8_lossy(&buffer[..length]).into_owned();
                if send.send(text).is_err() {
                    break;
                }
            }
        });
        Terminal { keys, screen, shell }
    }

    /// Types keys, and waits until the screen shows something.
    fn type_until(&mut self, keys: &str, shown: &str) -> String {
        self.keys.write_all(keys.replace('⇥', "\t").as_bytes()).expect("the shell reads keys");
        self.keys.flush().expect("the shell reads keys");
        let mut text = String::new();
        while !text.contains(shown) {
            match self.screen.recv_timeout(PATIENCE) {
                Ok(more) => text.push_str(&more),
                Err(_) => panic!("{keys:?} did not show {shown:?}, but {text:?}"),
            }
        }
        text
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.keys.write_all(b"\x03\nexit\n");
        let _ = self.shell.kill();
        let _ = self.shell.wait();
    }
}

fn completes(shell: &str, interactive: &str, begin: &str) {
    if Command::new(shell).arg("--version").output().is_err() {
        let _ = writeln!(std::io::stderr(), "{shell} is not installed");
        return;
    }
    let folder = folder(shell);
    let mut terminal = Terminal::open(interactive, &folder);
    terminal.type_until(&format!("{begin}; goalpost ready\n"), "got [ready] end");
    for (typed, arguments) in TYPED {
        terminal.type_until(&format!("goalpost {typed}\n"), &format!("got {arguments} end"));
    }
    let formats = terminal.type_until("goalpost check --format ⇥⇥", "sarif");
    assert!(formats.contains("concise") && formats.contains("gitlab"), "{formats}");
}

#[test]
fn bash_completes() {
    completes("bash", "bash --norc --noprofile -i", "source ../_goalpost");
}

#[test]
fn zsh_completes() {
    let begin = "fpath=(.. $fpath); autoload -Uz compinit; compinit -u -D";
    completes("zsh", "zsh -f -i", begin);
}

#[test]
fn fish_completes() {
    completes("fish", "fish --no-config -i", "source ../_goalpost");
}

/// What is offered in place of the last word.
fn offered(words: &[&str]) -> Vec<String> {
    let ran = goalpost(["completions", "--at-cursor", "zsh", "--", "goalpost"])
        .and(words.iter().copied())
        .run();
    assert_eq!((ran.exit, ran.stderr.as_str()), (0, ""));
    let word = |line: &str| line.split('\t').nth(1).unwrap_or("a file").to_owned();
    ran.out().lines().map(word).collect()
}

#[test]
fn every_place_offers_what_can_stand_there() {
    let has = |words: &[&str], word: &str| offered(words).iter().any(|offered| offered == word);
    for rule in registry::all() {
        assert!(has(&["check", "-A", ""], rule.name) && has(&["explain", ""], rule.name));
    }
    for field in &FIELDS {
        assert!(has(&["show", "--where", ""], field.name), "{}", field.name);
    }
    assert!(has(&["schema", "--format", ""], "json-schema"));
    assert!(has(&["help", ""], "check") || has(&["", ""], "a file"));
    assert_eq!(offered(&["check", ""]), ["a file"]);
    assert_eq!(offered(&["check", "-qo", ""]), ["a file"]);
    assert_eq!(offered(&["check", "--", "-"]), ["a file"]);
    assert_eq!(offered(&["check", "--format=x", "y", "--color", ""]), ["auto", "always", "never"]);
    assert_eq!(
        offered(&["check", "--color="]),
        ["--color=auto", "--color=always", "--color=never"]
    );
    assert_eq!(offered(&["check", "--color", "="]), ["auto", "always", "never"]);
    assert!(has(&["check", "-"], "--format") && !has(&["check", "-"], "--block-size"));
    assert!(has(&[""], "show") && has(&[""], "a file"));
    assert_eq!(offered(&["explain", "wrong-type", ""]), [""; 0]);
}
