//! Text of any kind with goal webhooks in it: logs, tables, SQL, shell, web pages, mails.
//!
//! [`anchor`] finds what only a goal webhook carries. [`find`] tells by the quotes around it how
//! the text was written, [`coding`] undoes exactly that, and [`unread`] names what cannot be undone.

pub mod anchor;
mod around;
mod binary;
pub mod block_cut;
pub mod coding;
mod entities;
pub mod find;
pub mod lines;
pub mod opening;
mod quoting;
mod undo;
pub mod unread;
