//! The head of a request, reduced to what the transport rules and the order of arrival look at.

use chrono::{DateTime, Datelike};

use crate::capture::delivery::Delivery;
use crate::rules::registry::transport;
use crate::rules::rule::Rule;

/// Methods that are kept as they are.
const METHODS: [&str; 6] = ["GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// What is said of a delivery in its copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    method: &'static str,
    content_type: Option<&'static str>,
    date: Option<String>,
    /// Whether a length was promised, and whether it was right.
    length: Option<bool>,
}

impl Head {
    /// The head of a delivery; `fired` says which rules have something against its first body.
    pub fn of(delivery: &Delivery, fired: impl Fn(&str) -> bool) -> Head {
        let has = |header: &str| delivery.header(header).next().is_some();
        let fired = |rule: &Rule| fired(rule.name);
        let method = delivery.method.as_ref().map_or("", |method| method.raw());
        let is_post = !fired(&transport::METHOD_NOT_POST);
        let is_json = !fired(&transport::CONTENT_TYPE_NOT_JSON);
        let is_length = !fired(&transport::CONTENT_LENGTH_MISMATCH);
        Head {
            method: match METHODS.into_iter().find(|known| *known == method) {
                _ if is_post => "POST",
                Some(method) => method,
                None => "REDACTED",
            },
            content_type: match (is_json, has("content-type")) {
                (false, _) => Some("text/plain"),
                (true, true) => Some("application/json"),
                (true, false) => None,
            },
            date: delivery.received.map(|received| date(received.seconds())),
            length: (!is_length || has("content-length")).then_some(is_length),
        }
    }

    /// The head as text, before a body of so many bytes.
    pub fn write(&self, length: usize) -> String {
        let mut head = format!("{} / HTTP/1.1\r\n", self.method);
        if let Some(date) = &self.date {
            head.push_str(&format!("Date: {date}\r\n"));
        }
        if let Some(content_type) = self.content_type {
            head.push_str(&format!("Content-Type: {content_type}\r\n"));
        }
        if let Some(right) = self.length {
            let promised = if right { length } else { length + 1 };
            head.push_str(&format!("Content-Length: {promised}\r\n"));
        }
        head.push_str("\r\n");
        head
    }
}

/// A time as HTTP writes it; one that HTTP cannot write, in Unix seconds.
fn date(seconds: i64) -> String {
    match DateTime::from_timestamp(seconds, 0) {
        Some(date) if (0..=9999).contains(&date.year()) => {
            date.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
        }
        _ => seconds.to_string(),
    }
}
