//! Statistics that grow with a store: counts of its own articles beside the shipped ones.
//!
//! What: articles are counted in the order of their lane and the counts used for what comes later, frozen after every
//! [`FREEZE_PAGES`] pages, so that a reading depends on the order of the log alone and not on how it was cut into batches. Every
//! [`SAVE_PAGES`] they are due to be kept; from kept counts and the pages since, the same counts come again.
//! Limits: one lane knows nothing of the other; what was read before is not read again as the counts grow.

use crate::Statistics;
use crate::counts::{Counts, CountsError};
use crate::page::Page;
use std::sync::Arc;

/// Pages after which the counts are used.
pub const FREEZE_PAGES: u64 = 256;
/// Pages after which the counts are kept; a multiple of [`FREEZE_PAGES`].
pub const SAVE_PAGES: u64 = 2048;

/// Growing statistics of one lane.
#[derive(Clone, Debug, Default)]
pub struct Growth {
    pages: u64,
    counts: Counts,
    frozen: Option<Arc<Counts>>,
}

impl Growth {
    /// The statistics for the next article, one of `site`.
    pub fn statistics(&self, site: &str) -> Statistics {
        match &self.frozen {
            Some(counts) => Statistics::grown(counts.clone(), (self.pages / FREEZE_PAGES) as u32, site),
            None => Statistics::shipped(),
        }
    }

    /// Counts a page; says whether the counts are due to be kept.
    pub fn count(&mut self, page: &Page) -> bool {
        self.counts.add(page);
        self.pages += 1;
        if self.pages.is_multiple_of(FREEZE_PAGES) {
            self.freeze();
        }
        self.pages.is_multiple_of(SAVE_PAGES)
    }

    fn freeze(&mut self) {
        self.counts.bound();
        self.frozen = Some(Arc::new(self.counts.clone()));
    }

    /// What is kept, when it is due.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.pages.to_le_bytes().to_vec();
        bytes.extend(self.counts.to_bytes());
        bytes
    }

    /// Reads [`Growth::to_bytes`] back.
    pub fn from_bytes(bytes: &[u8]) -> Result<Growth, CountsError> {
        let (pages, counts) = bytes.split_first_chunk().ok_or(CountsError::NotWhole)?;
        let mut growth = Growth {
            pages: u64::from_le_bytes(*pages),
            counts: Counts::from_bytes(counts)?,
            frozen: None,
        };
        growth.freeze();
        Ok(growth)
    }
}

const _: () = assert!(SAVE_PAGES.is_multiple_of(FREEZE_PAGES));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse;
    use isnad_model::{Article, Block, BlockKind};

    const SITE: &str = "بوابة النهر";

    fn article(number: u64) -> Article {
        let paragraphs = [
            format!("عاد المركب رقم {number} إلى ميناء السلام بعد رحلة دامت {number} أيام."),
            "سلسلة حكايات البحارة القدامى".to_owned(),
        ];
        Article {
            title: Some(format!("عودة المركب {number}")),
            blocks: paragraphs
                .iter()
                .map(|text| Block::new(BlockKind::Paragraph, text))
                .collect(),
            ..Article::default()
        }
    }

    fn keywords(growth: &Growth, number: u64) -> Vec<String> {
        let reading = analyse(&article(number), &growth.statistics(SITE));
        reading.keywords.into_iter().map(|keyword| keyword.text).collect()
    }

    #[test]
    fn a_line_on_all_pages_of_a_site_is_no_keyword_once_that_is_known() {
        let mut growth = Growth::default();
        let names_sailors = |growth: &Growth| keywords(growth, 7).iter().any(|text| text.contains("البحارة"));
        assert!(names_sailors(&growth));
        for number in 0..FREEZE_PAGES {
            assert!(names_sailors(&growth), "nothing changes before the counts are frozen");
            growth.count(&Page::of(SITE, &article(number)));
        }
        assert!(!names_sailors(&growth), "{:?}", keywords(&growth, 7));
        assert!(keywords(&growth, 7).iter().any(|text| text.contains("المركب")));
        let elsewhere = analyse(&article(7), &growth.statistics("صحيفة الجبل"));
        let names_them = |keyword: &isnad_model::Keyword| keyword.text.contains("البحارة");
        assert!(elsewhere.keywords.iter().any(names_them), "{:?}", elsewhere.keywords);
    }

    #[test]
    fn a_word_that_becomes_common_loses_its_rarity_and_the_number_says_so() {
        let mut growth = Growth::default();
        let before = growth.statistics(SITE);
        for number in 0..FREEZE_PAGES {
            growth.count(&Page::of(SITE, &article(number)));
        }
        let after = growth.statistics(SITE);
        assert_eq!(
            after.document_frequency("المركب"),
            before.document_frequency("المركب") + FREEZE_PAGES as u32
        );
        assert_eq!(after.documents(), before.documents() + FREEZE_PAGES as u32);
        assert_ne!(after.number(), before.number());
    }

    #[test]
    fn kept_counts_and_the_pages_since_give_the_same_statistics() {
        let mut undisturbed = Growth::default();
        let mut kept = None;
        for number in 0..SAVE_PAGES + FREEZE_PAGES + 3 {
            if undisturbed.count(&Page::of(SITE, &article(number))) {
                kept = Some((number + 1, undisturbed.to_bytes()));
            }
        }
        let (next, bytes) = kept.expect("kept counts");
        let mut replayed = Growth::from_bytes(&bytes).expect("whole counts");
        for number in next..SAVE_PAGES + FREEZE_PAGES + 3 {
            replayed.count(&Page::of(SITE, &article(number)));
        }
        assert_eq!(replayed.to_bytes(), undisturbed.to_bytes());
        assert_eq!(replayed.statistics(SITE), undisturbed.statistics(SITE));
    }
}
