//! goalpost, an inspector for MX Goals webhooks.

pub mod capture;
pub mod check;
pub mod examine;
pub mod exit;
pub mod input;
pub mod numbering;
pub mod pipeline;
pub mod render;
pub mod report;
pub mod rules;
pub mod select;
pub mod snippet;
pub mod text;
pub mod view;
pub mod webhook;
