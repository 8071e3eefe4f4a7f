//! Logs of programs and of what runs them.

use std::fmt::Write;

use super::random::Random;
use super::text::{mixed, noise, prefix};

/// JSON behind the words of a log.
pub fn plain(random: &mut Random, bodies: &[String]) -> String {
    let line = |(index, body): (usize, &String)| {
        let after = random.pick(&["", "", " (3 ms)", " status=204", " []"]);
        format!("{}{body}{after}", prefix(random, index))
    };
    let lines = bodies.iter().enumerate().map(line).collect();
    mixed(random, lines, noise)
}

/// `repr` of a text, as Python logs it.
pub fn repr(random: &mut Random, bodies: &[String]) -> String {
    let line = |(index, body): (usize, &String)| format!("{}{}", prefix(random, index), py(body));
    let lines = bodies.iter().enumerate().map(line).collect();
    mixed(random, lines, noise)
}

fn py(text: &str) -> String {
    let mut out = "'".to_owned();
    for character in text.chars() {
        let code = u32::from(character);
        match character {
            '\\' | '\'' => out.extend(['\\', character]),
            '\n' => out += "\\n",
            '\r' => out += "\\r",
            '\t' => out += "\\t",
            '\0'..'\x20' | '\x7f'..='\u{a0}' | '\u{ad}' => {
                write!(out, "\\x{code:02x}").expect("text");
            }
            '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{e000}'..='\u{f8ff}' => {
                write!(out, "\\u{code:04x}").expect("text");
            }
            '\u{e0000}'.. => write!(out, "\\U{code:08x}").expect("text"),
            _ => out.push(character),
        }
    }
    out + "'"
}

/// `%q` of Go, as its loggers write fields.
pub fn go(random: &mut Random, bodies: &[String]) -> String {
    let line = |(index, body): (usize, &String)| {
        let mut out = "\"".to_owned();
        for character in body.chars() {
            let code = u32::from(character);
            match character {
                '\\' | '"' => out.extend(['\\', character]),
                '\n' => out += "\\n",
                '\r' => out += "\\r",
                '\t' => out += "\\t",
                '\x07' => out += "\\a",
                '\x08' => out += "\\b",
                '\x0b' => out += "\\v",
                '\x0c' => out += "\\f",
                '\0'..'\x20' | '\x7f' => write!(out, "\\x{code:02x}").expect("text"),
                '\u{80}'..='\u{a0}' | '\u{2028}' | '\u{2029}' => {
                    write!(out, "\\u{code:04x}").expect("text");
                }
                '\u{e0000}'.. => write!(out, "\\U{code:08x}").expect("text"),
                _ => out.push(character),
            }
        }
        format!("time=2016-04-14T04:26:{:02}Z level=info body={out}\"", index % 60)
    };
    let lines = bodies.iter().enumerate().map(line).collect();
    mixed(random, lines, noise)
}

/// Text within JSON, up to six levels deep.
pub fn levels(random: &mut Random, bodies: &[String]) -> String {
    let depth = 1 + random.below(6);
    let key = random.pick(&["message", "body", "payload", "msg"]);
    let spaced = random.once_in(2);
    let line = |body: &String| {
        let mut text = body.clone();
        for _ in 0..depth {
            let value = serde_json::to_string(&text).expect("text is JSON");
            text = match spaced {
                true => format!("{{\"level\": \"info\", \"{key}\": {value}, \"n\": 1}}"),
                false => format!("{{\"level\":\"info\",\"{key}\":{value},\"n\":1}}"),
            };
        }
        text
    };
    let lines = bodies.iter().map(line).collect();
    mixed(random, lines, |_| "{\"level\":\"info\",\"msg\":\"up\",\"n\":2}".to_owned())
}

/// The same behind the words of a log.
pub fn levels_in_text(random: &mut Random, bodies: &[String]) -> String {
    let depth = 1 + random.below(5);
    let line = |(index, body): (usize, &String)| {
        let mut text = body.clone();
        for _ in 0..depth {
            text = serde_json::to_string(&text).expect("text is JSON");
        }
        format!("{}{text}", prefix(random, index))
    };
    let lines = bodies.iter().enumerate().map(line).collect();
    mixed(random, lines, noise)
}

/// nginx's `$request_body` in a log of its own.
pub fn nginx(random: &mut Random, bodies: &[String]) -> String {
    let line = |(index, body): (usize, &String)| {
        let mut out = String::new();
        for byte in body.bytes() {
            match byte {
                b'"' | b'\\' | 0..32 | 127.. => write!(out, "\\x{byte:02X}").expect("text"),
                _ => out.push(char::from(byte)),
            }
        }
        format!(
            "192.0.2.1 - - [14/Apr/2016:04:26:{:02} +0000] \"POST /hooks HTTP/1.1\" 204 0 \"{out}\"",
            index % 60
        )
    };
    let lines = bodies.iter().enumerate().map(line).collect();
    mixed(random, lines, |random| {
        random
            .pick(&["192.0.2.1 - - [14/Apr/2016:04:26:00 +0000] \"GET / HTTP/1.1\" 200 9 \"-\""])
            .to_owned()
    })
}

/// Lines behind a prefix: compose, kubectl, time stamps, quotations in mails.
pub fn prefixed(random: &mut Random, bodies: &[String]) -> String {
    let kind = random.below(5);
    let mut count = 0;
    let mut before = || {
        count += 1;
        match kind {
            0 => "web-1  | ".to_owned(),
            1 => "[pod/hooks-6d5f9c7b8-x2x4q/web] ".to_owned(),
            2 => format!("2016-04-14T04:26:{:02}.{count:09}Z ", count / 30 % 60),
            3 => "> ".to_owned(),
            _ => format!("2016-04-14T04:26:04.{count:09}Z stdout F "),
        }
    };
    let texts: Vec<String> = bodies.to_vec();
    let mut out = String::new();
    for line in mixed(random, texts, noise).lines() {
        out += &format!("{}{line}\n", before());
    }
    out
}

/// Docker's records, each with a line or a part of one.
pub fn container(random: &mut Random, bodies: &[String]) -> String {
    let part = 150 + random.below(20_000);
    let mut out = String::new();
    let texts = bodies.to_vec();
    for line in mixed(random, texts, noise).lines() {
        let characters: Vec<char> = line.chars().chain(['\n']).collect();
        for chunk in characters.chunks(part) {
            let text: String = chunk.iter().collect();
            let text = serde_json::to_string(&text).expect("text is JSON");
            out += &format!(
                "{{\"log\":{text},\"stream\":\"stdout\",\"time\":\"2016-04-14T04:26:04.1Z\"}}\n"
            );
        }
    }
    out
}

/// `pprint` of a text in Python, which breaks it behind blanks and line ends.
pub fn pprint(random: &mut Random, bodies: &[String]) -> String {
    let one = |body: &String| {
        let pieces: Vec<String> = pieces(body).map(py).collect();
        format!("({})", pieces.join("\n "))
    };
    mixed(random, bodies.iter().map(one).collect(), noise)
}

/// `console.log` of an object with a text in Node, which breaks it behind line ends.
pub fn node(random: &mut Random, bodies: &[String]) -> String {
    let js = |text: &str| {
        let text = text.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n");
        format!("'{}'", text.replace('\r', "\\r").replace('\t', "\\t").replace('\x7f', "\\x7F"))
    };
    let one = |(index, body): (usize, &String)| {
        let lines: Vec<String> = body.split_inclusive('\n').map(js).collect();
        format!(
            "{}{{\n  id: {index},\n  body: {}\n}}",
            prefix(random, index),
            lines.join(" +\n    ")
        )
    };
    let lines = bodies.iter().enumerate().map(one).collect();
    mixed(random, lines, noise)
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive([' ', '\n'])
}
