//! The fuzz targets, each for a short while over changed fixtures. The same every time.

#[path = "fuzz/targets/mod.rs"]
mod targets;

/// How many inputs each target is given here; libFuzzer gives it as many as it has time for.
const INPUTS: u64 = 100;

/// A small generator, so that a failure comes again.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit.max(1)
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let folders = ["sample", "failing", "passing", "goals", "captures"].into_iter();
    let files = folders.flat_map(|folder| {
        let folder = std::path::Path::new("fixtures").join(folder);
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path())
    });
    let mut paths: Vec<_> = files.collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("a file")).collect()
}

fn changed(seeds: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = seeds[chance.below(seeds.len())].clone();
    bytes.truncate(4096);
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len() + 1);
        match chance.below(5) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, u8::try_from(chance.below(256)).expect("a byte")),
            2 => {
                let other = &seeds[chance.below(seeds.len())];
                let from = chance.below(other.len());
                bytes.splice(at..at, other[from..].iter().copied().take(200));
            }
            3 => {
                let end = (at + chance.below(40)).min(bytes.len());
                bytes.drain(at..end);
            }
            _ => {
                let marks = b"{}[]\",:\\\n\r \0\x1e\xff\xef";
                bytes.insert(at, marks[chance.below(marks.len())]);
            }
        }
    }
    bytes
}

#[test]
fn no_target_fails_on_changed_fixtures() {
    let seeds = seeds();
    for (name, target) in targets::TARGETS {
        let mut chance = Chance(7);
        for number in 0..INPUTS {
            let bytes = changed(&seeds, &mut chance);
            let failed = std::panic::catch_unwind(|| target(&bytes)).is_err();
            assert!(!failed, "{name} fails on input {number}: {}", bytes.escape_ascii());
        }
    }
}

/// Gives the decoding target what it failed on once.
fn decode(text: &str) {
    let (_, decoding) =
        targets::TARGETS.iter().find(|(name, _)| *name == "decoding").expect("a target");
    decoding(text.as_bytes());
}

const SAMPLE: &str = include_str!("../fixtures/sample/compact.json");

#[test]
fn a_body_with_blanks_in_a_nested_value_is_not_called_compact() {
    let nested = SAMPLE.replace(r#","goal""#, r#","more":{"a":[1,{ }]},"goal""#);
    assert_ne!(nested, SAMPLE);
    decode(nested.trim_end());
}

#[test]
fn a_finding_between_bodies_is_about_whole_characters() {
    decode("[{}\n\u{2013}");
}

#[test]
fn scalars_before_a_body_are_text_to_the_decoding_target() {
    decode(&format!("22  2{SAMPLE}"));
}
