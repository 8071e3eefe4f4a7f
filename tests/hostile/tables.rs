//! CSV, Markdown, XML and SARIF: valid for their own parsers, inert, and numbers stay numbers,
//! whatever stands in bodies and whatever inputs are called.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;

use crate::corpus::{FAMILIES, hostile, named, sample};
use crate::door::{Ran, goalpost};
use crate::runs::{COMPARING, READING, compare};

/// Files with hostile names, each with all hostile bodies in it.
fn files(folder: &std::path::Path) -> Vec<PathBuf> {
    let names = FAMILIES.iter().filter(|family| !family.contains(['\0', '/']));
    let mut names: Vec<Vec<u8>> = names.map(|name| format!("{name}.json").into_bytes()).collect();
    names.extend([&b"a b%20#?x:y.json"[..], b"\xff\xfe.json", b"..json"].map(<[u8]>::to_vec));
    let bodies = hostile();
    let paths = names.into_iter().enumerate().map(|(index, name)| {
        let path = folder.join(OsString::from_vec(name));
        // Each with a part, so that every body is in some and the whole stays small.
        let part: Vec<&[u8]> =
            bodies.iter().skip(index % 11).step_by(11).map(Vec::as_slice).collect();
        std::fs::write(&path, [sample().as_bytes(), b"\n", &part.join(&b'\n')].concat())
            .expect("a file");
        path
    });
    paths.collect()
}

fn runs(format: &str) -> Vec<(String, Ran)> {
    let folder = tempfile::tempdir().expect("a folder");
    let files = files(folder.path());
    let reading = READING.iter().filter(|arguments| arguments.last() == Some(&format));
    let mut runs: Vec<(String, Ran)> = reading
        .map(|arguments| {
            let ran = goalpost(arguments.iter().copied()).and(&files).run();
            (format!("{arguments:?}"), ran)
        })
        .collect();
    for arguments in COMPARING.iter().filter(|arguments| arguments.contains(&format)) {
        let (old, new) = (hostile().join(&b'\n'), [sample().as_bytes(), b"\n"].concat());
        runs.push((format!("{arguments:?}"), compare(arguments, &old, &new)));
        runs.push((format!("{arguments:?}"), compare(arguments, &new, &old)));
    }
    for (what, ran) in &runs {
        // What cannot be read is trouble for a comparison.
        let exit = if what.contains("diff") { 2 } else { 1 };
        assert!(ran.exit <= exit && !ran.stdout.is_empty(), "{what}: {}", ran.stderr);
    }
    runs
}

/// Columns that hold numbers or nothing.
const NUMBERS: [&str; 10] = [
    "body",
    "line",
    "amount",
    "current_amount",
    "position",
    "revision",
    "completed_at",
    "projected_to_complete_at",
    "deliveries",
    "count",
];

#[test]
fn csv_is_inert() {
    let runs = runs("csv");
    assert!(runs.len() >= 4, "{}", runs.len());
    for (what, ran) in runs {
        let mut reader = csv::Reader::from_reader(ran.stdout.as_slice());
        let header = reader.headers().expect("a header").clone();
        let mut cells = 0;
        for record in reader.records() {
            let record = record.unwrap_or_else(|error| panic!("{what}: {error}"));
            for (column, cell) in header.iter().zip(&record) {
                let is_number = cell.parse::<f64>().is_ok_and(f64::is_finite);
                let acts = cell
                    .trim_start_matches([' ', '"', '\u{a0}'])
                    .starts_with(['=', '+', '-', '@', '\t']);
                assert!(is_number || !acts, "{what}, {column}: {cell}");
                // A spreadsheet set to semicolons sees other cells.
                let parts = cell.split(';').skip(1);
                let part =
                    parts.map(str::trim_start).find(|part| part.starts_with(['=', '+', '@']));
                assert_eq!(part, None, "{what}, {column}: {cell}");
                assert!(!cell.chars().any(char::is_control), "{what}, {column}: {cell}");
                let text = cell.starts_with('\'') || cell.contains(|c: char| c.is_alphabetic());
                assert!(
                    !NUMBERS.contains(&column) || is_number || cell.is_empty() || text,
                    "{what}, {column}: {cell}"
                );
                cells += 1;
            }
        }
        assert!(cells > 50, "{what}");
    }
}

#[test]
fn markdown_is_inert() {
    let runs = runs("markdown");
    assert!(runs.len() >= 6, "{}", runs.len());
    for (what, ran) in runs {
        for line in ran.out().lines() {
            let plain = line.replace("<!-- -->", "");
            let plain = plain.replace("(other words)", "").replace("(other fields)", "");
            assert!(!plain.contains(['<', '$']), "{what}: {line}");
            // Addresses with a scheme, with none, and bare host names.
            let host = line.as_bytes().windows(3).any(|around| {
                around[0].is_ascii_alphanumeric()
                    && around[1] == b'.'
                    && around[2].is_ascii_alphabetic()
            });
            assert!(!line.contains("//") && !host, "{what}: {line}");
            let mut escaped = false;
            for character in plain.chars() {
                assert!(
                    escaped || !"[]()~".contains(character) || own_brackets(line),
                    "{what}: {line}"
                );
                escaped = !escaped && character == '\\';
            }
        }
        // Every row of a table has the cells of its head.
        for table in ran.out().split("\n\n").filter(|part| part.starts_with('|')) {
            let cells: Vec<usize> = table.lines().map(bare_pipes).collect();
            assert!(cells.iter().all(|count| *count == cells[0]), "{what}: {table}");
        }
    }
}

/// Lines in which goalpost itself has brackets: a finding with its place, an input's counts.
fn own_brackets(line: &str) -> bool {
    line.starts_with("- ") || !line.starts_with('|')
}

fn bare_pipes(line: &str) -> usize {
    let mut escaped = false;
    let mut pipes = 0;
    for character in line.chars() {
        pipes += usize::from(character == '|' && !escaped);
        escaped = !escaped && character == '\\';
    }
    pipes
}

#[test]
fn xml_is_well_formed() {
    for (what, ran) in runs("junit") {
        let document =
            roxmltree::Document::parse(ran.out()).unwrap_or_else(|error| panic!("{what}: {error}"));
        let texts = document.descendants().flat_map(|node| {
            let attributes = node.attributes().map(|attribute| attribute.value().to_owned());
            attributes.chain(node.text().map(str::to_owned)).collect::<Vec<_>>()
        });
        for text in texts {
            let hidden = text.chars().find(|one| one.is_control() && *one != '\n');
            assert_eq!(hidden, None, "{what}: {text}");
        }
    }
}

#[test]
fn sarif_and_other_json_are_valid() {
    for format in ["sarif", "gitlab", "json"] {
        for (what, ran) in runs(format) {
            let value: serde_json::Value = serde_json::from_slice(&ran.stdout)
                .unwrap_or_else(|error| panic!("{what}: {error}"));
            for result in value["runs"][0]["results"].as_array().into_iter().flatten() {
                let place = &result["locations"][0]["physicalLocation"]["artifactLocation"];
                let uri = place["uri"].as_str().expect("a URI");
                let inert = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/%:".contains(&byte);
                assert!(uri.bytes().all(inert) && !uri[5..].contains(':'), "{uri}");
            }
        }
    }
    for (what, ran) in runs("jsonl") {
        ran.json_lines();
        assert!(ran.out().ends_with('\n'), "{what}");
    }
    // A name comes out of JSON as it went in.
    for family in FAMILIES {
        let ran = goalpost(["show", "--format", "json", "-"]).stdin(named(family)).run();
        let name = ran.json()["goal"]["name"].clone();
        let name = if name.is_null() { ran.json()[0]["goal"]["name"].clone() } else { name };
        assert_eq!(name.as_str(), Some(*family));
    }
}
