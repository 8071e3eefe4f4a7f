//! The group transport: the head of a request against its body.

use std::ops::Range;

use crate::capture::capture_meta::CaptureMeta;
use crate::capture::envelope::found::{Beside, each_header};
use crate::capture::http::Request;
use crate::rules::problem::Problem;

/// Checks the head of a request with this body, without transfer coding; a line end after the body
/// may or may not belong to it. Spans are byte ranges in the block.
pub fn check(request: &Request<'_>, body: &[u8]) -> Vec<(Problem, Range<usize>)> {
    let length = body.trim_ascii_end().len();
    let blanks = &body[length..];
    let line_end = [&b"\r\n"[..], b"\n"].into_iter().find(|end| blanks.starts_with(end));
    let with_line_end = (length + line_end.map_or(0, <[u8]>::len)) as u64;
    let (length, all) = (length as u64, body.len() as u64);
    let mut found = Vec::new();
    if request.method != "POST" {
        found.push((Problem::MethodNotPost, request.method_span.clone()));
    }
    let lengths: Vec<(&str, Range<usize>)> = request.header("content-length").collect();
    if let Some((first, span)) = lengths.first() {
        let agree = lengths.iter().all(|(value, _)| value == first);
        let promised = length_of(first).filter(|_| agree);
        if !promised.is_some_and(|promised| [length, with_line_end, all].contains(&promised)) {
            let problem = Problem::ContentLengthMismatch { promised, actual: length };
            found.push((problem, span.clone()));
        }
    }
    if let Some((value, span)) = request.header("content-type").next()
        && !is_json(value)
    {
        found.push((Problem::ContentTypeNotJson, span));
    }
    found
}

/// Checks the request data of an envelope. `length` is the length of the body in bytes, if the
/// envelope certainly has the body as it was sent. Spans are empty: there is no head to show.
pub fn check_delivery(delivery: &CaptureMeta, length: Option<u64>) -> Vec<(Problem, Range<usize>)> {
    let mut found = Vec::new();
    if delivery.method.as_ref().is_some_and(|method| method.raw() != "POST") {
        found.push((Problem::MethodNotPost, 0..0));
    }
    if let Some(actual) = length
        && let Some(promised) = delivery.header("content-length").next()
    {
        let promised = length_of(promised);
        if promised != Some(actual) {
            found.push((Problem::ContentLengthMismatch { promised, actual }, 0..0));
        }
    }
    if delivery.header("content-type").next().is_some_and(|value| !is_json(value)) {
        found.push((Problem::ContentTypeNotJson, 0..0));
    }
    found
}

/// The value of Content-Length. Only digits: Rust would accept a sign.
fn length_of(value: &str) -> Option<u64> {
    value.bytes().all(|byte| byte.is_ascii_digit()).then(|| value.parse().ok())?
}

/// Whether [`check_delivery`] certainly has no finding.
pub fn is_usual(beside: &dyn Beside, length: Option<u64>) -> bool {
    let mut usual = beside.method().is_none_or(|method| method == "POST");
    let mut look = |name: &str, value: &str| {
        usual &= if name.eq_ignore_ascii_case("content-length") {
            length.is_none_or(|actual| length_of(value) == Some(actual))
        } else {
            !name.eq_ignore_ascii_case("content-type") || is_json(value)
        };
    };
    if let Some(headers) = beside.headers() {
        each_header(headers, &mut look);
    }
    usual
}

/// Whether a media type is `application/json` or ends in `+json`, with any parameters.
fn is_json(content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    media_type == "application/json" || media_type == "text/json" || media_type.ends_with("+json")
}
