//! Finds the received time in a record by common names.

use std::borrow::Cow;

use super::search::is_pair_of_name_and_value;
use crate::capture::time;
use crate::json::text::unescape;
use crate::json::walk::{child, elements, key_is, members, unescaped};
use crate::text::time::Moment;
use crate::webhook::body::JsonType;

/// The minimum length of an unnamed time, in bytes of JSON text: a date with a time of day, or
/// nanoseconds.
const SHORTEST_CELL: usize = 21;

/// The time nearest to the body at a pointer.
pub fn near(root: &str, pointer: &str) -> Option<Moment> {
    let mut around = vec![root];
    let mut steps: Vec<Cow<'_, str>> = pointer.split('/').skip(1).map(unescaped).collect();
    steps.pop();
    for step in &steps {
        let Some(child) = child(around[around.len() - 1], step) else { break };
        around.push(child);
    }
    let outer = |depth: usize| around[..depth].iter().rev().copied();
    (0..around.len()).rev().find_map(|depth| match JsonType::of(around[depth]) {
        JsonType::Object => in_object(around[depth]),
        JsonType::Array => in_row(around[depth], outer(depth)),
        _ => None,
    })
}

/// The time among the members of a record, or else one level deeper.
fn in_object(record: &str) -> Option<Moment> {
    let direct = best(members(record).map(|(key, value)| (unescape(key), value)));
    direct.or_else(|| {
        let objects = members(record).filter(|(key, value)| {
            value.starts_with('{') && !["\"goal\"", "\"body\"", "\"payload\""].contains(key)
        });
        let within = objects.flat_map(|(_, object)| members(object));
        best(within.map(|(key, value)| (unescape(key), value)))
    })
}

/// The time in a row of cells; column names may be in the surroundings.
fn in_row<'a>(row: &str, around: impl Iterator<Item = &'a str>) -> Option<Moment> {
    if elements(row).any(|cell| cell.starts_with('{') && is_pair_of_name_and_value(cell)) {
        return best(elements(row).filter_map(|pair| {
            let is_value = |key: &str| key[1..key.len() - 1].eq_ignore_ascii_case("value");
            let value = members(pair).find(|(key, _)| is_value(key))?.1;
            let name = members(pair).find(|(key, name)| !is_value(key) && name.starts_with('"'))?.1;
            Some((unescape(name), value))
        }));
    }
    if elements(row).all(|element| element.starts_with(['{', '['])) {
        return None;
    }
    let names = around.filter(|around| around.starts_with('{')).find_map(names_of_columns);
    match names {
        Some(names) => best(names.into_iter().zip(elements(row))),
        None => elements(row)
            .filter(|cell| cell.len() >= SHORTEST_CELL && cell.len() < 64 && cell.starts_with('"'))
            .find_map(time::of_json),
    }
}

/// The column names of a table: strings, or objects with a name.
fn names_of_columns(table: &str) -> Option<Vec<Cow<'_, str>>> {
    const NAMES: [&str; 6] = ["columns", "cols", "fields", "header", "headers", "schema"];
    let is_header = |key: &str| NAMES.iter().any(|name| key_is(key, name));
    let (_, list) = members(table).find(|(key, list)| is_header(key) && list.starts_with('['))?;
    let name = |column| match JsonType::of(column) {
        JsonType::String => Some(unescape(column)),
        _ => members(column)
            .find(|(key, name)| *key == "\"name\"" && name.starts_with('"'))
            .map(|(_, name)| unescape(name)),
    };
    elements(list).map(name).collect()
}

/// The time with the preferred name.
fn best<'a>(named: impl Iterator<Item = (Cow<'a, str>, &'a str)>) -> Option<Moment> {
    let ranked =
        named.filter_map(|(name, value)| Some((time::rank(&name)?, time::of_json(value)?)));
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, moment)| moment)
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn times_wherever_they_stand() {
        for (root, pointer) in [
            (r#"{"time":0.1,"_time":"1460607964","b":"x"}"#, "/b"),
            (r#"{"_source":{"@timestamp":"2016-04-14T04:26:04Z","m":{"b":"x"}}}"#, "/_source/m/b"),
            (r#"{"properties":{"timestamp":1460607964000},"b":"x"}"#, "/b"),
            (r#"{"received_at":{"$date":"2016-04-14T04:26:04Z"},"time":1,"b":"x"}"#, "/b"),
            (r#"[[["1460607964000000000","x"]]]"#, "/0/0/1"),
            (
                r#"{"columns":["id","received_at","b"],"rows":[[1460607965,"2016-04-14 04:26:04","x"]]}"#,
                "/rows/0/2",
            ),
            (
                r#"{"columns":[{"name":"timestamp"},{"name":"b"}],"rows":[[1460607964,"x"]]}"#,
                "/rows/0/1",
            ),
            (
                r#"[[{"field":"@timestamp","value":"2016-04-14 04:26:04"},{"field":"@m","value":"x"}]]"#,
                "/0/1/value",
            ),
        ] {
            let moment = near(root, pointer).map(|moment| moment.to_string());
            assert_eq!(moment.as_deref(), Some("1460607964"), "{root}");
        }
        assert_eq!(near(r#"{"id":12,"time":31,"b":"x"}"#, "/b"), None);
    }
}
