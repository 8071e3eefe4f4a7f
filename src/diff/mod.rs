//! The exact differences of two bodies, field by field, by value.
//!
//! The same value written differently (750, 750.00, "750.00", another order of keys) is not a
//! difference. `render` prints comparisons.

pub mod change;
pub mod document;
pub mod movement;
pub mod patch;
pub mod side;
