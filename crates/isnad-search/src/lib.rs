//! Full-text search over the store's log.
