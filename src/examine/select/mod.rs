//! Filters for bodies and goals: by goal, user, action, fields, time and findings.

pub mod condition;
pub mod nearest;
pub mod order;
pub mod passed;
pub mod selection;
pub mod subject;
pub mod wanted;

pub use condition::Condition;
pub use nearest::Nearest;
pub use order::{Key, Order};
pub use passed::{Passed, nothing_matches};
pub use selection::{Choice, Selection};
pub use subject::{Subject, no_such_field};
pub use wanted::{WantedGuid, WantedUser};
