//! Fingerprints and weighted terms: what linking needs of an article's words.
//!
//! What: a mark of every folded word, fingerprints by winnowing (five-word shingles, window of eight,
//! so every shared run of twelve words leaves at least one in common), and the rarest stems with how
//! often they stand in title, lead and body. Why: copies and stories are found by these alone.
//! Limits: a Text counts up to [`WORD_LIMIT`] words; scripts without spaces give few, long words;
//! rarity knows Arabic news only, a word unknown to the vocabulary is taken for a rare one.
//! Source: Schleimer, Wilkerson, Aiken 2003 (winnowing).

mod event_words;
mod light_stem;

pub use event_words::event_word;

use crate::Statistics;
use isnad_model::{Article, Features, Term};
use isnad_text::{FOLD_VERSION, fold_into, words};
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Words of a Text that count.
pub const WORD_LIMIT: usize = 8192;

const SHINGLE_WORDS: usize = 5;
const WINDOW_SHINGLES: usize = 8;
const LEAD_WORDS: usize = 60;
const TERM_LIMIT: usize = 128;
/// Part of the format: stored fingerprints were made with it.
const HASH_SEED: u64 = 0x6973_6e61_642d_7631;
/// Stems less rare than this say nothing of what a text is about (e² = one document in seven).
const MIN_RARITY: f64 = 2.0;
const RARITY_STEPS: f64 = 16.0;

/// Where a word stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Zone {
    Title,
    Lead,
    Body,
}

/// The features of `article`, by the shipped counts alone: terms are compared between articles of any time, and linking
/// learned its weights with those counts.
pub fn features(article: &Article, statistics: &Statistics) -> Features {
    features_with(article, statistics.shipped_documents(), |word| {
        statistics.shipped_document_frequency(word)
    })
}

/// The features of `article`; `document_frequency` says in how many of `documents` a folded word stands.
pub fn features_with(article: &Article, documents: u32, document_frequency: impl Fn(&str) -> u32) -> Features {
    let text = article.text();
    let title = article.title.as_deref().unwrap_or("");
    let mut collector = Terms::new(documents, document_frequency);
    let mut folded = String::new();
    for word in words(title).take(WORD_LIMIT) {
        folded.clear();
        fold_into(word.of(title), &mut folded);
        collector.add(&folded, Zone::Title, word.start, word.end);
    }
    let mut hashes: Vec<u64> = Vec::with_capacity(text.len() / 10);
    for (index, word) in words(&text).take(WORD_LIMIT).enumerate() {
        folded.clear();
        fold_into(word.of(&text), &mut folded);
        hashes.push(hash(folded.as_bytes()));
        let zone = if index < LEAD_WORDS { Zone::Lead } else { Zone::Body };
        collector.add(&folded, zone, word.start, word.end);
    }
    Features {
        fold_version: FOLD_VERSION,
        word_marks: hashes.iter().map(|word_hash| *word_hash as u16).collect(),
        fingerprints: winnow(&hashes),
        terms: collector.heaviest(),
    }
}

/// Winnowed fingerprints of a text given by the hashes of its words; ascending, each once.
fn winnow(word_hashes: &[u64]) -> Vec<u64> {
    let shingles: Vec<u64> = word_hashes
        .windows(SHINGLE_WORDS)
        .map(|shingle| {
            let mut bytes = [0; SHINGLE_WORDS * 8];
            for (slot, word_hash) in bytes.chunks_exact_mut(8).zip(shingle) {
                slot.copy_from_slice(&word_hash.to_le_bytes());
            }
            hash(&bytes)
        })
        .collect();
    let width = WINDOW_SHINGLES.min(shingles.len()).max(1);
    let mut prints: Vec<u64> = Vec::with_capacity(shingles.len() / 4 + 1);
    for window in shingles.windows(width) {
        if let Some(least) = window.iter().min()
            && prints.last() != Some(least)
        {
            prints.push(*least);
        }
    }
    prints.sort_unstable();
    prints.dedup();
    prints
}

fn hash(bytes: &[u8]) -> u64 {
    xxh3_64_with_seed(bytes, HASH_SEED)
}

struct Terms<F> {
    documents: f64,
    document_frequency: F,
    /// Hash of a folded word to key and rarity of its stem; `None` for words that say nothing.
    stems: FxHashMap<u64, Option<(u32, u8)>>,
    terms: FxHashMap<u32, Term>,
}

impl<F: Fn(&str) -> u32> Terms<F> {
    fn new(documents: u32, document_frequency: F) -> Terms<F> {
        Terms {
            documents: f64::from(documents.max(2)),
            document_frequency,
            stems: FxHashMap::default(),
            terms: FxHashMap::default(),
        }
    }

    fn add(&mut self, folded: &str, zone: Zone, start: usize, end: usize) {
        let word_hash = hash(folded.as_bytes());
        let known = self.stems.get(&word_hash).copied();
        let stem = known.unwrap_or_else(|| {
            let fresh = self.stem_of(folded);
            self.stems.insert(word_hash, fresh);
            fresh
        });
        let Some((key, rarity)) = stem else { return };
        let term = self.terms.entry(key).or_insert(Term {
            key,
            rarity,
            start: start as u32,
            length: (end - start).min(usize::from(u16::MAX)) as u16,
            ..Term::default()
        });
        let count = match zone {
            Zone::Title => &mut term.title,
            Zone::Lead => &mut term.lead,
            Zone::Body => &mut term.body,
        };
        *count = count.saturating_add(1);
    }

    fn stem_of(&self, folded: &str) -> Option<(u32, u8)> {
        folded.chars().nth(1)?;
        let stem = light_stem::light_stem(folded, &self.document_frequency);
        let documents_with = (self.document_frequency)(folded)
            .max((self.document_frequency)(stem))
            .max(1);
        let rarity = (self.documents / f64::from(documents_with)).ln();
        if rarity < MIN_RARITY {
            return None;
        }
        let key = (hash(stem.as_bytes()) >> 32) as u32;
        Some((key, (rarity * RARITY_STEPS).min(255.0) as u8))
    }

    fn heaviest(self) -> Vec<Term> {
        let weight = |term: &Term| {
            (3 * u32::from(term.title) + 2 * u32::from(term.lead) + u32::from(term.body)).min(12)
                * u32::from(term.rarity)
        };
        let mut terms: Vec<Term> = self.terms.into_values().collect();
        terms.sort_unstable_by_key(|term| (std::cmp::Reverse(weight(term)), term.key));
        terms.truncate(TERM_LIMIT);
        terms.sort_unstable_by_key(|term| term.key);
        terms
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_model::{Block, BlockKind};
    use proptest::prelude::*;

    fn article(title: &str, text: &str) -> Article {
        Article {
            title: Some(title.to_owned()),
            blocks: vec![Block::new(BlockKind::Paragraph, text)],
            ..Article::default()
        }
    }

    fn features_of(title: &str, text: &str) -> Features {
        features_with(&article(title, text), 1000, |word| if word == "في" { 900 } else { 2 })
    }

    #[test]
    fn a_shared_run_of_twelve_words_leaves_a_fingerprint_in_common() {
        let run = "افتتح رئيس البلدية صباح الأحد جسرا جديدا يربط الضفة الشرقية بالسوق القديم وسط المدينة";
        let one = features_of(
            "",
            &format!("قال مراسلنا إن الخبر صحيح تماما. {run} وانتهى الحفل عند الظهر"),
        );
        let other = features_of("", &format!("من جهة أخرى {run} بحضور عدد كبير من السكان والتجار"));
        assert!(one.fingerprints.iter().any(|print| other.fingerprints.contains(print)));
    }

    #[test]
    fn spelling_variants_leave_the_same_fingerprints() {
        let one = features_of("", "أعلنت المدرسة إغلاق أبوابها إلى يوم الأحد");
        let other = features_of("", "اعلنت المدرسه اغلاق ابوابها الى يوم الاحد");
        assert_eq!(one.fingerprints, other.fingerprints);
        assert_eq!(one.word_marks, other.word_marks);
    }

    #[test]
    fn a_term_leads_back_to_the_word_it_was_made_from() {
        let title = "حريق في الميناء";
        let found = features_of(title, "اندلع حريق في مستودع");
        let named: Vec<&str> = found
            .terms
            .iter()
            .filter(|term| term.title > 0)
            .map(|term| &title[term.start as usize..term.start as usize + usize::from(term.length)])
            .collect();
        assert_eq!(named.len(), 2);
        assert!(named.contains(&"حريق") && named.contains(&"الميناء"));
        assert!(found.terms.iter().any(|term| term.title == 1 && term.lead == 1));
    }

    proptest! {
        #[test]
        fn features_of_any_text_keep_their_promises(title in "\\PC{0,30}", text in "[ء-ي ،.a-z0-9\n]{0,300}") {
            let found = features_of(&title, &text);
            prop_assert_eq!(found.word_marks.len(), words(&text).count());
            prop_assert!(found.terms.windows(2).all(|pair| pair[0].key < pair[1].key));
            prop_assert!(found.fingerprints.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert_eq!(Features::from_bytes(&found.to_bytes()), Ok(found));
        }
    }
}
