//! Where reading on its own refuses, the message names an option; with that option, as it stands
//! there, the bodies are read.

mod door;

use std::fs;

use door::goalpost;

/// What is refused: a name, the capture of two bodies, and how many of them the option reads.
fn captures() -> Vec<(&'static str, String, usize)> {
    let plain = fs::read_to_string("fixtures/captures/plain.ndjson").expect("a fixture");
    let plain: Vec<&str> = plain.lines().collect();
    let (one, other) = (plain[0], plain[2]);
    let cell = |body: &str| format!("\"{}\"", body.replace('"', "\"\""));
    let text = |body: &str| serde_json::to_string(body).expect("text");
    vec![
        ("two columns", format!("id,sent,resent\n1,{},{}\n", cell(one), cell(other)), 1),
        ("two members", format!("{{\"sent\":{one},\"resent\":{other}}}\n"), 1),
        ("two members as text", format!("{{\"a\":{},\"b\":{}}}\n", text(one), text(other)), 1),
        (
            "two members in each of an array",
            format!("[{{\"a\":{one},\"b/c\":{other}}},{{\"a\":{other},\"b/c\":{one}}}]\n"),
            2,
        ),
        (
            "two places at different depths",
            format!("{{\"a\":{{\"deep\":{one}}},\"b\":[{{\"c\":{other}}}]}}\n"),
            1,
        ),
        ("words between bodies", format!("{one}\nretrying in 5 s\n{other}\n"), 2),
    ]
}

/// The options that messages name: what they name as an example, or what they say of the form.
fn options_in(messages: &str) -> Vec<String> {
    let after = |option: &str| {
        let (_, rest) = messages.split_once(&format!("for example {option} "))?;
        rest.split([' ', '\n', '"', ',']).next().map(str::to_owned)
    };
    if let Some(pointer) = after("--body-path") {
        return vec!["--body-path".to_owned(), pointer];
    }
    assert!(messages.contains("with --input-format"), "no option is named: {messages}");
    vec!["--input-format".to_owned(), "log".to_owned()]
}

#[test]
fn the_option_that_a_refusal_names_reads_the_bodies() {
    for (name, capture, count) in captures() {
        let refused = goalpost(["check", "--color", "never"]).stdin(capture.clone()).run();
        assert_ne!(refused.exit, 0, "{name}: {}", refused.out());
        let options = options_in(&format!("{}{}", refused.stderr, refused.out()));
        let ran = goalpost(["show", "--format", "jsonl"]).and(&options).stdin(capture).run();
        let read = ran.out().lines().count();
        assert_eq!((ran.exit, read), (0, count), "{name} {options:?}: {}", ran.stderr);
    }
}
