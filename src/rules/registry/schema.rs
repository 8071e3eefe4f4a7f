//! Rules that hold a body against the documented fields.

use crate::rules::rule::{Group, Level, Rule};

/// The rule `missing-field`.
pub static MISSING_FIELD: Rule = Rule {
    name: "missing-field",
    group: Group::Schema,
    level: Level::Error,
    summary: "a documented field is absent",
    explanation: "MX says that existing fields are not removed, so an absent one points to a \
                  filter or a rewrite on the way. A consumer that reads an absent flag as false or \
                  an absent amount as zero stores a wrong state. In a deleted body only guid, \
                  revision and user_guid are errors and the other fields are warnings, because MX \
                  does not document what such a body holds.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/missing-field.json"),
    passing: include_bytes!("../../../fixtures/passing/missing-field.json"),
};

/// The rule `unknown-field`.
pub static UNKNOWN_FIELD: Rule = Rule {
    name: "unknown-field",
    group: Group::Schema,
    level: Level::Warning,
    summary: "a field stands in the body that is not documented",
    explanation: "MX may add fields at any time, so a consumer has to ignore what it does not \
                  know. The field is still worth a look: it can be misspelt, be a name of the REST \
                  API, or be a change that is not documented yet. The help names the documented \
                  field that was probably meant, where there is one.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/unknown-field.json"),
    passing: include_bytes!("../../../fixtures/passing/unknown-field.json"),
};

/// The rule `wrong-type`.
pub static WRONG_TYPE: Rule = Rule {
    name: "wrong-type",
    group: Group::Schema,
    level: Level::Error,
    summary: "a value has another JSON type than the documented one",
    explanation: "Strict consumers refuse the whole body for one value of the wrong type, and \
                  others convert it without a word. Typical cases are a number in user_id, which \
                  loses its leading zeros, a time as ISO 8601 text, an object in metadata, and 0, \
                  1 or \"true\" for a boolean. The finding names the type that is expected and the \
                  type that is there.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/wrong-type.json"),
    passing: include_bytes!("../../../fixtures/passing/wrong-type.json"),
};

/// The rule `null-identity`.
pub static NULL_IDENTITY: Rule = Rule {
    name: "null-identity",
    group: Group::Schema,
    level: Level::Error,
    summary: "action, guid, revision or user_guid is null",
    explanation: "These four fields say what happened, to which goal, in which order and to whom \
                  it belongs. With one of them null a consumer cannot find the goal, or cannot \
                  tell whether the delivery is newer than what it holds. Set such a body aside \
                  instead of applying a part of it.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/null-identity.json"),
    passing: include_bytes!("../../../fixtures/passing/null-identity.json"),
};

/// The rule `unexpected-null`.
pub static UNEXPECTED_NULL: Rule = Rule {
    name: "unexpected-null",
    group: Group::Schema,
    level: Level::Warning,
    summary: "a field is null that is not documented with null",
    explanation: "MX says that nulls may appear, but only completed_at, created_by, metadata, \
                  projected_to_complete_at and user_id are documented with them. A database column \
                  or a type that does not allow null fails on this body, and a null amount is not \
                  zero. Decide what the null means before it is stored.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/unexpected-null.json"),
    passing: include_bytes!("../../../fixtures/passing/unexpected-null.json"),
};

/// The rule `unknown-value`.
pub static UNKNOWN_VALUE: Rule = Rule {
    name: "unknown-value",
    group: Group::Schema,
    level: Level::Error,
    summary: "action, goal_type_name or created_by holds a word that is not documented",
    explanation: "Each of these three fields has a short list of documented words, and consumers \
                  branch on them. Another word falls through every branch or stops the handler. \
                  Upper and lower case count: SAVE_AMOUNT is documented, save_amount is not.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/unknown-value.json"),
    passing: include_bytes!("../../../fixtures/passing/unknown-value.json"),
};

/// The rule `unknown-category`.
pub static UNKNOWN_CATEGORY: Rule = Rule {
    name: "unknown-category",
    group: Group::Schema,
    level: Level::Warning,
    summary: "meta_type holds a category that is not known",
    explanation: "The page of the webhook does not list the categories, so a new one can be \
                  genuine. A consumer that chooses an icon or a report by category needs a \
                  fallback for it. First rule out a misspelling and other letter case.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/unknown-category.json"),
    passing: include_bytes!("../../../fixtures/passing/unknown-category.json"),
};

/// The rule `decimal-as-string`.
pub static DECIMAL_AS_STRING: Rule = Rule {
    name: "decimal-as-string",
    group: Group::Schema,
    level: Level::Warning,
    summary: "an amount is written as text, such as \"750.00\"",
    explanation: "The documented sample has amounts as JSON numbers, while other MX webhooks write \
                  them as text. The value is read exactly and checked as usual. A consumer should \
                  read both spellings, compare amounts by value, and never sort or add the text.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/decimal-as-string.json"),
    passing: include_bytes!("../../../fixtures/passing/decimal-as-string.json"),
};

/// The rule `integer-as-decimal`.
pub static INTEGER_AS_DECIMAL: Rule = Rule {
    name: "integer-as-decimal",
    group: Group::Schema,
    level: Level::Warning,
    summary: "an integer is written with a fraction or an exponent, such as 71.0",
    explanation: "The value is whole, but the spelling is not that of an integer. A strict decoder \
                  refuses it, and a lenient one may hold it as floating point, which is inexact \
                  for large values. Mostly a program on the way has read the body and written it \
                  again. A value with a real fraction, such as 71.5, is a wrong type instead.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/integer-as-decimal.json"),
    passing: include_bytes!("../../../fixtures/passing/integer-as-decimal.json"),
};

/// The rule `number-out-of-range`.
pub static NUMBER_OUT_OF_RANGE: Rule = Rule {
    name: "number-out-of-range",
    group: Group::Schema,
    level: Level::Error,
    summary: "a number is too large or too precise to be held exactly",
    explanation: "An integer has to fit into 64 bits with a sign, and a decimal into 28 digits. A \
                  consumer that reads a number beyond that rounds it, wraps it around or fails, \
                  and the first two leave no trace. Here the number is refused and never rounded.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/number-out-of-range.json"),
    passing: include_bytes!("../../../fixtures/passing/number-out-of-range.json"),
};

/// The rule `guid-prefix`.
pub static GUID_PREFIX: Rule = Rule {
    name: "guid-prefix",
    group: Group::Schema,
    level: Level::Warning,
    summary: "an identifier does not begin with the prefix of its field",
    explanation: "The prefix says what an MX identifier names: GOL- a goal, ACT- an account, USR- \
                  a user. With another prefix two fields were probably swapped, or the prefix was \
                  lost on the way. A look-up by this identifier then finds nothing, or the wrong \
                  record.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/guid-prefix.json"),
    passing: include_bytes!("../../../fixtures/passing/guid-prefix.json"),
};

/// The rule `guid-shape`.
pub static GUID_SHAPE: Rule = Rule {
    name: "guid-shape",
    group: Group::Schema,
    level: Level::Info,
    summary: "an identifier is not lower-case hexadecimal of the form 8-4-4-4-12 after its prefix",
    explanation: "Identifiers in the documented sample have this form, but MX does not promise \
                  that they are UUIDs, so this is no fault. Keep identifiers as text and compare \
                  them byte by byte. A database column of a UUID type refuses this one or changes \
                  its spelling.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/guid-shape.json"),
    passing: include_bytes!("../../../fixtures/passing/guid-shape.json"),
};

/// The rule `blank-identity`.
pub static BLANK_IDENTITY: Rule = Rule {
    name: "blank-identity",
    group: Group::Schema,
    level: Level::Error,
    summary: "guid or user_guid is empty or blank",
    explanation: "The field is there and it is text, but it identifies nothing. In a consumer's \
                  store all goals with a blank guid share one record, and each delivery overwrites \
                  the one before. Set such a body aside instead of storing it.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/blank-identity.json"),
    passing: include_bytes!("../../../fixtures/passing/blank-identity.json"),
};

/// The rules of this group, in the order in which they are documented.
pub static RULES: &[&Rule] = &[
    &MISSING_FIELD,
    &UNKNOWN_FIELD,
    &WRONG_TYPE,
    &NULL_IDENTITY,
    &UNEXPECTED_NULL,
    &UNKNOWN_VALUE,
    &UNKNOWN_CATEGORY,
    &DECIMAL_AS_STRING,
    &INTEGER_AS_DECIMAL,
    &NUMBER_OUT_OF_RANGE,
    &GUID_PREFIX,
    &GUID_SHAPE,
    &BLANK_IDENTITY,
];
