//! The floors of the code: each module imports from its own floor and those below, no two import
//! each other, and what reaches outside the program stays where it belongs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The modules of each floor, the lowest first.
const FLOORS: [&[&str]; 7] = [
    &["text", "exit"],
    &["webhook"],
    &["rules", "capture"],
    &[
        "check",
        "report",
        "select",
        "snippet",
        "view",
        "examine",
        "numbering",
        "diff",
        "history",
        "stats",
        "redact",
        "sample",
    ],
    &["render", "cli", "input", "pipeline", "sink", "pager", "world"],
    &["commands"],
    &["lib", "main"],
];

/// What a file may only name in some modules: the words, and the modules. `*` is every module
/// from the fourth floor on, but not `render`.
const KEPT: [(&[&str], &[&str]); 6] = [
    (&["clap::", "clap_complete", "clap_mangen"], &["cli", "lib"]),
    (&["anyhow"], &["commands", "cli", "input", "pipeline", "lib", "main"]),
    (&["process::Command", "process::{", "process::*", "Command::new"], &["pager"]),
    (
        &[
            "std::fs",
            "std::env",
            "SystemTime",
            "Instant",
            "terminal_size",
            "Utc::now",
            "Local::now",
        ],
        &["*"],
    ),
    (&["io::stdin", "io::stdout", "io::stderr"], &["main"]),
    (&["std::net", "TcpStream", "UdpSocket", "unsafe "], &[]),
];

/// The code of every file, without its tests, with the top-level module that it belongs to.
fn files() -> Vec<(PathBuf, String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).expect("a source file");
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            let code: Vec<&str> =
                code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            let module = module(&path);
            files.push((path, module, code.join("\n")));
        }
    }
    assert!(files.len() > 80, "only {} source files", files.len());
    files
}

fn module(path: &Path) -> String {
    let below = path.strip_prefix("src").expect("it is in src");
    let first = below.iter().next().expect("a name").to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

fn floor(module: &str) -> usize {
    let floor = FLOORS.iter().position(|modules| modules.contains(&module));
    floor.unwrap_or_else(|| panic!("the module {module} has no floor: give it one in FLOORS"))
}

/// The top-level modules that code names after `crate::`.
fn imports(code: &str) -> BTreeSet<String> {
    let names = code.match_indices("crate::").map(|(at, found)| {
        let name = code[at + found.len()..].chars();
        name.take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>()
    });
    names.filter(|name| !name.is_empty()).collect()
}

#[test]
fn files_import_from_their_floor_and_below() {
    for (path, module, code) in files() {
        for import in imports(&code) {
            // What the crate's root defines itself has no module.
            if import != "run" {
                let above = floor(&import) > floor(&module);
                assert!(!above, "{} imports {import} from a floor above", path.display());
            }
        }
    }
}

#[test]
fn no_two_modules_import_each_other() {
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (_, module, code) in files() {
        let others = imports(&code).into_iter().filter(|import| *import != module);
        graph.entry(module.clone()).or_default().extend(others);
    }
    // Modules without imports that are left fall away, until only circles remain.
    while let Some(done) =
        graph.iter().find(|(_, imports)| imports.is_empty()).map(|(name, _)| name.clone())
    {
        graph.remove(&done);
        for imports in graph.values_mut() {
            imports.remove(&done);
        }
    }
    assert!(graph.is_empty(), "these import each other: {graph:#?}");
}

#[test]
fn what_reaches_outside_stays_where_it_belongs() {
    for (path, module, code) in files() {
        for (words, modules) in KEPT {
            let from_the_fourth =
                modules.contains(&"*") && floor(&module) >= 4 && module != "render";
            if modules.contains(&module.as_str()) || from_the_fourth {
                continue;
            }
            for word in words {
                assert!(!code.contains(word), "{} names {word}", path.display());
            }
        }
    }
}

#[test]
fn files_are_small_and_say_what_they_do() {
    for (path, _, _) in files() {
        let text = fs::read_to_string(&path).expect("a source file");
        assert!(text.starts_with("//! "), "{} has no head", path.display());
        let lines = text.lines().count();
        assert!(lines <= 400, "{} has {lines} lines", path.display());
    }
}
