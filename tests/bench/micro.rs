//! Micro benchmarks: framing, decoding, checking, recognising, rendering, sampling, each alone.
//!
//! `cargo bench --bench micro`; the throughput is that of one thread.

use divan::Bencher;
use divan::counter::BytesCount;
use goalpost::capture::frames::{ArrayState, Content, Frames, Layout};
use goalpost::check;
use goalpost::sample::people::MILLION;
use goalpost::sample::shape::write;
use goalpost::sample::stream::{Plan, Shape};
use goalpost::sample::stream::{Planned, Stream};
use goalpost::stats::Stats;
use goalpost::text::json_layout::{raw_json_line, raw_json_pretty};
use goalpost::webhook::body::Body;

const BODIES: u64 = 1_000;
const LAYOUT: Layout = Layout {
    arrays_hold_bodies: false,
    place: ArrayState::Top,
    elements: 0,
    mid_line: false,
    last: true,
    before_object: false,
    max_body: 16 << 20,
};

fn main() {
    divan::main();
}

fn planned() -> Vec<Planned> {
    let plan = Plan {
        bodies: BODIES,
        goals: BODIES / 8,
        seed: 1,
        shape: Shape::Ndjson,
        body_rules: Vec::new(),
        chain_rules: Vec::new(),
        rate: MILLION,
        messy: 0,
    };
    Stream::new(plan).collect()
}

fn block() -> String {
    let written = write(Shape::Ndjson, &planned(), BODIES);
    String::from_utf8(written.bytes).expect("a valid sample is UTF-8")
}

#[divan::bench]
fn framing(bencher: Bencher) {
    let block = block();
    bencher
        .counter(BytesCount::of_str(&block))
        .bench_local(|| Frames::new(divan::black_box(block.as_bytes()), LAYOUT).count());
}

#[divan::bench]
fn decoding(bencher: Bencher) {
    let block = block();
    bencher.counter(BytesCount::of_str(&block)).bench_local(|| {
        for line in divan::black_box(&block).lines() {
            divan::black_box(serde_json::from_str::<Body<'_>>(line).expect("a body"));
        }
    });
}

#[divan::bench]
fn framing_and_checking(bencher: Bencher) {
    let block = block();
    bencher.counter(BytesCount::of_str(&block)).bench_local(|| {
        for frame in Frames::new(divan::black_box(block.as_bytes()), LAYOUT) {
            divan::black_box(check::check(&frame, None));
        }
    });
}

#[divan::bench]
fn recognising(bencher: Bencher) {
    let block = block();
    bencher.counter(BytesCount::of_str(&block)).bench_local(|| {
        let bytes = divan::black_box(block.as_bytes());
        let frames =
            Frames::new(bytes, LAYOUT).taking_apart(check::quick::take_apart).passing_over(true);
        frames.filter(|frame| matches!(frame.content, Content::Clean(_))).count()
    });
}

#[divan::bench]
fn counting(bencher: Bencher) {
    let block = block();
    bencher.counter(BytesCount::of_str(&block)).bench_local(|| {
        let mut stats = Stats::default();
        for frame in Frames::new(divan::black_box(block.as_bytes()), LAYOUT) {
            let Some(checked) = check::check(&frame, None) else { continue };
            if let Content::Goal(body) = &frame.content {
                stats.body(body, &checked.goal);
            }
        }
        stats
    });
}

#[divan::bench]
fn rendering_on_one_line(bencher: Bencher) {
    let block = block();
    let mut out = String::with_capacity(2 * block.len());
    bencher.counter(BytesCount::of_str(&block)).bench_local(|| {
        out.clear();
        for line in divan::black_box(&block).lines() {
            raw_json_line(line, &mut out);
        }
        out.len()
    });
}

#[divan::bench]
fn rendering_indented(bencher: Bencher) {
    let block = block();
    let mut out = String::with_capacity(4 * block.len());
    bencher.counter(BytesCount::of_str(&block)).bench_local(|| {
        out.clear();
        for line in divan::black_box(&block).lines() {
            raw_json_pretty(line, &mut out);
        }
        out.len()
    });
}

#[divan::bench]
fn planning_a_sample(bencher: Bencher) {
    bencher.counter(BytesCount::of_str(&block())).bench_local(planned);
}

#[divan::bench]
fn writing_a_sample(bencher: Bencher) {
    let planned = planned();
    bencher
        .counter(BytesCount::of_str(&block()))
        .bench_local(|| write(Shape::Ndjson, divan::black_box(&planned), BODIES));
}
