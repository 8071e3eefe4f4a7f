//! Text that stands around bodies.

use super::random::Random;

/// The time of a delivery.
pub fn time(index: usize) -> String {
    format!("2016-04-14 04:26:{:02}", index % 60)
}

/// A line of a log without a webhook.
pub fn noise(random: &mut Random) -> String {
    const LINES: [&str; 18] = [
        "listening on :8080",
        "INFO ready",
        "2016-04-14T04:26:00Z INFO started, 3 workers, 1 queue",
        "GET /health 200 (1 ms)",
        "[worker-1] it's done",
        "a,b,c",
        "don't panic",
        "say \"hello\"",
        "{\"level\":\"info\",\"msg\":\"up\"}",
        "stored GOL-537e7e57-6b5f-4a4b-a4e2-9c2e60a2c1e5",
        "retry in 3s {attempt=1}",
        "C:\\temp\\hooks",
        "100% done & dusted",
        "   indented",
        "goal webhook received",
        "user=42 action=login status=ok",
        "---",
        "🏠 東京",
    ];
    random.pick(&LINES).to_owned()
}

/// Lines around those that hold bodies.
pub fn mixed(
    random: &mut Random,
    lines: Vec<String>,
    noise_of: fn(&mut Random) -> String,
) -> String {
    let mut text = String::new();
    for line in lines {
        for _ in 0..random.below(3) {
            text += &(noise_of(random) + "\n");
        }
        text += &(line + "\n");
    }
    for _ in 0..random.below(3) {
        text += &(noise_of(random) + "\n");
    }
    text
}

/// What a logger puts before a message.
pub fn prefix(random: &mut Random, index: usize) -> String {
    let second = index % 60;
    match random.below(8) {
        0 => format!("2016-04-14T04:26:{second:02}Z INFO received "),
        1 => format!("[2016-04-14 04:26:{second:02}] app.INFO: webhook "),
        2 => format!("Apr 14 04:26:{second:02} host hooks[123]: "),
        3 => "INFO:root:got ".to_owned(),
        4 => format!("2016-04-14 04:26:{second:02},123 - hooks - DEBUG - body="),
        5 => "received webhook: ".to_owned(),
        6 => format!("192.0.2.1 - - [14/Apr/2016:04:26:{second:02} +0000] "),
        _ => format!("level=info ts=2016-04-14T04:26:{second:02}Z msg="),
    }
}
