//! Names of persons, places and organizations.
//!
//! What: a sequence tagger over words, lists and learned word classes finds mentions; mentions of one name are joined.
//! Why: names are what a reader asks for, and what tells stories apart.
//! Limits: Arabic only.

mod alias;
mod article;
pub mod clitics;
pub mod feature;
mod frames;
mod join;
pub mod kind;
pub mod lexicon;
pub mod model;
pub mod sentence;
pub mod span;
mod spread;
pub mod table;

pub use alias::key;
pub use article::names;
pub use join::NAME_LIMIT;

#[cfg(test)]
mod tests;
