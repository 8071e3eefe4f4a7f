//! Text cannot act: not on a terminal, not in the log of a runner, not in a spreadsheet.

use crate::corpus::{FAMILIES, hostile, named, sample, with};
use crate::door::{Ran, goalpost};
use crate::runs::{COMPARING, PATCHING, READING, compare, over};

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

#[test]
fn text_of_strangers_is_dead_in_every_format() {
    let all = hostile().join(&b'\n');
    for arguments in READING {
        assert_inert(&over(arguments, &all), &format!("{arguments:?}"));
    }
    for arguments in COMPARING {
        assert_inert(&compare(arguments, &all, sample().as_bytes()), &format!("{arguments:?}"));
        assert_inert(&compare(arguments, sample().as_bytes(), &all), &format!("{arguments:?}"));
    }
    // Of the eleven places of each family every other one, and of the next family the others.
    for body in hostile().into_iter().step_by(2) {
        for arguments in PATCHING.iter().chain(COMPARING) {
            let ran = compare(arguments, sample().as_bytes(), &body);
            assert_inert(&ran, &format!("{arguments:?}: {}", String::from_utf8_lossy(&body)));
        }
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

    // Of a stream each row is laid out as it comes; of a file all are.
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("bodies.ndjson");
    std::fs::write(&file, bodies.join("\n")).expect("a file");
    for columns in [80, 200] {
        let ran = goalpost(["show", "--format", "table"])
            .and([&file])
            .columns(columns)
            .variable("NO_COLOR", "1")
            .run();
        let rows: Vec<&str> = ran.out().lines().collect();
        let width = goalpost::text::width::width;
        for row in &rows {
            assert!(width(row) <= columns, "{row}");
        }
        // But for the tower, which no column holds, the amounts stand below each other.
        let amounts = rows.iter().filter(|row| row.starts_with("created"));
        let ends: Vec<_> =
            amounts.filter_map(|row| row.split_once(" / 750")).map(|(row, _)| width(row)).collect();
        assert_eq!(ends.len(), names.len(), "{}", ran.out());
        assert!(ends.iter().all(|end| *end == ends[0]), "{}", ran.out());
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
