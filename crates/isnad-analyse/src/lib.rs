//! From an article to a reading: language, keywords, fingerprints.
