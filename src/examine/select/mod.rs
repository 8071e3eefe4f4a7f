//! Filters for bodies and goals: by goal, user, action, fields, time and findings.

pub mod condition;
pub mod order;
pub mod passed;
pub mod selection;

pub use condition::Condition;
pub use order::{Key, Order, Subject, no_such_field};
pub use passed::{BODIES, GOALS, Nearest, Passed, nothing_matches};
pub use selection::{Choice, Selection, WantedGuid, WantedUser};
