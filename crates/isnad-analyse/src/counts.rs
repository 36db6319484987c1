//! Counts of the articles that a store has read: in how many each word stood, and which runs of words recur on the pages of
//! a site.
//!
//! What: document frequencies beside the shipped ones, so that a name of last week is no rarity for ever; and the formulas of
//! a site (runs of three words, or short paragraphs as a whole, that stand on half of its last [`WINDOW_PAGES`] pages), which
//! belong to its interface. Limits: bounded by forgetting the rarest words (after the lossy counting of Manku and Motwani 2002)
//! and the least read sites. The same pages in the same order give the same counts and bytes.

use crate::page::Page;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use thiserror::Error;

/// Words that are counted, at most.
const MOST_WORDS: usize = 200_000;
/// Runs of words that are counted of all sites together, at most.
const MOST_RUNS: usize = 200_000;
/// Pages of a site after which its formulas are decided, and its runs counted anew.
pub const WINDOW_PAGES: u32 = 32;
/// A formula stands on one of so many of them, or more often.
const ONE_IN: u32 = 2;
/// Why stored counts cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CountsError {
    /// They end early, or go on after their end.
    #[error("the counts are not whole")]
    NotWhole,
}

/// Counts over pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    documents: u32,
    words: FxHashMap<u32, u32>,
    sites: BTreeMap<u32, Site>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Site {
    /// Pages of the open window.
    pages: u32,
    /// Runs of the open window with the number of pages.
    runs: BTreeMap<u32, u32>,
    /// Formulas of the last full window, ascending.
    formulas: Vec<u32>,
}

impl Counts {
    pub fn documents(&self) -> u32 {
        self.documents
    }

    /// In how many documents a word stood.
    pub fn document_frequency(&self, word: u32) -> u32 {
        self.words.get(&word).copied().unwrap_or(0)
    }

    /// The formulas of a site, ascending.
    pub fn formulas(&self, site: u32) -> &[u32] {
        self.sites.get(&site).map_or(&[], |site| &site.formulas)
    }

    pub fn add(&mut self, page: &Page) {
        self.documents = self.documents.saturating_add(1);
        for word in &page.words {
            *self.words.entry(*word).or_insert(0) += 1;
        }
        let site = self.sites.entry(page.site).or_default();
        site.pages += 1;
        for run in &page.runs {
            *site.runs.entry(*run).or_insert(0) += 1;
        }
        if site.pages == WINDOW_PAGES {
            let runs = std::mem::take(&mut site.runs);
            let formulas = runs.into_iter().filter(|(_, pages)| pages * ONE_IN >= WINDOW_PAGES);
            site.formulas = formulas.map(|(run, _)| run).collect();
            site.pages = 0;
        }
    }

    /// Forgets the rarest words and the least read sites where there are too many.
    pub fn bound(&mut self) {
        let mut rarest = 1;
        while self.words.len() > MOST_WORDS {
            self.words.retain(|_, documents| *documents > rarest);
            rarest += 1;
        }
        let mut runs: usize = self.sites.values().map(|site| site.runs.len()).sum();
        let mut fewest = 1;
        while runs > MOST_RUNS {
            self.sites
                .retain(|_, site| site.pages > fewest || !site.formulas.is_empty());
            for site in self.sites.values_mut().filter(|site| site.pages <= fewest) {
                site.pages = 0;
                site.runs.clear();
            }
            runs = self.sites.values().map(|site| site.runs.len()).sum();
            fewest += 1;
        }
    }

    /// All numbers as little-endian, each list after its length, ascending.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut words: Vec<(u32, u32)> = self.words.iter().map(|(word, documents)| (*word, *documents)).collect();
        words.sort_unstable();
        let mut numbers = vec![self.documents, words.len() as u32];
        numbers.extend(words.iter().flat_map(|(word, documents)| [*word, *documents]));
        numbers.push(self.sites.len() as u32);
        for (key, site) in &self.sites {
            numbers.extend([*key, site.pages, site.runs.len() as u32]);
            numbers.extend(site.runs.iter().flat_map(|(run, pages)| [*run, *pages]));
            numbers.push(site.formulas.len() as u32);
            numbers.extend(&site.formulas);
        }
        numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    /// Reads [`Counts::to_bytes`] back.
    pub fn from_bytes(bytes: &[u8]) -> Result<Counts, CountsError> {
        let mut chunks = bytes.chunks_exact(4);
        let is_even = chunks.remainder().is_empty();
        let mut next = || -> Result<u32, CountsError> {
            let four = chunks.next().and_then(|four| four.try_into().ok());
            four.map(u32::from_le_bytes).ok_or(CountsError::NotWhole)
        };
        let mut counts = Counts {
            documents: next()?,
            ..Counts::default()
        };
        for _ in 0..next()? {
            counts.words.insert(next()?, next()?);
        }
        for _ in 0..next()? {
            let key = next()?;
            let mut site = Site {
                pages: next()?,
                ..Site::default()
            };
            for _ in 0..next()? {
                site.runs.insert(next()?, next()?);
            }
            for _ in 0..next()? {
                site.formulas.push(next()?);
            }
            counts.sites.insert(key, site);
        }
        let is_at_end = next().is_err();
        (is_even && is_at_end).then_some(counts).ok_or(CountsError::NotWhole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{key, runs};
    use isnad_model::{Article, Block, BlockKind};
    use proptest::prelude::*;

    fn page(site: &str, text: &str) -> Page {
        let article = Article {
            blocks: text
                .lines()
                .map(|line| Block::new(BlockKind::Paragraph, line))
                .collect(),
            ..Article::default()
        };
        Page::of(site, &article)
    }

    #[test]
    fn a_run_on_half_of_a_sites_pages_is_its_formula() {
        let mut counts = Counts::default();
        for number in 0..WINDOW_PAGES {
            let pointer = if number % 2 == 0 {
                "انضم إلى قناتنا الآن"
            } else {
                "خبر آخر"
            };
            counts.add(&page(
                "بوابة النهر",
                &format!("عاد مركب رقم {number} إلى الميناء\n{pointer}"),
            ));
            counts.add(&page("صحيفة الجبل", &format!("سقط مطر رقم {number} على الوادي")));
        }
        let run = |text: &str| {
            let keys: Vec<u32> = text.split(' ').map(|word| key(&isnad_text::fold(word))).collect();
            runs(&keys).next().expect("a run").1
        };
        let formulas = counts.formulas(key("بوابة النهر"));
        assert!(formulas.contains(&run("انضم إلى قناتنا")) && formulas.contains(&run("خبر آخر")));
        assert!(!counts.formulas(key("صحيفة الجبل")).contains(&run("انضم إلى قناتنا")));
        assert_eq!(
            counts.document_frequency(key(&isnad_text::fold("الميناء"))),
            WINDOW_PAGES
        );
    }

    #[test]
    fn the_counts_stay_bounded() {
        let mut counts = Counts::default();
        for number in 0..3000_u32 {
            let words: Vec<u32> = (0..100).map(|word| number * 100 + word).chain([u32::MAX]).collect();
            let runs = words.clone();
            counts.add(&Page {
                site: number,
                words,
                runs,
            });
        }
        counts.bound();
        assert!(counts.words.len() <= MOST_WORDS && counts.words[&u32::MAX] == 3000);
        assert!(counts.sites.values().map(|site| site.runs.len()).sum::<usize>() <= MOST_RUNS);
    }

    proptest! {
        #[test]
        fn counts_come_back_from_their_bytes(texts in proptest::collection::vec("[ء-ي \n]{0,60}", 0..40), cut in 1_usize..9) {
            let mut counts = Counts::default();
            for text in &texts {
                counts.add(&page("موقع", text));
            }
            let bytes = counts.to_bytes();
            prop_assert_eq!(Counts::from_bytes(&bytes), Ok(counts));
            prop_assert_eq!(Counts::from_bytes(&bytes[..bytes.len().saturating_sub(cut)]), Err(CountsError::NotWhole));
        }

        #[test]
        fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(counts) = Counts::from_bytes(&bytes) {
                prop_assert_eq!(Counts::from_bytes(&counts.to_bytes()), Ok(counts));
            }
        }
    }
}
