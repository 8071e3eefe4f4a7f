//! Random goal webhooks in the spellings of JSON that writers use.

use std::fmt::Write;

use super::random::Random;

/// How JSON text is spelled.
#[derive(Clone, Copy)]
pub struct Style {
    /// The indent of pretty text.
    pub indent: Option<&'static str>,
    /// What stands behind commas and colons of compact text.
    space: &'static str,
    escapes: Escapes,
}

#[derive(Clone, Copy, PartialEq)]
enum Escapes {
    Minimal,
    Ascii,
    Slashes,
    Html,
}

impl Style {
    pub fn compact(random: &mut Random) -> Style {
        Style { indent: None, space: random.pick(&["", "", " "]), escapes: Escapes::of(random) }
    }

    pub fn pretty(random: &mut Random) -> Style {
        let indent = Some(random.pick(&["  ", "    ", "\t"]));
        Style { indent, space: " ", escapes: Escapes::of(random) }
    }
}

impl Escapes {
    fn of(random: &mut Random) -> Escapes {
        let all =
            [Escapes::Minimal, Escapes::Minimal, Escapes::Ascii, Escapes::Slashes, Escapes::Html];
        all[random.below(all.len())]
    }
}

/// A goal webhook.
pub fn body(random: &mut Random, style: Style) -> String {
    let mut fields = Vec::new();
    let mut add = |key: &'static str, value: String| fields.push((key, value));
    let guid = |random: &mut Random, prefix: &str| {
        format!(
            "\"{prefix}-{:08x}-6b5f-{:04x}-a4e2-{:012x}\"",
            random.below(1 << 32),
            random.below(1 << 16),
            random.below(1 << 48)
        )
    };
    let time = |random: &mut Random| match random.below(3) {
        0 => "null".to_owned(),
        _ => (1_490_000_000 + random.below(9_000_000)).to_string(),
    };
    let amount = |random: &mut Random| match random.below(3) {
        0 => random.below(1_000_000).to_string(),
        1 => format!("{}.{}", random.below(100_000), random.below(10)),
        _ => format!("-{}.25", random.below(1000)),
    };
    let bool = |random: &mut Random| random.pick(&["true", "false"]).to_owned();
    add("account_guid", guid(random, "ACT"));
    add("amount", amount(random));
    add("completed_at", time(random));
    add("created_by", random.pick(&["null", "\"USER\""]).to_owned());
    add("current_amount", amount(random));
    add("goal_type_name", random.pick(&["\"PAYOFF\"", "\"SAVE_AMOUNT\""]).to_owned());
    add("guid", guid(random, "GOL"));
    add("has_been_spent", bool(random));
    add("is_complete", bool(random));
    add("meta_type", "\"OTHER\"".to_owned());
    let metadata = match random.below(3) {
        0 => quoted(&text(random), style),
        1 => quoted("{\"a\": \"\\\\ \\\"\", 'b': [1, {}]}\n", style),
        _ => "null".to_owned(),
    };
    add("metadata", metadata);
    add("name", quoted(&text(random), style));
    add("position", (1 + random.below(9)).to_string());
    add("projected_to_complete_at", time(random));
    add("revision", (1 + random.below(99)).to_string());
    add("user_guid", guid(random, "USR"));
    add("user_id", quoted(&format!("u{}", random.below(10_000)), style));
    match random.below(4) {
        0 => fields.reverse(),
        1 => fields.rotate_left(random.below(17)),
        _ => {}
    }
    let action = quoted(random.pick(&["created", "updated", "deleted"]), style);
    let goal = object(&fields, style, 1);
    let goal_first = random.once_in(6);
    let both = match goal_first {
        true => [("goal", goal), ("action", action)],
        false => [("action", action), ("goal", goal)],
    };
    object(&both, style, 0)
}

fn object(members: &[(&str, String)], style: Style, depth: usize) -> String {
    let mut text = "{".to_owned();
    for (index, (key, value)) in members.iter().enumerate() {
        if index > 0 {
            text += ",";
        }
        match style.indent {
            Some(indent) => text += &format!("\n{}", indent.repeat(depth + 1)),
            None if index > 0 => text += style.space,
            None => {}
        }
        text += &format!("\"{key}\":{}{value}", style.space);
    }
    if let Some(indent) = style.indent {
        text += &format!("\n{}", indent.repeat(depth));
    }
    text + "}"
}

fn quoted(value: &str, style: Style) -> String {
    let mut text = "\"".to_owned();
    for character in value.chars() {
        let ascii = style.escapes == Escapes::Ascii && !character.is_ascii();
        let html = style.escapes == Escapes::Html && "<>&\u{2028}\u{2029}".contains(character);
        match character {
            '"' | '\\' => text.extend(['\\', character]),
            '/' if style.escapes == Escapes::Slashes => text += "\\/",
            '\n' => text += "\\n",
            '\r' => text += "\\r",
            '\t' => text += "\\t",
            _ if character < ' ' || ascii || html => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let _ = write!(text, "\\u{unit:04x}");
                }
            }
            _ => text.push(character),
        }
    }
    text + "\""
}

/// Text of every kind that people and programs put into names.
pub fn text(random: &mut Random) -> String {
    const NASTY: [&str; 40] = [
        "\"",
        "\\",
        "'",
        "\n",
        "\t",
        "\r\n",
        "\\n",
        "\\\"",
        "\"\"",
        "''",
        "\\'",
        "\\\\",
        "/",
        "&",
        "&amp;",
        "&quot;",
        "%22",
        "%",
        "+",
        "=",
        "=22",
        "\\x22",
        "\\u0022",
        "^",
        "$",
        "`",
        "{",
        "}",
        "}{",
        "[",
        "]",
        ",",
        ";",
        "|",
        ": ",
        "\\N",
        "NULL",
        " ",
        "\u{1b}[31m",
        "\u{0}",
    ];
    const WORDS: [&str; 14] = [
        "Home",
        "Führerschein",
        "東京",
        "Отпуск",
        "عطلة",
        "👩‍👧",
        "🏠",
        "e\u{301}",
        "\u{2028}",
        "“new”",
        "Tom & Jerry",
        "it's",
        "goal",
        "\u{10ffff}",
    ];
    let mut text = String::new();
    for _ in 0..random.below(6) {
        match random.below(4) {
            0 => text += random.pick(&NASTY),
            1 => text += random.pick(&WORDS),
            2 => text += " ",
            _ => {
                let end = [0x80, 0x800, 0x1_0000, 0x11_0000][random.below(4)];
                let code = u32::try_from(random.below(end)).expect("a code point is small");
                text.extend(char::from_u32(code));
            }
        }
    }
    text
}
