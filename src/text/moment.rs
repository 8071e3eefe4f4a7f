//! Times as people and captures write them.

use chrono::{DateTime, NaiveDate, NaiveDateTime};

/// Reads Unix seconds, `2017-03-31`, `2017-03-31 23:59:59Z`, RFC 3339 or an HTTP date, as Unix
/// seconds UTC. A time without a zone is UTC.
pub fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(seconds) = text.parse() {
        return Some(seconds);
    }
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(date.and_hms_opt(0, 0, 0)?.and_utc().timestamp());
    }
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.timestamp());
    }
    if let Ok(time) = DateTime::parse_from_rfc2822(text) {
        return Some(time.timestamp());
    }
    let plain = text.strip_suffix('Z').unwrap_or(text);
    ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"]
        .into_iter()
        .find_map(|format| NaiveDateTime::parse_from_str(plain, format).ok())
        .map(|time| time.and_utc().timestamp())
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn reads_what_people_write() {
        for text in [
            "1491004799",
            "2017-03-31 23:59:59Z",
            "2017-03-31 23:59:59",
            "2017-03-31T23:59:59.123Z",
            "2017-04-01T01:59:59+02:00",
            "Fri, 31 Mar 2017 23:59:59 GMT",
        ] {
            assert_eq!(parse(text), Some(1_491_004_799), "{text}");
        }
        assert_eq!(parse("2017-03-31"), Some(1_490_918_400));
        assert_eq!(parse("yesterday"), None);
        assert_eq!(parse(""), None);
    }
}
