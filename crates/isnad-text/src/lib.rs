//! Arabic-first text: folding, words, sentences, dates, language. Text only, no I/O.
//!
//! What: the functions every other crate uses to compare and cut text. Why: one spelling of a rule in
//! one place, so that search, fingerprints and keywords agree on what a word is.
//! Limits: each module states its own.

pub mod agencies;
pub mod clitics;
pub mod dates;
mod fold;
pub mod language;
pub mod lemma;
pub mod markers;
pub mod numbers;
mod sentences;
pub mod stem;
pub mod stop_words;
pub mod vocabulary;
mod words;

pub use fold::{FOLD_VERSION, bare, fold, fold_into};
pub use sentences::{Sentence, sentences};
pub use words::{Word, words};
