//! JSON API, health and metrics.
