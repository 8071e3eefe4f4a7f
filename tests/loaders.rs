//! CSV and JSON as people who work with data load them: DuckDB reads each file by its name alone.
//! `GOALPOST_PYTHON` names a Python that has it, else `python3`; without DuckDB, this is passed over.

mod door;

use std::env;
use std::fs;
use std::process::Command;

use door::goalpost;

/// Prints the rows of each file, and the types of the columns that are asked for.
const LOAD: &str = "
import duckdb, sys
for path in sys.argv[1:]:
    table = duckdb.sql(f\"select * from '{path}'\")
    types = dict(zip(table.columns, map(str, table.types)))
    print(len(table.fetchall()), types.get('amount'), types.get('name'), types.get('user_id'))
";

#[test]
fn duckdb_loads_all_without_options() {
    let python = env::var("GOALPOST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let probe = Command::new(&python).args(["-c", "import duckdb"]).output();
    if !probe.is_ok_and(|probe| probe.status.success()) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let clean = include_str!("../fixtures/sample/compact.json");
    let half = clean.replace("Home", "\\ud800x");
    let next = clean
        .replace("created\"", "updated\"")
        .replace(":71", ":72")
        .replace(":750,", ":71613633657603.65,")
        .replace("Home", "a,\\\"b\\\"\\n=1+1 é|");
    let other = half.replace("GOL-537e", "GOL-637e").replace("null,\"name", "\"{}\",\"name");
    fs::write(path("old"), clean).expect("a file");
    fs::write(path("new"), half.replace(":71", ":72")).expect("a file");
    fs::write(path("capture"), [clean, &half, &next, &other].concat()).expect("a file");
    #[rustfmt::skip]
    let wanted = [
        (&["show", "-f", "json"][..],                          "4 None None None"),
        (&["show", "-f", "jsonl", "--with-source"],            "4 None None None"),
        (&["show", "-f", "jsonl", "--fields", "name,amount"],  "4 DOUBLE VARCHAR None"),
        (&["show", "-f", "csv"],                               "4 DOUBLE VARCHAR VARCHAR"),
        (&["check", "-f", "json"],                             "1 None None None"),
        (&["check", "-f", "jsonl"],                            "5 None None None"),
        (&["check", "-f", "jsonl", "--no-summary"],            "4 None None None"),
        (&["history", "-f", "json"],                           "1 None None None"),
        (&["history", "-f", "jsonl"],                          "3 None VARCHAR VARCHAR"),
        (&["history", "-f", "csv"],                            "4 None VARCHAR None"),
        (&["history", "--latest", "-f", "json"],               "2 None None None"),
        (&["history", "--latest", "-f", "csv"],                "2 DOUBLE VARCHAR VARCHAR"),
        (&["stats", "-f", "json"],                             "1 None None None"),
        (&["stats", "-f", "jsonl"],                            "20 None None None"),
        (&["stats", "-f", "csv"],                              "18 None None None"),
        (&["diff", "-f", "json"],                              "1 None None None"),
        (&["diff", "--latest", "-f", "json"],                  "1 None None None"),
    ];
    let mut files = Vec::new();
    for (number, (arguments, _)) in wanted.iter().enumerate() {
        let inputs = if arguments[0] == "diff" { vec!["old", "new"] } else { vec!["capture"] };
        let ran = goalpost(arguments.iter().copied()).and(inputs.iter().map(|it| path(it))).run();
        assert!(ran.exit < 2, "{arguments:?}: {ran:?}");
        let format = arguments.iter().skip_while(|it| **it != "-f").nth(1).expect("a format");
        files.push(path(&format!("{number}.{format}")));
        fs::write(&files[number], &ran.stdout).expect("a file");
    }
    let loaded = Command::new(&python).args(["-c", LOAD]).args(&files).output().expect("it runs");
    let told = String::from_utf8_lossy(&loaded.stdout);
    let complaint = String::from_utf8_lossy(&loaded.stderr);
    let rows: Vec<(&[&str], &str)> =
        wanted.iter().map(|(arguments, _)| *arguments).zip(told.lines()).collect();
    assert_eq!(rows, wanted, "{complaint}");
}
