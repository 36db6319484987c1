//! What analysis knows of the world: how common words are. Immutable and numbered.
//!
//! A reading names the number of the statistics it was made with, so that two readings of one article
//! made with the same analyser and the same statistics are equal.
//! Limits: the shipped snapshot counts Arabic news of 2014 to 2018; a word it does not know is rare.

use isnad_text::vocabulary;

/// Number of the shipped snapshot; it rises whenever the vocabulary file is made anew.
const SHIPPED: u32 = 1;
/// A word the snapshot does not know is taken to stand in so many documents.
const UNKNOWN_DOCUMENTS: u32 = 3;

/// A snapshot of word statistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statistics {
    number: u32,
}

impl Statistics {
    /// The snapshot that is part of the program.
    pub fn shipped() -> Statistics {
        Statistics { number: SHIPPED }
    }

    /// Its number, kept in every reading made with it.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Documents counted.
    pub fn documents(&self) -> u32 {
        vocabulary::DOCUMENTS
    }

    /// In how many of them a folded word stood; 0 if it is not known.
    pub fn document_frequency(&self, folded: &str) -> u32 {
        vocabulary::document_frequency(folded)
    }

    /// Inverse document frequency of a word that stands in so many documents, natural logarithm.
    pub fn rarity(&self, document_frequency: u32) -> f32 {
        let documents = f64::from(self.documents().max(1));
        (documents / f64::from(document_frequency.max(UNKNOWN_DOCUMENTS)))
            .ln()
            .max(0.0) as f32
    }
}
