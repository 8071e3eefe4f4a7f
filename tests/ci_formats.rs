//! The formats for services, each read back by a parser of its own or held to its official
//! schema, over one folder of captures with every level, hostile text and odd paths.
//!
//! The whole outputs stand under `tests/expected/ci`; see `fixtures.rs` for how to record them.

mod door;

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::process::Output;

use door::{as_recorded, goalpost};
use serde_json::Value;

const FORMATS: [&str; 9] =
    ["text", "concise", "json", "jsonl", "github", "gitlab", "junit", "sarif", "markdown"];

/// A body with other JSON texts in place of some of the documented sample's.
fn body(changes: &[(&str, &str)]) -> String {
    let mut text = fs::read_to_string("fixtures/sample/compact.json").expect("the sample");
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    text.trim_end().to_owned()
}

/// A folder with hostile captures, and their names in the order in which they are checked.
fn hostile(name: &str) -> (PathBuf, Vec<OsString>) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("in a folder")).expect("it can be made");
    let wrong = body(&[("\"position\":2", "\"position\":\"::error::x\"")]);
    let odd = body(&[
        ("\"Home\"", r###""##[error]x\n::error::y\u001b[31m\u202e""###),
        ("\"goal\":{", r##""goal":{"::error::\n%0A##[error]]]>&<\uffff/~":1,"##),
    ]);
    let blank = body(&[("\"Home\"", "\"\"")]);
    let request = fs::read_to_string("fixtures/sample/request-chunked.http").expect("a sample");
    let captures: [(&[u8], String); 9] = [
        (b"clean.ndjson", format!("{0}\n{0}\n", body(&[]))),
        (b"in a folder/50%#?,;.json", wrong.clone()),
        (b"::error::file \x1b]0;x\x07.json", odd.clone()),
        (b"##[error]x.ndjson", format!("{wrong}\n{wrong}\n{blank}\nnot a body\n{odd}\n")),
        (b"section_start:1:x.http", request.replace("\"position\":2", "\"position\":0")),
        (b"new\nline::error::.json", blank),
        (b"\xffnot-utf-8.json", wrong),
        (b"a<b>&\"'.json", "{\"action\":".to_owned()),
        (b"empty.json", String::new()),
    ];
    let mut names = Vec::new();
    for (name, text) in captures {
        let name = OsString::from_vec(name.to_vec());
        fs::write(folder.join(&name), text).expect("it can be written");
        names.push(name);
    }
    names.push(OsString::from("missing ::error::.json"));
    (folder, names)
}

fn check(folder: &Path, names: &[OsString], format: &str) -> Output {
    let call = goalpost(["check", "--format", format]).and(names.iter().cloned());
    let call = call.variable("GITHUB_WORKSPACE", &folder.display().to_string());
    call.command().current_dir(folder).output().expect("the binary runs")
}

fn text(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("standard output is UTF-8")
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("standard output is JSON")
}

#[test]
fn whole_outputs_are_as_recorded() {
    let (folder, names) = hostile("recorded");
    for format in ["github", "gitlab", "junit", "sarif", "markdown"] {
        let output = check(&folder, &names, format);
        assert_eq!(output.status.code(), Some(2), "{format}");
        as_recorded(&format!("ci/{format}.txt"), text(&output));
    }
}

/// What a runner would obey: a command at the start of a line, or anywhere in it. The marks of
/// GitLab's sections need a control character.
fn acts(line: &str) -> bool {
    let bracket = line.match_indices("##").any(|(at, _)| {
        line[at + 2..].trim_start_matches(|c: char| c.is_ascii_alphanumeric()).starts_with('[')
    });
    line.trim_start().starts_with("::") || bracket || line.chars().any(char::is_control)
}

#[test]
fn no_line_of_any_format_acts() {
    let (folder, names) = hostile("inert");
    for format in FORMATS {
        for more in [None, Some("--hide-values"), Some("--color=always")] {
            let mut arguments = names.clone();
            arguments.extend(more.map(OsString::from));
            let output = check(&folder, &arguments, format);
            let stdout = anstream::adapter::strip_str(text(&output)).to_string();
            let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
            for line in stdout.lines() {
                let own = ["::error ", "::warning ", "::notice "];
                let line = match own.iter().find_map(|own| line.strip_prefix(own)) {
                    Some(rest) if format == "github" => rest,
                    _ => line,
                };
                assert!(!acts(line), "{format}: {line}");
            }
            for line in stderr.lines() {
                assert!(!acts(line), "{format}: {line}");
            }
        }
    }
}

#[test]
fn bad_arguments_do_not_act() {
    let evil = "::error::x\n##[error]\u{1b}[31m\u{9b}\u{202e}";
    let beginnings: [&[&str]; 12] = [
        &["check"],
        &["check", "--format"],
        &["check", "--expect"],
        &["check", "-D"],
        &["check", "--now"],
        &["check", "--where"],
        &["check", "--action"],
        &["show", "--format"],
        &["explain"],
        &["schema", "--format"],
        &["completions"],
        &["--max-body"],
    ];
    for beginning in beginnings {
        for word in [evil.to_owned(), format!("--{evil}"), format!("-{evil}"), format!("-A{evil}")]
        {
            let ran = goalpost(beginning.iter().copied()).and([word]).run();
            assert_eq!(ran.exit, 2, "{beginning:?}");
            assert!(!ran.stderr.is_empty());
            for line in ran.out().lines().chain(ran.stderr.lines()) {
                assert!(!acts(line), "{beginning:?}: {line}");
            }
        }
    }
}

/// Reads a workflow command as the runner does: its name, properties and data.
fn command(line: &str) -> (String, Vec<(String, String)>, String) {
    let decode = |text: &str| {
        let text = text.replace("%0D", "\r").replace("%0A", "\n");
        text.replace("%3A", ":").replace("%2C", ",").replace("%25", "%")
    };
    let rest = line.strip_prefix("::").expect("a command");
    let (head, data) = rest.split_once("::").expect("a command has data");
    let (name, properties) = head.split_once(' ').expect("an annotation has properties");
    let properties = properties.split(',').map(|property| {
        let (key, value) = property.split_once('=').expect("a property has a value");
        (key.to_owned(), decode(value))
    });
    (name.to_owned(), properties.collect(), decode(data))
}

#[test]
fn github_annotations_name_their_place() {
    let (folder, names) = hostile("github");
    let output = check(&folder, &names[1..2], "github");
    let line = text(&output).lines().next().expect("an annotation");
    let (name, properties, data) = command(line);
    assert_eq!(name, "error");
    let expected = [
        ("file", "in a folder/50%#?,;.json"),
        ("line", "1"),
        ("endLine", "1"),
        ("col", "344"),
        ("endColumn", "356"),
        ("title", "wrong-type"),
    ];
    let expected: Vec<_> = expected.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
    assert_eq!(properties, expected);
    assert!(data.starts_with("/goal/position: "), "{data}");
}

#[test]
fn github_shows_the_worst_ten_of_a_kind() {
    let warning = body(&[("\"position\":2", "\"position\":0")]);
    let error = body(&[("\"position\":2", "\"position\":true")]);
    let capture =
        format!("{}{}", format!("{warning}\n").repeat(12), format!("{error}\n").repeat(25));
    let ran = goalpost(["check", "--format", "github", "-"]).stdin(capture).run();
    let lines: Vec<&str> = ran.out().lines().collect();
    assert!(lines[..10].iter().all(|line| line.starts_with("::error line=")), "{lines:#?}");
    assert!(lines[10..20].iter().all(|line| line.starts_with("::warning line=")), "{lines:#?}");
    assert_eq!(
        lines[21..],
        ["15 more errors, 2 more warnings: GitHub shows 10 of a kind in a step"]
    );
}

#[test]
fn gitlab_gets_what_it_documents() {
    let (folder, names) = hostile("gitlab");
    let report = json(&check(&folder, &names, "gitlab"));
    let mut fingerprints = HashSet::new();
    let issues = report.as_array().expect("a list");
    assert!(issues.len() > 10);
    for issue in issues {
        let keys: Vec<&String> = issue.as_object().expect("an object").keys().collect();
        assert_eq!(keys, ["check_name", "description", "fingerprint", "location", "severity"]);
        for key in ["description", "check_name", "fingerprint"] {
            assert!(issue[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {issue}");
        }
        assert!(fingerprints.insert(issue["fingerprint"].to_string()), "{issue}");
        let severity = issue["severity"].as_str().expect("a word");
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity));
        let path = issue["location"]["path"].as_str().expect("a path");
        assert!(!path.starts_with("./") && !path.starts_with('/'), "{path}");
        let line = |name: &str| issue["location"]["lines"][name].as_u64().expect("a line");
        assert!(1 <= line("begin") && line("begin") <= line("end"));
    }
    let clean = json(&check(&folder, &names[..1], "gitlab"));
    assert_eq!(clean, serde_json::json!([]));
    // The same findings after other bodies: fingerprints go by goals and not by lines.
    let (finding, capture) = (body(&[("\"position\":2", "\"position\":0")]), "clean.ndjson");
    let alone = goalpost(["check", "--format", "gitlab"]).stdin(finding.clone()).run().json();
    let before = fs::read_to_string(folder.join(capture)).expect("a capture");
    let later = goalpost(["check", "--format", "gitlab"]).stdin(before + &finding).run().json();
    assert_eq!(alone[0]["fingerprint"], later[0]["fingerprint"]);
    assert_ne!(alone[0]["location"], later[0]["location"]);
}

/// What is used of the attributes and children that the schema of Jenkins' xUnit plugin
/// (junit-10.xsd) allows.
fn allowed(element: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match element {
        "testsuites" => (&["name", "tests", "failures", "errors"], &["testsuite"]),
        "testsuite" => (&["name", "tests", "failures", "errors", "skipped"], &["testcase"]),
        "testcase" => (&["name", "classname"], &["failure", "error", "system-out"]),
        "failure" | "error" => (&["type", "message"], &[]),
        "system-out" => (&[], &[]),
        other => panic!("an unknown element: {other}"),
    }
}

#[test]
fn junit_is_what_its_readers_know() {
    let (folder, names) = hostile("junit");
    let output = check(&folder, &names, "junit");
    let document = roxmltree::Document::parse(text(&output)).expect("XML");
    for element in document.descendants().filter(roxmltree::Node::is_element) {
        let (attributes, children) = allowed(element.tag_name().name());
        for attribute in element.attributes() {
            assert!(attributes.contains(&attribute.name()), "{attribute:?}");
        }
        for child in element.children().filter(roxmltree::Node::is_element) {
            assert!(children.contains(&child.tag_name().name()), "{child:?}");
        }
        let count = |name: &str| {
            element.descendants().filter(|node| node.has_tag_name(name)).count().to_string()
        };
        if let Some(tests) = element.attribute("tests") {
            assert_eq!(tests, count("testcase"));
            assert_eq!(element.attribute("failures"), Some(count("failure").as_str()));
            assert_eq!(element.attribute("errors"), Some(count("error").as_str()));
            let mut cases = HashSet::new();
            for case in element.children().filter(|child| child.has_tag_name("testcase")) {
                assert!(cases.insert(case.attribute("name")), "{case:?}");
            }
        }
    }
    let suites: Vec<_> =
        document.root_element().children().filter(roxmltree::Node::is_element).collect();
    assert_eq!(suites.len(), names.len());
    assert_eq!(suites[0].attribute("tests"), Some("2"));
    // Four bodies and the text between them.
    assert_eq!(suites[3].attribute("tests"), Some("5"));
}

#[test]
fn sarif_holds_to_its_official_schema() {
    let schema = fs::read_to_string("tests/schemas/sarif-2.1.0.json").expect("the schema");
    // A pattern for languages has a stray bracket, so it is no regular expression by newer rules.
    let (stray, right) = ("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}$");
    let schema = serde_json::from_str(&schema.replace(stray, right)).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let (folder, names) = hostile("sarif");
    for names in [&names[..], &names[..1]] {
        let log = json(&check(&folder, names, "sarif"));
        let wrong: Vec<String> = validator.iter_errors(&log).map(|e| e.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        let run = &log["runs"][0];
        for result in run["results"].as_array().expect("a list") {
            let index = result["ruleIndex"].as_u64().expect("a number") as usize;
            assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
            let place = &result["locations"][0]["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().expect("a URI");
            let inert = |b: u8| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b);
            assert!(uri.bytes().all(inert) && !uri.starts_with('/'), "{uri}");
            if let Some(region) = place.get("region") {
                let number = |name: &str| region[name].as_u64().expect("a number");
                assert!(number("startLine") >= 1 && number("startColumn") >= 1);
                let start = (number("startLine"), number("startColumn"));
                assert!(start <= (number("endLine"), number("endColumn")), "{region}");
            }
        }
    }
}

#[test]
fn sarif_is_cut_with_a_notification() {
    let warning = body(&[("\"position\":2", "\"position\":0")]);
    let error = body(&[("\"position\":2", "\"position\":true")]);
    let capture =
        format!("{}{}", format!("{warning}\n").repeat(5_000), format!("{error}\n").repeat(9));
    let log = goalpost(["check", "--format", "sarif", "-"]).stdin(capture).run().json();
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("a list");
    assert_eq!(results.len(), 5_000);
    assert!(results[..9].iter().all(|result| result["level"] == "error"));
    assert!(results[9..].iter().all(|result| result["level"] == "warning"));
    let notification = &run["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(notification["descriptor"]["id"], "results-cut");
    let text = notification["message"]["text"].as_str().expect("a text");
    assert!(text.starts_with("9 findings are not listed"), "{text}");
}

#[test]
fn absolute_paths_below_the_folder_become_relative() {
    let (folder, _) = hostile("relative");
    let path = folder.join("in a folder/50%#?,;.json");
    let names = [path.into_os_string()];
    let log = json(&check(&folder, &names, "sarif"));
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "in%20a%20folder/50%25%23%3F%2C%3B.json");
    let elsewhere = json(&check(Path::new("/"), &names, "sarif"));
    let place = &elsewhere["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    let uri = place["artifactLocation"]["uri"].as_str().expect("a URI");
    assert!(!uri.starts_with('/') && uri.ends_with("50%25%23%3F%2C%3B.json"), "{uri}");
}

#[test]
fn hidden_values_stay_hidden_in_every_format() {
    let secret = "s3cr3t";
    let capture = body(&[
        ("\"Home\"", "\"s3cr3t\\u202e\""),
        ("GOL-537e6391-3c29-9130-4d4f-e44302608406", "GOL-s3cr3t"),
        ("\"0128372140\"", "\"USR-s3cr3t\""),
        ("\"goal\":{", "\"goal\":{\"s3cr3t\":1,"),
        ("\"revision\":71", "\"revision\":\"s3cr3t\""),
    ]);
    for format in FORMATS {
        let call = goalpost(["check", "--format", format, "--hide-values"]).stdin(capture.clone());
        let ran = call.run();
        assert_eq!(ran.exit, 1);
        assert!(ran.out().contains("wrong-type"), "{format}");
        assert!(!ran.out().contains(secret) && !ran.stderr.contains(secret), "{}", ran.out());
    }
}

#[test]
fn nested_findings_are_on_a_line_of_the_file() {
    let har = "fixtures/captures/capture.har";
    let check = |format: &str| goalpost(["check", "--format", format, har]).run();
    let concise = check("concise");
    let rest = concise.out().strip_prefix(&format!("{har}:112:1: error[wrong-type] /goal/"));
    assert!(
        rest.is_some_and(
            |rest| rest.ends_with("(in /log/entries/2/request/postData/text, 1:280)\n")
        ),
        "{}",
        concise.out()
    );
    let (_, properties, _) = command(check("github").out().lines().next().expect("an annotation"));
    assert!(properties.contains(&("line".to_owned(), "112".to_owned())), "{properties:?}");
    assert_eq!(check("gitlab").json()[0]["location"]["lines"]["begin"], 112);
    let log = check("sarif").json();
    let region = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startLine"], &region["endLine"]), (&112.into(), &112.into()));
    assert!(check("junit").out().contains(&format!("{har}:112:1: error")));
    assert!(check("markdown").out().contains("112"));
    assert!(check("text").out().contains(&format!("--> {har}:112:1 (in ")));
}

#[test]
fn fingerprints_stay_when_another_file_is_mended() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fingerprints");
    fs::create_dir_all(&folder).expect("it can be made");
    let wrong = body(&[("\"position\":2", "\"position\":true")]);
    let nameless = body(&[("\"guid\":", "\"gid\":")]);
    let prints = |first: &str, second: &str| {
        fs::write(folder.join("first.json"), first).expect("it can be written");
        fs::write(folder.join("second.json"), second).expect("it can be written");
        let names = ["first.json", "second.json"].map(OsString::from);
        let issues = json(&check(&folder, &names, "gitlab"));
        let of_second = |issue: &&Value| issue["location"]["path"] == "second.json";
        let issues = issues.as_array().expect("a list").iter().filter(of_second).cloned();
        issues.map(|issue| issue["fingerprint"].to_string()).collect::<HashSet<_>>()
    };
    for fault in [wrong.clone(), nameless.clone(), nameless.replace("{\"action\"", "{,")] {
        let both = prints(&fault, &fault);
        assert_eq!(prints(&body(&[]), &fault), both);
        let sarif = json(&check(&folder, &["second.json".into()], "sarif"));
        let known = &sarif["runs"][0]["results"][0]["partialFingerprints"];
        assert!(known["primaryLocationLineHash"].as_str().is_some_and(|hash| hash.ends_with(":1")));
        // Bodies before it change nothing, in a capture of several.
        let clean = body(&[]);
        let later = prints(&clean, &format!("{clean}\n{fault}\n"));
        assert_eq!(later, both);
    }
}

#[test]
fn one_run_writes_several_reports() {
    let (folder, names) = hostile("reports");
    let mut arguments: Vec<OsString> = Vec::new();
    for format in FORMATS {
        arguments.push(format!("--report={format}=report.{format}").into());
    }
    arguments.extend(names.iter().cloned());
    let printed = check(&folder, &arguments, "concise");
    for format in FORMATS {
        let alone = check(&folder, &names, format);
        assert_eq!(alone.status.code(), printed.status.code());
        let written = fs::read(folder.join(format!("report.{format}"))).expect("it was written");
        assert!(written == alone.stdout, "{format}\n{}", String::from_utf8_lossy(&written));
    }
    assert_eq!(printed.stdout, check(&folder, &names, "concise").stdout);
    for wrong in ["sarif", "sarif=", "xml=x", "=x"] {
        let ran = goalpost(["check", "--report", wrong]).stdin(body(&[])).run();
        assert_eq!(ran.exit, 2, "{wrong}");
        assert!(ran.stderr.contains("--report"), "{}", ran.stderr);
    }
}

#[test]
fn a_summary_counts_by_rule_alone() {
    let capture = body(&[("\"position\":2", "\"position\":0")]);
    let ran = goalpost(["check", "--summary"]).stdin(format!("{capture}\n{capture}\n")).run();
    let (first, rest) = ran.out().split_once('\n').expect("two lines");
    assert!(first.starts_with("2 bodies in 1 input"), "{first}");
    assert_eq!((ran.exit, rest), (0, "  2 position-below-one\n"));
}
