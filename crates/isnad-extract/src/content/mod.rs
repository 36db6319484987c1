//! The article's own text on a page.

mod body;
pub(crate) mod hints;
mod related;
mod root;
pub(crate) mod survey;
pub(crate) mod text;

pub(crate) use body::{Body, body};
