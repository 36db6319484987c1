//! Runs the stages over the log.
