//! The README cannot rot: its commands run and print what it shows, and its table of rules is
//! the registry.

mod door;

use std::path::Path;

use door::goalpost;
use goalpost::rules::registry;

fn readme() -> String {
    std::fs::read_to_string("README.md").expect("the README is in the top folder")
}

/// The commands of the `console` blocks, each with what it prints.
fn commands(readme: &str) -> Vec<(String, String)> {
    let mut commands: Vec<(String, String)> = Vec::new();
    let mut in_console = false;
    for line in readme.lines() {
        if let Some(fence) = line.strip_prefix("```") {
            in_console = fence == "console";
        } else if in_console && let Some(command) = line.strip_prefix("$ ") {
            commands.push((command.to_owned(), String::new()));
        } else if in_console && let Some((_, output)) = commands.last_mut() {
            output.push_str(line);
            output.push('\n');
        }
    }
    commands
}

/// The words of a command line; quotes keep spaces together.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for character in command.chars() {
        match (quote, character) {
            (None, ' ') => words.push(String::new()),
            (None, '\'' | '"') => quote = Some(character),
            (Some(open), close) if open == close => quote = None,
            (_, character) => words.last_mut().expect("there is a word").push(character),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn its_commands_print_what_it_shows() {
    let readme = readme();
    let commands = commands(&readme);
    assert!(commands.len() >= 4, "the README shows a card, a table, a finding and more");
    for (command, shown) in commands {
        let mut words = words(&command);
        let stdin = match words.iter().position(|word| word == "<") {
            Some(place) => {
                let file = words.drain(place..).nth(1).expect("a file follows <");
                Some(std::fs::read(file).expect("the README names files that are there"))
            }
            None => None,
        };
        assert_eq!(words.remove(0), "goalpost", "{command}");
        let mut call = goalpost(words).columns(80);
        if let Some(bytes) = stdin {
            call = call.stdin(bytes);
        }
        let ran = call.variable("NO_COLOR", "1").run();
        let printed = format!("{}{}", ran.stderr, String::from_utf8_lossy(&ran.stdout));
        assert_eq!(printed.trim_end(), shown.trim_end(), "$ {command}");
    }
}

#[test]
fn its_first_commands_work() {
    let readme = readme();
    assert!(readme.contains("\ncargo test --locked\n"));
    let first = "cargo run --quiet -- ";
    let line = readme.lines().find(|line| line.starts_with(first)).expect("it is shown");
    let ran = goalpost(words(&line[first.len()..])).run();
    assert_eq!(ran.exit, 0, "{}", ran.stderr);
    assert!(String::from_utf8_lossy(&ran.stdout).starts_with("Home "));
}

#[test]
fn its_rules_are_the_registry() {
    let mut table = String::new();
    for group in registry::GROUPS {
        for rule in *group {
            let (name, group, level) = (rule.name, rule.group.name(), rule.level.name());
            table.push_str(&format!("| `{name}` | {group} | {level} | {} |\n", rule.summary));
        }
    }
    let page = std::fs::read_to_string("fixtures/README.md").expect("the page of the fixtures");
    assert!(page.contains(&table), "the table of rules should read:\n{table}");
}

#[test]
fn links_lead_somewhere_and_promises_have_tests() {
    for page in [
        "README.md",
        "src/README.md",
        "tests/README.md",
        "tests/bench/README.md",
        "fixtures/README.md",
    ] {
        let text = std::fs::read_to_string(page).unwrap_or_else(|error| panic!("{page}: {error}"));
        let folder = Path::new(page).parent().expect("a folder");
        let links = text.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0));
        for link in links.filter(|link| !link.starts_with("http") && !link.starts_with('#')) {
            let target = folder.join(link.split('#').next().unwrap_or_default());
            assert!(target.exists(), "{page}: {link}");
            if link.ends_with(".rs") {
                let file = std::fs::read_to_string(target).expect("a source file");
                assert!(file.contains("#[test]"), "{page}: {link} holds no test");
            }
        }
    }
    let page = std::fs::read_to_string("tests/README.md").expect("the page of the tests");
    let promises = page.split("| promise | tests |").nth(1).expect("the table of promises");
    let rows: Vec<&str> = promises.lines().skip(2).take_while(|row| row.starts_with('|')).collect();
    assert_eq!(rows.len(), 10);
    assert!(rows.iter().all(|row| row.contains(".rs)")), "{rows:#?}");
}
