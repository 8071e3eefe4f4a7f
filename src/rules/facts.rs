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

/// Declares how an unreadable webhook can look: the phrase for it, and what to do about it if that
/// is more than to log the raw request body.
macro_rules! looks {
    ($($name:ident = $phrase:literal $(, $help:literal)?;)+) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Look { $($name),+ }

        impl Look {
            pub fn phrase(self) -> &'static str {
                match self { $(Look::$name => $phrase),+ }
            }

            /// Whether the text is readable, so that credentials in it can be recognised.
            pub fn is_plain(self) -> bool {
                !matches!(self, Look::Base32 | Look::Dump | Look::Utf16)
            }

            pub fn help(self) -> &'static str {
                match self {
                    $($(Look::$name => $help,)?)+
                    _ => "log the raw request body",
                }
            }
        }
    };
}

looks! {
    Python = "a Python dict", "log the raw request body, or json.dumps of it";
    Ruby = "a Ruby hash", "log the raw request body, or to_json of it";
    Rails = "Rails' parameter log, which drops the webhook's action",
        "log request.raw_post: the action cannot be recovered";
    JavaScript = "a JavaScript object, as Node's console.log prints it",
        "log the raw request body, or JSON.stringify of it";
    Go = "a Go map";
    Php = "a PHP array";
    Java = "a Java map";
    Elixir = "an Elixir map";
    Perl = "a Perl hash";
    Rust = "Rust's debug output";
    Yaml = "YAML";
    Xml = "XML";
    KeyValue = "key=value pairs";
    Flattened = "a body whose fields are spread into the record around it",
        "keep each body as JSON, in one field or column (goalpost: show --format jsonl)";
    BareGoal = "a goal without the action around it";
    NamesAndValues = "a list of names and values, as OpenTelemetry writes objects";
    DynamoDb = "DynamoDB JSON";
    MongoDb = "MongoDB Extended JSON";
    Avro = "Avro JSON";
    CurlyQuotes = "JSON with typographic quotes";
    NoBreakSpaces = "JSON indented with no-break spaces";
    Utf16 = "UTF-16 within text in another encoding, as PowerShell appends it to a file",
        "write the whole file in one encoding";
    Base32 = "a body in base32", "decode it first, for example with base32 -d";
    Dump = "a dump of bytes, as od, xxd or hexdump print it",
        "turn it back into bytes first, for example with xxd -r";
    TwoWays = "a body whose backslashes can be read in two ways",
        "log or export the raw body: with mysql --raw, or a bytea as convert_from(body, 'UTF8')";
    UnlikeOthers = "a body whose backslashes were not written as those of the others",
        "log the raw request body; what wrote this one, or damaged it, is not known";
    CutOff = "a body that was cut off, or wrapped at the end of a line",
        "log the whole request body, without a limit and without wrapping lines";
    Unknown = "a part of a body";
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
