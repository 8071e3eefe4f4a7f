//! The goal schema as one table: the 17 documented fields and the envelope around them.
//!
//! Everything about fields (checks, cards, tables, diffs, statistics, redaction, samples, the JSON
//! Schema) is derived from [`FIELDS`]; nothing else lists them. Source: MX's documentation page of
//! the Goals webhook, and its pages on webhooks in general.

use crate::text::suggest::hint;

/// The type of a documented value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An MX identifier: this three-letter prefix with a hyphen, then any text. MX says that the
    /// rest does not follow the UUID standard.
    Guid(&'static str),
    /// Text of any script.
    Text,
    Word(&'static [&'static str]),
    /// A category: one of [`CATEGORIES`], though MX may add some.
    Category,
    /// An exact decimal amount of money, in the currency of the account.
    Decimal,
    Integer,
    /// Unix seconds, an integer.
    Time,
    Boolean,
}

impl Kind {
    /// The name of the type on MX's documentation page.
    pub fn documented_type(self) -> &'static str {
        match self {
            Kind::Guid(_) | Kind::Text | Kind::Word(_) | Kind::Category => "String",
            Kind::Decimal => "Decimal",
            Kind::Integer | Kind::Time => "Integer",
            Kind::Boolean => "Boolean",
        }
    }
}

/// Who changes a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Identifies the goal and its user; should never change.
    Identity,
    /// Set by the user, or by the partner for the user.
    UserEdited,
    /// Computed by MX from the accounts.
    SystemComputed,
    /// Orders the deliveries of a goal.
    Ordering,
}

impl Class {
    pub const fn name(self) -> &'static str {
        match self {
            Class::Identity => "identity",
            Class::UserEdited => "user-edited",
            Class::SystemComputed => "system-computed",
            Class::Ordering => "ordering",
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    /// The JSON Pointer (RFC 6901) to it in a body.
    pub pointer: &'static str,
    pub kind: Kind,
    pub nullable: bool,
    pub class: Class,
    /// One sentence.
    pub meaning: &'static str,
}

pub const FIELD_COUNT: usize = 17;
/// All documented fields, as bits by index.
pub const ALL_FIELDS: u32 = (1 << FIELD_COUNT) - 1;

pub const ACTIONS: &[&str] = &["created", "updated", "deleted"];
pub const GOAL_TYPES: &[&str] = &["SAVE_AMOUNT", "PAYOFF"];
pub const CREATORS: &[&str] = &["USER", "SYSTEM"];
/// Categories of goals that save towards something.
pub const SAVINGS_CATEGORIES: &[&str] = &[
    "AUTOMOBILE",
    "COLLEGE",
    "ELECTRONIC",
    "EMERGENCY_FUND",
    "HOUSE",
    "OTHER",
    "RECREATIONAL_VEHICLE",
    "RETIREMENT",
    "VACATION",
];
/// Categories of goals that are a step to take, not an amount to save.
pub const MILESTONE_CATEGORIES: &[&str] = &["SETUP_BUDGETS", "START_MONEY_MANAGEMENT"];
/// Categories of goals that pay off a debt.
pub const DEBT_CATEGORIES: &[&str] = &["CREDIT_CARD", "LINE_OF_CREDIT", "LOANS"];
/// All known categories: savings, milestones, debts.
pub const CATEGORIES: [&[&str]; 3] = [SAVINGS_CATEGORIES, MILESTONE_CATEGORIES, DEBT_CATEGORIES];

/// Declares the table of fields, and the index of each by its name in capitals.
macro_rules! fields {
    ($($id:ident, $name:literal, $kind:expr, $nullable:literal, $class:expr, $meaning:literal;)+) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "only counts them")]
        enum Position { $($id),+ }

        /// Indexes in [`FIELDS`].
        pub mod at {
            $(pub const $id: usize = super::Position::$id as usize;)+
        }

        /// The documented fields of a goal, in the order of the documented sample.
        pub static FIELDS: [Field; FIELD_COUNT] = [$(Field {
            name: $name,
            pointer: concat!("/goal/", $name),
            kind: $kind,
            nullable: $nullable,
            class: $class,
            meaning: $meaning,
        }),+];
    };
}

#[rustfmt::skip]
fields! {
    ACCOUNT_GUID, "account_guid", Kind::Guid("ACT-"), false, Class::UserEdited, "The account that the goal is tied to.";
    AMOUNT, "amount", Kind::Decimal, false, Class::UserEdited, "The target amount.";
    COMPLETED_AT, "completed_at", Kind::Time, true, Class::UserEdited, "When the goal was completed.";
    CREATED_BY, "created_by", Kind::Word(CREATORS), true, Class::Identity, "Who created the goal; not yet populated by MX.";
    CURRENT_AMOUNT, "current_amount", Kind::Decimal, false, Class::SystemComputed, "What is saved so far, or for PAYOFF the debt that remains.";
    GOAL_TYPE_NAME, "goal_type_name", Kind::Word(GOAL_TYPES), false, Class::UserEdited, "Whether the goal saves an amount or pays off a debt.";
    GUID, "guid", Kind::Guid("GOL-"), false, Class::Identity, "The goal.";
    HAS_BEEN_SPENT, "has_been_spent", Kind::Boolean, false, Class::UserEdited, "Whether the saved amount has been spent.";
    IS_COMPLETE, "is_complete", Kind::Boolean, false, Class::UserEdited, "Whether the goal is complete.";
    META_TYPE, "meta_type", Kind::Category, false, Class::UserEdited, "The category of the goal.";
    METADATA, "metadata", Kind::Text, true, Class::UserEdited, "Text that the partner stores on the goal, often JSON.";
    NAME, "name", Kind::Text, false, Class::UserEdited, "The name that the user sees.";
    POSITION, "position", Kind::Integer, false, Class::UserEdited, "The priority among the user's goals of one type and category, from 1.";
    PROJECTED_TO_COMPLETE_AT, "projected_to_complete_at", Kind::Time, true, Class::SystemComputed, "When the goal is projected to be completed.";
    REVISION, "revision", Kind::Integer, false, Class::Ordering, "The revision; the only key that orders deliveries of one goal.";
    USER_GUID, "user_guid", Kind::Guid("USR-"), false, Class::Identity, "The user that the goal belongs to.";
    USER_ID, "user_id", Kind::Text, true, Class::Identity, "The partner's own identifier of the user; text, never a number.";
}

/// The indexes of all fields except those in this bit set, ascending.
pub fn all_but(fields: u32) -> impl Iterator<Item = usize> {
    let mut left = ALL_FIELDS & !fields;
    std::iter::from_fn(move || {
        let first = left.trailing_zeros() as usize;
        left &= left.checked_sub(1)?;
        Some(first)
    })
}

/// The index in [`FIELDS`] of the field with this JSON key.
pub fn position(name: &str) -> Option<usize> {
    FIELDS.iter().position(|field| field.name == name)
}

/// What fields are called on cards and in timelines, where that differs from their names.
const LABELS: [(&str, usize); 17] = [
    ("current", at::CURRENT_AMOUNT),
    ("saved", at::CURRENT_AMOUNT),
    ("remaining", at::CURRENT_AMOUNT),
    ("left", at::CURRENT_AMOUNT),
    ("target", at::AMOUNT),
    ("complete", at::IS_COMPLETE),
    ("completed", at::COMPLETED_AT),
    ("spent", at::HAS_BEEN_SPENT),
    ("projected", at::PROJECTED_TO_COMPLETE_AT),
    ("type", at::GOAL_TYPE_NAME),
    ("category", at::META_TYPE),
    ("priority", at::POSITION),
    ("user", at::USER_ID),
    ("account", at::ACCOUNT_GUID),
    ("created by", at::CREATED_BY),
    ("rev", at::REVISION),
    ("goal", at::GUID),
];

/// The label of a field: its first one above, or its name.
pub fn label(field: usize) -> &'static str {
    let label = LABELS.iter().find(|(_, labelled)| *labelled == field);
    label.map_or(FIELDS[field].name, |(label, _)| label)
}

/// `did you mean position?` for a word that is no field: the field with this label, or else the
/// nearest of these words; if none is near, the other hint.
pub fn field_hint<'w>(
    found: &str,
    words: impl Iterator<Item = &'w str>,
    otherwise: &str,
) -> String {
    let label = LABELS.iter().find(|(label, _)| label.eq_ignore_ascii_case(found.trim()));
    match label {
        Some((_, field)) => format!("did you mean {}?", FIELDS[*field].name),
        None => hint(found, words, otherwise),
    }
}

/// Keys of a goal in the REST API that a webhook body does not have, with the webhook's key for the
/// same value if there is one. Source: MX's REST reference, goals resource.
pub const REST_API_KEYS: &[(&str, Option<&str>)] = &[
    ("meta_type_name", Some("meta_type")),
    ("track_type_name", None),
    ("targeted_to_complete_at", None),
    ("created_at", None),
    ("updated_at", None),
];

/// The object keys of MX's other webhooks that share the envelope `{action, <object>}`.
pub const SIBLING_OBJECTS: &[&str] = &[
    "account",
    "beat",
    "budget",
    "category",
    "device",
    "holding",
    "insight",
    "member",
    "micro_deposit",
    "notification",
    "spending_plan",
    "tag",
    "tagging",
    "transaction",
    "user",
];
