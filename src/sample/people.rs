//! Users and the goals that they start with, and the words that these are made of.

use oorandom::Rand64;

use super::draft::{Draft, Metadata, Name, UserId};
use crate::webhook::field::{DEBT_CATEGORIES, MILESTONE_CATEGORIES, SAVINGS_CATEGORIES};

const DAY: u64 = 86_400;
/// The denominator of rates.
pub const MILLION: u32 = 1_000_000;
/// The percentages of PAYOFF goals and of milestones, which have no amount to save.
const PAYOFFS: u64 = 20;
const MILESTONES: u64 = 3;

/// A user with the positions of the goals so far.
#[derive(Debug)]
pub struct User {
    guid: u128,
    id: UserId,
    saving: i64,
    paying_off: i64,
}

pub fn below(random: &mut Rand64, bound: u64) -> u64 {
    random.rand_range(0..bound.max(1))
}

pub fn one_of<T: Copy>(random: &mut Rand64, choices: &[T]) -> T {
    choices[below(random, choices.len() as u64) as usize]
}

fn wide(random: &mut Rand64) -> u128 {
    u128::from(random.rand_u64()) << 64 | u128::from(random.rand_u64())
}

impl User {
    pub fn new(random: &mut Rand64) -> User {
        let id = match below(random, 10) {
            0 => UserId::None,
            1..=5 => UserId::Digits(below(random, 1_000_000_000)),
            _ => UserId::Word(random.rand_u64()),
        };
        User { guid: wide(random), id, saving: 0, paying_off: 0 }
    }

    /// A new goal of this user, created at a time in Unix seconds.
    pub fn goal(&mut self, random: &mut Rand64, now: i64) -> Draft {
        let percent = below(random, 100);
        let pays_off = percent < PAYOFFS;
        let milestone = !pays_off && percent < PAYOFFS + MILESTONES;
        let categories = match (pays_off, milestone) {
            (true, _) => DEBT_CATEGORIES,
            (false, true) => MILESTONE_CATEGORIES,
            (false, false) => SAVINGS_CATEGORIES,
        };
        let meta_type = one_of(random, categories);
        let amount = match (pays_off, milestone) {
            (_, true) => 0,
            (true, _) => 20_000 + below(random, 2_000_000) as i64,
            (false, false) => 100 * (50 + 10 * below(random, 2_000) as i64),
        };
        let current_amount = match (pays_off, milestone) {
            (_, true) => 0,
            (true, _) => amount,
            (false, false) => below(random, amount as u64 / 4) as i64,
        };
        let position = if pays_off { &mut self.paying_off } else { &mut self.saving };
        *position += 1;
        let position = *position;
        let metadata = (below(random, 3) == 0).then(|| Metadata {
            template: below(random, METADATA.len() as u64) as usize,
            number: below(random, 30) as u32,
        });
        Draft {
            action: "created",
            account_guid: wide(random),
            amount,
            completed_at: None,
            // MX documents that the field is not populated yet.
            created_by: (below(random, 20) == 0).then_some("USER"),
            current_amount,
            goal_type_name: if pays_off { "PAYOFF" } else { "SAVE_AMOUNT" },
            guid: wide(random),
            capitals: false,
            has_been_spent: false,
            is_complete: false,
            meta_type,
            metadata,
            name: Name { words: one_of(random, names(meta_type)), number: 0 },
            position,
            projected_to_complete_at: Some(now + ((600 + below(random, 2_000)) * DAY) as i64),
            revision: if below(random, 3) == 0 { 1 + below(random, 90) as i64 } else { 1 },
            user_guid: self.guid,
            user_id: self.id,
            received: now,
        }
    }
}

/// Names of goals by category. About three in four are ASCII.
pub fn names(category: &str) -> &'static [&'static str] {
    match category {
        "AUTOMOBILE" => &["New car", "Used truck", "Car repairs", "Neues Auto für Jörg"],
        "COLLEGE" => &["College fund", "Tuition 2018", "Books & fees", "Учёба в университете"],
        "ELECTRONIC" => &["New phone", "Laptop for work", "4K TV", "新しいカメラ"],
        "EMERGENCY_FUND" => &["Rainy day", "Emergency fund", "Six months' rent", "Imprévus"],
        "HOUSE" => &["Home", "Down payment", "Kitchen remodel", "Nueva casa en Málaga"],
        "RECREATIONAL_VEHICLE" => &["Boat", "Camper van", "Motorcycle", "Wohnmobil für zwei"],
        "RETIREMENT" => &["Retirement", "Early retirement", "Cabin years", "Pension à 60 ans"],
        "VACATION" => &["Summer in Oregon", "Road trip", "Hawaii", "東京旅行"],
        "SETUP_BUDGETS" => &["Set up budgets"],
        "START_MONEY_MANAGEMENT" => &["Start managing money"],
        "CREDIT_CARD" => &["Pay off Visa", "Store card", "Mastercard to zero", "Karte abzahlen"],
        "LINE_OF_CREDIT" => &["Line of credit", "HELOC", "Overdraft", "Línea de crédito"],
        "LOANS" => &["Student loan", "Car loan", "Loan from Dad", "छात्र ऋण"],
        _ => &["Wedding", "Gift for Sam", "Piano", "Lessons", "Fêtes de Noël 🎄"],
    }
}

/// Templates of metadata: JSON text in a JSON string, before and after a number.
pub static METADATA: &[(&str, &str)] = &[
    (r##"{\"color\":\"#3fa7d6\",\"source\":\"mobile\",\"version\":"##, "}"),
    (r#"{\"image\":\"goals/"#, r#".png\",\"shared\":false}"#),
    (r#"{\"theme\":\"travel\",\"tags\":[\"family\",\"summer\"],\"order\":"#, "}"),
    (r#"{\"note\":\"ask \\\"Lee\\\" first\",\"reminder_days\":"#, "}"),
];

/// Prefixes of partners' identifiers that are not only digits.
pub const USER_WORD: &str = "member_";

#[cfg(test)]
mod tests {
    use super::{METADATA, names};
    use crate::text::hidden::hidden_characters;
    use crate::webhook::field::CATEGORIES;

    #[test]
    fn every_category_but_other_has_names_of_its_own() {
        for category in CATEGORIES.iter().flat_map(|words| words.iter()) {
            let own = names(category) != names("OTHER");
            assert_eq!(own, *category != "OTHER", "{category}");
            for name in names(category) {
                assert_eq!(hidden_characters(name), None, "{name}");
                assert!(!name.contains(['"', '\\']), "{name} would need escapes");
            }
        }
    }

    #[test]
    fn metadata_is_json_in_a_json_string() {
        for (before, after) in METADATA {
            let text: String =
                serde_json::from_str(&format!("\"{before}7{after}\"")).expect("a JSON string");
            serde_json::from_str::<serde_json::Value>(&text).expect("JSON in it");
        }
    }
}
