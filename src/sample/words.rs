//! Words for samples: names by category, metadata, identifiers.

use crate::webhook::field::{DEBT_CATEGORIES, MILESTONE_CATEGORIES, SAVINGS_CATEGORIES};

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

/// Categories of SAVE_AMOUNT goals, common ones several times.
pub static SAVING: [&[&str]; 2] = [SAVINGS_CATEGORIES, MILESTONE_CATEGORIES];
/// Categories of PAYOFF goals.
pub static PAYING_OFF: &[&str] = DEBT_CATEGORIES;

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
