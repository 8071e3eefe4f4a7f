//! `.goalpost.toml`, and which files of a directory are read.

mod door;

use std::fs;
use std::path::{Path, PathBuf};

use door::goalpost;

/// The documented sample, at position 0, which is a warning.
fn odd() -> String {
    let text = fs::read_to_string("fixtures/sample/compact.json").expect("the sample");
    text.replace("\"position\":2", "\"position\":0")
}

/// A repository with these files.
fn repository(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("config").join(name);
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(root.join(".git")).expect("it can be made");
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
    root
}

/// The status, standard output and standard error of a call in a directory.
fn run(directory: &Path, arguments: &[&str], stdin: &str) -> (i32, String, String) {
    let mut command = goalpost(arguments.iter().copied()).command();
    let mut child = command.current_dir(directory).spawn().expect("the binary starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    let _ = std::io::Write::write_all(&mut pipe, stdin.as_bytes());
    drop(pipe);
    let output = child.wait_with_output().expect("the binary ends");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().expect("a status"), text(&output.stdout), text(&output.stderr))
}

/// The files that findings are in.
fn files(output: &str) -> Vec<&str> {
    let lines = output.lines().map(|line| line.split(':').next().unwrap_or_default());
    lines.map(|path| path.strip_prefix("./").unwrap_or(path)).collect()
}

#[test]
fn three_lines_make_a_repository_usable() {
    let odd = odd();
    let root = repository(
        "usable",
        &[
            (
                ".goalpost.toml",
                "exclude = [\"node_modules\", \"*.log\"]\n[levels]\nposition-below-one = \"error\"\n",
            ),
            ("captures/one.json", &odd),
            ("captures/debug.log", "not a capture"),
            ("node_modules/left-pad/package.json", "{}"),
            ("package.json", &odd),
        ],
    );
    let (status, output, errors) = run(&root, &["check", "-f", "concise", "."], "");
    assert_eq!(
        (status, files(&output)),
        (1, vec!["captures/one.json", "package.json"]),
        "{errors}"
    );
    // From below it holds too, and a file that is named is read.
    let captures = root.join("captures");
    let (status, output, _) = run(&captures, &["check", "-f", "concise", "."], "");
    assert_eq!((status, files(&output)), (1, vec!["one.json"]));
    assert_eq!(run(&captures, &["check", "debug.log"], "").0, 2);
    // Options win.
    let options = ["check", "-f", "concise", "-A", "position-below-one", "."];
    assert_eq!(run(&captures, &options, "").1, "");
    let (_, output, _) = run(&root, &["check", "-f", "concise", "--no-config", "."], "");
    assert!(output.contains("node_modules/left-pad/package.json"), "{output}");
    let (_, output, _) =
        run(&root, &["check", "-f", "concise", "--exclude", "/package.json", "."], "");
    assert_eq!(files(&output), ["captures/one.json"]);
    // Every command that reads leaves the same out.
    let (status, output, _) = run(&root, &["show", "--format", "jsonl", "."], "");
    assert_eq!((status, output.lines().count()), (0, 2));
}

#[test]
fn whatever_is_wrong_has_its_line() {
    for (text, line, words) in [
        ("strict = true\nexclud = []\n", 2, "unknown key `exclud`, expected one of `exclude`"),
        ("strict = 1\n", 1, "expected a boolean"),
        ("\n[levels]\nwrong-tipe = \"error\"\n", 3, "did you mean wrong-type?"),
        (
            "\n[levels]\nwrong-type = \"fatal\"\n",
            3,
            "expected one of `error`, `warning`, `info`, `allow`",
        ),
        ("max-body = \"lots\"\n", 1, "K, M or G"),
        ("body-path = \"event\"\n", 1, "JSON Pointer"),
        ("now = \"yesterday\"\n", 1, "YYYY-MM-DD"),
        ("exclude = [\"a\", \"[\"]\n", 1, "["),
        ("strict = true\nstrict = true\n", 2, "duplicate key"),
        ("strict true\n", 1, ""),
        ("now = true\n", 1, "expected a day"),
        ("max-body = true\n", 1, "expected a number of bytes"),
    ] {
        let root = repository("wrong", &[(".goalpost.toml", text)]);
        for command in ["check", "show", "stats"] {
            let (status, output, errors) = run(&root, &[command, "-"], &odd());
            assert_eq!((status, output.as_str(), errors.lines().count()), (2, "", 1), "{errors}");
            assert!(errors.contains(&format!(".goalpost.toml:{line}: ")), "{text}{errors}");
            assert!(errors.contains(words), "{text}{errors}");
        }
    }
    let root = repository("missing", &[]);
    let (status, _, errors) = run(&root, &["check", "--config", "x.toml", "-"], &odd());
    assert_eq!((status, errors.as_str()), (2, "error: x.toml: no such file or directory\n"));
}

#[test]
fn what_holds_is_shown_with_its_origin() {
    let text = "strict = true\nmax-body = \"1M\"\nnow = \"2017-06-01\"\nexclude = [\"old\"]\n\
                [levels]\nsyntax = \"warning\"\nguid-shape = \"allow\"\n";
    let root = repository("shown", &[(".goalpost.toml", text)]);
    let arguments = ["check", "--show-config", "--max-body", "2M", "-D", "blank-name"];
    let (status, output, _) = run(&root, &arguments, "");
    assert_eq!(status, 0);
    let (first, rest) = output.split_once('\n').expect("lines");
    assert!(first.starts_with("# ") && first.ends_with("/.goalpost.toml"), "{first}");
    assert_eq!(
        rest,
        "exclude = [\"old\"] # line 4\ngitignore = false # default\nstrict = true # line 1\n\
         max-body = 2097152 # --max-body\nnow = \"2017-06-01\" # line 3\n\n[levels]\n\
         syntax = \"warning\" # line 6\nguid-shape = \"allow\" # line 7\nblank-name = \"error\" # option\n"
    );
    // It is such a file itself.
    fs::write(root.join("again.toml"), &output).expect("it can be written");
    let (status, again, errors) =
        run(&root, &["check", "--show-config", "--config", "again.toml"], "");
    assert_eq!(status, 0, "{errors}");
    let values = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines.map(|line| line.split(" #").next().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(values(&again), values(&output));
}

#[test]
fn git_ignores_only_when_asked_to() {
    let odd = odd();
    let files_of = [(".gitignore", "captures/\n"), ("captures/a.json", &*odd), ("b.json", &*odd)];
    let root = repository("ignored", &files_of);
    let (_, output, _) = run(&root, &["check", "-f", "concise", "."], "");
    assert_eq!(files(&output), ["b.json", "captures/a.json"]);
    let (_, output, _) = run(&root, &["check", "-f", "concise", "--gitignore", "."], "");
    assert_eq!(files(&output), ["b.json"]);
    // Where nothing is left, nothing is green.
    assert_eq!(run(&root, &["check", "--exclude", "*.json", "."], "").0, 2);
}

#[test]
fn files_come_from_a_list() {
    let odd = odd();
    let root = repository(
        "listed",
        &[("a b.json", &odd), ("c.json", &odd), ("list", "c.json\r\na b.json\n\n")],
    );
    let check = ["check", "-f", "concise", "--files-from"];
    let (_, output, _) = run(&root, &[&check[..], &["list"]].concat(), "");
    assert_eq!(files(&output), ["c.json", "a b.json"]);
    let (_, output, _) = run(&root, &[&check[..], &["-", "-0"]].concat(), "a b.json\0c.json\0");
    assert_eq!(files(&output), ["a b.json", "c.json"]);
    let (status, _, errors) = run(&root, &[&check[..], &["-"]].concat(), "");
    assert_eq!((status, errors.as_str()), (2, "error: --files-from -: the list is empty\n"));
    assert_eq!(run(&root, &[&check[..], &["nothing"]].concat(), "").0, 2);
}

#[test]
fn files_with_other_names_are_counted() {
    let odd = odd();
    let root = repository(
        "other",
        &[("a.json", &odd), ("README.md", ""), ("b/c.rs", ""), (".hidden", "")],
    );
    let (_, output, errors) = run(&root, &["check", "-f", "concise", "."], "");
    assert_eq!(files(&output), ["a.json"]);
    assert!(errors.starts_with("note: 2 files not read because of the name"), "{errors}");
    let (_, _, errors) = run(&root, &["show", "-q", "--format", "jsonl", "."], "");
    assert_eq!(errors, "");
}
