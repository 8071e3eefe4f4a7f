//! Detects the form of an input from its first bytes: each form is a hypothesis, and the one that
//! explains the most anchors as bodies wins. Of a live input fewer bytes may do, which is told by
//! content only, so that the same bytes give the same result however they arrive.

use serde::de::IgnoredAny;

use super::csv::Table;
use super::form::Form;
use super::http;
use super::page;
use super::score::Score;
use super::separators::all_separators;
use super::table_detection::{Guess, guesses};
use super::text::anchor;
use super::text::find::{Finder, Piece, only_even_runs};
use super::text::lines::{self, line_at};
use super::text::opening::starts_goal_webhook;
use super::text::signs::{Signs, Way, has_statements};

/// The result of detection.
pub struct Judged {
    pub form: Form,
    pub table: Option<Table>,
    /// Which interpretations of text are tried first.
    pub signs: Signs,
    /// Why it cannot be read, without a full stop.
    pub refusal: Option<String>,
}

/// Detects the form from the first bytes, or uses the one given by the user.
pub fn judge(sample: &[u8], named: Option<Form>, body_path: Option<&str>) -> Judged {
    let text = &sample[all_separators(sample)..];
    let refusal = if named.is_none() { lossy(text).map(str::to_owned) } else { None };
    let mut judged = Judged {
        form: named.unwrap_or_else(|| form_of(text)),
        table: None,
        signs: Signs::default(),
        refusal,
    };
    if judged.refusal.is_some() {
        return judged;
    }
    if judged.form == Form::Values && named.is_none() && may_be_copied(text) {
        judged.signs = signs(text);
        if judged.signs.doubled {
            judged.form = Form::Log;
        }
    }
    if judged.form == Form::Values && named.is_none() && has_lines_in_records(text) {
        judged.form = Form::Log;
    }
    if !matches!(judged.form, Form::Log | Form::Csv) {
        return judged;
    }
    judged.signs = signs(text);
    let certain = named == Some(Form::Csv);
    // `--body-path` with a column name means a table.
    let certain_column = certain || body_path.is_some();
    let mut best = if certain_column { Score::default() } else { Score::of(text, judged.signs) };
    let mut refused = None;
    let quotes_only = judged.signs.strings == Way::Second;
    for guess in guesses(sample, body_path, certain) {
        match guess {
            // If only quotes have backslashes, a backslash before one may end the cell.
            Guess::Table(table, _) if quotes_only && table.backslashes => {}
            Guess::Table(table, cells)
                if cells.beats(best)
                    || certain
                    || (cells == best
                        && cells.is_any()
                        && judged.table.is_none()
                        && table.is_likely()) =>
            {
                judged.table = judged.table.filter(|_| cells == best).or(Some(table));
                best = if cells.beats(best) { cells } else { best };
            }
            Guess::Refused(why, cells)
                if certain_column || (!quotes_only && cells.is_any() && cells >= best) =>
            {
                refused = Some(why);
            }
            Guess::Table(..) | Guess::Refused(..) => {}
        }
    }
    if judged.table.is_some() && (certain || named.is_none()) {
        judged.form = Form::Csv;
    } else if refused.is_some() {
        judged.form = Form::Csv;
        judged.refusal = refused;
    } else if certain {
        judged.refusal = Some("not a CSV table: its first record names no columns".to_owned());
    }
    judged
}

fn form_of(text: &[u8]) -> Form {
    if page::is_page(text) {
        Form::Page
    } else if http::begins(text) {
        Form::Http
    } else if is_text(text) || first_anchor_is_in_text(text) {
        Form::Log
    } else {
        Form::Values
    }
}

/// Whether the first line is text of a log or dump, not a value or the start of code.
fn is_text(text: &[u8]) -> bool {
    let first = &text[line_at(text, 0)];
    if is_macro(first) {
        return true;
    }
    if first.is_empty() || matches!(first[0], b'{') {
        return false;
    }
    if first[0] == b'[' && is_list_of_literals(text) {
        return true;
    }
    if first[0] == b'[' && !is_bracketed_word(first) {
        return false;
    }
    // A column of cells with doubled quotes begins with a quoted name.
    let is_column = first[0] == b'"' && memchr::memmem::find(text, b"\"\"goal\"\"").is_some();
    if is_column {
        return true;
    }
    if serde_json::from_slice::<IgnoredAny>(first).is_ok() || lines_of_bodies(text) {
        return false;
    }
    let brace = memchr::memchr_iter(b'{', first).find(|brace| starts_goal_webhook(&text[*brace..]));
    brace.is_none_or(|brace| is_prefix(&first[..brace]))
}

/// Whether a line is a macro of Jira's: `{code:json}`.
fn is_macro(line: &[u8]) -> bool {
    let inside = line.trim_ascii().strip_prefix(b"{").and_then(|line| line.strip_suffix(b"}"));
    inside.is_some_and(|inside| {
        let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || b":|=.-_".contains(byte);
        inside.first().is_some_and(u8::is_ascii_lowercase) && inside.iter().all(is_sign)
    })
}

/// Whether a log begins with a record, and its first goal webhook follows text.
fn first_anchor_is_in_text(text: &[u8]) -> bool {
    if !text.starts_with(b"{\"") || starts_goal_webhook(text) {
        return false;
    }
    let Some(first) = anchor::first(text) else { return false };
    let mut line = line_at(text, first.span.start).start;
    while line > 0 && lines::goes_on(&text[line..]) {
        line = line_at(text, line - 1).start;
    }
    let begins =
        text.get(line).is_some_and(|byte| byte.is_ascii_alphanumeric() || b"[(".contains(byte));
    line > 0 && begins && !goes_on_in_a_value(&text[line_at(text, line)]) && is_text(&text[line..])
}

/// Whether a line begins with the value of a member whose key is on the previous line.
fn goes_on_in_a_value(line: &[u8]) -> bool {
    let length =
        line.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte));
    let (value, rest) = line.split_at(length.count());
    serde_json::from_slice::<IgnoredAny>(value).is_ok()
        && rest.trim_ascii_start().first().is_none_or(|byte| b",}".contains(byte))
}

/// Whether a list has literals in apostrophes, as Python and Node print it, or objects with such
/// literals that begin with an object.
fn is_list_of_literals(text: &[u8]) -> bool {
    let first = text.iter().find(|byte| b"'`\"{]".contains(byte));
    let is_literal = |at: usize| text[..at].ends_with(b"'{") || text[..at].ends_with(b"`{");
    matches!(first, Some(b'\'' | b'`')) || memchr::memchr(b'"', text).is_some_and(is_literal)
}

/// Whether a line begins with a word in brackets, as that of a logger or the head of a section in
/// INI and TOML.
fn is_bracketed_word(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    let inside = line.strip_prefix(b"[[").or(line.strip_prefix(b"[")).unwrap_or_default();
    let is_head = inside.first().is_some_and(u8::is_ascii_alphabetic)
        && inside.trim_ascii_end().strip_suffix(b"]").is_some_and(|name| {
            let name = name.strip_suffix(b"]").unwrap_or(name);
            name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_. \"':/,%#=".contains(byte))
        });
    let may_be_list = |byte: &u8| b"[]{}\"'-,".contains(byte);
    is_head && serde_json::from_slice::<IgnoredAny>(line).is_err()
        || line.get(1).is_some_and(|byte| byte.is_ascii_graphic() && !may_be_list(byte))
            && memchr::memchr(b']', line)
                .is_some_and(|end| line.get(end + 1).is_some_and(|byte| *byte != b','))
}

/// Whether the text before a body looks like that of a log line.
fn is_prefix(before: &[u8]) -> bool {
    const CODE: [&str; 6] = ["var ", "let ", "const ", "export ", "module.exports", "return "];
    // Bodies may be in an array.
    let array = before.trim_ascii_end().strip_suffix(b"[");
    let before =
        array.filter(|text| !text.is_empty() && !text.ends_with(b"CDATA")).unwrap_or(before);
    let ends_well = before.last().is_some_and(|byte| b" \t:|\"'=>,;(m`".contains(byte));
    let text = before.trim_ascii_start();
    let is_literal = text.ends_with(b"'") || text.ends_with(b"`");
    let is_code = !is_literal && CODE.iter().any(|word| text.starts_with(word.as_bytes()));
    let is_brackets = text.iter().all(|byte| b"{}[]() \t,\"".contains(byte));
    let is_glued = before.ends_with(b"m") && memchr::memchr(0x1b, before).is_none();
    (ends_well || before.ends_with(b"<![CDATA[")) && !is_code && !is_brackets && !is_glued
}

/// Whether nearly all lines after the first begin with a goal webhook, so that the first is a stray
/// line: in a log, what is no goal webhook on the others would be ignored.
fn lines_of_bodies(text: &[u8]) -> bool {
    let lines = text.split(|byte| *byte == b'\n').skip(1).filter(|line| !line.is_empty());
    // One word is more likely the name of a column.
    if line_at(text, 0).all(|at| text[at].is_ascii_alphanumeric() || text[at] == b'_') {
        return false;
    }
    const OTHERS_IN: usize = 10;
    let (mut all, mut bodies) = (0, 0);
    for line in lines {
        all += 1;
        bodies += usize::from(starts_goal_webhook(&line[all_separators(line)..]));
    }
    all > 1 && (all - bodies) * OTHERS_IN <= all
}

/// The interpretations that explain the most bodies of a sample. Ties are decided by COPY's null
/// marker or statement.
fn signs(sample: &[u8]) -> Signs {
    let mut finder = Finder::new(sample, Signs::default()).weighing();
    finder.by_ref().for_each(drop);
    let has = |sign: &str| memchr::memmem::find(sample, sign.as_bytes()).is_some();
    let is_copy = || has("\t\\N\t") || has("\t\\N\n") || has(" FROM stdin;") || has("\t{\"");
    let (sql, list) = (has_statements(sample), begins_list(sample));
    Signs { sql, list, ..finder.weights().signs(is_copy) }
}

/// Whether a text begins with a list, not with words in brackets as lines of logs do.
fn begins_list(text: &[u8]) -> bool {
    let inside = text.trim_ascii_start().strip_prefix(b"[").unwrap_or_default();
    let first = inside.iter().find(|byte| !b" \t\r\n0123456789".contains(byte));
    first.is_some_and(|first| b"'\"`{([,".contains(first))
}

/// Whether lines of objects may be a column written by COPY or `mysql -B`.
fn may_be_copied(text: &[u8]) -> bool {
    let first = &text[line_at(text, 0)];
    first.starts_with(b"{\"")
        && (only_even_runs(first) || first.ends_with(b"}\\n"))
        && first.ends_with(b"}")
}

/// Whether each record contains a line of a log, so that a body may be split over several.
fn has_lines_in_records(text: &[u8]) -> bool {
    if text.starts_with(b"{\"") && lines::is_of_container(&text[line_at(text, 0)]) {
        return true;
    }
    text.starts_with(b"{\"")
        && lines::may_open(text)
        && Finder::new(text, Signs::default())
            .any(|piece| matches!(piece, Piece::Coded { name: lines::NAME, .. }))
}

/// The error for a dump that has lost bytes, as its first lines tell.
fn lossy(text: &[u8]) -> Option<&'static str> {
    const LINES: usize = 5;
    // None of them begins like JSON, which most inputs are.
    if text.starts_with(b"{") {
        return None;
    }
    let end = memchr::memchr_iter(b'\n', text).nth(LINES - 1).unwrap_or(text.len());
    let within = |bytes: &[u8], part: &str| memchr::memmem::find(bytes, part.as_bytes()).is_some();
    let has = |part: &str| within(&text[..end], part);
    if (has("== Info: ") || has("=> Send ")) && within(text, "=> Send ") {
        return Some(
            "a trace of curl, in which every byte outside ASCII is lost; give the file that curl \
             sent, or what the receiver logged",
        );
    }
    if (has(" IP ") || has(" IP6 ")) && has(" > ") && has("Flags [") {
        return Some(
            "a dump of tcpdump -A, in which every byte outside ASCII is lost; write the packets \
             to a file with -w and export the HTTP bodies from it",
        );
    }
    if text.starts_with(b"interface: ") && has("\nfilter: ") || has(" -> ") && has("[AP]") {
        return Some(
            "a dump of ngrep, in which every byte outside ASCII is lost; log the raw request \
             body where it is received",
        );
    }
    if has("\nFollow: ") && has(",ascii") {
        return Some(
            "a stream that tshark followed as ASCII, in which every byte outside ASCII is lost; \
             follow it as raw: -z follow,tcp,raw,0",
        );
    }
    None
}

/// The length of the start of an input that determines its form whatever follows: a complete first
/// value, or the lines of a log up to one that ends with a goal webhook. `None` if a full sample is
/// needed.
pub fn settled(sample: &[u8]) -> Option<usize> {
    let begin = all_separators(sample);
    match sample.get(begin)? {
        b'{' => values_end(&sample[begin..]).map(|end| begin + end),
        _ => log_end(&sample[begin..]).map(|end| begin + end),
    }
}

/// The end of the first value with a goal webhook: values before it may each contain a line of a
/// log, with bodies over several records.
fn values_end(text: &[u8]) -> Option<usize> {
    let mut start = 0;
    loop {
        let end = start + value_end(&text[start..])?;
        let value = &text[start..end];
        // Doubled backslashes, and bodies over several records, can only be detected from several
        // values.
        if only_even_runs(value) || lines::may_open(value) {
            return None;
        }
        // Without the search, whose table costs more than a small file.
        let inner = value.trim_ascii_start().strip_prefix(b"{");
        if inner.is_none_or(|inner| inner.trim_ascii_start().starts_with(b"\"action\""))
            || anchor::next(value, 0).is_some()
        {
            return Some(end);
        }
        start = end;
    }
}

/// The length of the JSON value at the start of a text.
fn value_end(text: &[u8]) -> Option<usize> {
    let mut values = serde_json::Deserializer::from_slice(text).into_iter::<IgnoredAny>();
    values.next()?.ok().map(|_| values.byte_offset())
}

/// The end of the first line that ends with a goal webhook after log text.
fn log_end(text: &[u8]) -> Option<usize> {
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text) {
        let line = text[start..end].trim_ascii_end();
        if let Some(at) = memchr::memmem::find(line, b"{\"action\"") {
            let is_whole = value_end(&line[at..]).is_some_and(|length| at + length == line.len());
            // It could also be the delimiters of a table.
            let before = line[..at].trim_ascii_end().last();
            let is_log = before.is_some_and(|byte| !b",;|\"'`\\".contains(byte))
                && !line[..at].contains(&b'\t');
            let is_plain = !only_even_runs(&line[at..]);
            return (is_whole && is_log && is_plain).then_some(end + 1);
        }
        start = end + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::settled;

    #[test]
    fn content_alone_settles_the_form() {
        let body = r#"{"action":"created","goal":{}}"#;
        for (text, length) in [
            (body.to_owned(), Some(body.len())),
            (format!("\u{feff}\n{body}\n{body}"), Some(4 + body.len())),
            ("{\"action\":\"cre".to_owned(), None),
            (format!("started\nINFO got {body}\nmore"), Some(18 + body.len())),
            (format!("INFO got {body}"), None),
            (format!("1,{body}\n"), None),
            (format!("INFO '{body}\n"), None),
            ("POST / HTTP/1.1\r\n".to_owned(), None),
            (String::new(), None),
        ] {
            assert_eq!(settled(text.as_bytes()), length, "{text}");
        }
    }
}
