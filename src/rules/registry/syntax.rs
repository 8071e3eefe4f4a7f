//! Rules on the bytes: is this one clean JSON value?

rules! { Syntax:
    INVALID_UTF8 = "invalid-utf8" Error "json"
        "the body contains bytes that are not UTF-8"
        "JSON that travels between systems is UTF-8, so a body with other bytes was damaged or \
         written in another encoding, often Latin-1. Decoders either reject it or replace the \
         bytes, and a replaced name is no longer the name that was sent. The finding gives the \
         offset and the bytes in hexadecimal. The rest of the body is not checked.";

    INVALID_JSON = "invalid-json" Error "json"
        "the body is not valid JSON"
        "No JSON parser has to accept this body, so a consumer normally answers with an error and \
         MX delivers it again. Such bodies mostly come from a capture that was edited or printed \
         by a program: a comment, a comma before a closing brace, single or curly quotes, NaN, or \
         a Python or Ruby literal. Reading continues at the next body.";

    TRUNCATED_JSON = "truncated-json" Error "json"
        "the body ends inside a string, array or object"
        "The capture ends before the last quote or bracket is closed, so the rest of the delivery \
         is lost. Logs and database columns that cut long text are the usual cause. The finding \
         says what is still open. The part before the cut is not checked.";

    DUPLICATE_KEY = "duplicate-key" Error "json"
        "a key appears twice at the top of the body or in its goal"
        "JSON does not say which of two equal keys wins: many parsers keep the last, some keep \
         the first, some reject the body. Two services that read the same delivery can then store \
         different goals. Keys are compared after their escapes are resolved, so \\u0061mount is \
         amount. goalpost reads the last value, as JSON.parse, Python and Go do.";

    UNPAIRED_SURROGATE = "unpaired-surrogate" Error "json"
        "a string contains half of a surrogate pair"
        "A character beyond U+FFFF, such as most emoji, takes two \\u escapes when it is escaped, \
         and two units in UTF-16; one of the two alone is not a character. Some decoders reject \
         the whole body and others insert a replacement character, so the text cannot be kept as \
         it was sent. The usual cause is a program that cut the text in the middle of a pair. The \
         rest of the body is still checked.";

    NESTED_TOO_DEEP = "nested-too-deep" Error "json"
        "arrays and objects are nested more than 128 levels deep"
        "A goal webhook needs two levels; the limit is 128, counting the body itself. Deeper \
         nesting can exhaust the stack of a recursive parser, and no ordinary delivery has it. \
         The rest of the body is not checked; the next body is read as usual.";

    BODY_TOO_LARGE = "body-too-large" Error "json" ["--max-body", "2K"]
        "the body is larger than --max-body allows"
        "A documented goal takes about half a kilobyte, so a body over the limit is not an \
         ordinary delivery. It is skipped without being kept in memory, and the next body is read \
         as usual. The limit is 16 MiB unless --max-body sets another.";

    TRAILING_TEXT = "trailing-text" Error "ndjson"
        "there is text before, between or after bodies"
        "Only white space belongs between two bodies, so anything else is a log message, the \
         remains of a broken body or a badly joined file. A reader that takes one value after \
         another stops here and may lose everything that follows. The bodies around the text are \
         checked as usual.";

    UNREAD_WEBHOOK = "unread-webhook" Error "log"
        "the text contains a goal webhook that cannot be read"
        "The text has keys that only a goal webhook has (goal_type_name, has_been_spent, \
         projected_to_complete_at, or the opening action and goal), but no JSON body around them. \
         Usually a program printed the parsed object in its own notation, as Python, Ruby, Node, \
         Go and Java do, or the logger cut the body off. Such text does not keep the values \
         exactly, so goalpost does not guess at them. Log the raw request body instead.";

    BYTE_ORDER_MARK = "byte-order-mark" Warning "json"
        "the body begins with a byte-order mark"
        "The bytes EF BB BF come before the first brace, mostly because an editor or an export on \
         Windows added them. JSON forbids senders to add the mark and lets a parser either ignore \
         it or reject the body. The body is checked as if the mark were not there.";
}
