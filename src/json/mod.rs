//! Reading JSON text; the only reader besides `serde_json`.

pub mod canonical;
pub mod decimal;
pub mod number;
pub mod plain;
pub mod pointer;
pub mod strings;
pub mod text;
pub mod walk;
