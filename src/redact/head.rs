//! The head of a request, reduced to what the transport rules look at.

use chrono::DateTime;

use crate::capture::http::Request;

/// Methods that are kept as they are.
const METHODS: [&str; 7] = ["POST", "GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// What is said of a request in its copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    method: &'static str,
    content_type: Option<&'static str>,
    date: Option<String>,
    /// Whether a length was promised, and whether it was right.
    length: Option<bool>,
}

impl Head {
    /// The head of a request; `fired` says which transport rules have something against it.
    pub fn of(request: &Request<'_>, fired: impl Fn(&str) -> bool) -> Head {
        let has = |header: &str| request.header(header).next().is_some();
        let is_json = !fired("content-type-not-json");
        Head {
            method: METHODS
                .into_iter()
                .find(|method| *method == request.method)
                .unwrap_or("REDACTED"),
            content_type: has("content-type").then_some(if is_json {
                "application/json"
            } else {
                "text/plain"
            }),
            date: request
                .header("date")
                .find_map(|(value, _)| DateTime::parse_from_rfc2822(value).ok())
                .map(|date| date.to_utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string()),
            length: has("content-length").then_some(!fired("content-length-mismatch")),
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
