//! stub
pub fn utc(s: i64) -> String { s.to_string() }
