//! Forms of unreadable goal webhooks.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Python,
    Ruby,
    Rails,
    JavaScript,
    Go,
    Php,
    Java,
    Elixir,
    Perl,
    Rust,
    Yaml,
    Xml,
    KeyValue,
    Flattened,
    BareGoal,
    DynamoDb,
    MongoDb,
    Avro,
    CurlyQuotes,
    NoBreakSpaces,
    CutOff,
    Unknown,
}

impl Look {
    /// A phrase for messages.
    pub fn phrase(self) -> &'static str {
        match self {
            Look::Python => "a Python dict",
            Look::Ruby => "a Ruby hash",
            Look::Rails => "Rails' parameter log, which drops the webhook's action",
            Look::JavaScript => "a JavaScript object, as Node's console.log prints it",
            Look::Go => "a Go map",
            Look::Php => "a PHP array",
            Look::Java => "a Java map",
            Look::Elixir => "an Elixir map",
            Look::Perl => "a Perl hash",
            Look::Rust => "Rust's debug output",
            Look::Yaml => "YAML",
            Look::Xml => "XML",
            Look::KeyValue => "key=value pairs",
            Look::Flattened => "a body whose fields are spread into the record around it",
            Look::BareGoal => "a goal without the action around it",
            Look::DynamoDb => "DynamoDB JSON",
            Look::MongoDb => "MongoDB Extended JSON",
            Look::Avro => "Avro JSON",
            Look::CurlyQuotes => "JSON with typographic quotes",
            Look::NoBreakSpaces => "JSON indented with no-break spaces",
            Look::CutOff => "a body that was cut off, or wrapped at the end of a line",
            Look::Unknown => "a part of a body",
        }
    }

    /// The help.
    pub fn help(self) -> &'static str {
        match self {
            Look::Rails => "log request.raw_post: the action cannot be recovered",
            Look::Python => "log the raw request body, or json.dumps of it",
            Look::Ruby => "log the raw request body, or to_json of it",
            Look::JavaScript => "log the raw request body, or JSON.stringify of it",
            Look::CutOff => {
                "log the whole request body, without a limit and without wrapping lines"
            }
            _ => "log the raw request body",
        }
    }
}
