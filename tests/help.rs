//! Help pages, completions and man pages, whole. `GOALPOST_RECORD=1` writes them anew.

mod door;

use std::fs;
use std::path::Path;
use std::process::Command;

use door::{as_recorded, goalpost};
use goalpost::commands::cli;
use goalpost::commands::shell;
use goalpost::rules::registry;

/// The lines and columns of a screen.
const SCREEN: (usize, usize) = (24, 80);

/// The words that lead to each command, none for goalpost itself.
fn commands() -> Vec<Vec<String>> {
    let named = shell::names(&cli::command()).into_iter().filter(|name| name != "help");
    std::iter::once(Vec::new()).chain(named.map(|name| vec![name])).collect()
}

#[test]
fn help_pages_are_as_recorded() {
    for command in commands() {
        let name = command.first().map_or("goalpost", String::as_str);
        for (option, ending) in [("-h", "short"), ("--help", "long")] {
            let ran = goalpost(command.clone()).and([option]).run();
            assert_eq!((ran.exit, ran.stderr.as_str()), (0, ""));
            as_recorded(&format!("help/{name}-{ending}.txt"), ran.out());
            assert!(ran.out().lines().all(|line| line.chars().count() <= SCREEN.1), "{name}");
        }
    }
}

#[test]
fn short_help_fits_a_screen() {
    for command in commands() {
        let ran = goalpost(command.clone()).and(["-h"]).run();
        assert!(ran.out().lines().count() <= SCREEN.0, "{command:?}\n{}", ran.out());
    }
}

#[test]
fn help_as_a_word_is_help() {
    let long = goalpost(["check", "--help"]).run();
    assert_eq!(goalpost(["help", "check"]).run(), long);
    assert_eq!(goalpost(["help"]).run(), goalpost(["--help"]).run());
    for option in ["-h", "--help"] {
        assert_eq!(goalpost(["help", option]).run(), goalpost([option]).run());
        assert_eq!(goalpost(["help", "check", option]).run(), goalpost(["check", option]).run());
    }
}

#[test]
fn help_is_for_the_width_and_colour_of_the_terminal() {
    let narrow = goalpost(["check", "--help"]).columns(50).run();
    let widest = narrow.out().lines().filter(|line| !line.contains("\u{1b}[")).map(str::len).max();
    assert!(widest <= Some(80), "{widest:?}");
    assert!(narrow.out().contains("\u{1b}["));
    let plain = goalpost(["check", "--help"]).columns(50).variable("NO_COLOR", "1").run();
    assert!(!plain.out().contains('\u{1b}'));
    assert_eq!(anstream::adapter::strip_str(narrow.out()).to_string(), plain.out());
}

#[test]
fn man_pages_are_as_recorded() {
    for command in commands() {
        let name = command.first().map_or("goalpost", String::as_str).to_owned();
        let ran = goalpost(["man".to_owned()]).and(command).run();
        assert_eq!((ran.exit, ran.stderr.as_str()), (0, ""));
        as_recorded(&format!("man/{name}.1"), ran.out());
        mandoc(ran.out());
    }
}

/// Where mandoc is installed, it has nothing to say of a page.
fn mandoc(page: &str) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("page.1");
    fs::write(&path, page).expect("it can be written");
    if let Ok(ran) = Command::new("mandoc").arg("-Tlint").arg(&path).output() {
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
    }
}

#[test]
fn a_page_describes_each_option_once() {
    for command in commands() {
        let help = goalpost(command.clone()).and(["--help"]).run();
        let page = goalpost(["man".to_owned()]).and(command.clone()).run();
        let page = page.out().replace("\\-", "-");
        // Text below an option is indented by more.
        let options = help.out().lines().filter(|line| line.find('-').is_some_and(|at| at <= 6));
        for line in options.map(str::trim_start).filter(|line| line.starts_with('-')) {
            let word = line.split([' ', ',']).find(|word| word.starts_with("--"));
            let Some(option) = word else { continue };
            let terms = page.lines().collect::<Vec<_>>();
            let terms: Vec<_> = terms
                .windows(3)
                .filter(|lines| {
                    lines[0] == ".TP" && lines[1].contains(&format!("\\fB{option}\\fR"))
                })
                .collect();
            assert_eq!(terms.len(), 1, "{command:?} {option}");
            assert!(!terms[0][2].starts_with('.'), "{command:?} {option} has no text");
        }
    }
}

#[test]
fn the_schema_and_the_rules_are_as_recorded() {
    let pages: [(&str, &[&str]); 5] = [
        ("schema.txt", &["schema"]),
        ("schema.json", &["schema", "--format", "json-schema"]),
        ("schema.md", &["schema", "--format", "markdown"]),
        ("rules.txt", &["explain"]),
        ("rule.txt", &["explain", "duplicate-key"]),
    ];
    for (name, arguments) in pages {
        let ran = goalpost(arguments.iter().copied()).columns(80).variable("NO_COLOR", "1").run();
        assert_eq!((ran.exit, ran.stderr.as_str()), (0, ""));
        as_recorded(&format!("reference/{name}"), ran.out());
    }
}

#[test]
fn every_rule_is_explained_within_the_terminal() {
    for rule in registry::all() {
        for columns in [40, 80, 200] {
            let ran = goalpost(["explain", rule.name]).columns(columns).run();
            assert_eq!(ran.exit, 0);
            let plain = anstream::adapter::strip_str(ran.out()).to_string();
            assert!(plain.contains(rule.name) && plain.contains(rule.level.name()));
            assert!(plain.contains("A sample that fails") && plain.contains("Fixed"));
            assert!(plain.matches(['✗', '✓']).count() >= 1, "{plain}");
            assert!(!plain.chars().any(|c| c.is_control() && c != '\n'), "{plain}");
        }
    }
}
