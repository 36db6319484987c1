//! What analysis knows of the world: how common words are. Immutable and numbered.
//!
//! A reading names the number of the statistics it was made with, so that two readings of one article
//! made with the same analyser and the same statistics are equal: the shipped ones, or those of one lane of one store.
//! Limits: the shipped snapshot counts Arabic news of 2014 to 2018; a word it does not know is rare until the store's own
//! articles have it.

use crate::counts::Counts;
use crate::page;
use isnad_text::vocabulary;
use std::sync::Arc;

/// Number of the shipped snapshot; it rises whenever the vocabulary file is made anew.
const SHIPPED: u32 = 1;
/// Numbers of shipped snapshots lie below this; above it stands how often a lane's own counts were frozen.
const SHIPPED_NUMBERS: u32 = 256;
/// A word the snapshot does not know is taken to stand in so many documents.
const UNKNOWN_DOCUMENTS: u32 = 3;

/// A snapshot of word statistics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statistics {
    number: u32,
    own: Option<Own>,
}

/// What a store has counted itself.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Own {
    counts: Arc<Counts>,
    site: u32,
}

impl Statistics {
    /// The snapshot that is part of the program.
    pub fn shipped() -> Statistics {
        Statistics {
            number: SHIPPED,
            own: None,
        }
    }

    /// The shipped snapshot with counts of a store, frozen so often, for an article of `site`.
    pub(crate) fn grown(counts: Arc<Counts>, frozen: u32, site: &str) -> Statistics {
        Statistics {
            number: SHIPPED + SHIPPED_NUMBERS.saturating_mul(frozen),
            own: Some(Own {
                counts,
                site: page::key(site),
            }),
        }
    }

    /// Its number, kept in every reading made with it.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Documents counted.
    pub fn documents(&self) -> u32 {
        self.shipped_documents() + self.own.as_ref().map_or(0, |own| own.counts.documents())
    }

    /// In how many of them a folded word stood; 0 if it is not known.
    pub fn document_frequency(&self, folded: &str) -> u32 {
        let own = self
            .own
            .as_ref()
            .map_or(0, |own| own.counts.document_frequency(page::key(folded)));
        self.shipped_document_frequency(folded).saturating_add(own)
    }

    /// Documents counted by the shipped snapshot alone: what is compared between articles of any time rests on it.
    pub fn shipped_documents(&self) -> u32 {
        vocabulary::DOCUMENTS
    }

    /// In how many of those a folded word stood.
    pub fn shipped_document_frequency(&self, folded: &str) -> u32 {
        vocabulary::document_frequency(folded)
    }

    /// Runs of words that belong to the interface of the article's site, ascending.
    pub(crate) fn formulas(&self) -> &[u32] {
        self.own.as_ref().map_or(&[], |own| own.counts.formulas(own.site))
    }

    /// Inverse document frequency of a word that stands in so many documents, natural logarithm.
    pub fn rarity(&self, document_frequency: u32) -> f32 {
        let documents = f64::from(self.documents().max(1));
        (documents / f64::from(document_frequency.max(UNKNOWN_DOCUMENTS)))
            .ln()
            .max(0.0) as f32
    }
}
