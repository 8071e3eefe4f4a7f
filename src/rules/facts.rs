//! What is known of a problem beside its kind: where in a body it is, and what it looks like.

use crate::json::walk::escaped;
use crate::text::escape::Untrusted;
use crate::webhook::field::FIELDS;

/// A likely source of broken JSON grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LikelyMistake {
    Comment,
    TrailingComma,
    SingleQuotes,
    CurlyQuotes,
    NotANumber,
    PythonLiteral,
    RubyHash,
    UnquotedKey,
    NumberSpelling,
    ControlCharacter(char),
    /// A line end inside a string.
    WrappedLine,
    /// A space character that is not JSON white space.
    NoBreakSpace(char),
    /// A non-ASCII character outside of strings.
    NotAscii(char),
    /// A backslash followed by this character.
    Escape(char),
    MissingComma,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherWebhook {
    Object(&'static str),
    /// An unknown object.
    Unknown,
    /// A flat event with a `type`.
    Event,
}

/// A wrong type with a known reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypeHint {
    IsoTime,
    QuotedNumber,
    NumberForText,
    ObjectForText,
    ZeroOrOne,
    QuotedBoolean,
    Fraction,
}

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
    Base32,
    Dump,
    TwoWays,
    CutOff,
    Unknown,
}

impl Look {
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
            Look::Base32 => "a body in base32",
            Look::Dump => "a dump of bytes, as od, xxd or hexdump print it",
            Look::TwoWays => "a body whose backslashes may have been doubled once or twice",
            Look::CutOff => "a body that was cut off, or wrapped at the end of a line",
            Look::Unknown => "a part of a body",
        }
    }

    pub fn help(self) -> &'static str {
        match self {
            Look::Rails => "log request.raw_post: the action cannot be recovered",
            Look::Python => "log the raw request body, or json.dumps of it",
            Look::Ruby => "log the raw request body, or to_json of it",
            Look::JavaScript => "log the raw request body, or JSON.stringify of it",
            Look::CutOff => {
                "log the whole request body, without a limit and without wrapping lines"
            }
            Look::Base32 => "decode it first, for example with base32 -d",
            Look::Dump => "turn it back into bytes first, for example with xxd -r",
            Look::TwoWays => {
                "export the raw body: with mysql --raw, or a bytea as convert_from(body, 'UTF8')"
            }
            _ => "log the raw request body",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JsonPath {
    Root,
    Action,
    Goal,
    /// The documented field with this index in the field table.
    Field(usize),
    /// Any other value, as a JSON Pointer.
    Other(Box<str>),
}

impl JsonPath {
    /// The path of a member by its name.
    pub fn member(object: &JsonPath, name: &str) -> JsonPath {
        JsonPath::Other([object.text(), "/", &escaped(name)].concat().into())
    }

    /// The JSON Pointer (RFC 6901).
    pub fn pointer(&self) -> Untrusted {
        match self {
            JsonPath::Root => Untrusted::known(""),
            JsonPath::Action => Untrusted::known("/action"),
            JsonPath::Goal => Untrusted::known("/goal"),
            JsonPath::Field(index) => Untrusted::known(FIELDS[*index].pointer),
            JsonPath::Other(pointer) => Untrusted::new(&**pointer),
        }
    }

    fn text(&self) -> &str {
        match self {
            JsonPath::Root => "",
            JsonPath::Action => "/action",
            JsonPath::Goal => "/goal",
            JsonPath::Field(index) => FIELDS[*index].pointer,
            JsonPath::Other(pointer) => pointer,
        }
    }
}
