//! The line of a delivery in a copy: the bare body, or the body wrapped as `show --with-source`
//! does if rules or the order of arrival need more.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::rules::registry::transport;
use crate::rules::rule::Rule;
use crate::text::time::Moment;

/// Methods that are kept.
const METHODS: [&str; 6] = ["GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// The facts about a delivery in its copy.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Source {
    received: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<&'static str>,
    headers: Headers,
}

#[derive(Debug, Default, PartialEq, Eq, Serialize)]
struct Headers {
    #[serde(rename = "content-type", skip_serializing_if = "Option::is_none")]
    content_type: Option<&'static str>,
    #[serde(rename = "content-length", skip_serializing_if = "Option::is_none")]
    content_length: Option<String>,
}

#[derive(Serialize)]
struct Line<'l> {
    source: Source,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
    body: Body<'l>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Body<'l> {
    Json(&'l RawValue),
    Text(&'l str),
    Base64(String),
}

impl Source {
    /// The received time, and the parts of the head that the rules in `fired` need.
    pub fn of(received: Option<Moment>, method: &str, fired: impl Fn(&Rule) -> bool) -> Source {
        let method = METHODS.into_iter().find(|known| *known == method).unwrap_or("REDACTED");
        Source {
            received,
            method: fired(&transport::METHOD_NOT_POST).then_some(method),
            headers: Headers {
                content_type: fired(&transport::CONTENT_TYPE_NOT_JSON).then_some("text/plain"),
                content_length: fired(&transport::CONTENT_LENGTH_MISMATCH).then(String::new),
            },
        }
    }

    /// Appends the line. A body that is not JSON, or has a wrong length, becomes text or base64.
    pub fn write(mut self, body: &[u8], out: &mut Vec<u8>) {
        if self == Source::default() {
            out.extend_from_slice(body);
            out.push(b'\n');
            return;
        }
        let is_measured = self.headers.content_length.is_some();
        if is_measured {
            self.headers.content_length = Some((body.len() + 1).to_string());
        }
        let text = std::str::from_utf8(body).ok().filter(|_| !is_measured);
        let body = match (text, text.and_then(|text| serde_json::from_str(text).ok())) {
            (_, Some(json)) => Body::Json(json),
            (Some(text), None) => Body::Text(text),
            (None, None) => Body::Base64(STANDARD.encode(body)),
        };
        let encoding = matches!(body, Body::Base64(_)).then_some("base64");
        let line = Line { source: self, encoding, body };
        // Serializing strings cannot fail.
        out.extend_from_slice(&serde_json::to_vec(&line).unwrap_or_default());
        out.push(b'\n');
    }
}
