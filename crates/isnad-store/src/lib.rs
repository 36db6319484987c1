//! The truth: SQLite, captures in WARC, the change log.
