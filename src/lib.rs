//! goalpost, an inspector for MX Goals webhooks.

pub mod report;
pub mod rules;
pub mod text;
pub mod webhook;
