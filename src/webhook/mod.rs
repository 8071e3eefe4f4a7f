//! One webhook body: the field table, its decoding into cells, and their typed values.

pub mod body;
pub mod decimal;
pub mod field;
pub mod text;
pub mod value;
