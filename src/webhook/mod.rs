//! One webhook body: the field table, its decoding into cells, and their typed values.

pub mod body;
pub mod field;
pub mod value;
