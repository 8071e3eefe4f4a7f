//! Rules that hold a body against the documented fields.

rules! { Schema:
    MISSING_FIELD = "missing-field" Error "json"
        "a documented field is absent"
        "MX says that existing fields are not removed, so an absent one points to a filter or a \
         rewrite on the way. A consumer that reads an absent flag as false or an absent amount as \
         zero stores a wrong state. In a deleted body only guid, revision and user_guid are \
         errors and the other fields are warnings, because MX does not document what such a body \
         holds.";

    UNKNOWN_FIELD = "unknown-field" Warning "json"
        "a field stands in the body that is not documented"
        "MX may add fields at any time, so a consumer has to ignore what it does not know. The \
         field is still worth a look: it can be misspelt, be a name of the REST API, or be a \
         change that is not documented yet. The help names the documented field that was probably \
         meant, where there is one.";

    WRONG_TYPE = "wrong-type" Error "json"
        "a value has another JSON type than the documented one"
        "Strict consumers refuse the whole body for one value of the wrong type, and others \
         convert it without a word. Typical cases are a number in user_id, which loses its \
         leading zeros, a time as ISO 8601 text, an object in metadata, and 0, 1 or \"true\" for \
         a boolean. The finding names the type that is expected and the type that is there.";

    NULL_IDENTITY = "null-identity" Error "json"
        "action, guid, revision or user_guid is null"
        "These four fields say what happened, to which goal, in which order and to whom it \
         belongs. With one of them null a consumer cannot find the goal, or cannot tell whether \
         the delivery is newer than what it holds. Set such a body aside instead of applying a \
         part of it.";

    UNEXPECTED_NULL = "unexpected-null" Warning "json"
        "a field is null that is not documented with null"
        "MX says that nulls may appear, but only completed_at, created_by, metadata, \
         projected_to_complete_at and user_id are documented with them. A database column or a \
         type that does not allow null fails on this body, and a null amount is not zero. Decide \
         what the null means before it is stored.";

    UNKNOWN_VALUE = "unknown-value" Error "json"
        "action, goal_type_name or created_by holds a word that is not documented"
        "Each of these three fields has a short list of documented words, and consumers branch on \
         them. Another word falls through every branch or stops the handler. Upper and lower case \
         count: SAVE_AMOUNT is documented, save_amount is not.";

    UNKNOWN_CATEGORY = "unknown-category" Warning "json"
        "meta_type holds a category that is not known"
        "The page of the webhook does not list the categories, so a new one can be genuine. A \
         consumer that chooses an icon or a report by category needs a fallback for it. First \
         rule out a misspelling and other letter case.";

    DECIMAL_AS_STRING = "decimal-as-string" Warning "json"
        "an amount is written as text, such as \"750.00\""
        "The documented sample has amounts as JSON numbers, while other MX webhooks write them as \
         text. The value is read exactly and checked as usual. A consumer should read both \
         spellings, compare amounts by value, and never sort or add the text.";

    INTEGER_AS_DECIMAL = "integer-as-decimal" Warning "json"
        "an integer is written with a fraction or an exponent, such as 71.0"
        "The value is whole, but the spelling is not that of an integer. A strict decoder refuses \
         it, and a lenient one may hold it as floating point, which is inexact for large values. \
         Mostly a program on the way has read the body and written it again. A value with a real \
         fraction, such as 71.5, is a wrong type instead.";

    NUMBER_OUT_OF_RANGE = "number-out-of-range" Error "json"
        "a number is too large or too precise to be held exactly"
        "An integer has to fit into 64 bits with a sign, and a decimal into 28 digits. A consumer \
         that reads a number beyond that rounds it, wraps it around or fails, and the first two \
         leave no trace. Here the number is refused and never rounded.";

    GUID_PREFIX = "guid-prefix" Warning "json"
        "an identifier does not begin with the prefix of its field"
        "The prefix says what an MX identifier names: GOL- a goal, ACT- an account, USR- a user. \
         With another prefix two fields were probably swapped, or the prefix was lost on the way. \
         A look-up by this identifier then finds nothing, or the wrong record.";

    GUID_SHAPE = "guid-shape" Info "json"
        "an identifier is not lower-case hexadecimal of the form 8-4-4-4-12 after its prefix"
        "Identifiers in the documented sample have this form, but MX does not promise that they \
         are UUIDs, so this is no fault. Keep identifiers as text and compare them byte by byte. \
         A database column of a UUID type refuses this one or changes its spelling.";

    BLANK_IDENTITY = "blank-identity" Error "json"
        "guid or user_guid is empty or blank"
        "The field is there and it is text, but it identifies nothing. In a consumer's store all \
         goals with a blank guid share one record, and each delivery overwrites the one before. \
         Set such a body aside instead of storing it.";
}
