//! Text of any kind with goal webhooks in it: logs, tables, SQL, shell, web pages, mails.
//!
//! [`anchor`] finds what only a goal webhook contains. [`find`] determines the coding by the quotes
//! around it, [`coding`] decodes it, and [`unread`] describes what cannot be decoded.

mod alphabet;
pub mod anchor;
mod around;
mod binary;
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
pub mod record;
mod replaced;
mod separator;
pub mod signs;
pub mod split_lines;
mod undo;
pub mod unread;
