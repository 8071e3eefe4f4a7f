//! The sentences of the groups sequence and user, one place for each.

use super::sequence_problem::SequenceProblem as Problem;

/// What happened, in one sentence without a full stop.
pub fn message(problem: &Problem) -> String {
    match problem {
        Problem::DuplicateDelivery { revision, after: None } => {
            format!("revision {revision} was delivered again")
        }
        Problem::DuplicateDelivery { revision, after: Some(after) } => {
            format!("revision {revision} was delivered again, after revision {after}")
        }
        Problem::ConflictingRevision { revision } => {
            format!("revision {revision} was delivered with different content")
        }
        Problem::ConflictingComputed { revision } => {
            format!("revision {revision} was delivered with different computed values")
        }
        Problem::ConflictingAction { revision, actions: [first, second] } => {
            format!("revision {revision} was delivered as {first} and as {second}")
        }
        Problem::StaleDelivery { revision, after } => {
            format!("revision {revision} arrived after revision {after}")
        }
        Problem::RevisionGap { first, last } => match i128::from(*last) - i128::from(*first) {
            0 => format!("revision {first} was not delivered"),
            1 => format!("revisions {first} and {last} were not delivered"),
            _ => format!("revisions {first} to {last} were not delivered"),
        },
        Problem::StartsLate { revision, action } => {
            format!("the first revision seen is {revision}, {action} and not created")
        }
        Problem::CreatedAgain { revision, above } => {
            format!("revision {revision} is created, above revision {above}")
        }
        Problem::AfterDelete { revision, deleted } => {
            format!("revision {revision} is above the deletion at revision {deleted}")
        }
        Problem::LateAfterDelete { revision, deleted } => {
            format!("revision {revision} arrived after the deletion at revision {deleted}")
        }
        Problem::DeletedAgain { revision, deleted } => {
            format!("the goal is deleted at revision {revision} after revision {deleted}")
        }
        Problem::UnchangedRevision { revision, before } => {
            format!("revision {revision} changes nothing since revision {before}")
        }
        Problem::UserChanged { revision } => format!("user_guid changes at revision {revision}"),
        Problem::UserIdChanged { revision } => format!("user_id changes at revision {revision}"),
        Problem::GoalRepurposed { revision, fields } => {
            let verb = if fields.len() == 1 { "changes" } else { "change" };
            format!("{} {verb} at revision {revision}", fields.join(" and "))
        }
        Problem::ProvenanceChanged { revision, from_null: true } => {
            format!("created_by gets a value at revision {revision}")
        }
        Problem::ProvenanceChanged { revision, .. } => {
            format!("created_by changes at revision {revision}")
        }
        Problem::CompletionReversed { revision, fields } => {
            format!("{} at revision {revision}", fields.join(" and "))
        }
        Problem::GuidCase => "another goal's guid differs only in upper and lower case".to_owned(),
        Problem::SharedPosition { position } => {
            format!("two open goals of one user and type have position {position}")
        }
        Problem::SharedAccount => {
            "two incomplete goals of one user are tied to the same account".to_owned()
        }
        Problem::SplitUser => "one user_guid has goals with several user_ids".to_owned(),
    }
}

/// What to do next, where there is something to say.
pub fn help(problem: &Problem) -> Option<String> {
    let sentence = match problem {
        Problem::ConflictingRevision { .. } => {
            "ask the API which one is right: the revision does not tell"
        }
        Problem::ConflictingComputed { .. } => "take the delivery that arrives last",
        Problem::ConflictingAction { .. } => "recognise repeats by guid and revision alone",
        Problem::RevisionGap { .. } => {
            "sends can be suppressed or late; each delivery holds the whole goal"
        }
        Problem::StaleDelivery { .. } => "keep the highest revision and drop what is below it",
        Problem::LateAfterDelete { .. } => "do not bring the goal back",
        Problem::CreatedAgain { .. } => "insert or replace by guid for created and updated alike",
        Problem::AfterDelete { .. } => "look at both deliveries before either is trusted",
        Problem::UserChanged { .. } => {
            "do not apply it before the cause is known: it shows one person's money to another"
        }
        Problem::GuidCase => "find the program that changes the case of identifiers",
        Problem::SharedAccount => "do not add the two goals up",
        Problem::SplitUser | Problem::UserIdChanged { .. } => "join on user_guid",
        _ => return None,
    };
    Some(sentence.to_owned())
}
