//! Which bodies and goals are chosen: by goal, user, action, fields, time and findings.

pub mod condition;
pub mod nearest;
pub mod passed;
pub mod selection;
pub mod wanted;

pub use condition::Condition;
pub use nearest::Nearest;
pub use passed::{Passed, nothing_matches};
pub use selection::{Choice, Selection};
pub use wanted::{WantedGuid, WantedUser};
