//! Bodies in letters and digits, in pages, in addresses, in shells.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};

use super::random::Random;
use super::text::{mixed, noise, prefix};

fn each(random: &mut Random, bodies: &[String], coded: impl Fn(&str) -> String) -> String {
    let line =
        |(index, body): (usize, &String)| format!("{}{}", prefix(random, index), coded(body));
    let lines = bodies.iter().enumerate().map(line).collect();
    mixed(random, lines, noise)
}

pub fn base64(random: &mut Random, bodies: &[String]) -> String {
    match random.below(4) {
        0 => each(random, bodies, |body| STANDARD.encode(body)),
        1 => each(random, bodies, |body| STANDARD_NO_PAD.encode(body)),
        2 => each(random, bodies, |body| URL_SAFE.encode(body)),
        _ => each(random, bodies, |body| URL_SAFE_NO_PAD.encode(body)),
    }
}

pub fn hex(random: &mut Random, bodies: &[String]) -> String {
    let before = random.pick(&["", "0x", "\\\\x"]);
    each(random, bodies, |body| {
        body.bytes().fold(before.to_owned(), |mut text, byte| {
            write!(text, "{byte:02x}").expect("text");
            text
        })
    })
}

pub fn numbers(random: &mut Random, bodies: &[String]) -> String {
    let comma = random.pick(&[",", ", "]);
    let is_signed = random.once_in(4);
    each(random, bodies, |body| {
        let number = |byte: u8| match is_signed {
            true => byte.cast_signed().to_string(),
            false => byte.to_string(),
        };
        let numbers: Vec<String> = body.bytes().map(number).collect();
        format!("[{}]", numbers.join(comma))
    })
}

/// Slices of bytes as Go and Rust print them in their own syntax, and .NET's and OpenSSL's.
pub fn bytes_of_c(random: &mut Random, bodies: &[String]) -> String {
    let (number, between): (fn(u8) -> String, &str) = match random.below(4) {
        0 => (|byte| format!("{byte:#04x}"), ", "),
        1 => (|byte| format!("{byte:#04x}"), ","),
        2 => (|byte| format!("{byte:02X}"), "-"),
        _ => (|byte| format!("{byte:02x}"), ":"),
    };
    each(random, bodies, |body| {
        let numbers: Vec<String> = body.bytes().map(number).collect();
        format!("[]byte{{{}}}", numbers.join(between))
    })
}

/// `hexdump -v -e '16/1 "%02x " "\n"'`, and the same in decimal and octal.
pub fn dumps(random: &mut Random, bodies: &[String]) -> String {
    let number: fn(&u8) -> String = match random.below(6) {
        0 => |byte| format!("{byte:02x}"),
        1 => |byte| format!("0x{byte:02x},"),
        2 => |byte| format!("{byte:3o}"),
        3 => |byte| format!("{byte:x}"),
        4 => |byte| format!("{}", byte.cast_signed()),
        _ => |byte| format!("{byte:3}"),
    };
    let width = [1, 8, 16, 24][random.below(4)];
    let one = |body: &String| {
        let numbers: Vec<String> = body.as_bytes().iter().map(number).collect();
        let lines: Vec<String> = numbers.chunks(width).map(|line| line.join(" ")).collect();
        lines.join("\n")
    };
    let texts = bodies.iter().map(|body| format!("{}body:\n{}", prefix(random, 0), one(body)));
    let texts = texts.collect::<Vec<_>>();
    // After a record, numbers would be values between records.
    format!("started\n{}", mixed(random, texts, noise))
}

pub fn html(random: &mut Random, bodies: &[String]) -> String {
    let apostrophe = random.pick(&["&#x27;", "&#39;", "'"]);
    let mut page = "<!doctype html>\n<title>Deliveries</title>\n<table>\n".to_owned();
    for body in bodies {
        let text = body.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let text = text.replace('"', "&quot;").replace('\'', apostrophe);
        let tag = random.pick(&["pre", "td", "code"]);
        page += &format!("<tr><td>1</td><{tag}>{text}</{tag}></tr>\n");
    }
    page + "</table>\n"
}

/// Percent-encoding as in addresses and forms.
pub fn percent(text: &str, plus: bool) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b' ' if plus => out.push('+'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            _ => write!(out, "%{byte:02X}").expect("text"),
        }
        out
    })
}

pub fn addresses(random: &mut Random, bodies: &[String]) -> String {
    let plus = random.once_in(2);
    each(random, bodies, |body| format!("GET /relay?id=7&payload={}&x=1", percent(body, plus)))
}

/// Copied curl commands of a POSIX shell.
pub fn shell(random: &mut Random, bodies: &[String]) -> String {
    let again = random.pick(&["'\\''", "'\"'\"'"]);
    let mut text = "#!/bin/sh\nset -e\n".to_owned();
    for body in bodies {
        let body = body.replace('\'', again);
        text += &format!("curl -X POST https://hooks.example.test/goals -d '{body}'\n");
    }
    text
}

/// What libraries for XML write as the text of an element, in which quotes stay as they are.
pub fn elements(random: &mut Random, bodies: &[String]) -> String {
    let tag = random.pick(&["body", "string", "pre", "a:payload"]);
    let element = |body: &String| {
        let text = body.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        format!("  <row><id>1</id><{tag}>{text}</{tag}></row>\n")
    };
    let rows: String = bodies.iter().map(element).collect();
    format!("<?xml version=\"1.0\"?>\n<rows>\n{rows}</rows>\n")
}

/// How programs print bytes.
pub fn hex_with_blanks(random: &mut Random, bodies: &[String]) -> String {
    each(random, bodies, |body| {
        body.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
    })
}
