//! From an article to a reading: language, keywords, fingerprints.

pub mod features;
