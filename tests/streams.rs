//! Standard input as it arrives: what is complete is told at once, and pauses never show in what
//! is told.

mod door;

use std::io::{self, Read, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use door::{Call, goalpost};
use proptest::prelude::*;

/// A pipe of which the test is the other end: each piece is one read, and an empty one a pause
/// that is longer than any that the program waits for.
struct Pieces(Receiver<Vec<u8>>, Vec<u8>);

const PAUSE: Duration = Duration::from_millis(40);

impl Read for Pieces {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.1.is_empty() {
            match self.0.recv() {
                Ok(piece) if piece.is_empty() => std::thread::sleep(PAUSE),
                Ok(piece) => self.1 = piece,
                Err(_) => return Ok(0),
            }
        }
        let length = self.1.len().min(out.len());
        out[..length].copy_from_slice(&self.1[..length]);
        self.1.drain(..length);
        Ok(length)
    }
}

/// Standard output that the test can look at.
#[derive(Clone, Default)]
struct Screen(Arc<Mutex<Vec<u8>>>);

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Screen {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("no panic")).into_owned()
    }
}

/// Runs while the other function writes; gives the status and both outputs.
fn piped(call: Call, write: impl FnOnce(&Sender<Vec<u8>>, &Screen)) -> (u8, String, String) {
    let (sender, receiver) = channel();
    let pipe = Mutex::new(Some(Pieces(receiver, Vec::new())));
    let open = move || -> Box<dyn Read + Send> {
        Box::new(pipe.lock().expect("no panic").take().expect("it is opened once"))
    };
    let screen = Screen::default();
    let mut stdout = screen.clone();
    let (exit, stderr) = std::thread::scope(|scope| {
        let run = scope.spawn(move || call.run_between(&open, &mut stdout));
        let sender = sender;
        write(&sender, &screen);
        drop(sender);
        run.join().expect("no panic")
    });
    (exit, screen.text(), stderr)
}

fn body(name: &str) -> String {
    let body = include_str!("../fixtures/sample/compact.json").trim_end();
    body.replace("Home", name).replace("0128372140", &format!("1{name}"))
}

fn pretty(name: &str) -> String {
    include_str!("../fixtures/sample/pretty.json").replace("Home", name)
}

/// Each body is told before the next is written, and before the input ends.
#[test]
fn a_body_is_told_when_it_is_complete() {
    let lines = |name: &str| body(name) + "\n";
    let unended = |name: &str| body(name);
    let log = |name: &str| format!("2026-01-01T00:00:00Z INFO got {}\n", body(name));
    let row = |name: &str| format!("\n{}", pretty(name));
    let forms: [&dyn Fn(&str) -> String; 4] = [&lines, &unended, &log, &row];
    let commands: [(&[&str], usize); 7] = [
        (&["show", "--format", "jsonl", "-"], 0),
        (&["show", "--format", "table", "-"], 0),
        (&["show", "--format", "csv", "-"], 0),
        (&["show", "--format", "card", "-"], 0),
        (&["check", "--format", "concise", "-W", "guid-shape", "-"], 0),
        (&["check", "-"], 0),
        // Of bodies of several lines the first waits, for it may be alone, and have a card.
        (&["-"], 3),
    ];
    for (arguments, forms_left_out) in commands {
        for form in forms.iter().take(forms.len() - usize::from(forms_left_out == 3)) {
            piped(goalpost(arguments.iter().copied()), |pipe, screen| {
                for number in 0..3 {
                    let text = form(&format!("n{number}"))
                        .replace("\"is_complete\":false", "\"is_complete\":\"no\"");
                    let text = text.replace("\"is_complete\": false", "\"is_complete\": \"no\"");
                    let before = screen.text().len();
                    pipe.send(text.into_bytes()).expect("the program reads");
                    let mut waited = 0;
                    while screen.text().len() == before {
                        assert!(waited < 500, "{arguments:?}, body {number}: {}", screen.text());
                        std::thread::sleep(Duration::from_millis(20));
                        waited += 1;
                    }
                }
            });
        }
    }
}

/// A single body of a pipe is a card; one that was a row at once has its card behind it.
#[test]
fn one_body_has_a_card() {
    let card = |text: String| {
        let (exit, out, _) = piped(goalpost(["-"]), |pipe, _| {
            pipe.send(text.into_bytes()).expect("the program reads");
        });
        assert_eq!(exit, 0);
        out
    };
    let alone = card(pretty("Home"));
    assert!(alone.starts_with("Home  "), "{alone}");
    let line = card(body("Home"));
    assert!(line.starts_with("action  ") && line.contains("\n\nHome  "), "{line}");
    let several = card(format!("{}\n{}\n", body("a"), body("b")));
    assert_eq!(several.lines().count(), 4, "{several}");
}

fn captures() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => "[a-c]".prop_map(|name| body(&name) + "\n"),
        2 => "[a-c]".prop_map(|name| body(&name)),
        1 => "[a-c]".prop_map(|name| pretty(&name)),
        1 => "[a-c]".prop_map(|name| format!("INFO got {}\n", body(&name))),
        1 => "[a-c]".prop_map(|name| body(&name)[..90].to_owned()),
        1 => Just("other text\n".to_owned()),
        1 => Just("null\n".to_owned()),
        1 => Just("\n".to_owned()),
        1 => Just("[\n".to_owned()),
        1 => Just(",".to_owned()),
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat().into_bytes())
}

const COMMANDS: [&[&str]; 5] = [
    &["show", "-"],
    &["show", "--format", "table", "-"],
    &["show", "--format", "jsonl", "-"],
    &["check", "-"],
    &["check", "--format", "json", "-"],
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pieces_and_pauses_do_not_show(
        bytes in captures(),
        cuts in proptest::collection::vec((0_usize..4_000, prop::bool::ANY), 0..5),
        command in 0..COMMANDS.len(),
    ) {
        let call = || goalpost(COMMANDS[command].iter().copied());
        let whole = call().stdin(bytes.clone()).run();
        let mut places: Vec<(usize, bool)> =
            cuts.into_iter().map(|(at, pause)| (at % (bytes.len() + 1), pause)).collect();
        places.sort_unstable();
        let (exit, out, stderr) = piped(call(), |pipe, _| {
            let mut from = 0;
            for (at, pause) in places {
                let piece = bytes[from..at].to_vec();
                from = at;
                if !piece.is_empty() {
                    // What was refused is not read to its end.
                    let _ = pipe.send(piece);
                }
                if pause {
                    let _ = pipe.send(Vec::new());
                }
            }
            let _ = (from < bytes.len()).then(|| pipe.send(bytes[from..].to_vec()));
        });
        prop_assert_eq!(&out, whole.out(), "{:?}", String::from_utf8_lossy(&bytes));
        prop_assert_eq!((exit, stderr), (whole.exit, whole.stderr));
    }
}
