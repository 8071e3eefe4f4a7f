//! JSON text: the only reader of it beside `serde_json`.

pub mod canonical;
pub mod number;
pub mod plain;
pub mod text;
pub mod walk;
