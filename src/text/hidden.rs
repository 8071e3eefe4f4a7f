//! stub
pub fn hidden_characters(_: &str) -> Option<(char, usize)> { None }
