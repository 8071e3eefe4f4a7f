//! Tables and dumps of databases.

use super::random::Random;
use super::text::{noise, time};

/// What a dialect makes of a cell that holds text.
type Cell = fn(&str) -> String;

/// Python's csv, PostgreSQL's `COPY … CSV`, sqlite3, MySQL's Workbench, spreadsheets.
pub fn doubled(random: &mut Random, bodies: &[String]) -> String {
    let delimiter = random.pick(&[",", ";", "\t", "|"]);
    let all = random.once_in(2);
    let quoted = |cell: &str| {
        let special = cell.contains(['"', '\n', '\r']) || cell.contains(delimiter);
        match all || special {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => cell.to_owned(),
        }
    };
    table(random, bodies, delimiter, &quoted, "")
}

/// Python's csv with an escape character, Spark, Hive: quotes and backslashes have one before.
pub fn escaped(random: &mut Random, bodies: &[String]) -> String {
    let quoted = |cell: &str| match cell.contains(['"', '\n', '\r', ',']) {
        true => format!("\"{}\"", cell.replace('\\', "\\\\").replace('"', "\\\"")),
        false => cell.to_owned(),
    };
    table(random, bodies, ",", &quoted, "")
}

/// Python's csv with an escape character beside doubled quotes, and rows of PostgreSQL as text:
/// quotes and backslashes stand twice.
pub fn both(random: &mut Random, bodies: &[String]) -> String {
    let quoted = |cell: &str| match cell.contains(['"', '\n', '\r', ',']) {
        true => format!("\"{}\"", cell.replace('\\', "\\\\").replace('"', "\"\"")),
        false => cell.replace('\\', "\\\\"),
    };
    table(random, bodies, ",", &quoted, "")
}

/// Writers that put a backslash before quotes and leave others as they are. A line end in a value
/// tells them from the others.
pub fn quotes_only(random: &mut Random, bodies: &[String]) -> String {
    let quoted = |cell: &str| match cell.contains(['"', '\n', '\r', ',']) {
        true => format!("\"{}\"", cell.replace('"', "\\\"")),
        false => cell.to_owned(),
    };
    table(random, bodies, ",", &quoted, "")
}

fn table(
    random: &mut Random,
    bodies: &[String],
    delimiter: &str,
    quoted: &dyn Fn(&str) -> String,
    null: &str,
) -> String {
    let payload = random.pick(&["payload", "body", "request_body", "data"]);
    let columns = match random.below(5) {
        0 => vec![payload],
        1 => vec!["id", payload],
        2 => vec!["id", "received_at", payload, "note"],
        3 => vec![payload, "@timestamp", "id"],
        _ => vec!["id", "note", "created_at", "guid", payload, "note2"],
    };
    let end = random.pick(&["\n", "\r\n"]);
    let line = |cells: Vec<String>| cells.join(delimiter) + end;
    let mut text = line(columns.iter().map(|name| quoted(name)).collect());
    for (index, body) in bodies.iter().enumerate() {
        for body in [Some(body), None].into_iter().take(1 + random.below(2)) {
            let cell = |column: &&str| match *column {
                name if name == payload => body.map_or(null.to_owned(), |body| quoted(body)),
                "id" => (index + 1).to_string(),
                "received_at" | "@timestamp" | "created_at" => quoted(&time(index)),
                "guid" => "GOL-1".to_owned(),
                _ => quoted(["", "it's \"fine\"", "a, b; c", "x"][index % 4]),
            };
            // A row of one cell that is empty is a blank line.
            if columns.len() > 1 || body.is_some() {
                text += &line(columns.iter().map(cell).collect());
            }
        }
    }
    text
}

/// PostgreSQL's COPY in its text format, alone or in a dump.
pub fn copy(random: &mut Random, bodies: &[String]) -> String {
    copied(random, bodies, in_copy)
}

/// The same of a `bytea` in its escape format.
pub fn bytea(random: &mut Random, bodies: &[String]) -> String {
    let escaped: Cell = |cell| {
        let byte = |byte: u8| match byte {
            b'\\' => "\\\\".to_owned(),
            b' '..=b'~' => char::from(byte).to_string(),
            _ => format!("\\{byte:03o}"),
        };
        in_copy(&cell.bytes().map(byte).collect::<String>())
    };
    copied(random, bodies, escaped)
}

fn in_copy(cell: &str) -> String {
    let mut text = String::new();
    for character in cell.chars() {
        match character {
            '\\' => text += "\\\\",
            '\n' => text += "\\n",
            '\r' => text += "\\r",
            '\t' => text += "\\t",
            '\u{8}' => text += "\\b",
            '\u{b}' => text += "\\v",
            '\u{c}' => text += "\\f",
            _ => text.push(character),
        }
    }
    text
}

fn copied(random: &mut Random, bodies: &[String], escaped: Cell) -> String {
    let rows = tabs(random, bodies, escaped, "\\N");
    match random.below(2) {
        0 => format!("COPY public.hooks (id, payload, note) FROM stdin;\n{rows}\\.\n"),
        _ => rows,
    }
}

/// MySQL's `SELECT … INTO OUTFILE`.
pub fn outfile(random: &mut Random, bodies: &[String]) -> String {
    let escaped: Cell = |cell| {
        let cell = cell.replace('\\', "\\\\").replace('\t', "\\\t").replace('\n', "\\\n");
        cell.replace('\0', "\\0")
    };
    tabs(random, bodies, escaped, "\\N")
}

/// `mysql -B`, with the names of its columns.
pub fn batch(random: &mut Random, bodies: &[String]) -> String {
    format!("id\tpayload\tnote\n{}", tabs(random, bodies, in_batch, "NULL"))
}

/// The same of `quote(payload)`.
pub fn quote(random: &mut Random, bodies: &[String]) -> String {
    let escaped: Cell =
        |cell| in_batch(&format!("'{}'", cell.replace('\\', "\\\\").replace('\'', "\\'")));
    format!("id\tquote(payload)\tnote\n{}", tabs(random, bodies, escaped, "NULL"))
}

fn in_batch(cell: &str) -> String {
    let cell = cell.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n");
    cell.replace('\0', "\\0")
}

fn tabs(random: &mut Random, bodies: &[String], escaped: Cell, null: &str) -> String {
    let mut rows = String::new();
    for (index, body) in bodies.iter().enumerate() {
        let note = random.pick(&[null, "it's fine", ""]);
        rows += &format!("{}\t{}\t{note}\n", index + 1, escaped(body));
        if random.once_in(3) {
            rows += &format!("{}\t{null}\t{null}\n", index + 100);
        }
    }
    // What COPY and its like write for nothing is their sign.
    rows + &format!("99\t{null}\t{null}\n")
}

/// INSERT of PostgreSQL and SQLite, where only apostrophes are doubled.
pub fn insert(random: &mut Random, bodies: &[String]) -> String {
    statements(random, bodies, |cell| cell.replace('\'', "''"))
}

/// INSERT of MySQL's dumps: backslashes before quotes, backslashes and line ends.
pub fn mysqldump(random: &mut Random, bodies: &[String]) -> String {
    statements(random, bodies, |cell| {
        let cell = cell.replace('\\', "\\\\").replace('\'', "\\'").replace('"', "\\\"");
        cell.replace('\n', "\\n").replace('\r', "\\r").replace('\0', "\\0").replace('\u{1a}', "\\Z")
    })
}

fn statements(random: &mut Random, bodies: &[String], escaped: Cell) -> String {
    let mut text = "-- dump\nSET NAMES utf8;\n".to_owned();
    let in_one = random.once_in(2);
    for (index, body) in bodies.iter().enumerate() {
        let row = format!("({}, '{}', '{}')", index + 1, time(index), escaped(body));
        let begin = "INSERT INTO hooks VALUES ";
        text += &match (in_one, index) {
            (true, 0) => format!("{begin}{row}"),
            (true, _) => format!(",{row}"),
            (false, _) => format!("{begin}{row};\n"),
        };
    }
    text + if in_one { ";\n" } else { "" } + &format!("-- {}\n", noise(random))
}

/// psql's aligned tables, in which values of several lines go on behind a sign.
pub fn psql(random: &mut Random, bodies: &[String]) -> String {
    let sign = random.pick(&["+", "\u{21b5}"]);
    let bar = if sign == "+" { "|" } else { "\u{2502}" };
    let is_last = random.once_in(2);
    let bodies: Vec<String> = bodies.iter().map(|body| body.replace('\t', "        ")).collect();
    let lines = bodies.iter().flat_map(|body| body.split('\n'));
    let width = lines.map(|line| line.chars().count()).max().unwrap_or_default();
    let rule = format!("----+-{}-+--------------------", "-".repeat(width));
    let mut text = format!(" id {bar} {:width$} {bar} at\n{rule}\n", "payload");
    for (index, body) in bodies.iter().enumerate() {
        let count = body.split('\n').count();
        for (at, line) in body.split('\n').enumerate() {
            let id = if at == 0 { (index + 1).to_string() } else { String::new() };
            let time = if at == 0 { time(index) } else { String::new() };
            let goes_on = if at + 1 < count { sign } else { " " };
            text += &match is_last {
                true => format!(" {id:>2} {bar} {line:width$}{goes_on}\n"),
                false => format!(" {id:>2} {bar} {line:width$}{goes_on}{bar} {time}\n"),
            };
        }
    }
    text + "(2 rows)\n\n"
}

/// `.dump` and `.mode insert` of SQLite's shell.
pub fn sqlite(_: &mut Random, bodies: &[String]) -> String {
    let row = |(index, body): (usize, &String)| {
        let mut value = format!("'{}'", body.replace('\'', "''"));
        if body.contains('\n') {
            let unused = |word: &&&str| !body.contains(**word);
            let word = ["\\n", "\\012", "(\\n0)"].iter().find(unused).expect("one is unused");
            value = format!("replace({},'{word}',char(10))", value.replace('\n', word));
        }
        format!("INSERT INTO hooks VALUES({},{value},'{}');\n", index + 1, time(index))
    };
    let rows: String = bodies.iter().enumerate().map(row).collect();
    format!("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n{rows}COMMIT;\n")
}
