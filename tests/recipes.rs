//! The recipes for services and editors are what those can use: their commands run, and vim finds
//! the findings. A vim that is not installed is passed over.

mod door;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use door::goalpost;

const RECIPES: &str = include_str!("../.github/recipes.md");

/// The first code block of a section.
fn block(section: &str) -> &'static str {
    let section = RECIPES.split("\n## ").find(|it| it.starts_with(section)).expect("a section");
    let code = section.split("```").nth(1).expect("a block");
    code.split_once('\n').expect("its language stands on the first line").1
}

/// A folder with captures of each level, with names that hurt.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let captures = folder.path().join("captures");
    fs::create_dir_all(captures.join("a folder")).expect("it can be made");
    for (from, to) in [
        ("wrong-type", "a folder/colon:3:4: #東京.json"),
        ("position-below-one", "bracket[1].json"),
        ("blank-name", "quote'\".json"),
    ] {
        let from = format!("fixtures/failing/{from}.json");
        fs::copy(from, captures.join(to)).expect("it can be written");
    }
    folder
}

#[test]
fn their_commands_run() {
    let folder = folder();
    // YAML folds the lines of one; `captures` follows what is quoted.
    let recipes = RECIPES.replace("\"markdown=$GITHUB_STEP_SUMMARY\"", "markdown=summary.md");
    let recipes = recipes.replace("\n          ", " ");
    // Each up to what is no argument; that for make needs captures that are named after rules.
    let commands = recipes.split("goalpost check ").skip(1);
    let commands = commands.filter_map(|rest| rest.split(['|', '"', '`', '\n']).next());
    let commands: Vec<&str> = commands.filter(|it| !it.contains("--expect")).collect();
    assert_eq!(commands.len(), 6, "{commands:#?}");
    for arguments in commands {
        assert!(arguments.contains(" captures"), "{arguments}");
        let arguments = arguments.replace("captures/valid", "captures");
        let call = goalpost(["check"]).and(arguments.split_whitespace());
        let ran = call.command().current_dir(folder.path()).output().expect("the binary runs");
        let stderr = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(1), "{arguments}: {stderr}");
    }
}

/// The fuzz targets are a package with binaries too, between which cargo does not choose.
#[test]
fn cargo_is_told_the_package() {
    let installs: Vec<&str> = RECIPES.lines().filter(|it| it.contains("cargo install")).collect();
    assert_eq!(installs.len(), 2);
    assert!(installs.iter().all(|it| it.ends_with("/goalpost goalpost")), "{installs:#?}");
}

/// Its errorformat knows no file names with spaces, and no `]` in a set.
#[test]
fn reviewdog_gets_sarif() {
    let (check, reviewdog) = block("reviewdog").split_once('|').expect("a pipe");
    assert!(check.contains("--format sarif") && reviewdog.contains("-f=sarif"), "{reviewdog}");
}

#[test]
fn vim_finds_all() {
    let folder = folder();
    fs::write(folder.path().join("vimrc"), block("vim")).expect("it can be written");
    let binary = Path::new(env!("CARGO_BIN_EXE_goalpost")).parent().expect("a folder");
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap_or_default());
    let list = "call writefile(map(filter(getqflist(), 'v:val.valid'), \
                {_, it -> join([bufname(it.bufnr), it.lnum, it.col, it.type, it.text], '|')}), 'list')";
    let mut vim = Command::new("vim");
    vim.args(["-N", "-u", "vimrc", "-es", "-c", "silent make! captures", "-c", list, "-c", "qa!"]);
    vim.current_dir(folder.path()).env("PATH", path).env("LC_ALL", "C.UTF-8");
    if vim.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        return;
    }
    assert_eq!(
        fs::read_to_string(folder.path().join("list")).expect("vim wrote it"),
        "captures/a folder/colon:3:4: #東京.json|20|16|e| /goal/user_id: expected a string, found a \
         number\n\
         captures/bracket[1].json|16|17|w| /goal/position: position is below 1\n\
         captures/quote'\".json|15|13|i| /goal/name: name is blank\n"
    );
}
