//! Requests, forms and mails.

use std::fmt::Write;

use super::coded::percent;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::random::Random;

const HEAD: &str = "POST /hooks HTTP/1.1\r\nHost: hooks.example.test\r\n";

/// A stream that is kept alive.
pub fn kept_alive(random: &mut Random, bodies: &[String]) -> String {
    let between = random.pick(&["", "", "\r\n", "\n\n"]);
    let mut text = String::new();
    for body in bodies {
        let length = body.len();
        text += &format!(
            "{HEAD}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}{between}"
        );
    }
    text
}

pub fn chunked(random: &mut Random, bodies: &[String]) -> String {
    let mut text = String::new();
    for body in bodies {
        text +=
            &format!("{HEAD}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        let mut rest = body.as_str();
        while !rest.is_empty() {
            let wanted = 1 + random.below(400);
            let end = (wanted..rest.len()).find(|at| rest.is_char_boundary(*at));
            let (chunk, after) = rest.split_at(end.unwrap_or(rest.len()));
            write!(text, "{:x}\r\n{chunk}\r\n", chunk.len()).expect("text");
            rest = after;
        }
        text += "0\r\n\r\n";
    }
    text
}

pub fn parts(random: &mut Random, bodies: &[String]) -> String {
    let mut text = String::new();
    for body in bodies {
        let kind = random.pick(&["", "Content-Type: application/json\r\n"]);
        write!(
            text,
            "{HEAD}Content-Type: multipart/form-data; boundary=xYz\r\n\r\n--xYz\r\n\
             Content-Disposition: form-data; name=\"id\"\r\n\r\n7\r\n--xYz\r\n\
             Content-Disposition: form-data; name=\"payload\"\r\n{kind}\r\n{body}\r\n--xYz--\r\n"
        )
        .expect("text");
    }
    text
}

pub fn forms(random: &mut Random, bodies: &[String]) -> String {
    let plus = random.once_in(2);
    let mut text = String::new();
    for body in bodies {
        let form = format!("id=7&payload={}&x=1", percent(body, plus));
        text += &format!("{HEAD}Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}\r\n");
    }
    text
}

/// Mails with quoted-printable text.
pub fn mails(_: &mut Random, bodies: &[String]) -> String {
    let mut text = String::new();
    for body in bodies {
        text += "From hooks@example.test Thu Apr 14 04:26:04 2016\nSubject: goal webhook\n\
                 Content-Type: text/plain; charset=utf-8\n\
                 Content-Transfer-Encoding: quoted-printable\n\n";
        for line in body.split('\n') {
            let mut length = 0;
            for (index, byte) in line.bytes().enumerate() {
                let is_last = index + 1 == line.len();
                let code = match byte {
                    b' ' | b'\t' if is_last => format!("={byte:02X}"),
                    b'=' | 0..9 | 10..32 | 127.. => format!("={byte:02X}"),
                    _ => char::from(byte).to_string(),
                };
                if length + code.len() > 75 {
                    text += "=\n";
                    length = 0;
                }
                length += code.len();
                text += &code;
            }
            text.push('\n');
        }
        text.push('\n');
    }
    text
}

/// Mails whose text or attachment is in base64.
pub fn mails_in_base64(random: &mut Random, bodies: &[String]) -> String {
    let end = random.pick(&["\n", "\r\n"]);
    let mail = |body: &String| {
        let mut text = "From hooks@example.test Thu Apr 14 04:26:04 2016\nSubject: goal webhook\n\
                        Content-Transfer-Encoding: base64\n\n"
            .replace('\n', end);
        for line in STANDARD.encode(body).as_bytes().chunks(76) {
            text += std::str::from_utf8(line).expect("ASCII");
            text += end;
        }
        text + end
    };
    bodies.iter().map(mail).collect()
}
