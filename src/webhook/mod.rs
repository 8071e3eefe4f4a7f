//! The field table, bodies as cells, and typed values.

pub mod body;
pub mod field;
pub mod value;
