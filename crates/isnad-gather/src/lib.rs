//! HTTP, robots, politeness, feeds and autodiscovery.

pub mod input;
