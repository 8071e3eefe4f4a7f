//! Rules on the latest states of all goals of one user. Only `history` applies them.

rules! { User:
    SHARED_POSITION = "shared-position" Info "ndjson"
        "two open goals of one user, type and category have the same position"
        "The position is the priority among the user's goals of one type and category, so each \
         should have its own. Moving one goal can change the positions of others, which arrive \
         one by one, and until the last of them two goals can share a position. Sort by position \
         and then by guid, so that the order is stable.";

    SHARED_ACCOUNT = "shared-account" Warning "ndjson"
        "two incomplete goals of one user use the same account"
        "The balance of one account counts towards both goals, so the same money is shown twice. \
         A sum over the goals of the user is then too high. Show both goals, but do not add them \
         up.";

    SPLIT_USER = "split-user" Warning "ndjson"
        "one user_guid has goals with several user_ids"
        "MX sees one user where the partner's identifiers name several. A join on user_id gives \
         each of them only some of the goals, and perhaps to the wrong person. Use user_guid as \
         the key until you know the cause.";

    SHARED_USER_ID = "shared-user-id" Warning "ndjson"
        "one user_id belongs to several user_guids"
        "The partner's identifier names one person where MX sees several users, as when somebody \
         was deleted at MX and enrolled again, or when two people were given one identifier. A \
         join on user_id then shows all of them together. Find out which it is before you join on it.";
}
