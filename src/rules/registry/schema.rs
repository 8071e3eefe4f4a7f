//! Rules that compare a body with the documented fields.

rules! { Schema:
    MISSING_FIELD = "missing-field" Error "json"
        "a documented field is missing"
        "MX says that existing fields are not removed, so a missing one points to a filter or a \
         rewrite on the way. A consumer that reads a missing flag as false or a missing amount as \
         zero stores a wrong state. In a deleted body only guid, revision and user_guid are \
         errors and the other fields are info, because MX does not document what such a body \
         contains. A missing created_by is always info: MX calls it new.";

    UNKNOWN_FIELD = "unknown-field" Warning "json"
        "the body has a field that is not documented"
        "MX may add fields at any time, so a consumer has to ignore what it does not know. The \
         field is still worth a look: it can be misspelt, come from the REST API, or be a change \
         that is not documented yet. The help suggests the documented field that was probably \
         meant. After 1,000 such fields, one finding counts the rest.";

    WRONG_TYPE = "wrong-type" Error "json"
        "a value has the wrong JSON type"
        "Strict consumers reject the whole body for one value of the wrong type, and others \
         convert it without a word. Typical cases are a number in user_id, which loses its \
         leading zeros, a time as ISO 8601 text, an object in metadata, and 0, 1 or \"true\" for \
         a boolean. The finding names the expected type and the type found.";

    NULL_IDENTITY = "null-identity" Error "json"
        "action, guid, revision or user_guid is null"
        "These four fields say what happened, to which goal, in which order and to whom it \
         belongs. With one of them null a consumer cannot find the goal, or cannot tell whether \
         the delivery is newer than what it has. Set such a body aside instead of applying part \
         of it. history counts bodies without a guid or revision, but shows them in no timeline.";

    UNEXPECTED_NULL = "unexpected-null" Warning "json"
        "a field is null that should not be"
        "MX says that nulls may appear, but only completed_at, created_by, metadata, \
         projected_to_complete_at and user_id are documented as nullable. A database column or a \
         type that does not allow null fails on this body, and a null amount is not zero. Decide \
         what the null means before you store it. In a deleted body it is info.";

    UNKNOWN_VALUE = "unknown-value" Error "json"
        "action, goal_type_name or created_by is not one of the documented words"
        "Each of these three fields has a short list of documented words, and consumers branch on \
         them. Another word falls through every branch or stops the handler. Case matters: \
         SAVE_AMOUNT is documented, save_amount is not.";

    UNKNOWN_CATEGORY = "unknown-category" Warning "json"
        "meta_type is not a known category"
        "The webhook's documentation does not list the categories, so a new one can be genuine. A \
         consumer that chooses an icon or a report by category needs a fallback for it. First \
         rule out a misspelling or a difference in case.";

    DECIMAL_AS_STRING = "decimal-as-string" Warning "json"
        "an amount is written as text, such as \"750.00\""
        "The documented sample has amounts as JSON numbers, while other MX webhooks write them as \
         text. The value is read exactly and checked as usual. A consumer should accept both, \
         compare amounts by value, and never sort or add the text.";

    INTEGER_AS_DECIMAL = "integer-as-decimal" Warning "json"
        "an integer is written with a fraction or an exponent, such as 71.0"
        "The value is whole, but it is not written as an integer. A strict decoder rejects it, \
         and a lenient one may store it as floating point, which is inexact for large values. \
         Usually a program on the way has read the body and written it again. A value with a real \
         fraction, such as 71.5, is a wrong type instead.";

    NUMBER_OUT_OF_RANGE = "number-out-of-range" Error "json"
        "a number is too large or too precise to be kept exactly"
        "An integer has to fit into 64 bits with a sign, and a decimal into 28 digits. A consumer \
         that reads a number beyond that rounds it, wraps it around or fails, and the first two \
         leave no trace. goalpost rejects the number and never rounds it.";

    GUID_PREFIX = "guid-prefix" Warning "json"
        "an identifier does not begin with the prefix of its field"
        "The prefix says what an MX identifier names: GOL- a goal, ACT- an account, USR- a user. \
         With another prefix two fields were probably swapped, or the prefix was lost on the way. \
         A look-up by this identifier finds nothing, or the wrong record.";

    GUID_SHAPE = "guid-shape" Info "json"
        "an identifier is not lower-case hexadecimal in groups of 8-4-4-4-12"
        "Identifiers in the documented sample have this form after their prefix, but MX does not \
         promise that they are UUIDs, so this is not a fault. Keep identifiers as text and \
         compare them byte by byte. A database column of type UUID rejects this one or changes \
         its spelling.";

    BLANK_IDENTITY = "blank-identity" Error "json"
        "guid or user_guid is empty or blank"
        "The field is there and it is text, but it identifies nothing. In a consumer's store all \
         goals with a blank guid share one record, and each delivery overwrites the one before. \
         Set such a body aside instead of storing it.";
}
