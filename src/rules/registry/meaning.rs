//! Rules on bodies with correct types but implausible values.

rules! { Meaning:
    MILLISECONDS_TIMESTAMP = "milliseconds-timestamp" Warning "json"
        "a time looks like milliseconds instead of seconds"
        "Times in this webhook are Unix seconds. This value is centuries away as seconds and an \
         ordinary date between 2000 and 2100 as milliseconds, so a program on the way probably \
         converted it. The help gives the seconds and the date that were probably meant.";

    IMPLAUSIBLE_TIME = "implausible-time" Warning "json"
        "a time is before 2000, or too far in the future"
        "The value is a number of seconds, but hardly the date of a real goal: before 2000, or \
         for completed_at from 2200 on, or for projected_to_complete_at after the year 9999. \
         Zero, which is 1970-01-01, usually means that a missing date became a number. MX does \
         project centuries ahead for small savings, so those dates are accepted. A consumer that \
         sorts or plots by this date gets a wrong picture.";

    COMPLETED_IN_FUTURE = "completed-in-future" Warning "json" ["--now", "2017-01-01"]
        "completed_at is later than --now"
        "A goal cannot be completed later than the delivery that says so. A wrong clock, a wrong \
         time zone or a date made up for a test are the usual causes. The rule needs --now, so \
         that the same capture always gives the same findings.";

    PROJECTION_PASSED = "projection-passed" Info "json" ["--now", "2017-06-01"]
        "an open goal was projected to be complete before --now"
        "MX computes the projection, and for a goal without progress it can be in the past. A \
         display that counts the remaining days shows a negative number. The rule needs --now, so \
         that the same capture always gives the same findings.";

    COMPLETED_WITHOUT_DATE = "completed-without-date" Warning "json"
        "the goal is complete, but completed_at is null"
        "A complete goal should say when it was completed. The two fields can be written \
         independently, so the combination can be real, but a report by month loses the goal. \
         Decide on a fallback, such as the time at which the delivery arrived.";

    DATE_WITHOUT_COMPLETION = "date-without-completion" Warning "json"
        "completed_at is set, but the goal is not complete"
        "The date says that the goal is complete and the flag says that it is not. The date may \
         be left over from a goal that was reopened. A consumer that uses the date in one place \
         and the flag in another contradicts itself.";

    SPENT_BEFORE_COMPLETION = "spent-before-completion" Warning "json"
        "has_been_spent is true, but the goal is not complete"
        "Money is normally spent once its goal is complete. The two flags can be written \
         independently, so the combination can be real. Code that derives one flag from the other \
         gets this goal wrong.";

    NON_POSITIVE_TARGET = "non-positive-target" Warning "json"
        "a SAVE_AMOUNT goal has a target of zero or less"
        "Progress is the current amount divided by the target, so a target of zero cannot be \
         divided by and a negative one gives a meaningless percentage. The milestone categories \
         SETUP_BUDGETS and START_MONEY_MANAGEMENT have nothing to save and are exempt. PAYOFF \
         goals are exempt too, because their amount is not a denominator.";

    TARGET_REACHED_BUT_OPEN = "target-reached-but-open" Info "json"
        "a SAVE_AMOUNT goal has reached its target, but is not complete"
        "MX computes current_amount, while is_complete is set by the user or the partner, so this \
         state is normal. A consumer should not mark the goal complete because of the amount. \
         Expect a progress of 100 percent and more.";

    MONEY_PRECISION = "money-precision" Info "json"
        "an amount has over 2 decimals or over 12 digits before the point"
        "Money is often stored as NUMERIC(14,2), which has 12 digits before the point and two \
         after it. An amount beyond that is rounded or rejected when it is stored, and then no \
         longer equals the amount that MX sent. goalpost keeps it exactly.";

    CATEGORY_MISMATCH = "category-mismatch" Info "json"
        "a SAVE_AMOUNT goal has a debt category"
        "Nothing forbids the pair, but it is unusual. A consumer that takes its wording from the \
         category alone may ask the user to save towards a credit card. Use goal_type_name to \
         decide what the amounts mean. A PAYOFF goal may have any category, as one in MX's own \
         example does.";

    POSITION_BELOW_ONE = "position-below-one" Warning "json"
        "position is zero or negative"
        "Positions count from 1 among a user's goals of one type and category. A zero is often a \
         list index that was stored as it was, or a default for a missing value. Goals can still \
         be sorted, but a rank shown to the user is wrong.";

    NEGATIVE_REVISION = "negative-revision" Error "json"
        "revision is negative"
        "The revision is the only key that orders the deliveries of a goal. A negative one has no \
         place among the others: a consumer that only accepts newer revisions drops it, or takes \
         it as the first. A counter that overflowed or a placeholder are likely causes.";

    REPEATED_IDENTIFIER = "repeated-identifier" Warning "json"
        "an identifier appears in the field of another"
        "The rule fires when two of guid, account_guid, user_guid and user_id are equal, or when \
         user_id begins with USR-, GOL- or ACT-. MX's page describes account_guid in the same \
         words as guid, so a program may well fill in the wrong one. A join with accounts, or \
         with the partner's own users, then finds nothing.";

    USER_ID_SHAPE = "user-id-shape" Info "json"
        "user_id is empty, too long or has unusual characters"
        "The user_id is the partner's own identifier, for which MX documents letters, digits, \
         hyphen and underscore, up to 1024 characters. Another one may fail in a URL, or be cut \
         where it is stored. Compare it as text, and never as a number: leading zeros count.";

    HIDDEN_CHARACTERS = "hidden-characters" Warning "json"
        "a text contains characters that can deceive"
        "Control characters, bidirectional overrides and invisible characters change how the text \
         around them is shown, or make two different names look the same. A name is typed by a \
         stranger, so it can be made to disturb a screen, a log or a terminal. What people need \
         to write is accepted: joiners in Persian and in the scripts of India, direction marks in \
         Hebrew and Arabic, emoji sequences and flags. Escape or remove the others before you \
         show the text.";

    BLANK_NAME = "blank-name" Info "json"
        "name is empty or blank"
        "The user sees nothing where the name should be. Names are free text, so this is not a \
         fault of the delivery. Show a fallback, such as the category.";
}
