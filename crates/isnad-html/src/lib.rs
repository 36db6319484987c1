//! A flat zero-copy HTML tree, charset detection included.
