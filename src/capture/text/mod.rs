//! Text of any kind with goal webhooks in it: logs, tables, SQL, shell, web pages, mails.
//!
//! [`anchor`] finds what only a goal webhook carries. [`find`] tells by the quotes around it how
//! the text was written, [`coding`] undoes exactly that, and [`look`] names what cannot be undone.

pub mod anchor;
mod binary;
pub mod coding;
pub mod cut;
mod entities;
pub mod find;
pub mod lines;
pub mod look;
pub mod opening;
mod quoting;
mod undo;
