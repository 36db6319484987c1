//! What linking needs to know of an article's words: fingerprints and weighted terms.

/// Fingerprints and term vectors of one article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Features {
    /// Version of the fold that the fingerprints were made with.
    pub fold_version: u32,
    /// Number of words in the folded text.
    pub words: u32,
    /// Winnowed fingerprints of word shingles.
    pub fingerprints: Vec<u64>,
}
