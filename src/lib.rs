//! goalpost, an inspector for MX Goals webhooks.

pub mod capture;
pub mod check;
pub mod report;
pub mod rules;
pub mod text;
pub mod webhook;
