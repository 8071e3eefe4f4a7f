//! Text of any kind with goal webhooks in it: logs, tables, SQL, shell, web pages, mails.
//!
//! [`anchor`] finds what only a goal webhook carries. [`find`] tells by the quotes around it how
//! the text was written, [`coding`] undoes exactly that, and [`unread`] names what cannot be undone.

mod alphabet;
pub mod anchor;
mod around;
mod binary;
pub mod block_cut;
mod c_string;
pub mod coding;
mod dump;
mod entities;
mod escaped_key;
pub mod find;
pub mod lines;
mod literal;
mod mail;
pub mod opening;
mod quoting;
mod replaced;
pub mod signs;
mod undo;
pub mod unread;
