//! What is counted of one article: its words and its runs of words, each once, as keys.
//!
//! Limits: of an article only its ends and its short paragraphs are looked at for runs, for there the formulas of a site stand;
//! keys are hashes of 32 bits, so that two words may be one.

use isnad_model::{Article, BlockKind};
use isnad_text::{fold_into, words};
use xxhash_rust::xxh3::xxh3_64;

/// Words of a run.
pub(crate) const RUN_WORDS: usize = 3;
/// Runs are looked for in paragraphs of so many words, and in so many at the beginning and end of a page.
const SHORT_WORDS: usize = 12;
const FIRST_WORDS: usize = 30;
const LAST_WORDS: usize = 60;

/// What is counted of one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub(crate) site: u32,
    pub(crate) words: Vec<u32>,
    pub(crate) runs: Vec<u32>,
}

impl Page {
    /// Reads an article of a site.
    pub fn of(site: &str, article: &Article) -> Page {
        let mut page = Page {
            site: key(site),
            words: Vec::with_capacity(256),
            runs: Vec::new(),
        };
        let mut folded = String::new();
        let mut read = |text: &str| -> Vec<u32> {
            let hashed = words(text).map(|word| {
                folded.clear();
                fold_into(word.of(text), &mut folded);
                key(&folded)
            });
            hashed.collect()
        };
        let title = read(article.title.as_deref().unwrap_or(""));
        let blocks: Vec<Vec<u32>> = article
            .blocks
            .iter()
            .filter(|block| !matches!(block.kind, BlockKind::Table | BlockKind::Preformatted))
            .map(|block| read(&block.text))
            .collect();
        let all: usize = blocks.iter().map(Vec::len).sum();
        let mut before = 0;
        for block in &blocks {
            for (at, run) in runs(block) {
                let first = before + at;
                let is_at_an_end = first < FIRST_WORDS || first + LAST_WORDS >= all;
                if is_at_an_end || block.len() <= SHORT_WORDS {
                    page.runs.push(run);
                }
            }
            before += block.len();
        }
        page.words.extend(title.into_iter().chain(blocks.into_iter().flatten()));
        for list in [&mut page.words, &mut page.runs] {
            list.sort_unstable();
            list.dedup();
        }
        page
    }
}

/// The runs of a paragraph given by the keys of its words, each with its first word; a shorter paragraph is one run.
pub(crate) fn runs(paragraph: &[u32]) -> impl Iterator<Item = (usize, u32)> {
    let length = paragraph.len().clamp(1, RUN_WORDS);
    paragraph.windows(length).enumerate().map(|(at, run)| {
        let bytes: Vec<u8> = run.iter().flat_map(|word| word.to_le_bytes()).collect();
        (at, xxh3_64(&bytes) as u32)
    })
}

/// The key of a folded word or of a site.
pub(crate) fn key(word: &str) -> u32 {
    xxh3_64(word.as_bytes()) as u32
}
