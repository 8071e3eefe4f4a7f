//! Secrets: no command prints a credential of a delivery, and `--hide-values` keeps what a body
//! holds out of every format.

use base64::Engine;

use crate::corpus::{named, sample, with};
use crate::door::{Ran, goalpost};
use crate::runs::{COMPARING, PATCHING, READING, compare, over};

/// What must not come out, in any spelling of its letters.
const CANARY: &str = "cAnArY7391";

fn assert_hidden(ran: &Ran, what: &str) {
    let all = [String::from_utf8_lossy(&ran.stdout).into_owned(), ran.stderr.clone()].concat();
    let found = all.lines().find(|line| line.to_lowercase().contains("canary"));
    assert_eq!(found, None, "{what}");
}

/// Headers whose values are secrets.
const HEADERS: [&str; 14] = [
    "Authorization",
    "authorization",
    "Proxy-Authorization",
    "Cookie",
    "Set-Cookie",
    "X-Api-Key",
    "X-Auth-Token",
    "X-Auth",
    "X-Client-Secret",
    "X-Hub-Signature-256",
    "svix-signature",
    "X-Password",
    "X-Amz-Security-Token",
    "X-Session",
];

fn json(text: &str) -> String {
    serde_json::to_string(text).expect("text")
}

/// A request with every such header, one of them folded, and with secrets in its target.
fn request() -> String {
    let headers: String = HEADERS.map(|name| format!("{name}: Basic {CANARY}==\r\n")).concat();
    format!(
        "GET /hook?token={CANARY}&a=b&sig={CANARY}&api_key={CANARY} HTTP/1.1\r\n{headers}\
         X-Other-Token:\r\n {CANARY}\r\nContent-Length: 3\r\nContent-Type: text/plain\r\n\r\n{}\r\n",
        sample()
    )
}

/// The same delivery in the shapes in which captures have headers.
fn deliveries() -> Vec<(&'static str, String)> {
    let object: Vec<String> =
        HEADERS.iter().map(|name| format!("\"{name}\":\"{CANARY}\"")).collect();
    let object = object.join(",");
    let lists = object.replace(&format!("\"{CANARY}\""), &format!("[\"{CANARY}\",\"{CANARY}\"]"));
    let pairs = |name: &str| {
        let pair = |header: &&str| {
            format!("{{\"{name}\": \"{header}\",\n \"value\": \"Bearer {CANARY}\"}}")
        };
        HEADERS.iter().map(pair).collect::<Vec<_>>().join(",")
    };
    let flat: Vec<String> = HEADERS.iter().map(|name| format!("\"{name}\",\"{CANARY}\"")).collect();
    let flat = flat.join(",");
    let body = json(sample());
    let cell = |text: &str| text.replace('"', "\"\"");
    let address = format!("https://me:{CANARY}@host/hook?access_token={CANARY}");
    let raw = json(&request());
    vec![
        ("HTTP", request()),
        (
            "API Gateway",
            format!(
                "{{\"requestContext\":{{}},\"httpMethod\":\"PUT\",\"path\":\"/a?key={CANARY}\",\"headers\":{{{object}}},\"body\":{body}}}"
            ),
        ),
        (
            "lists",
            format!(
                "{{\"requestContext\":{{}},\"multiValueHeaders\":{{{lists}}},\"headers\":{{{lists}}},\"body\":{body}}}"
            ),
        ),
        (
            "HAR",
            format!(
                "{{\"log\":{{\"version\":\"1.2\",\"entries\":[{{\"request\":{{\"method\":\"PUT\",\"url\":\"{address}\",\"headers\":[{}],\"postData\":{{\"text\":{body}}}}}}}]}}}}",
                pairs("name")
            ),
        ),
        (
            "Postman",
            format!(
                "{{\"info\":{{\"schema\":\"https://schema.getpostman.com/json/collection/v2.1.0/\"}},\"item\":[{{\"request\":{{\"method\":\"PUT\",\"header\":[{}],\"url\":\"{address}\",\"body\":{{\"raw\":{body}}}}}}}]}}",
                pairs("key")
            ),
        ),
        (
            "kcat",
            format!(
                "{{\"topic\":\"t\",\"partition\":0,\"ts\":1,\"headers\":[{flat}],\"payload\":{body}}}"
            ),
        ),
        (
            "kcat, out of step",
            format!(
                "{{\"topic\":\"t\",\"partition\":0,\"ts\":1,\"headers\":[\"odd\",\"Authorization\",\"Basic {CANARY}\",\"Host\"],\"payload\":{body}}}"
            ),
        ),
        (
            "Hookdeck",
            format!(
                "{{\"id\":\"evt\",\"created_at\":\"2016-04-14T04:26:00Z\",\"data\":{{\"headers\":{{{object}}},\"path\":\"{address}\",\"body\":{body}}}}}"
            ),
        ),
        (
            "ngrok",
            format!(
                "{{\"requests\":[{{\"start\":\"\",\"request\":{{\"raw\":\"{}\"}}}}]}}",
                base64::engine::general_purpose::STANDARD.encode(request())
            ),
        ),
        (
            "a table",
            format!(
                "id,token,headers,payload\n1,{CANARY},\"{}\",\"{}\"\n",
                cell(&format!("{{{object}}}")),
                cell(sample())
            ),
        ),
        (
            "a log",
            format!(
                "10:00 token={CANARY} password=\"a {CANARY}\" at=info {}\n10:01 Cookie: a={CANARY} {{\"action\":\"created\",\"goal\":{{\"gu\n",
                with("amount", "true")
            ),
        ),
        (
            "a log of JSON",
            format!(
                "{{\"level\":\"info\",\"authorization\":\"{CANARY}\",\"headers\":{{{object}}},\"payload\":{body}}}"
            ),
        ),
        ("a text with a request", format!("{{\"level\":\"info\",\"raw\":{raw}}}")),
        ("text", format!("{}\nAuthorization: Basic {CANARY}\nnext\n{}\n", sample(), sample())),
        ("unknown", format!("{{\"x\":1,\"y\":\"{address}\",\"headers\":{{{object}}}}}")),
    ]
}

#[test]
fn no_command_prints_a_credential() {
    for (what, capture) in deliveries() {
        let shown = over(&["show", "--format", "jsonl", "--with-source"], capture.as_bytes());
        let is_body = shown.out().contains("\"guid\":\"GOL-537e6391");
        assert!(is_body || what == "unknown", "{what} holds a body: {}", shown.stderr);
        let forced = ["json", "http", "log", "csv"].map(|form| ["check", "--input-format", form]);
        for arguments in READING.iter().copied().chain(forced.iter().map(|all| &all[..])) {
            // What nobody knows is shown as it came.
            if what == "unknown" && arguments[0] == "show" {
                continue;
            }
            assert_hidden(&over(arguments, capture.as_bytes()), &format!("{what}: {arguments:?}"));
        }
        for arguments in COMPARING.iter().chain(PATCHING) {
            let ran = compare(arguments, capture.as_bytes(), named("x").as_bytes());
            assert_hidden(&ran, &format!("{what}: {arguments:?}"));
        }
    }
}

/// Whether something between these bytes would make other words of a secret or its name, or
/// part the two.
fn parts_a_secret(capture: &str, at: usize) -> bool {
    let is_word = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
    let between = !is_word(capture[..at].chars().next_back().unwrap_or(' '));
    let rest = &capture[at..];
    (!between && rest.starts_with(is_word))
        || rest.starts_with('/')
        || capture[..at].ends_with("//")
        || capture[..at].ends_with('\\')
        || rest.trim_start_matches(|next| !is_word(next)).starts_with(CANARY)
}

#[test]
fn no_source_line_of_a_broken_capture_shows_a_credential() {
    for (what, capture) in deliveries() {
        for cut in (1..capture.len()).filter(|cut| capture.is_char_boundary(*cut)).step_by(41) {
            for mark in ["", "\u{1}", "}", "\"", "\n"] {
                let broken = [&capture[..cut], mark].concat();
                // A cut within the canary leaves a part of it.
                let ran = over(&["check", "--format", "text"], broken.as_bytes());
                assert_hidden(&ran, &format!("{what} cut at {cut}, then {mark:?}"));
                if !mark.is_empty() && !parts_a_secret(&capture, cut) {
                    let changed = [&broken, &capture[cut..]].concat();
                    let ran = over(&["check", "--format", "text"], changed.as_bytes());
                    assert_hidden(&ran, &format!("{what} with {mark:?} at {cut}"));
                }
            }
        }
    }
}

/// Bodies that hold the canary wherever a stranger can put it.
fn bodies() -> Vec<String> {
    let text = format!("\"{CANARY}\"");
    let mut bodies = Vec::new();
    for field in goalpost::webhook::field::FIELDS.iter().map(|field| field.name) {
        bodies.push(with(field, &text));
        bodies.push(with(field, &format!("\"GOL-{CANARY}\"")));
        bodies.push(with(field, &format!("{{{text}:[{text}]}}")));
        bodies.push(with(field, &format!("\"\\u202e{CANARY}\\ud800\"")));
        bodies.push(with("name", &format!("{text},\"{field}{CANARY}\":1,{text}:1,{text}:2")));
        bodies.push(with("name", &text).replace("\"revision\":71", "\"revision\":72"));
    }
    bodies.push(sample().replace("\"created\"", &text));
    bodies.push(format!("{{{text}:{text},{}", &sample()[1..]));
    bodies.push(format!("{{\"action\":\"created\",\"budget\":{{\"name\":{text}}}}}"));
    bodies.push(format!("{{\"type\":{text},{text}:1}}"));
    bodies.push(text.clone());
    bodies.push(format!("{CANARY} between bodies"));
    bodies.push(format!("{{\"action\":\"{CANARY}"));
    bodies
}

#[test]
fn hidden_values_stay_hidden_in_every_format() {
    let alone = bodies();
    let all = alone.join("\n");
    let mut hidden = 0;
    for arguments in READING.iter().filter(|arguments| arguments[0] != "redact") {
        let arguments = [arguments, &["--hide-values"][..]].concat();
        for capture in std::iter::once(&all).chain(&alone) {
            let ran = over(&arguments, capture.as_bytes());
            assert_hidden(&ran, &format!("{arguments:?}: {capture:.200}"));
            // What is made of values says so.
            assert!(ran.exit < 2 || !ran.stderr.is_empty(), "{arguments:?}");
        }
        let ran = over(&arguments, all.as_bytes());
        let refuses = arguments[0] == "show" || arguments.contains(&"--latest");
        assert_eq!(ran.exit == 2, refuses, "{arguments:?}: {}", ran.stderr);
        assert_eq!(ran.stdout.is_empty(), refuses, "{arguments:?}");
        hidden += usize::from(!refuses);
    }
    assert!(hidden >= 19, "only {hidden} formats hide values");
    for arguments in COMPARING.iter().chain(PATCHING) {
        let arguments = [arguments, &["--hide-values"][..]].concat();
        for (old, new) in [(sample(), all.as_str()), (&all, sample())] {
            let ran = compare(&arguments, old.as_bytes(), new.as_bytes());
            assert_hidden(&ran, &format!("{arguments:?}"));
            assert!(ran.exit > 0);
        }
        for body in &alone {
            let ran = compare(&arguments, sample().as_bytes(), body.as_bytes());
            assert_hidden(&ran, &format!("{arguments:?}: {body}"));
        }
    }
    // Help that is made of a value is left out.
    let milliseconds = sample().replace("1491004799", "1491004799000");
    for (options, is_said) in [(&["check"][..], true), (&["check", "--hide-values"], false)] {
        let ran = over(options, milliseconds.as_bytes());
        assert_eq!(ran.out().contains("1491004799,"), is_said, "{}", ran.out());
    }
    // Without it the canary is there: the test has eyes.
    for arguments in
        [&["check"][..], &["history"], &["stats"], &["diff", "fixtures/sample/compact.json"]]
    {
        let ran = goalpost(arguments.iter().copied()).and(["-"]).stdin(all.clone()).run();
        assert!(ran.out().contains(CANARY), "{arguments:?}");
    }
}

#[test]
fn of_text_beside_bodies_no_line_is_shown_that_may_hold_a_secret() {
    let python = "{'token': 'ab', 'action': 'created', 'goal': {'guid': 'GOL-1', 'revision': 1}}";
    for (form, text, is_shown) in [
        ("json", "token: ab\n cd", false),
        ("json", "see https://me:ab@host", false),
        ("json", "curl -u me:ab -d @body", false),
        ("json", "AKIAIOSFODNN7EXAMPLE", false),
        ("json", "upstream closed the connection", true),
        ("log", python, false),
        ("log", &python.replace("token", "place"), true),
    ] {
        let capture = format!("{text}\n{}\n", sample());
        let ran = over(&["check", "--input-format", form], capture.as_bytes());
        let shown = ran.out();
        assert!(shown.contains("--> -:1:"), "{text}: {shown}");
        assert_eq!(shown.contains("1 | "), is_shown, "{text}: {shown}");
    }
}
