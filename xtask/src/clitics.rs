//! The clitic segmenter's gold and learner, shared by `train` and `evaluate`.

pub mod gold;
pub mod learner;
