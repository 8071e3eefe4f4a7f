//! The group transport: what the head of a request says of its body.

use std::ops::Range;

use crate::capture::http::Request;
use crate::rules::problem::Problem;

/// Checks the head of a request whose body, without its coding, has `length` bytes. Spans are
/// bytes of the block.
pub fn check(request: &Request<'_>, length: u64) -> Vec<(Problem, Range<usize>)> {
    let mut found = Vec::new();
    if request.method != "POST" {
        found.push((Problem::MethodNotPost, request.method_span.clone()));
    }
    let lengths: Vec<(&str, Range<usize>)> = request.header("content-length").collect();
    if let Some((first, span)) = lengths.first() {
        let agree = lengths.iter().all(|(value, _)| value == first);
        let promised = first.parse().ok().filter(|_| agree);
        if promised != Some(length) {
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

/// Whether a media type is `application/json` or ends in `+json`, whatever its parameters.
fn is_json(content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    media_type == "application/json" || media_type == "text/json" || media_type.ends_with("+json")
}
