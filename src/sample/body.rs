//! Writes the JSON text of a body, with fields in the documented order.

use super::draft::{Draft, UserId};
use super::people::{METADATA, USER_WORD};
use crate::webhook::field::{FIELDS, at};

pub fn body(delivery: &Draft, out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"action\":\"");
    out.extend_from_slice(delivery.action.as_bytes());
    out.extend_from_slice(b"\",\"goal\":");
    goal(delivery, out);
    out.push(b'}');
}

/// Appends the goal object without the envelope.
pub fn goal(delivery: &Draft, out: &mut Vec<u8>) {
    members(0..FIELDS.len(), out, |field, out| cell(delivery, field, out));
    out.push(b'}');
}

/// Appends `{` and these fields, whose values `value` appends.
pub fn members(
    fields: impl Iterator<Item = usize>,
    out: &mut Vec<u8>,
    value: impl Fn(usize, &mut Vec<u8>),
) {
    let mut before: &[u8] = b"{\"";
    for field in fields {
        out.extend_from_slice(std::mem::replace(&mut before, b",\""));
        out.extend_from_slice(FIELDS[field].name.as_bytes());
        out.extend_from_slice(b"\":");
        value(field, out);
    }
}

/// Appends the JSON text of one field.
pub fn cell(delivery: &Draft, field: usize, out: &mut Vec<u8>) {
    match field {
        at::ACCOUNT_GUID => guid("\"ACT-", delivery.account_guid, false, out),
        at::AMOUNT => money(delivery.amount, out),
        at::COMPLETED_AT => time(delivery.completed_at, out),
        at::CREATED_BY => match delivery.created_by {
            Some(word) => text(word, out),
            None => out.extend_from_slice(b"null"),
        },
        at::CURRENT_AMOUNT => money(delivery.current_amount, out),
        at::GOAL_TYPE_NAME => text(delivery.goal_type_name, out),
        at::GUID => guid("\"GOL-", delivery.guid, delivery.capitals, out),
        at::HAS_BEEN_SPENT => boolean(delivery.has_been_spent, out),
        at::IS_COMPLETE => boolean(delivery.is_complete, out),
        at::META_TYPE => text(delivery.meta_type, out),
        at::METADATA => metadata(delivery, out),
        at::NAME => name(delivery, out),
        at::POSITION => integer(delivery.position, out),
        at::PROJECTED_TO_COMPLETE_AT => time(delivery.projected_to_complete_at, out),
        at::REVISION => integer(delivery.revision, out),
        at::USER_GUID => guid("\"USR-", delivery.user_guid, false, out),
        _ => user_id(delivery.user_id, out),
    }
}

fn text(plain: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(plain.as_bytes());
    out.push(b'"');
}

fn boolean(value: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(if value { b"true" } else { b"false" });
}

pub fn integer(value: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

fn time(value: Option<i64>, out: &mut Vec<u8>) {
    match value {
        Some(seconds) => integer(seconds, out),
        None => out.extend_from_slice(b"null"),
    }
}

/// Appends an amount given in cents, without trailing zeros, as JSON writers do.
fn money(cents: i64, out: &mut Vec<u8>) {
    let (whole, rest) = (cents.unsigned_abs() / 100, (cents.unsigned_abs() % 100) as u8);
    if cents < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(itoa::Buffer::new().format(whole).as_bytes());
    if rest > 0 {
        out.extend_from_slice(&[b'.', b'0' + rest / 10]);
        if !rest.is_multiple_of(10) {
            out.push(b'0' + rest % 10);
        }
    }
}

fn guid(prefix: &str, value: u128, capitals: bool, out: &mut Vec<u8>) {
    const SMALL: &[u8; 16] = b"0123456789abcdef";
    const CAPITAL: &[u8; 16] = b"0123456789ABCDEF";
    let digits = if capitals { CAPITAL } else { SMALL };
    let mut written = [b'-'; 37];
    let mut at = 0;
    for (index, byte) in value.to_be_bytes().into_iter().enumerate() {
        // Hyphens precede bytes 4, 6, 8 and 10.
        if matches!(index, 4 | 6 | 8 | 10) {
            at += 1;
        }
        written[at] = digits[usize::from(byte >> 4)];
        written[at + 1] = digits[usize::from(byte & 15)];
        at += 2;
    }
    written[at] = b'"';
    out.extend_from_slice(prefix.as_bytes());
    out.extend_from_slice(&written);
}

fn name(delivery: &Draft, out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(delivery.name.words.as_bytes());
    if delivery.name.number > 0 {
        out.push(b' ');
        integer(i64::from(delivery.name.number) + 1, out);
    }
    out.push(b'"');
}

fn metadata(delivery: &Draft, out: &mut Vec<u8>) {
    let Some(metadata) = delivery.metadata else {
        out.extend_from_slice(b"null");
        return;
    };
    let (before, after) = METADATA[metadata.template % METADATA.len()];
    out.push(b'"');
    out.extend_from_slice(before.as_bytes());
    integer(i64::from(metadata.number), out);
    out.extend_from_slice(after.as_bytes());
    out.push(b'"');
}

fn user_id(id: UserId, out: &mut Vec<u8>) {
    match id {
        UserId::None => out.extend_from_slice(b"null"),
        UserId::Digits(number) => {
            out.push(b'"');
            let mut power = 1_000_000_000;
            while power > 0 {
                out.push(b'0' + (number / power % 10) as u8);
                power /= 10;
            }
            out.push(b'"');
        }
        UserId::Word(number) => {
            out.push(b'"');
            out.extend_from_slice(USER_WORD.as_bytes());
            integer((number >> 1) as i64, out);
            out.push(b'"');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{guid, money};

    fn written(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn amounts_and_guids_are_spelled_as_documented() {
        for (cents, text) in
            [(0, "0"), (75_000, "750"), (25_050, "250.5"), (1, "0.01"), (-1234, "-12.34")]
        {
            assert_eq!(written(|out| money(cents, out)), text);
        }
        let value = 0x537e_6391_3c29_9130_4d4f_e443_0260_8406;
        assert_eq!(
            written(|out| guid("\"GOL-", value, false, out)),
            "\"GOL-537e6391-3c29-9130-4d4f-e44302608406\""
        );
    }
}
