//! The house as `src/README.md` draws it: a room imports only from rooms below its own, no two
//! files import each other, and what reaches outside the program stays where it belongs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

/// What code may name only in some rooms: the words, and the rooms.
const KEPT: [(&[&str], &[&str]); 6] = [
    (&["clap::", "clap_complete", "clap_mangen"], &["commands", "lib"]),
    (&["anyhow"], &["commands", "input", "run", "lib", "main"]),
    (&["process::Command", "process::{", "process::*", "Command::new"], &[]),
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
        &["commands", "input", "history", "run", "world", "lib", "main"],
    ),
    (&["io::stdin", "io::stdout", "io::stderr"], &["main"]),
    (&["std::net", "TcpStream", "UdpSocket", "unsafe "], &[]),
];

/// A source file: its module as a path of names (none for `lib` and `main`), and the modules of
/// other files that it names outside its tests.
struct Source {
    path: PathBuf,
    module: Vec<String>,
    code: String,
}

impl Source {
    fn room(&self) -> String {
        let name = self.module.first().cloned();
        name.unwrap_or_else(|| self.path.file_stem().expect("a name").display().to_string())
    }
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let code = fs::read_to_string(&path).expect("a source file");
                found.push(Source { module: module(&path), path, code });
            }
        }
    }
    assert!(found.len() > 80, "only {} source files", found.len());
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn module(path: &Path) -> Vec<String> {
    let below = path.strip_prefix("src").expect("it is in src").with_extension("");
    let mut names: Vec<String> =
        below.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    if matches!(names.last().map(String::as_str), Some("mod")) {
        names.pop();
    }
    if names == ["lib"] || names == ["main"] {
        names.clear();
    }
    names
}

/// The absolute paths that a file names, without those in its tests.
struct Paths<'m> {
    modules: &'m BTreeSet<Vec<String>>,
    current: &'m [String],
    found: BTreeSet<Vec<String>>,
}

impl Paths<'_> {
    fn add(&mut self, names: &[String]) {
        let mut absolute = match names.first().map(String::as_str) {
            Some("crate" | "goalpost") => Vec::new(),
            Some("super" | "self") => self.current.to_vec(),
            Some(first) => {
                let child: Vec<String> =
                    self.current.iter().cloned().chain([first.to_owned()]).collect();
                if !self.modules.contains(&child) {
                    return;
                }
                self.current.to_vec()
            }
            None => return,
        };
        for name in names {
            match name.as_str() {
                "crate" | "goalpost" | "self" => {}
                "super" => drop(absolute.pop()),
                name => absolute.push(name.to_owned()),
            }
        }
        self.found.insert(absolute);
    }

    fn add_tree(&mut self, before: &[String], tree: &syn::UseTree) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.add_tree(&with(&path.ident), &path.tree),
            syn::UseTree::Name(name) => self.add(&with(&name.ident)),
            syn::UseTree::Rename(name) => self.add(&with(&name.ident)),
            syn::UseTree::Glob(_) => self.add(before),
            syn::UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.add_tree(before, tree));
            }
        }
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Ident>().is_ok_and(|word| word == "test")
    })
}

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if !is_test(&item.attrs) {
            self.add_tree(&[], &item.tree);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> =
            path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if names.len() > 1 {
            self.add(&names);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let tokens = call.tokens.to_string().replace(" :: ", "::");
        for word in tokens.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')) {
            let names: Vec<String> = word.split("::").map(str::to_owned).collect();
            if names.len() > 1 {
                self.add(&names);
            }
        }
    }
}

/// For each file the files that it imports from, by their modules.
fn imports() -> Vec<(Source, BTreeSet<Vec<String>>)> {
    let sources = sources();
    let modules: BTreeSet<Vec<String>> =
        sources.iter().map(|source| source.module.clone()).collect();
    let found = sources.into_iter().map(|source| {
        let file = syn::parse_file(&source.code)
            .unwrap_or_else(|error| panic!("{}: {error}", source.path.display()));
        let mut paths =
            Paths { modules: &modules, current: &source.module, found: BTreeSet::new() };
        paths.visit_file(&file);
        let files = paths.found.iter().filter_map(|path| {
            let longest = (1..=path.len()).rev().map(|length| path[..length].to_vec());
            longest.into_iter().find(|module| modules.contains(module))
        });
        let files = files.filter(|module| *module != source.module).collect();
        (source, files)
    });
    found.collect()
}

/// The line of the picture on which each room stands, counted from the top.
fn picture() -> BTreeMap<String, usize> {
    let page = fs::read_to_string("src/README.md").expect("the picture");
    let block = page.split("```text\n").nth(1).and_then(|rest| rest.split("```").next());
    let lines = block.expect("a picture").lines().enumerate();
    // Rooms stand before the first word that is none.
    let rooms = lines.flat_map(|(line, text)| {
        let words = text.split_whitespace().take_while(|word| {
            Path::new("src").join(word).is_dir()
                || Path::new("src").join(word).with_extension("rs").is_file()
        });
        words.map(move |room| (room.to_owned(), line))
    });
    rooms.collect()
}

#[test]
fn rooms_import_only_from_rooms_below() {
    let picture = picture();
    let line = |room: &str| {
        let line = picture.get(room);
        *line.unwrap_or_else(|| panic!("src/README.md does not show the room {room}"))
    };
    let mut wrong = Vec::new();
    for (source, imports) in imports() {
        let room = source.room();
        for import in imports {
            if import[0] != room && line(&import[0]) <= line(&room) {
                wrong.push(format!("{} imports {}", source.path.display(), import.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "not from below:\n{}", wrong.join("\n"));
}

#[test]
fn no_files_import_each_other() {
    let mut graph: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> = BTreeMap::new();
    for (source, imports) in imports() {
        graph.entry(source.module).or_default().extend(imports);
    }
    let reaches = |from: &Vec<String>, to: &Vec<String>| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(file) = next.pop() {
            if file == to {
                return true;
            }
            if seen.insert(file) {
                next.extend(graph.get(file).into_iter().flatten());
            }
        }
        false
    };
    let arrows = graph.iter().flat_map(|(file, imports)| imports.iter().map(move |to| (file, to)));
    let left: Vec<String> = arrows
        .filter(|(file, import)| reaches(import, file))
        .map(|(file, import)| format!("{} imports {}", file.join("::"), import.join("::")))
        .collect();
    assert!(left.is_empty(), "a circle:\n{}", left.join("\n"));
}

#[test]
fn what_reaches_outside_stays_where_it_belongs() {
    for source in sources() {
        let room = source.room();
        let code = source.code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code: Vec<&str> = lines.collect();
        let code = code.join("\n");
        for (words, rooms) in KEPT {
            if rooms.contains(&room.as_str()) {
                continue;
            }
            for word in words {
                assert!(!code.contains(word), "{} names {word}", source.path.display());
            }
        }
    }
}

#[test]
fn files_are_small_and_say_what_they_do() {
    for source in sources() {
        assert!(source.code.starts_with("//! "), "{} has no head", source.path.display());
        let lines = source.code.lines().count();
        assert!(lines <= 400, "{} has {lines} lines", source.path.display());
    }
}
