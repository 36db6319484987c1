//! HTTP, robots, politeness, feeds and autodiscovery.
