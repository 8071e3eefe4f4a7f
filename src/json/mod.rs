//! Reading JSON text; the only reader besides `serde_json`.

pub mod canonical;
pub mod number;
pub mod plain;
pub mod text;
pub mod walk;
