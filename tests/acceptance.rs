//! What the program promises of its main job: the forms that it reads, what it says where there
//! is nothing to read, exact numbers, and how it ends.

mod door;

use std::fs;

use door::{Ran, goalpost};
use goalpost::text::width::width;

const PAGE: &str = "fixtures/sample/goals-webhook-page.txt";
const BODY: &str = "fixtures/sample/compact.json";

fn read(path: &str) -> Vec<u8> {
    fs::read(path).expect("the fixture can be read")
}

/// The documented body with one text replaced.
fn changed(from: &str, to: &str) -> String {
    let body = String::from_utf8(read(BODY)).expect("the sample is UTF-8");
    assert_eq!(body.matches(from).count(), 1, "{from}");
    body.replace(from, to)
}

fn rules(ran: &Ran) -> Vec<String> {
    let findings = ran.json()["findings"].as_array().expect("a list").clone();
    findings.iter().map(|finding| finding["rule"].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn a_paste_of_the_documentation_page_shows_its_card_and_passes() {
    let shown = goalpost::<&str>([]).stdin(read(PAGE)).run();
    assert_eq!((shown.exit, shown.stderr.as_str()), (0, "note: -: read as a documentation page\n"));
    assert_eq!(
        shown.out(),
        "\
Home                                              SAVE_AMOUNT · created · rev 71
GOL-537e6391-3c29-9130-4d4f-e44302608406

  saved       100   ███░░░░░░░░░░░░░░░░░░░░░  13.3 %
  target      750
  complete    no                      completed   –
  spent       no                      projected   2017-03-31 23:59:59Z
  category    OTHER                   priority    2
  user        0128372140              USR-dfb1b536-692d-f172-88c6-643a2691b30c
  account     ACT-1c935fd7-cd39-18b7-1e5b-71fbde730bd6
  created by  –
  metadata    –

  clean · -:23, a documentation page
"
    );
    let checked = goalpost(["check"]).stdin(read(PAGE)).run();
    assert_eq!(checked.exit, 0);
    assert_eq!(checked.stderr, "note: -: read as a documentation page\n");
    assert_eq!(checked.out(), "1 body in 1 input (910 bytes): clean\n");
}

#[test]
fn the_body_alone_passes_in_every_arrangement() {
    let page = goalpost(["show", "--format", "jsonl"]).stdin(read(PAGE)).run();
    let body = read(BODY);
    let pretty = read("fixtures/sample/pretty.json");
    let several = |separator: &str| [&pretty, separator.as_bytes(), &body].concat();
    let array = [b"[", &pretty[..], b",\r\n", &body, b"]"].concat();
    let sequence = [b"\x1e", &body[..], b"\n\x1e", &pretty].concat();
    for (bodies, bytes) in [
        (1, body.clone()),
        (1, pretty.clone()),
        (1, read("fixtures/sample/request.http")),
        (2, several("")),
        (2, several("\n")),
        (2, array),
        (2, sequence),
    ] {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let checked = goalpost(["check", "--format", "json"]).stdin(bytes.clone()).run();
        assert_eq!(checked.exit, 0, "{text}");
        let summary = &checked.json()["summary"];
        assert_eq!((&summary["bodies"], &summary["clean"]), (&bodies.into(), &bodies.into()));
        let shown = goalpost(["show", "--format", "jsonl"]).stdin(bytes).run();
        assert_eq!(shown.out(), page.out().repeat(bodies), "{text}");
    }
}

#[test]
fn a_request_with_a_wrong_length_is_one_warning() {
    let checked = goalpost(["check", "--format", "json"])
        .stdin(read("fixtures/sample/request-wrong-length.http"))
        .run();
    assert_eq!((checked.exit, rules(&checked)), (0, vec!["content-length-mismatch".to_owned()]));
    assert_eq!(checked.stderr, "note: -: read as an HTTP request\n");
    assert_eq!(checked.json()["summary"]["bodies"], 1);
}

#[test]
fn findings_stand_under_the_card_that_shows_them() {
    let body = changed("\"is_complete\":false", "\"is_complete\":\"no\",\"currency\":\"USD\"");
    let shown =
        goalpost::<&str>([]).stdin(body.clone()).columns(60).variable("NO_COLOR", "1").run();
    assert_eq!(shown.exit, 0);
    let end = shown.out().split_once("  metadata    –\n\n").expect("a card").1;
    assert_eq!(
        end,
        "  error[wrong-type]: /goal/is_complete: expected true or
    false, found a string
  warning[unknown-field]: /goal/currency: this field is
    not documented
  1 error · 1 warning · -:1
"
    );
    let several = format!("{body}{body}");
    let shown = goalpost::<&str>([]).stdin(several).columns(60).variable("NO_COLOR", "1").run();
    let end = "2 bodies · 0 clean · 2 errors · 2 warnings ·\nsee goalpost check\n";
    assert!(shown.out().ends_with(end), "{}", shown.out());
}

/// A wide character takes two columns, of the line and of the marks.
#[test]
fn marks_stand_under_wide_characters() {
    let ran = goalpost(["check"]).stdin(r#"{"action":"created","goal":{"東京":1,"東京":2}}"#).run();
    let lines: Vec<&str> = ran.out().lines().collect();
    let marks = lines.iter().position(|line| line.contains("^^^^^^ again here")).expect("marks");
    let columns = |line: &str, part: &str| line.rfind(part).map(|at| width(&line[..at]));
    let source = lines[marks - 1];
    assert_eq!(columns(source, "\"東京\""), columns(lines[marks], "^^^^^^"), "{}", ran.out());
    let first = source.find("\"東京\"").map(|at| width(&source[..at]));
    assert_eq!(first, columns(lines[marks], "------"), "{}", ran.out());
}

#[test]
fn money_comes_out_as_it_went_in() {
    for amount in ["71613633657603.65", "12345678901234567890.12"] {
        let body = changed("\"amount\":750", &format!("\"amount\":{amount}"));
        for format in ["json", "jsonl", "csv"] {
            let shown = goalpost(["show", "--format", format]).stdin(body.clone()).run();
            assert!(shown.out().contains(amount), "{format}: {}", shown.out());
        }
        let (whole, decimals) = amount.split_once('.').expect("it has decimals");
        let mut grouped = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        for format in ["card", "table", "markdown"] {
            let shown = goalpost(["show", "--format", format]).stdin(body.clone()).run();
            let plain = shown.out().contains(amount);
            let grouped = shown.out().contains(&format!("{grouped}.{decimals}"));
            assert!(plain || grouped, "{format}: {}", shown.out());
        }
        let text = goalpost(["check"]).stdin(body.clone()).run();
        assert!(text.out().contains(&format!("\"amount\":{amount},")), "{}", text.out());
        for format in ["concise", "json", "jsonl"] {
            let checked = goalpost(["check", "--format", format]).stdin(body.clone()).run();
            assert_eq!(checked.exit, 0);
            assert!(checked.out().contains("money-precision"), "{format}: {}", checked.out());
        }
        let expected = format!("amount = {amount}");
        let chosen = goalpost(["check", "--format", "json", "--where", &expected]).stdin(body);
        assert_eq!(chosen.run().json()["summary"]["bodies"], 1, "{expected}");
    }
}

#[test]
fn nothing_to_read_is_one_line_and_2() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let empty = folder.path().join("empty.json");
    fs::write(&empty, "").expect("it can be written");
    let bare = folder.path().join("bare");
    fs::create_dir(&bare).expect("it can be made");
    fs::write(bare.join("notes.md"), "{}").expect("it can be written");
    for command in ["check", "show"] {
        for (path, why) in [
            (&empty, "empty, there is no webhook body in it"),
            (&folder.path().join("missing.json"), "no such file or directory"),
            (&bare, "a directory without captures"),
        ] {
            let ran = goalpost([command]).and([path]).run();
            assert_eq!((ran.exit, ran.out()), (2, ""), "{command} {}", path.display());
            let line = format!("error: {}: {why}", path.display());
            assert!(ran.stderr.starts_with(&line), "{}", ran.stderr);
            assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
        }
        let ran = goalpost([command]).stdin("no body\nin here\n").run();
        assert_eq!((ran.exit, ran.out()), (2, ""));
        let why = "no webhook body found, only text; is it a capture of another form? see \
                   --input-format and --body-path";
        assert_eq!(ran.stderr, format!("error: -: {why}\n"));
    }
    let ran = goalpost(["check"]).run();
    assert_eq!((ran.exit, ran.stderr.lines().count()), (2, 1), "{}", ran.stderr);
}

#[test]
fn one_unreadable_input_does_not_stop_the_others() {
    let ran = goalpost(["check", "--format", "json", "missing.json", BODY]).run();
    assert_eq!(
        (ran.exit, ran.stderr.as_str()),
        (2, "error: missing.json: no such file or directory\n")
    );
    let summary = &ran.json()["summary"];
    assert_eq!((&summary["inputs"], &summary["unreadable_inputs"]), (&2.into(), &1.into()));
    assert_eq!((&summary["bodies"], &summary["clean"]), (&1.into(), &1.into()));
}

#[test]
fn a_sibling_webhook_is_named_and_ends_with_1() {
    let ran =
        goalpost(["check", "--format", "concise", "fixtures/failing/other-webhook.json"]).run();
    assert_eq!(ran.exit, 1);
    assert!(ran.out().contains("error[other-webhook]: "), "{}", ran.out());
    assert!(ran.out().contains("budget"), "{}", ran.out());
    let shown = goalpost(["show", "fixtures/failing/other-webhook.json"]).run();
    assert_eq!((shown.exit, shown.out()), (1, ""));
    assert!(shown.stderr.contains("budget"), "{}", shown.stderr);
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    use std::io::{BufRead, BufReader, Read};
    let folder = tempfile::tempdir().expect("a folder can be made");
    let big = folder.path().join("big.ndjson");
    fs::write(&big, read(BODY).repeat(20_000)).expect("it can be written");
    for command in
        [&["show"][..], &["show", "--format", "jsonl"], &["check", "--now", "2030-01-01"]]
    {
        let mut child = goalpost(command.iter().copied())
            .and([&big])
            .command()
            .spawn()
            .expect("the binary starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut line = String::new();
        lines.read_line(&mut line).expect("a line comes");
        assert!(!line.is_empty());
        drop(lines);
        let mut stderr = String::new();
        child.stderr.take().expect("a pipe").read_to_string(&mut stderr).expect("text");
        let code = child.wait().expect("the binary ends").code();
        assert_eq!(stderr, "");
        assert_eq!(code, Some(141), "{command:?}");
    }
}

#[test]
fn the_binary_gives_what_the_library_gives() {
    for arguments in [vec!["check", "fixtures/failing/wrong-type.json"], vec![PAGE], vec!["nope"]] {
        assert_eq!(goalpost(arguments.clone()).run_binary(), goalpost(arguments).run());
    }
    let piped = goalpost(["check"]).stdin(read(PAGE));
    assert_eq!(piped.clone().run_binary(), piped.run());
}

/// The fix for a wrong type is given only where it would work.
#[test]
fn fixes_of_wrong_types_work() {
    let compact = include_str!("../fixtures/sample/compact.json");
    for (field, before, value, fix) in [
        ("is_complete", "false", "\"false\"", Some("remove the quotes")),
        ("is_complete", "false", "\"no\"", None),
        ("is_complete", "false", "0", Some("0 is false")),
        ("amount", "750", "\"1,000\"", None),
        ("position", "2", "\"2\"", Some("without quotes")),
        ("position", "2", "\"two\"", None),
        ("name", "\"Home\"", "5", None),
        ("name", "\"Home\"", "[]", None),
        ("user_id", "\"0128372140\"", "128372140", Some("leading zeros")),
        ("metadata", "null", "{}", Some("in one string")),
    ] {
        let written = |value: &str| format!("\"{field}\":{value}");
        let body = compact.replace(&written(before), &written(value));
        let found = goalpost(["check", "--format", "json", "-"]).stdin(body).run().json();
        let finding = &found["findings"][0];
        assert_eq!(finding["rule"], "wrong-type", "{field} {value}");
        match (finding["help"].as_str(), fix) {
            (Some(help), Some(fix)) => assert!(help.contains(fix), "{field} {value}: {help}"),
            (help, fix) => assert_eq!(help, fix, "{field} {value}"),
        }
    }
}
