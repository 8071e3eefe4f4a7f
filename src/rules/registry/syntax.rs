//! Rules on the bytes: is this one clean JSON value?

rules! { Syntax:
    INVALID_UTF8 = "invalid-utf8" Error "json"
        "the body holds bytes that are not UTF-8"
        "JSON that travels between systems is UTF-8, so a body with other bytes was damaged or \
         written in another encoding, often Latin-1. Decoders either refuse it or replace the \
         bytes, and a replaced name no longer equals the one that was sent. The finding gives the \
         offset and the bytes in hexadecimal, and nothing else of the body is checked.";

    INVALID_JSON = "invalid-json" Error "json"
        "the body breaks the grammar of JSON"
        "No JSON parser has to accept this body, so a consumer normally answers with an error and \
         MX delivers it again. Bodies like this mostly come from a capture that was edited or \
         printed by a program: a comment, a comma before a closing brace, single quotes, NaN, or \
         a literal of Python or Ruby. Reading goes on at the next body.";

    TRUNCATED_JSON = "truncated-json" Error "json"
        "the body stops while a string, array or object in it is still open"
        "The capture stops before the last quote or bracket is closed, so the rest of the \
         delivery is lost. Logs and database columns that cut long text are the usual cause. The \
         finding names what is still open, and what stands before the cut is not checked.";

    DUPLICATE_KEY = "duplicate-key" Error "json"
        "the same key stands twice at the top of the body or in its goal"
        "JSON does not say which of two equal keys counts: many parsers keep the last, some keep \
         the first, some refuse the body. Two services that read the same delivery can then store \
         different goals. Keys are compared after their escapes are resolved, so \\u0061mount is \
         amount, and both places are shown.";

    UNPAIRED_SURROGATE = "unpaired-surrogate" Error "json"
        "an escape gives one half of a surrogate pair without the other"
        "A character beyond U+FFFF, such as most emoji, takes two \\u escapes when it is escaped, \
         and one of the two alone is no character. Some decoders refuse the whole body and others \
         put a replacement character in its place, so the text cannot be kept as it was sent. The \
         usual cause is a program that cut the text in the middle of a pair. The rest of the body \
         is still checked.";

    NESTED_TOO_DEEP = "nested-too-deep" Error "json"
        "arrays and objects are nested more than 128 levels deep"
        "A goal webhook needs two levels, and the limit is 128, with the body itself as the \
         first. Nesting beyond that can exhaust the stack of a recursive parser, and no ordinary \
         delivery has it. Nothing else of such a body is checked, and the next body is read as \
         usual.";

    BODY_TOO_LARGE = "body-too-large" Error "json" ["--max-body", "2K"]
        "the body is larger than the limit of --max-body"
        "A documented goal takes about half a kilobyte, so a body over the limit is no ordinary \
         delivery. It is skipped without being held in memory, and the next body is read as \
         usual. The limit is 16 MiB unless --max-body gives another.";

    TRAILING_TEXT = "trailing-text" Error "ndjson"
        "something that is not a body stands between bodies or after the last one"
        "Only white space belongs between two bodies, so other bytes there are a log message, the \
         remains of a broken body or a badly joined file. A reader that takes one value after \
         another stops at this place and may lose all that follows. The bodies around the text \
         are checked as usual.";

    UNREAD_WEBHOOK = "unread-webhook" Error "log"
        "a goal webhook is there that cannot be read"
        "The text has keys that only a goal webhook has (goal_type_name, has_been_spent, \
         projected_to_complete_at, or the opening action and goal), but no JSON body around them. \
         Usually a program printed the parsed object in its own notation, as Python, Ruby, Node, \
         Go and Java do, or the logger cut the body off. Such text does not keep the values \
         exactly, so goalpost does not guess at them. Log the raw request body instead.";

    BYTE_ORDER_MARK = "byte-order-mark" Warning "json"
        "a byte order mark stands before the body"
        "The bytes EF BB BF stand before the first brace, mostly put there by an editor or an \
         export on Windows. JSON forbids senders to add the mark and lets a parser either ignore \
         it or refuse the body. The body is checked as if the mark were not there.";
}
