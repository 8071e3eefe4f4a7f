//! Findings, in a file for each format.

pub mod concise;
pub mod finding;
pub mod fingerprint;
pub mod github;
pub mod gitlab;
pub mod json;
pub mod jsonl;
pub mod junit;
pub mod marks;
pub mod sarif;
pub mod sarif_rules;
pub mod service;
pub mod text;
pub mod worst;
