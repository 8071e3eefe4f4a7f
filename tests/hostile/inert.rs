//! Text cannot act: not on a terminal, not in the log of a runner, not in a spreadsheet.

use crate::corpus::{named, sample, with};
use crate::door::{Ran, goalpost};
use crate::runs::{READING, over};

/// Text of strangers, a family on each line.
const FAMILIES: &[&str] = &[
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}]8;;https://evil.example\u{7}link\u{1b}]8;;\u{7}",
    "\u{1b}]52;c;ZXZpbA==\u{7}",
    "\u{9b}31m\u{9d}0;title\u{9c}",
    "bell\u{7}back\u{8}\u{8}space\u{7f}",
    "over\rwritten",
    "two\nlines",
    "two\u{2028}more\u{2029}lines\u{85}\u{b}\u{c}",
    "\u{202e}gnp.exe\u{202c}\u{2066}\u{2069}\u{200f}",
    "zero\u{200b}width\u{feff}\u{2060}",
    "\u{3164}\u{115f}\u{1160}\u{ffa0}\u{2800}",
    "tags\u{e0041}\u{e0042}\u{e007f}",
    "private\u{e000}\u{f0000}\u{10ffff}\u{fffe}",
    "::error::from a name",
    "  ::error file=a::x",
    "\u{a0}::set-output name=x::y",
    "x ##[error]y ##[group]z",
    "##vso[task.setvariable variable=x]y",
    "##teamcity[message text='x']",
    "%0A::error::x%0D%25",
    "\r::error::x",
    "section_start:1:a\r\u{1b}[0K section_end:1:a",
    "=1+1",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "|a|b|\n|-|-|",
    "<script>alert(1)</script><img src=x onerror=y>",
    "[x](javascript:alert(1)) ![i](http://evil.example) http://evil.example @team #1",
    "`code` *bold* _it_ ~~no~~ # head",
    "]]> <![CDATA[ &amp; &#27;",
    "\u{0}\u{1}\u{1f}",
];

/// The commands of the format github.
const OWN: [&str; 3] = ["::error ", "::warning ", "::notice "];

pub fn assert_inert(ran: &Ran, what: &str) {
    let stdout = std::str::from_utf8(&ran.stdout).expect("UTF-8");
    for line in stdout.split('\n').chain(ran.stderr.split('\n')) {
        // What goalpost means to say to GitHub; what follows in it must be as dead.
        let line = OWN.iter().find_map(|own| line.strip_prefix(own)).unwrap_or(line);
        let control = line.chars().find(|character| character.is_control());
        assert_eq!(control, None, "{what}: {line}");
        let acting = line.chars().find(|character| {
            matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
        });
        assert_eq!(acting, None, "{what}: {line}");
        assert!(!line.trim_start().starts_with("::"), "{what}: {line}");
        for command in ["##[", "##vso[", "##teamcity[", "section_start:1:a", "section_end:1:a"] {
            // In JSON a section's mark does not begin with an escape, so it is only text.
            let json = line.contains("\\u001b") || line.contains("\":\"");
            let acts = line.contains(command) && !(command.starts_with("section") && json);
            assert!(!acts, "{what}: {line}");
        }
    }
}

/// Hostile bodies: each family in a name, in a key, in metadata, in an identifier, in a word.
fn bodies() -> Vec<(String, String)> {
    let mut bodies = Vec::new();
    for family in FAMILIES {
        let text = serde_json::to_string(family).expect("text");
        bodies.push((format!("{family:?} as a name"), named(family)));
        for field in ["guid", "user_id", "metadata", "meta_type", "amount", "revision"] {
            bodies.push((format!("{family:?} in {field}"), with(field, &text)));
        }
        let key = with("name", &format!("\"x\",{text}:1"));
        bodies.push((format!("{family:?} as a key"), key));
        let nested = serde_json::json!(format!("{{{text}:[{text}]}}")).to_string();
        bodies.push((format!("{family:?} in JSON in metadata"), with("metadata", &nested)));
        bodies.push((format!("{family:?} raw"), family.to_string()));
        bodies.push((format!("{family:?} raw in a body"), format!("{{\"a\":\"{family}\"}}")));
    }
    bodies
}

#[test]
fn text_of_strangers_is_dead_in_every_format() {
    let captures: Vec<String> = bodies().into_iter().map(|(_, body)| body).collect();
    let all = captures.join("\n");
    for arguments in READING {
        assert_inert(&over(arguments, all.as_bytes()), &format!("{arguments:?}"));
    }
    for family in FAMILIES {
        // A body that is alone is a card.
        assert_inert(&over(&["show"], named(family).as_bytes()), family);
    }
}

#[test]
fn names_of_files_and_arguments_are_dead() {
    let folder = tempfile::tempdir().expect("a folder");
    let names = FAMILIES.iter().filter(|family| !family.contains(['\0', '/']));
    let named = |kind: &str| -> Vec<_> {
        names.clone().map(|name| folder.path().join(format!("{name}{kind}"))).collect()
    };
    for path in named(".json") {
        std::fs::write(path, with("amount", "true")).expect("a file");
    }
    for arguments in READING {
        let ran = goalpost(arguments.iter().copied()).and(named(".json")).run();
        assert!(ran.exit < 2, "{}", ran.stderr);
        assert_inert(&ran, &format!("{arguments:?}"));
        let ran = goalpost(arguments.iter().copied()).and(named(" missing")).run();
        assert_eq!(ran.exit, 2);
        assert_inert(&ran, &format!("{arguments:?}"));
    }
    for family in FAMILIES {
        for option in ["--where", "--format", "--action", "--now", "--deny", "--jobs", "--no"] {
            let arguments = ["check", &format!("{option}={family}"), "-"].map(str::to_owned);
            let ran = goalpost(arguments).stdin(sample()).run();
            let is_a_number = matches!(option, "--now" | "--jobs") && *family == "+1";
            assert!(ran.exit == 2 || is_a_number, "{option} {family:?}");
            assert_inert(&ran, &format!("{option} {family:?}"));
        }
        let ran = goalpost([format!("--{family}")]).stdin(sample()).run();
        assert_inert(&ran, &format!("{family:?} as an option"));
    }
    std::fs::write(folder.path().join("--format=json"), sample()).expect("a file");
    let ran =
        goalpost(["check".into(), folder.path().join("--format=json").into_os_string()]).run();
    assert_eq!(ran.exit, 0);
}

#[test]
fn a_table_keeps_its_columns_whatever_the_names() {
    let names = ["東京旅行", "👨‍👩‍👧‍👦 family", "🇩🇪", "e\u{301}te", "می‌خواهم", "a\u{202e}b", "x"];
    let tower = format!("z{}", "\u{301}".repeat(10_000));
    let bodies: Vec<String> = names.iter().copied().chain([tower.as_str()]).map(named).collect();

    for columns in [80, 200] {
        let ran = goalpost(["show", "--format", "table", "-"])
            .stdin(bodies.join("\n"))
            .columns(columns)
            .variable("NO_COLOR", "1")
            .run();
        let rows: Vec<&str> = ran.out().lines().collect();
        assert_eq!(rows.len(), 1 + bodies.len() + 1, "{}", ran.out());
        for row in &rows {
            assert!(goalpost::text::width::width(row) <= columns, "{row}");
        }
    }
}

#[test]
fn a_spreadsheet_computes_nothing_and_keeps_numbers() {
    let bodies: Vec<String> = FAMILIES.iter().map(|family| named(family)).collect();
    let ran = over(&["show", "--format", "csv", "-"], bodies.join("\n").as_bytes());
    let mut reader = csv::Reader::from_reader(ran.stdout.as_slice());
    let header = reader.headers().expect("a header").clone();
    let column = |name: &str| header.iter().position(|column| column == name).expect("a column");
    let (name, amount) = (column("name"), column("amount"));
    let mut records = 0;
    for record in reader.records() {
        let record = record.expect("a record");
        let cell = record[name].trim_start_matches([' ', '"', '\u{a0}']);
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        assert_eq!(&record[amount], "750");
        records += 1;
    }
    assert_eq!(records, bodies.len());
}
