//! All strings of a JSON text with their paths.

use std::ops::Range;

use super::walk::{Step, string_end};

/// The member whose key comes next.
const NO_KEY: Step<'static> = Step::Key("");

/// Calls a function with each string of valid JSON, keys included, in order: its bytes with quotes,
/// and its path; for a key, the path of its member.
pub fn strings<'a>(json: &'a str, tell: &mut dyn FnMut(Range<usize>, &[Step<'a>])) {
    let bytes = json.as_bytes();
    let mut steps = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let mut end = at + 1;
        match byte {
            b'{' => steps.push(NO_KEY),
            b'[' => steps.push(Step::Index(0)),
            b'}' | b']' => {
                steps.pop();
            }
            b',' => match steps.last_mut() {
                Some(Step::Index(index)) => *index += 1,
                Some(key) => *key = NO_KEY,
                None => {}
            },
            b'"' => {
                end = string_end(bytes, at);
                if let Some(key @ Step::Key("")) = steps.last_mut() {
                    *key = Step::Key(&json[at..end]);
                }
                tell(at..end, &steps);
            }
            _ => {}
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::super::walk::Step;
    use super::strings;

    #[test]
    fn each_string_comes_with_the_way_to_it() {
        let json = r#"{"a":["x",{"b\"":"y"}],"c":"z"}"#;
        let mut found = Vec::new();
        strings(json, &mut |span, steps| found.push((&json[span], steps.to_vec())));
        let (a, b, c) = (Step::Key(r#""a""#), Step::Key(r#""b\"""#), Step::Key(r#""c""#));
        let (first, second) = (Step::Index(0), Step::Index(1));
        assert_eq!(
            found,
            [
                (r#""a""#, vec![a]),
                (r#""x""#, vec![a, first]),
                (r#""b\"""#, vec![a, second, b]),
                (r#""y""#, vec![a, second, b]),
                (r#""c""#, vec![c]),
                (r#""z""#, vec![c]),
            ]
        );
    }
}
