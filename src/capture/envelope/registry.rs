//! The known envelopes, one row each. The first matching row counts.
//!
//! Sources: the vendors' documentation of events, exports and inspection interfaces. A new
//! envelope is a row here and a fixture in `fixtures/captures`.

use super::Mark::{Begins, Has, HasAny, Is, Sole};
use super::{Coding, Envelope, Holds};

/// The defaults of a row.
const ROW: Envelope = Envelope {
    name: "",
    root: &[],
    record: "",
    marks: &[],
    bodies: &[],
    coding: Coding::Plain,
    holds: Holds::Deliveries,
    received: &[],
    headers: &[],
    method: &[],
    path: &[],
};

const WEBHOOK_SITE: Envelope = Envelope {
    name: "webhook.site requests",
    marks: &[Has("/uuid"), Has("/token_id")],
    bodies: &["/content"],
    received: &["/created_at"],
    headers: &["/headers"],
    method: &["/method"],
    path: &["/url"],
    ..ROW
};
const NGROK: Envelope = Envelope {
    name: "ngrok requests",
    marks: &[Has("/request/raw"), Has("/start")],
    bodies: &["/request/raw"],
    coding: Coding::Base64,
    received: &["/start"],
    ..ROW
};
const HOOKDECK: Envelope = Envelope {
    name: "Hookdeck events",
    marks: &[Has("/data/headers"), Has("/created_at")],
    bodies: &["/data/body"],
    received: &["/created_at"],
    headers: &["/data/headers"],
    method: &["/data/method"],
    path: &["/data/path"],
    ..ROW
};
const SVIX: Envelope = Envelope {
    name: "Svix messages",
    marks: &[Has("/eventType"), Has("/payload")],
    bodies: &["/payload"],
    received: &["/timestamp"],
    ..ROW
};
const PUB_SUB: Envelope = Envelope {
    name: "Pub/Sub messages",
    marks: &[Has("/message/messageId")],
    bodies: &["/message/data"],
    coding: Coding::Base64,
    received: &["/message/publishTime"],
    headers: &["/message/attributes"],
    ..ROW
};
const SQS_MESSAGE: Envelope = Envelope {
    name: "SQS messages",
    marks: &[Has("/ReceiptHandle")],
    bodies: &["/Body"],
    received: &["/Attributes/SentTimestamp"],
    ..ROW
};
const WIREMOCK_STUB: Envelope = Envelope {
    name: "WireMock stubs",
    marks: &[Has("/request"), Has("/response")],
    bodies: &["/request/bodyPatterns/*/equalToJson", "/request/bodyPatterns/*/equalTo"],
    method: &["/request/method"],
    path: &["/request/url", "/request/urlPath"],
    ..ROW
};
const DEBEZIUM: Envelope = Envelope {
    name: "Debezium changes",
    marks: &[Has("/op"), Has("/source"), Has("/after")],
    bodies: &["/after"],
    holds: Holds::Anything,
    received: &["/ts_ms"],
    ..ROW
};

/// What an action line of a bulk request may say of its document, in versions 1 to 9 of
/// Elasticsearch and in OpenSearch.
const BULK: [&str; 24] = [
    "_id",
    "_index",
    "_parent",
    "_retry_on_conflict",
    "_routing",
    "_source",
    "_source_excludes",
    "_source_includes",
    "_timestamp",
    "_ttl",
    "_type",
    "_version",
    "_version_type",
    "dynamic_templates",
    "if_primary_term",
    "if_seq_no",
    "list_executed_pipelines",
    "pipeline",
    "require_alias",
    "require_data_stream",
    "retry_on_conflict",
    "routing",
    "version",
    "version_type",
];

pub static TABLE: &[Envelope] = &[
    // The output of `show --with-source` and `redact`.
    Envelope {
        name: "goalpost deliveries",
        marks: &[Has("/source/received"), Has("/source/headers"), Has("/body")],
        bodies: &["/body"],
        coding: Coding::Base64Where("/encoding", "base64"),
        received: &["/source/received"],
        headers: &["/source/headers"],
        method: &["/source/method"],
        path: &["/source/path"],
        ..ROW
    },
    Envelope {
        name: "API Gateway requests",
        marks: &[Has("/requestContext"), HasAny(&["/body", "/headers", "/httpMethod"])],
        bodies: &["/body"],
        coding: Coding::Base64Where("/isBase64Encoded", "true"),
        received: &["/requestContext/requestTimeEpoch", "/requestContext/timeEpoch"],
        headers: &["/headers", "/multiValueHeaders"],
        method: &["/httpMethod", "/requestContext/http/method"],
        path: &["/path", "/rawPath"],
        ..ROW
    },
    Envelope {
        name: "SQS messages",
        record: "/Records/*",
        marks: &[Is("/eventSource", "aws:sqs")],
        bodies: &["/body"],
        received: &["/attributes/SentTimestamp"],
        ..ROW
    },
    Envelope { record: "/Messages/*", ..SQS_MESSAGE },
    SQS_MESSAGE,
    Envelope {
        name: "SNS notifications",
        record: "/Records/*",
        marks: &[Has("/Sns/Message")],
        bodies: &["/Sns/Message"],
        received: &["/Sns/Timestamp"],
        ..ROW
    },
    Envelope {
        name: "SNS notifications",
        marks: &[Is("/Type", "Notification"), Has("/TopicArn")],
        bodies: &["/Message"],
        received: &["/Timestamp"],
        ..ROW
    },
    Envelope {
        name: "Kinesis records",
        record: "/Records/*",
        marks: &[Has("/kinesis/data")],
        bodies: &["/kinesis/data"],
        coding: Coding::Base64,
        received: &["/kinesis/approximateArrivalTimestamp"],
        ..ROW
    },
    Envelope {
        name: "EventBridge events",
        marks: &[Has("/detail-type"), Has("/source")],
        bodies: &["/detail"],
        received: &["/time"],
        ..ROW
    },
    Envelope {
        name: "CloudWatch events",
        record: "/events/*",
        marks: &[Has("/message"), Has("/ingestionTime")],
        bodies: &["/message"],
        holds: Holds::Anything,
        received: &["/timestamp"],
        ..ROW
    },
    Envelope {
        name: "CloudWatch subscriptions",
        marks: &[Has("/awslogs/data")],
        bodies: &["/awslogs/data"],
        coding: Coding::Base64,
        ..ROW
    },
    Envelope {
        name: "CloudWatch events",
        record: "/logEvents/*",
        marks: &[Has("/message"), Has("/timestamp")],
        bodies: &["/message"],
        holds: Holds::Anything,
        received: &["/timestamp"],
        ..ROW
    },
    Envelope { root: &[Has("/subscription")], ..PUB_SUB },
    Envelope { marks: &[Has("/ackId"), Has("/message/messageId")], ..PUB_SUB },
    Envelope { record: "/receivedMessages/*", ..PUB_SUB },
    Envelope {
        name: "Google log entries",
        marks: &[Has("/logName"), Has("/insertId")],
        bodies: &["/jsonPayload", "/textPayload"],
        holds: Holds::Anything,
        received: &["/timestamp"],
        method: &["/httpRequest/requestMethod"],
        path: &["/httpRequest/requestUrl"],
        ..ROW
    },
    Envelope {
        name: "HAR entries",
        record: "/log/entries/*",
        marks: &[Has("/request"), Has("/startedDateTime")],
        bodies: &["/request/postData/text"],
        coding: Coding::Base64Where("/request/postData/encoding", "base64"),
        received: &["/startedDateTime"],
        headers: &["/request/headers"],
        method: &["/request/method"],
        path: &["/request/url"],
        ..ROW
    },
    Envelope { record: "/requests/*", ..NGROK },
    NGROK,
    Envelope { record: "/data/*", ..WEBHOOK_SITE },
    WEBHOOK_SITE,
    Envelope {
        name: "webhook-tester requests",
        marks: &[Has("/request_payload_base64")],
        bodies: &["/request_payload_base64"],
        coding: Coding::Base64,
        received: &["/captured_at_unix_milli"],
        headers: &["/headers"],
        method: &["/method"],
        path: &["/url"],
        ..ROW
    },
    Envelope { record: "/models/*", ..HOOKDECK },
    HOOKDECK,
    Envelope { record: "/data/*", ..SVIX },
    SVIX,
    Envelope {
        name: "CloudEvents",
        marks: &[Has("/specversion"), Has("/type")],
        bodies: &["/data", "/data_base64"],
        received: &["/time"],
        ..ROW
    },
    Envelope {
        name: "Kafka messages",
        marks: &[Has("/topic"), Has("/partition"), Has("/payload")],
        bodies: &["/payload"],
        received: &["/ts"],
        headers: &["/headers"],
        ..ROW
    },
    Envelope {
        name: "Kafka messages",
        root: &[HasAny(&["/eventSource", "/bootstrapServers"])],
        record: "/records/*/*",
        marks: &[Has("/topic"), Has("/partition")],
        bodies: &["/value"],
        coding: Coding::Base64,
        received: &["/timestamp"],
        ..ROW
    },
    DEBEZIUM,
    Envelope { record: "/payload", ..DEBEZIUM },
    Envelope {
        name: "Postman requests",
        root: &[Begins("/info/schema", "https://schema.")],
        record: "/item/**/request",
        bodies: &["/body/raw"],
        headers: &["/header"],
        method: &["/method"],
        path: &["/url/raw"],
        ..ROW
    },
    Envelope {
        name: "WireMock requests",
        record: "/requests/*",
        marks: &[Has("/request/loggedDate")],
        bodies: &["/request/body"],
        received: &["/request/loggedDate"],
        headers: &["/request/headers"],
        method: &["/request/method"],
        path: &["/request/url"],
        ..ROW
    },
    Envelope { record: "/mappings/*", ..WIREMOCK_STUB },
    Envelope { root: &[Has("/request/bodyPatterns")], ..WIREMOCK_STUB },
    Envelope {
        name: "nock requests",
        marks: &[Has("/scope"), Has("/method"), Has("/path")],
        bodies: &["/body"],
        headers: &["/reqheaders"],
        method: &["/method"],
        path: &["/path"],
        ..ROW
    },
    Envelope {
        name: "Splunk results",
        marks: &[Has("/result/_raw")],
        bodies: &["/result/_raw"],
        holds: Holds::Anything,
        received: &["/result/_time"],
        ..ROW
    },
    Envelope {
        name: "log lines",
        marks: &[
            HasAny(&["/time", "/timestamp", "/@timestamp", "/ts", "/asctime"]),
            HasAny(&["/level", "/severity", "/msg", "/message", "/log", "/lvl", "/levelname"]),
        ],
        holds: Holds::Anything,
        received: &["/time", "/timestamp", "/@timestamp", "/ts", "/asctime"],
        ..ROW
    },
    // The lines between the documents of a bulk request.
    Envelope {
        name: "Elasticsearch bulk actions",
        marks: &[Sole(&["index", "create", "update", "delete"], &BULK)],
        holds: Holds::Anything,
        ..ROW
    },
];

/// An unknown value with goal webhooks at one path.
pub static UNKNOWN: Envelope = Envelope {
    name: "JSON objects",
    holds: Holds::Anything,
    received: &["/received_at", "/receivedAt", "/created_at", "/createdAt", "/timestamp", "/time"],
    headers: &["/headers"],
    method: &["/method"],
    path: &["/path", "/url"],
    ..ROW
};

#[cfg(test)]
mod tests {
    use super::TABLE;

    #[test]
    fn every_row_can_be_told_and_named() {
        for row in TABLE {
            assert!(!row.name.is_empty());
            assert!(!row.root.is_empty() || !row.marks.is_empty(), "{}", row.name);
        }
    }
}
