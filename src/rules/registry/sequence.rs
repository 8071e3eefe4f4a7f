//! Rules on the deliveries of one goal, ordered by revision. Only `history` applies them.

rules! { Sequence:
    DUPLICATE_DELIVERY = "duplicate-delivery" Info "ndjson"
        "the same revision and action arrive again with equal content"
        "MX retries a delivery that was not answered with success up to 12 times over about a \
         day, so one event can arrive 13 times. Content is compared by value: the order of keys \
         and the spelling of numbers do not count. A consumer has to recognise the revision, or \
         it counts and notifies twice.";

    CONFLICTING_REVISION = "conflicting-revision" Error "ndjson"
        "a revision arrives again with different identity or user-edited content"
        "A revision is one state of the goal, so all deliveries of it should agree. Here they \
         differ in what the user edited or in whose goal it is, and nothing says which one is \
         right. A consumer that keeps the first and one that keeps the last end up with different \
         goals.";

    CONFLICTING_COMPUTED = "conflicting-computed" Warning "ndjson"
        "a revision arrives again with different computed values"
        "Only current_amount or projected_to_complete_at differ, probably because MX recalculated \
         them without a new revision. A consumer that drops every revision it already has misses \
         the later value. Keep the delivery that arrives last.";

    CONFLICTING_ACTION = "conflicting-action" Warning "ndjson"
        "a revision arrives again with another action and equal content"
        "The goal is the same in both deliveries, but one says created and the other updated, for \
         example. A handler that branches on the action works twice for one change. Recognise \
         repeats by guid and revision, without the action.";

    STALE_DELIVERY = "stale-delivery" Info "ndjson"
        "a lower revision arrives after a higher one"
        "MX promises no order, and a retried delivery can arrive hours after newer ones. A \
         consumer that applies it sets the goal back to an old state. Keep the highest revision \
         of each goal and drop what is below it. Arrival is by received times where every \
         delivery of the goal has one, and otherwise the order of the capture, because two \
         orders cannot be mixed.";

    REVISION_GAP = "revision-gap" Info "ndjson"
        "revisions are missing between two deliveries"
        "A caller of MX's API can suppress events, a delivery can still be on its way, and a \
         capture can be incomplete, so gaps are normal. Each delivery contains the whole goal, so \
         the latest state is right all the same. A consumer should not wait for the missing \
         revisions.";

    STARTS_LATE = "starts-late" Info "ndjson"
        "the first delivery of a goal is not its creation"
        "The lowest revision of the goal is not its creation: the capture begins in the middle of \
         the goal's life, or the creation event was suppressed. A creation that merely arrives \
         late counts, and one at a higher revision is created-again. A consumer has to accept an \
         update of a goal that it does not know and store it as a new one. What happened before \
         this revision is unknown.";

    CREATED_AGAIN = "created-again" Warning "ndjson"
        "a goal is created at a second revision, or above an update"
        "A goal is created once, so its creation belongs to one revision, below every update. The \
         rule fires for a second creation, and for the only one if an update has a lower \
         revision. A creation at a high revision alone is normal: MX's own sample has 71. A \
         handler that inserts a row on created fails here, or overwrites what it has. Insert or \
         replace by guid for created and updated alike.";

    AFTER_DELETE = "after-delete" Error "ndjson"
        "a delivery has a higher revision than the goal's deletion"
        "The goal was deleted and then changed, so the two deliveries contradict each other. A \
         consumer that applies the later one brings a deleted goal back, and one that ignores it \
         may lose a goal that still exists. Look at both deliveries before you trust either.";

    LATE_AFTER_DELETE = "late-after-delete" Info "ndjson"
        "a delivery arrives after the goal's deletion with no higher revision"
        "The delivery is from before the deletion and is late or repeated, which is normal. A \
         consumer that forgets a deleted goal takes the delivery for a new one and brings the \
         goal back. Keep the guid and the revision of a deletion for at least the day over which \
         MX retries.";

    DELETED_AGAIN = "deleted-again" Warning "ndjson"
        "a goal is deleted at a second revision"
        "A repeat of one deletion has the same revision, so this is a second event. A handler \
         that fails when the goal is already gone answers with an error and receives the delivery \
         again. Deleting what is not there should succeed.";

    UNCHANGED_REVISION = "unchanged-revision" Info "ndjson"
        "a higher revision changes nothing"
        "Every field but the revision equals the delivery before it. What changed may be \
         something that the webhook does not carry, or may have been changed back. A consumer \
         should keep the new revision without notifying the user.";

    USER_CHANGED = "user-changed" Error "ndjson"
        "the user_guid of a goal changes"
        "A goal belongs to one user, and that should never change. A consumer that applies the \
         delivery shows the money of one person to another. Do not apply it before you know the \
         cause, such as captures of two systems in one file.";

    USER_ID_CHANGED = "user-id-changed" Warning "ndjson"
        "the user_id of a goal changes"
        "The partner's own identifier of the user should stay the same for the life of a goal. A \
         join on user_id splits the goal's history at this revision. The partner may have renamed \
         the user, so user_guid is the safer key.";

    GOAL_REPURPOSED = "goal-repurposed" Info "ndjson"
        "the type, category or account of a goal changes"
        "These fields can be edited, so this is normal. From this revision on the amounts can \
         mean something else: another type turns money saved into remaining debt, and another \
         account has another balance. Do not draw one line of progress across it.";

    PROVENANCE_CHANGED = "provenance-changed" Warning "ndjson"
        "the created_by of a goal changes"
        "Who created a goal is a fact of the past. MX says that the field is not populated yet, \
         so a change from null to a value is expected and only info. A change from one value to \
         another makes every count by creator doubtful.";

    COMPLETION_REVERSED = "completion-reversed" Warning "ndjson"
        "a complete or spent goal is open again, or its completion date moves"
        "The rule fires when is_complete or has_been_spent goes back to false, or when \
         completed_at is cleared or changes. The fields can be edited, so it can be real, but a \
         consumer may already have congratulated the user. Tie such actions to the goal, so that \
         each happens once.";

    GUID_CASE = "guid-case" Warning "ndjson"
        "two guids of goals differ only in upper and lower case"
        "This is probably one goal, and a program on the way changed the case of its guid. A \
         database that ignores case stores one goal and another one stores two. Find the program \
         that changes identifiers before you join the histories.";
}
