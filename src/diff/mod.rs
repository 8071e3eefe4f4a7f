//! What differs between two bodies: by value, exactly, field by field.
//!
//! A value in another spelling (750, 750.00, "750.00", another order of keys) is no difference.
//! Nothing here knows of files or formats; `render` prints comparisons.

pub mod change;
pub mod document;
pub mod movement;
pub mod patch;
pub mod side;
