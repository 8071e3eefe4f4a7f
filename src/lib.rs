//! goalpost, an inspector for MX Goals webhooks.

pub mod render;
pub mod report;
pub mod rules;
pub mod text;
pub mod view;
pub mod webhook;
