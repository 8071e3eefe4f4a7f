//! Random bodies, written by each writer's own rules and mixed with other text, come back value
//! for value; and whatever happens to one of them, the others do, and it is reported.
//!
//! `GOALPOST_CAPTURES=100000 cargo test --profile quick --test writers` tries so many captures;
//! `GOALPOST_FROM` is the first of them.

mod bodies;
mod coded;
#[path = "../door/mod.rs"]
mod door;
mod logs;
mod random;
mod requests;
mod tables;
mod text;

use bodies::{Style, body};
use goalpost::{Inspection, inspect};
use random::Random;
use serde_json::Value;

/// A way of writing bodies down.
struct Writer {
    name: &'static str,
    /// Whether it can hold text of several lines.
    lines: bool,
    write: fn(&mut Random, &[String]) -> String,
}

impl Writer {
    /// A body that would be no JSON otherwise: only that tells how some writers mean backslashes.
    fn sign(&self) -> Option<&'static str> {
        match self.name {
            QUOTES_ONLY => Some(r#"{"action":"created","goal":{"goal_type_name":"a\nb"}}"#),
            BOTH_DOUBLED | COPY | OUTFILE | BATCH | BYTEA | QUOTE => {
                Some(r#"{"action":"created","goal":{"goal_type_name":"a\"b"}}"#)
            }
            _ => None,
        }
    }
}

const fn writer(
    name: &'static str,
    lines: bool,
    write: fn(&mut Random, &[String]) -> String,
) -> Writer {
    Writer { name, lines, write }
}

const QUOTES_ONLY: &str = "CSV, quotes only";
const BOTH_DOUBLED: &str = "CSV, both doubled";
const COPY: &str = "COPY";
const OUTFILE: &str = "OUTFILE";
const BATCH: &str = "mysql -B";
const BYTEA: &str = "COPY of bytea";
const QUOTE: &str = "mysql -B of quote()";
const WRITERS: [Writer; 41] = [
    writer("a log", true, logs::plain),
    writer("CSV by doubling", true, tables::doubled),
    writer("CSV by backslash", true, tables::escaped),
    writer(QUOTES_ONLY, true, tables::quotes_only),
    writer(COPY, true, tables::copy),
    writer(OUTFILE, true, tables::outfile),
    writer(BATCH, true, tables::batch),
    writer("INSERT by doubling", true, tables::insert),
    writer("INSERT by backslash", true, tables::mysqldump),
    writer("JSON in JSON", true, logs::levels),
    writer("text in text", true, logs::levels_in_text),
    writer("nginx", true, logs::nginx),
    writer("repr", true, logs::repr),
    writer("%q", true, logs::go),
    writer("prefixes", true, logs::prefixed),
    writer("container records", true, logs::container),
    writer("base64", true, coded::base64),
    writer("hexadecimal", true, coded::hex),
    writer("lists of bytes", true, coded::numbers),
    writer("HTML", true, coded::html),
    writer("addresses", true, coded::addresses),
    writer("shell", true, coded::shell),
    writer("keep-alive", true, requests::kept_alive),
    writer("chunked", true, requests::chunked),
    writer("multipart", true, requests::parts),
    writer("forms", true, requests::forms),
    writer("mails", true, requests::mails),
    writer("NDJSON", false, |_, bodies| bodies.join("\n") + "\n"),
    writer("JSON", true, |_, bodies| bodies.join("\n") + "\n"),
    writer(BOTH_DOUBLED, true, tables::both),
    writer("psql", true, tables::psql),
    writer("SQLite's shell", true, tables::sqlite),
    writer("pprint", true, logs::pprint),
    writer("console.log", true, logs::node),
    writer("elements", true, coded::elements),
    writer("hexadecimal with blanks", true, coded::hex_with_blanks),
    writer("mails in base64", true, requests::mails_in_base64),
    writer(BYTEA, true, tables::bytea),
    writer(QUOTE, true, tables::quote),
    writer("bytes of Go", true, coded::bytes_of_c),
    writer("dumps without offsets", true, coded::dumps),
];
fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).map_or(otherwise, |number| number.parse().expect("a number"))
}

/// The captures to try.
fn seeds() -> std::ops::Range<u64> {
    let from = number("GOALPOST_FROM", 0);
    from..from + number("GOALPOST_CAPTURES", 370)
}

/// A capture's writer and bodies.
fn bodies_of(seed: u64, random: &mut Random) -> (&'static Writer, Vec<String>) {
    let then = ONCE_WRONG.iter().find(|(_, seeds)| seeds.contains(&seed));
    let writers = then.map_or(WRITERS.len(), |(writers, _)| *writers);
    let writer = &WRITERS[usize::try_from(seed).expect("small") % writers];
    let pretty = writer.lines && random.once_in(3);
    let count = 1 + random.below(4);
    let mut bodies = Vec::new();
    for _ in 0..count {
        let style = if pretty { Style::pretty(random) } else { Style::compact(random) };
        bodies.push(body(random, style));
    }
    if let Some(sign) = writer.sign() {
        bodies.insert(0, sign.to_owned());
    }
    (writer, bodies)
}

fn values(texts: &[String]) -> Vec<Value> {
    texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect()
}

fn values_in(inspection: &Inspection) -> Vec<Value> {
    let read =
        |body: &goalpost::Body| serde_json::from_str(&body.json).expect("what was read is JSON");
    inspection.bodies.iter().map(read).collect()
}

/// What says that something could not be read.
const UNREAD: [&str; 6] = [
    "unread-webhook",
    "invalid-json",
    "truncated-json",
    "trailing-text",
    "invalid-utf8",
    "nested-too-deep",
];

/// Captures that were once read wrongly, mostly because of damage that hid a good neighbour or made
/// another reading win, by the number of writers at that time.
const ONCE_WRONG: [(usize, &[u64]); 3] = [
    (29, &[3691, 5800, 6719, 9632, 12617, 12796, 15518, 20593, 34900]),
    (41, &[8109, 13932, 15653, 32520, 34983, 39866, 66381, 88690]),
    (39, &[15281, 22067, 23663, 34547, 37335, 43842, 51785, 78739, 82653, 97039]),
];

/// All of them, and those to try.
fn all_seeds() -> impl Iterator<Item = u64> {
    seeds().chain(ONCE_WRONG.iter().flat_map(|(_, seeds)| seeds.iter().copied()))
}

fn unread(inspection: &Inspection) -> Vec<String> {
    let findings = inspection.findings.iter();
    let unread = findings.filter(|finding| UNREAD.contains(&finding.rule));
    unread.map(|finding| finding.rule.to_owned()).collect()
}

/// What is wrong, of each capture.
#[derive(Default)]
struct Wrong(Vec<String>);

impl Wrong {
    fn add(&mut self, seed: u64, writer: &Writer, what: &str, capture: &str) {
        if let Ok(folder) = std::env::var("GOALPOST_KEEP") {
            std::fs::write(
                format!(
                    "{folder}/{seed}-{}.txt",
                    u8::from(what.contains("broken") || what.contains("silence"))
                ),
                capture,
            )
            .expect("it can be written");
        }
        self.0.push(format!("{seed} ({}): {what}", writer.name));
    }

    fn none(self) {
        let shown: Vec<&String> = self.0.iter().take(40).collect();
        assert!(self.0.is_empty(), "{} captures: {shown:#?}", self.0.len());
    }
}

#[test]
fn bodies_come_back_value_for_value() {
    let mut wrong = Wrong::default();
    for seed in all_seeds() {
        let mut random = Random::new(seed);
        let (writer, bodies) = bodies_of(seed, &mut random);
        let capture = (writer.write)(&mut random, &bodies);
        let inspection = inspect(capture.as_bytes());
        let unread = unread(&inspection);
        if values_in(&inspection) != values(&bodies) {
            let counts = format!("{} of {} bodies", inspection.bodies.len(), bodies.len());
            let what = format!("{counts}; {unread:?} {:?}", inspection.fault);
            wrong.add(seed, writer, &what, &capture);
        } else if !unread.is_empty() {
            wrong.add(seed, writer, &format!("invented {unread:?}"), &capture);
        }
    }
    wrong.none();
}

#[test]
fn what_happens_to_one_body_is_reported_and_harms_no_other() {
    let mut wrong = Wrong::default();
    for seed in all_seeds() {
        let mut random = Random::new(seed);
        let (writer, mut bodies) = bodies_of(seed, &mut random);
        let style = Style::compact(&mut random);
        bodies.push(body(&mut random, style));
        let first = usize::from(writer.sign().is_some());
        let broken = first + random.below(bodies.len() - first);
        let text = damaged(&mut random, &bodies[broken]);
        // Damage inside a text may leave another body, which is no worse than the first.
        let is_broken = serde_json::from_str::<Value>(&text).is_err();
        bodies[broken] = text;
        let before = random.clone();
        let capture = (writer.write)(&mut random, &bodies);
        let inspection = inspect(capture.as_bytes());
        let read = values_in(&inspection);
        if nobody_can_tell(&inspection, &before, &capture) || is_contradicted(&inspection, &bodies)
        {
            continue;
        }
        if read != values(&bodies) {
            let what = format!(
                "{} of {} bodies; {broken} is broken: {:?}",
                read.len(),
                bodies.len(),
                unread(&inspection)
            );
            wrong.add(seed, writer, &what, &capture);
        } else if is_broken && has_anchor(&bodies[broken]) && unread(&inspection).is_empty() {
            wrong.add(seed, writer, &format!("{broken} is lost in silence"), &capture);
        }
    }
    wrong.none();
}

/// Where blocks end never shows, be a body whole or damaged.
#[test]
fn blocks_do_not_show() {
    let mut wrong = Wrong::default();
    for seed in all_seeds() {
        let mut random = Random::new(seed);
        let (writer, mut bodies) = bodies_of(seed, &mut random);
        if random.once_in(2) {
            let broken = random.below(bodies.len());
            bodies[broken] = damaged(&mut random, &bodies[broken]);
        }
        let capture = (writer.write)(&mut random, &bodies);
        let check = |block: &str| {
            let check = ["check", "--format", "concise", "--jobs", "1", "--block-size", block];
            door::goalpost(check).stdin(capture.clone()).run()
        };
        let whole = check("1M");
        for block in ["64", "1500"] {
            let ran = check(block);
            if ran != whole {
                let first = |ran: &door::Ran| format!("{:.300}\n{}", ran.out(), ran.stderr);
                let what = format!("blocks of {block}: {}but {}", first(&ran), first(&whole));
                wrong.add(seed, writer, &what, &capture);
            }
        }
    }
    wrong.none();
}

/// Whether another writer writes the same bytes for the bodies that were read, or they stand between
/// apostrophes as they are: of what was damaged, nothing says which of the two it was.
fn nobody_can_tell(inspection: &Inspection, before: &Random, capture: &str) -> bool {
    let read: Vec<String> = inspection.bodies.iter().map(|body| body.json.clone()).collect();
    let same = || WRITERS.iter().any(|it| (it.write)(&mut before.clone(), &read) == capture);
    let is_as_it_is = |body: &String| capture.contains(&format!("'{body}'"));
    unread(inspection).is_empty() && (read.iter().all(is_as_it_is) || same())
}

/// Whether the damaged body contradicts what the others say of how backslashes were written: then
/// none that has some is read, and each is reported as such.
fn is_contradicted(inspection: &Inspection, bodies: &[String]) -> bool {
    let right = values(bodies);
    let is_of_two_ways =
        |finding: &&goalpost::Finding| finding.message.contains("can be read in two ways");
    let reported = inspection.findings.iter().filter(is_of_two_ways).count();
    reported > 0
        && values_in(inspection).iter().all(|read| right.contains(read))
        && inspection.bodies.len() + unread(inspection).len() == bodies.len()
}

/// In every form, a body in a spelling that is no JSON is reported beside a clean one.
#[test]
fn every_form_reports_what_it_cannot_read() {
    const SPELLINGS: [&str; 9] = [
        "{'action': 'created', 'goal': {'guid': 'GOL-1', 'goal_type_name': 'PAYOFF', \
         'completed_at': None, 'has_been_spent': False}}",
        "{\"action\"=>\"created\", \"goal\"=>{\"guid\"=>\"GOL-1\", \"goal_type_name\"=>\"PAYOFF\"}}",
        "map[action:created goal:map[goal_type_name:PAYOFF guid:GOL-1 has_been_spent:false]]",
        "{ action: 'created', goal: { guid: 'GOL-1', goal_type_name: 'PAYOFF' } }",
        "{“action”: “created”, “goal”: {“guid”: “GOL-1”, “goal_type_name”: “PAYOFF”}}",
        "{\"action\":\"created\",\"goal\":{\"guid\":\"GOL-1\",\"goal_type_name\":\"PAYOFF\",\"has_been",
        "{:action \"created\", :goal {:guid \"GOL-1\", :goal_type_name \"PAYOFF\"}}",
        "Map(action -> created, goal -> Map(guid -> GOL-1, goal_type_name -> PAYOFF))",
        "action=created&goal%5Bguid%5D=GOL-1&goal%5Bgoal_type_name%5D=PAYOFF",
    ];
    let mut wrong = Wrong::default();
    for (seed, writer) in (0..).zip(&WRITERS) {
        for spelling in SPELLINGS {
            let mut random = Random::new(seed);
            let style = Style::compact(&mut random);
            let bodies = [body(&mut random, style), spelling.to_owned()];
            let capture = (writer.write)(&mut random, &bodies);
            let inspection = inspect(capture.as_bytes());
            let unread = unread(&inspection);
            if values_in(&inspection) != values(&bodies) || unread.is_empty() {
                let read = inspection.bodies.len();
                wrong.add(
                    seed,
                    writer,
                    &format!("{spelling:.20}: {read} read, {unread:?}"),
                    &capture,
                );
            }
        }
    }
    wrong.none();
}

/// A body that was cut, or in which a character of its grammar is another.
fn damaged(random: &mut Random, body: &str) -> String {
    if random.once_in(2) {
        let at = 1 + random.below(body.len() - 1);
        let start = (0..=at).rev().find_map(|end| body.get(..end));
        return start.unwrap_or_default().to_owned();
    }
    let marks: Vec<usize> =
        body.match_indices(['{', '}', ':', ',', '"']).map(|(at, _)| at).collect();
    let at = marks[random.below(marks.len())];
    format!("{}{}{}", &body[..at], random.pick(&["", "x", "]", " "]), &body[at + 1..])
}

/// Whether what is left of a body certainly is one.
fn has_anchor(text: &str) -> bool {
    ["\"goal_type_name\"", "\"has_been_spent\"", "\"projected_to_complete_at\""].iter().any(|key| {
        let behind = text.split_once(key).map_or("", |(_, behind)| behind.trim_start());
        behind.strip_prefix(':').is_some_and(|value| value.trim_start().len() > 8)
    })
}
