//! Pairs the deliveries of two captures by goal, revision and content, so that neither order nor
//! duplicates make a difference.

use std::collections::HashMap;

use super::delivery::{Action, Delivery};
use super::ledger::Ledger;

/// The match of a delivery of the old capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// The new capture has an equal one.
    Same,
    /// The new capture has this one instead (index in its ledger).
    Differs(u32),
    /// The new capture has none.
    Alone,
    /// A duplicate of an earlier one.
    Repeat,
}

#[derive(Debug)]
pub struct Matches {
    /// One for each delivery of the old capture, in capture order.
    pub old: Vec<Match>,
    /// The deliveries that only the new capture has, in capture order.
    pub only_new: Vec<u32>,
}

/// The compared content of a delivery.
type Content = (i64, u64, u64, Option<Action>);

/// Matches two captures with digests of the same digester.
pub fn pairs(old: &Ledger, new: &Ledger, with_action: bool) -> Matches {
    let mut matches =
        Matches { old: vec![Match::Repeat; old.deliveries.len()], only_new: Vec::new() };
    let (old_goals, new_goals) = (old.by_goal(), new.by_goal());
    let numbers: HashMap<&str, u32> =
        (0..).take(new.goals.len()).map(|number| (new.goals.name(number), number)).collect();
    let content = |delivery: &Delivery| -> Content {
        let action = with_action.then_some(delivery.action);
        (delivery.revision, delivery.edited, delivery.computed, action)
    };
    let mut seen = vec![false; new.goals.len()];
    for goal in (0..).take(old.goals.len()) {
        let before = old_goals.of(goal);
        let after = match numbers.get(old.goals.name(goal)) {
            Some(number) => {
                seen[*number as usize] = true;
                new_goals.of(*number)
            }
            None => &[],
        };
        let befores = distinct(&old.deliveries, before, content);
        let mut afters = distinct(&new.deliveries, after, content);
        let mut rest = Vec::new();
        for (key, index) in sorted(&befores) {
            if afters.remove(&key).is_some() {
                matches.old[index as usize] = Match::Same;
            } else {
                rest.push((key.0, index));
            }
        }
        // What remains of a revision on both sides is paired in capture order.
        let mut left: HashMap<i64, std::collections::VecDeque<u32>> = HashMap::new();
        for (key, index) in sorted(&afters) {
            left.entry(key.0).or_default().push_back(index);
        }
        for (revision, index) in rest {
            let like = left.get_mut(&revision).and_then(std::collections::VecDeque::pop_front);
            matches.old[index as usize] = like.map_or(Match::Alone, Match::Differs);
        }
        matches.only_new.extend(left.into_values().flatten());
    }
    for goal in (0..).take(new.goals.len()).filter(|goal| !seen[*goal as usize]) {
        let alone = distinct(&new.deliveries, new_goals.of(goal), content);
        matches.only_new.extend(alone.into_values());
    }
    matches.only_new.sort_unstable();
    matches
}

/// The first delivery of each content.
fn distinct(
    deliveries: &[Delivery],
    of_goal: &[u32],
    content: impl Fn(&Delivery) -> Content,
) -> HashMap<Content, u32> {
    let mut distinct = HashMap::with_capacity(of_goal.len());
    for index in of_goal {
        distinct.entry(content(&deliveries[*index as usize])).or_insert(*index);
    }
    distinct
}

/// The contents in the order of their deliveries.
fn sorted(contents: &HashMap<Content, u32>) -> Vec<(Content, u32)> {
    let mut sorted: Vec<(Content, u32)> =
        contents.iter().map(|(content, index)| (*content, *index)).collect();
    sorted.sort_unstable_by_key(|(_, index)| *index);
    sorted
}
