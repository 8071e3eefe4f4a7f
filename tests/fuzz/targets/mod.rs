//! What must hold for any bytes. Each target panics where it does not: run by libFuzzer, and for a
//! short while with changed fixtures as plain tests.

mod agree;
mod bodies;
mod door;
mod reading;
mod writing;

/// What a target does with bytes that a fuzzer made.
pub type Target = fn(&[u8]);

/// The names of the targets, with the targets.
pub const TARGETS: &[(&str, Target)] = &[
    ("framing", reading::framing),
    ("http", reading::http),
    ("envelopes", reading::envelopes),
    ("csv", reading::csv),
    ("decoding", bodies::decoding),
    ("apply", bodies::apply),
    ("escaping", writing::escaping),
    ("redact", writing::redact),
    ("arguments", writing::arguments),
];
