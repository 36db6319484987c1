//! Repair of scraped text.

pub mod glue;
