//! Where there are two ways to one verdict on a body, they agree.

use goalpost::capture::fast_reading::{Clean, Taken};
use goalpost::capture::frames::{ArrayState, Content, Frame, Frames, Layout};
use goalpost::check::quick::{recognise, take_apart};
use goalpost::check::{self, Checked};
use goalpost::text::json_layout::{is_safe_in_json, raw_json_line};
use goalpost::webhook::body::Body;

const LAYOUT: Layout = Layout {
    arrays_hold_bodies: false,
    place: ArrayState::Top,
    elements: 0,
    mid_line: false,
    before_object: false,
    last: true,
    max_body: 1 << 20,
};

/// The findings of the full check in a text that is one body, and the length of the body.
fn full_check(text: &str) -> (Vec<String>, usize) {
    let frame = Frames::new(text.as_bytes(), LAYOUT).next().expect("there is something");
    let rules = match check::check(&frame, None) {
        Some(checked) => {
            checked.findings.iter().map(|finding| finding.problem.rule().name.to_owned()).collect()
        }
        None => vec!["no body".to_owned()],
    };
    (rules, frame.span.end)
}

/// Taking apart in the quick way gives the cells that reading gives, and the same values and
/// findings.
fn takes_apart_the_same(text: &str) {
    let Ok(Taken { clean, body: Some(quick) }) = take_apart(text, true) else { return };
    let Clean { length, compact } = clean;
    let text = &text[..length];
    let read: Body<'_> = serde_json::from_str(text).expect("it takes JSON apart");
    let parts = |body: &Body<'_>| {
        let extras = body.extras.kept.iter().map(|extra| (extra.in_goal, extra.key, extra.before));
        let extras: Vec<_> = extras.map(|extra| format!("{extra:?}")).collect();
        (body.action.map(str::to_owned), format!("{:?}", body.goal), extras, body.extras.dropped)
    };
    assert_eq!(parts(&quick), parts(&read), "{text}");
    let goal = |body| {
        let content = Content::Goal(body);
        let frame = Frame::at(0..text.len(), content);
        let frame = Frame { text, bytes: text.as_bytes(), ..frame };
        let Checked { goal, findings } = check::check(&frame, None).expect("a body");
        (goal.action, goal.goal_type, goal.category, goal.values(), findings)
    };
    assert_eq!(goal(quick), goal(Box::new(read)), "{text}");
    if compact && is_safe_in_json(text) {
        let mut line = String::new();
        raw_json_line(text, &mut line);
        assert_eq!(line, text);
    }
}

/// What is cut out of a text, and what is found in it.
fn cut_out(frames: Frames<'_>) -> Vec<String> {
    let frames = frames.map(|frame| {
        let checked = check::check(&frame, None);
        format!("{:?}: {:?}", frame.span, checked.map(|checked| checked.findings))
    });
    frames.collect()
}

/// Both ways to take a body apart and both ways to call it clean agree about a text; so do both
/// ways to read on where it is broken.
pub fn agree(text: &str) {
    takes_apart_the_same(text);
    let frames = || Frames::new(text.as_bytes(), LAYOUT);
    assert_eq!(cut_out(frames().taking_apart(take_apart)), cut_out(frames()), "{text}");
    if let Some(clean) = recognise(text) {
        assert_eq!(full_check(text), (Vec::new(), clean.length), "{text}");
    }
}
