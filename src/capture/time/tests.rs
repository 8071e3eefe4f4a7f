//! Tests of the file above.

use super::{leading, of_json, of_text, rank};

fn nanos(text: &str) -> Option<i64> {
    of_text(text).map(crate::text::time::Moment::nanos)
}

#[test]
fn times_in_all_their_spellings() {
    for text in [
        "1491004799",
        "1491004799000",
        "1491004799000000",
        "1491004799000000000",
        "1.491004799E9",
        "2017-03-31T23:59:59.000Z",
        "2017-03-31 23:59:59+00",
        "2017-03-31 23:59:59+0000",
        "2017-03-31 23:59:59 UTC",
        "2017-03-31 23:59:59 +0000",
        "2017-03-31 23:59:59 +0000 UTC",
        "2017-03-31 23:59:59 +0000 UTC m=+0.001",
        "2017-04-01T01:59:59+02:00[Europe/Berlin]",
        "2017-03-31T18:59:59-0500",
        "2017/03/31 23:59:59",
        "2017-03-31T23:59:59",
        "20170331T235959Z",
        "[31/Mar/2017:23:59:59 +0000]",
        "31/Mar/2017:23:59:59 +0000",
        "Fri, 31 Mar 2017 23:59:59 GMT",
        "Fri, 31 Mar 2017 23:59:59 +0000",
        "31 Mar 2017 23:59:59 +0000",
        "Friday, 31-Mar-17 23:59:59 GMT",
        "Fri Mar 31 23:59:59 2017",
        "Fri Mar 31 23:59:59 UTC 2017",
        "Fri Mar 31 23:59:59 +0000 2017",
        "Fri Mar 31 2017 23:59:59 GMT+0000 (Coordinated Universal Time)",
        "3/31/2017 11:59:59 PM",
    ] {
        assert_eq!(nanos(text), Some(1_491_004_799_000_000_000), "{text}");
    }
    for text in [
        "2017-03-31T23:59:59.123456789Z",
        "2017-03-31 23:59:59,123456789 +0000",
        "1491004799.123456789",
        "1491004799123.456789",
        "1491004799123456789",
    ] {
        assert_eq!(nanos(text), Some(1_491_004_799_123_456_789), "{text}");
    }
    assert_eq!(nanos("2016-12-31T23:59:60Z"), nanos("2017-01-01T00:00:00Z"));
    for json in [
        "1491004799000",
        "\"1491004799\"",
        r#"{"$date":"2017-03-31T23:59:59Z"}"#,
        r#"{ "$date" : {"$numberLong":"1491004799000"}}"#,
    ] {
        let moment = of_json(json).map(|moment| moment.to_string());
        assert_eq!(moment.as_deref(), Some("1491004799"), "{json}");
    }
}

#[test]
fn other_things_are_no_times() {
    for text in [
        "",
        "0",
        "12",
        "0.12",
        "31",
        "-1491004799",
        "123456789",
        "14910047990",
        "2017-03-31",
        "Mar 31 23:59:59",
        "2017-03-31 23:59:59+0é0",
        "2017-03-31 23:59:59 later",
        "2017-13-31 23:59:59",
        "0001-01-01T00:00:00Z",
        "23:59:59",
        "1h30m",
        "null",
    ] {
        assert_eq!(nanos(text), None, "{text}");
    }
    assert_eq!(of_json("null"), None);
}

#[test]
fn the_time_of_a_line() {
    for line in [
        "2017-03-31T23:59:59Z INFO got ",
        "[2017-03-31 23:59:59] app.INFO: got ",
        "time=\"2017-03-31 23:59:59\" got ",
        "'2017-03-31 23:59:59', got ",
        "2017-03-31 23:59:59 - root - got ",
        "I, [2017-03-31T23:59:59.000000 #7]  INFO -- : got ",
        "10.0.0.1 - - [31/Mar/2017:23:59:59 +0000] \"POST\"",
        "2017-03-31 23:59:59,000 INFO got",
        "7 Fri Mar 31 23:59:59 2017 got",
        "worker 12 2017-03-31T23:59:59+00:00 got",
        "1491004799.000 got ",
        "level=info ts=1491004799 got ",
    ] {
        let moment = leading(line).map(|moment| moment.to_string());
        assert_eq!(moment.as_deref(), Some("1491004799"), "{line}");
    }
    for line in ["worker 12 got ", "12 | ", "user 1491004799 got ", "Mar 31 23:59:59 host got "] {
        assert_eq!(leading(line), None, "{line}");
    }
}

#[test]
fn names_in_all_their_spellings() {
    for name in [
        "_time",
        "@timestamp",
        "publish_time",
        "eventTime",
        "__REALTIME_TIMESTAMP",
        "date",
        "timestamp [UTC]",
        "Received At",
    ] {
        assert!(rank(name).is_some(), "{name}");
    }
    assert!(rank("received_at") < rank("timestamp"));
    assert_eq!(rank("completed_at"), None);
}
