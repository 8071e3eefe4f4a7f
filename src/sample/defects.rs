//! How to break each rule of single bodies and no other: one row per rule.

use super::body::goal;
use super::broken_body::{Head, Mutant, MutantDraft};
use super::draft::Draft;
use crate::rules::registry::{envelope, meaning, schema, syntax, transport};
use crate::rules::rule::Rule;
use crate::webhook::field::{FIELD_COUNT, FIELDS, Kind, at};

pub type Row = (&'static Rule, fn(&mut MutantDraft));

/// The rules that a single body or request can break.
pub static DEFECTS: &[Row] = &[
    (&syntax::INVALID_UTF8, invalid_utf8),
    (&syntax::INVALID_JSON, invalid_json),
    (&syntax::TRUNCATED_JSON, truncated),
    (&syntax::DUPLICATE_KEY, duplicate_key),
    (&syntax::UNPAIRED_SURROGATE, |draft| draft.set(at::NAME, r#""Home \ud83c""#)),
    (&syntax::NESTED_TOO_DEEP, nested_too_deep),
    (&syntax::BODY_TOO_LARGE, too_large),
    (&syntax::TRAILING_TEXT, |draft| {
        draft.mutant.after = Some(draft.one_of(&["-- end of page --", "ok", "200 OK (12 ms)"]));
    }),
    (&syntax::UNREAD_WEBHOOK, |draft| {
        whole(draft, &["map[action:updated goal:map[goal_type_name:PAYOFF guid:GOL-1]]"]);
    }),
    (&syntax::BYTE_ORDER_MARK, |draft| draft.mutant.mark = true),
    (&envelope::NOT_AN_OBJECT, |draft| whole(draft, &["null", "true", "204", "\"ok\""])),
    (&envelope::OTHER_WEBHOOK, other_webhook),
    (&envelope::REST_API_GOAL, rest_api_goal),
    (&envelope::MISSING_ENVELOPE, |draft| goal(&draft.delivery, &mut draft.mutant.text)),
    (&envelope::NOT_A_GOAL_WEBHOOK, |draft| {
        whole(draft, &[r#"{"status":"ok"}"#, r#"{"ping":1467331200}"#, "{}"]);
    }),
    (&schema::MISSING_FIELD, |draft| {
        let field = draft.below(FIELD_COUNT as u64 + 1);
        draft.omit(field as usize);
    }),
    (&schema::UNKNOWN_FIELD, |draft| {
        let (key, value) = draft.one_of(&[("color", "\"blue\""), ("icon", "7"), ("notes", "[]")]);
        draft.add(key, value);
    }),
    (&schema::WRONG_TYPE, wrong_type),
    (&schema::NULL_IDENTITY, |draft| match draft.below(4) {
        0 => draft.set_action("null"),
        field => draft.set([at::GUID, at::REVISION, at::USER_GUID][field as usize - 1], "null"),
    }),
    (&schema::UNEXPECTED_NULL, unexpected_null),
    (&schema::UNKNOWN_VALUE, |draft| match draft.below(3) {
        0 => draft.set_action("\"create\""),
        1 => draft.set(at::GOAL_TYPE_NAME, "\"SAVINGS\""),
        _ => draft.set(at::CREATED_BY, "\"ADMIN\""),
    }),
    (&schema::UNKNOWN_CATEGORY, |draft| draft.set(at::META_TYPE, "\"BOAT\"")),
    (&schema::DECIMAL_AS_STRING, |draft| {
        let field = draft.one_of(&[at::AMOUNT, at::CURRENT_AMOUNT]);
        draft.set(field, quoted(&draft.cell(field)));
    }),
    (&schema::INTEGER_AS_DECIMAL, |draft| {
        let field = draft.one_of(&[at::POSITION, at::REVISION]);
        draft.set(field, format!("{}.0", draft.cell(field)));
    }),
    (&schema::NUMBER_OUT_OF_RANGE, number_out_of_range),
    (&schema::GUID_PREFIX, |draft| {
        let field = draft.one_of(&[at::ACCOUNT_GUID, at::GUID, at::USER_GUID]);
        draft.set(field, draft.cell(field).replacen('-', "_", 1));
    }),
    (&schema::GUID_SHAPE, |draft| {
        let field = draft.one_of(&[at::ACCOUNT_GUID, at::GUID, at::USER_GUID]);
        draft.set(field, quoted(&draft.cell(field)[1..32]));
    }),
    (&schema::BLANK_IDENTITY, |draft| {
        let field = draft.one_of(&[at::GUID, at::USER_GUID]);
        let text = draft.one_of(&["\"\"", "\"  \""]);
        draft.set(field, text);
    }),
    (&meaning::MILLISECONDS_TIMESTAMP, |draft| {
        draft.delivery.projected_to_complete_at = None;
        draft.set(at::PROJECTED_TO_COMPLETE_AT, format!("{}000", draft.delivery.received));
    }),
    (&meaning::IMPLAUSIBLE_TIME, |draft| {
        let time = draft.one_of(&["0", "-1", "1491004799000000"]);
        draft.set(at::PROJECTED_TO_COMPLETE_AT, time);
    }),
    (&meaning::COMPLETED_IN_FUTURE, |draft| {
        draft.delivery.is_complete = true;
        // 2017-02-01: after every delivery of a sample.
        draft.set(at::COMPLETED_AT, "1485907200");
    }),
    (&meaning::PROJECTION_PASSED, |draft| {
        open(draft);
        // 2017-03-01: before every other projection of a sample.
        draft.set(at::PROJECTED_TO_COMPLETE_AT, "1488326400");
    }),
    (&meaning::COMPLETED_WITHOUT_DATE, |draft| {
        draft.delivery.is_complete = true;
        draft.set(at::COMPLETED_AT, "null");
    }),
    (&meaning::DATE_WITHOUT_COMPLETION, |draft| {
        open(draft);
        draft.set(at::COMPLETED_AT, draft.delivery.received.to_string());
    }),
    (&meaning::SPENT_BEFORE_COMPLETION, |draft| {
        open(draft);
        draft.set(at::HAS_BEEN_SPENT, "true");
    }),
    (&meaning::NON_POSITIVE_TARGET, |draft| {
        saves(draft);
        let amount = draft.one_of(&["0", "-50", "-0.01"]);
        draft.set(at::AMOUNT, amount);
    }),
    (&meaning::TARGET_REACHED_BUT_OPEN, |draft| {
        saves(draft);
        draft.set(at::CURRENT_AMOUNT, draft.cell(at::AMOUNT));
    }),
    (&meaning::MONEY_PRECISION, |draft| {
        saves(draft);
        let amount = draft.one_of(&["12.345", "0.001", "-1234567890123.45"]);
        draft.set(at::CURRENT_AMOUNT, amount);
    }),
    (&meaning::CATEGORY_MISMATCH, |draft| {
        saves(draft);
        open(draft);
        draft.set(at::META_TYPE, "\"CREDIT_CARD\"");
    }),
    (&meaning::POSITION_BELOW_ONE, |draft| {
        let position = draft.one_of(&["0", "-1"]);
        draft.set(at::POSITION, position);
    }),
    (&meaning::NEGATIVE_REVISION, |draft| {
        draft.set(at::REVISION, format!("-{}", draft.cell(at::REVISION)));
    }),
    (&meaning::REPEATED_IDENTIFIER, |draft| {
        // Not account_guid with the goal's guid, which would have the wrong prefix too.
        let user = [draft.cell(at::USER_GUID), "\"USR-0128372140\"".to_owned()];
        let index = draft.below(2) as usize;
        draft.set(at::USER_ID, user[index].as_str());
    }),
    (&meaning::USER_ID_SHAPE, |draft| {
        let id = draft.one_of(&["\"lee@partner.example\"", "\"012 837\"", "\"M\u{fc}ller\""]);
        draft.set(at::USER_ID, id);
    }),
    (&meaning::HIDDEN_CHARACTERS, |draft| {
        let name = draft.one_of(&["\"Ho\u{200b}me\"", r#""Home\u202e""#, r#""Ho\nme""#]);
        draft.set(at::NAME, name);
    }),
    (&meaning::BLANK_NAME, |draft| {
        let name = draft.one_of(&["\"\"", "\"   \""]);
        draft.set(at::NAME, name);
    }),
    (&transport::CONTENT_LENGTH_MISMATCH, |draft| draft.mutant.head = Head::OtherLength),
    (&transport::CONTENT_TYPE_NOT_JSON, |draft| draft.mutant.head = Head::OtherType),
    (&transport::METHOD_NOT_POST, |draft| draft.mutant.head = Head::OtherMethod),
];

/// Breaks a rule in a way chosen by the seed.
pub fn mutant(rule: &'static Rule, delivery: Draft, seed: u64) -> Mutant {
    let mut draft = MutantDraft::new(delivery, seed);
    if let Some((_, break_it)) = DEFECTS.iter().find(|(row, _)| *row == rule) {
        break_it(&mut draft);
    }
    draft.finish()
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// Makes the goal open and far from its target.
fn open(draft: &mut MutantDraft) {
    let delivery = &mut draft.delivery;
    delivery.is_complete = false;
    delivery.has_been_spent = false;
    delivery.completed_at = None;
    delivery.current_amount = delivery.amount / 3;
}

/// Makes the goal an open SAVE_AMOUNT goal with a target.
fn saves(draft: &mut MutantDraft) {
    draft.delivery.goal_type_name = "SAVE_AMOUNT";
    draft.delivery.meta_type = "OTHER";
    open(draft);
}

fn whole(draft: &mut MutantDraft, texts: &[&'static str]) {
    draft.mutant.text = draft.one_of(texts).as_bytes().to_vec();
}

fn invalid_utf8(draft: &mut MutantDraft) {
    draft.set(at::NAME, "\"Home ?\"");
    draft.mutant.text = draft.text();
    let bytes: &[u8] = draft.one_of(&[b"\xff".as_slice(), b"\xe9", b"\xc0\xaf", b"\xed\xa0\xbd"]);
    let mark = memchr::memmem::find(&draft.mutant.text, b"Home ?").unwrap_or_default() + 5;
    draft.mutant.text.splice(mark..=mark, bytes.iter().copied());
    draft.mutant.pointer.clear();
}

fn invalid_json(draft: &mut MutantDraft) {
    match draft.below(6) {
        0 => draft.set(at::IS_COMPLETE, "False"),
        1 => draft.set(at::METADATA, "None"),
        2 => draft.set(at::CURRENT_AMOUNT, "NaN"),
        3 => draft.set(at::POSITION, "+1"),
        4 => draft.set(at::NAME, "'Home'"),
        _ => {
            draft.mutant.text = draft.text();
            let end = draft.mutant.text.len() - 2;
            draft.mutant.text.insert(end, b',');
        }
    }
    draft.mutant.pointer.clear();
}

fn truncated(draft: &mut MutantDraft) {
    let mut text = draft.text();
    let half = text.len() as u64 / 2;
    let mut end = (half + draft.below(half - 2)) as usize;
    // Not inside a character, and not after a blank that could be taken for the end of a line.
    while text[end - 1] == b' ' || text[end] & 0xc0 == 0x80 {
        end -= 1;
    }
    text.truncate(end);
    draft.mutant.text = text;
}

fn duplicate_key(draft: &mut MutantDraft) {
    let field = draft.one_of(&[at::AMOUNT, at::CURRENT_AMOUNT, at::NAME, at::POSITION]);
    let value = draft.cell(field);
    draft.add(FIELDS[field].name, &value);
}

fn nested_too_deep(draft: &mut MutantDraft) {
    const LEVELS: usize = 200;
    draft.add("notes", &format!("{}{}", "[".repeat(LEVELS), "]".repeat(LEVELS)));
    draft.mutant.pointer.clear();
}

fn too_large(draft: &mut MutantDraft) {
    const LENGTH: usize = 3_000;
    draft.set(at::METADATA, quoted(&"x".repeat(LENGTH)));
    draft.mutant.pointer.clear();
}

fn other_webhook(draft: &mut MutantDraft) {
    let user = draft.cell(at::USER_GUID);
    let texts = [
        format!(r#"{{"action":"created","budget":{{"amount":400,"user_guid":{user}}}}}"#),
        format!(r#"{{"action":"updated","user":{{"guid":{user},"revision":3}}}}"#),
        format!(r#"{{"type":"MEMBER_DATA_UPDATED","user_guid":{user}}}"#),
    ];
    let index = draft.below(texts.len() as u64) as usize;
    draft.mutant.text = texts[index].clone().into_bytes();
}

fn rest_api_goal(draft: &mut MutantDraft) {
    let (guid, name) = (draft.cell(at::GUID), draft.cell(at::NAME));
    let goal = format!(
        r#"{{"guid":{guid},"meta_type_name":"HOUSE","name":{name},"created_at":"2016-10-13T18:08:00+00:00"}}"#
    );
    let text = match draft.below(3) {
        0 => goal,
        1 => format!(r#"{{"goal":{goal}}}"#),
        _ => format!(r#"{{"goals":[{goal}],"pagination":{{"current_page":1}}}}"#),
    };
    draft.mutant.text = text.into_bytes();
}

fn wrong_type(draft: &mut MutantDraft) {
    let field = draft.below(FIELD_COUNT as u64 + 1) as usize;
    let texts: &[&str] = match FIELDS.get(field).map(|field| field.kind) {
        None => return draft.set_action("1"),
        Some(Kind::Guid(_) | Kind::Text) => &["128372140", "{\"id\":1}", "false"],
        Some(Kind::Decimal) => &["true", "\"7,50\"", "[]"],
        Some(Kind::Integer) => &["\"71\"", "1.5", "{}"],
        Some(Kind::Time) => &["\"2017-03-31T23:59:59Z\"", "\"1491004799\"", "1491004799.5"],
        Some(Kind::Boolean) => &["\"no\"", "0", "\"true\""],
        Some(_) => &["1", "[]", "true"],
    };
    let text = draft.one_of(texts);
    draft.set(field, text);
}

fn unexpected_null(draft: &mut MutantDraft) {
    let identity = [at::GUID, at::REVISION, at::USER_GUID];
    let fields: Vec<usize> = (0..FIELD_COUNT)
        .filter(|field| !FIELDS[*field].nullable && !identity.contains(field))
        .collect();
    let field = draft.one_of(&fields);
    draft.set(field, "null");
}

fn number_out_of_range(draft: &mut MutantDraft) {
    match draft.below(3) {
        0 => draft.set(at::REVISION, "9223372036854775808"),
        1 => draft.set(at::CURRENT_AMOUNT, "1e400"),
        _ => draft.set(at::AMOUNT, "123456789012345678901234567890.1"),
    }
}
