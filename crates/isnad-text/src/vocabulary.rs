//! How common a word is in Arabic news: counts learned from three corpora of 2014 to 2018.
//!
//! What: the number of times, and the number of documents, in which a folded word stood as written
//! (clitics and all: `والكتاب` is a word of its own), and how often it opened or closed a sentence. Why: idf for keywords and linking, and the word
//! model by which scraped text is repaired. Limits: counts are kept as logarithms, so they are exact
//! only to about 9 %; words of a single document, words with digits and very long ones are
//! not in it; a few glued words of the corpora are. Source: ANT (multisource and Jawhara) and
//! SaudiNewsNet, without the documents of the project's gold; `cargo xtask train vocabulary` remakes
//! the file, only word counts of the corpora enter it.
//!
//! The file: documents (u32), words (u64), both little-endian, then an fst map from word to [`pack`].

use fst::Streamer;
use std::cell::Cell;
use std::sync::OnceLock;
use xxhash_rust::xxh3::xxh3_64;

static DATA: &[u8] = include_bytes!("../data/vocabulary.fst");

const HEADER_BYTES: usize = 12;
const STEPS_PER_OCTAVE: f64 = 4.0;

/// Documents counted.
pub const DOCUMENTS: u32 = u32::from_le_bytes([DATA[0], DATA[1], DATA[2], DATA[3]]);

/// Words counted, those left out of the file included.
pub const TOTAL_WORDS: u64 =
    u64::from_le_bytes([DATA[4], DATA[5], DATA[6], DATA[7], DATA[8], DATA[9], DATA[10], DATA[11]]);

/// How often the folded word stood in the corpora; 0 if it is not known.
///
/// ```
/// use isnad_text::vocabulary;
/// assert!(vocabulary::count("الرءيس") > 10_000);
/// assert_eq!(vocabulary::count("السلاحوجاء"), 0);
/// ```
pub fn count(folded: &str) -> u32 {
    get(folded).map_or(0, |packed| unpack((packed >> COUNT_SHIFT) as u8))
}

/// In how many documents the folded word stood; 0 if it is not known.
pub fn document_frequency(folded: &str) -> u32 {
    get(folded).map_or(0, |packed| unpack(((packed >> DOCUMENTS_SHIFT) & 0x7f) as u8))
}

/// All that is known of a folded word, in one look-up; `None` if it is not known.
pub fn entry(folded: &str) -> Option<Entry> {
    let packed = get(folded)?;
    Some(Entry {
        count: unpack((packed >> COUNT_SHIFT) as u8),
        starts_octaves: ((packed >> STARTS_SHIFT) & 0x7) as u8,
        ends_octaves: (packed & 0x7) as u8,
    })
}

/// A word's count and its habits at the bounds of sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// How often it stood in the corpora.
    pub count: u32,
    /// How seldom it opens a sentence: once in 2ⁿ times, n from 0 to 7 (7: at most once in 128 or so).
    pub starts_octaves: u8,
    /// How seldom it closes a sentence, in the same measure.
    pub ends_octaves: u8,
}

/// The value stored for a word: quantised logarithms of its count, its documents, and of its shares at the
/// beginning and the end of sentences, these smoothed so that rare words tell no more than they know.
pub fn pack(count: u32, documents: u32, starts: u32, ends: u32) -> u64 {
    (u64::from(quantise(count)) << COUNT_SHIFT)
        | (u64::from(quantise(documents)) << DOCUMENTS_SHIFT)
        | (u64::from(octaves(starts, count)) << STARTS_SHIFT)
        | u64::from(octaves(ends, count))
}

const COUNT_SHIFT: u32 = 13;
const DOCUMENTS_SHIFT: u32 = 6;
const STARTS_SHIFT: u32 = 3;

/// Share of all words that open (and close) a sentence, and the weight in words that it has against what was counted.
const USUAL_SHARE: f64 = 0.04;
const USUAL_WEIGHT: f64 = 5.0;

fn octaves(part: u32, whole: u32) -> u8 {
    let share = (f64::from(part) + USUAL_WEIGHT * USUAL_SHARE) / (f64::from(whole) + USUAL_WEIGHT);
    (-share.log2()).round().clamp(0.0, 7.0) as u8
}

/// What was looked up lately, a slot a hash: news says the same words again and again, and walks through the
/// fst took a fifth of an import. A word is told by its 64-bit hash.
type Recent = Vec<Cell<(u64, Option<u32>)>>;

const RECENT_BITS: u32 = 14;

thread_local! {
    static RECENT: Recent = vec![Cell::new((0, None)); 1 << RECENT_BITS];
}

fn get(folded: &str) -> Option<u64> {
    // 0 marks an empty slot
    let hash = xxh3_64(folded.as_bytes()).max(1);
    let slot_index = (hash >> (u64::BITS - RECENT_BITS)) as usize;
    let found = RECENT.with(|recent| {
        let slot = &recent[slot_index];
        match slot.get() {
            (known, packed) if known == hash => packed,
            _ => {
                let packed = look_up(folded).and_then(|packed| u32::try_from(packed).ok());
                slot.set((hash, packed));
                packed
            }
        }
    });
    found.map(u64::from)
}

fn look_up(folded: &str) -> Option<u64> {
    map()?.get(folded)
}

fn map() -> Option<&'static fst::Map<&'static [u8]>> {
    static MAP: OnceLock<Option<fst::Map<&'static [u8]>>> = OnceLock::new();
    MAP.get_or_init(|| fst::Map::new(&DATA[HEADER_BYTES..]).ok()).as_ref()
}

/// Calls `see` with each word, in order.
pub fn each(mut see: impl FnMut(&str)) {
    let Some(map) = map() else { return };
    let mut stream = map.stream();
    while let Some((word, _)) = stream.next() {
        if let Ok(word) = std::str::from_utf8(word) {
            see(word);
        }
    }
}

fn quantise(number: u32) -> u8 {
    (f64::from(number.max(1)).log2() * STEPS_PER_OCTAVE).round() as u8
}

fn unpack(step: u8) -> u32 {
    (f64::from(step) / STEPS_PER_OCTAVE).exp2().round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_looked_up_lately_is_told_as_the_file_tells_it() {
        let map = fst::Map::new(&DATA[HEADER_BYTES..]).unwrap();
        let mut stream = map.stream();
        let mut seen = 0;
        while let Some((word, packed)) = stream.next() {
            let word = std::str::from_utf8(word).unwrap();
            assert_eq!((get(word), get(word)), (Some(packed), Some(packed)), "{word}");
            assert_eq!(
                get(&format!("{word}{word}{word}")),
                look_up(&format!("{word}{word}{word}"))
            );
            seen += 1;
        }
        assert_eq!(seen, map.len());
    }

    #[test]
    fn the_file_can_be_read() {
        let words = fst::Map::new(&DATA[HEADER_BYTES..]).unwrap().len();
        assert!(words > 150_000 && words < TOTAL_WORDS as usize);
    }

    #[test]
    fn common_words_are_more_common_than_rare_ones() {
        assert!(count("في") > count("الحكومه"));
        assert!(document_frequency("الحكومه") > document_frequency("البرتقال"));
        assert!(document_frequency("في") <= DOCUMENTS + DOCUMENTS / 8);
        assert_eq!(document_frequency("قطارطاءره"), 0);
    }

    #[test]
    fn verbs_with_and_open_sentences_and_prepositions_do_not_close_them() {
        assert!(entry("واضاف").unwrap().starts_octaves <= 2);
        assert!(entry("بين").unwrap().starts_octaves >= 6);
        assert!(entry("في").unwrap().ends_octaves == 7);
    }

    #[test]
    fn quantising_errs_by_less_than_a_tenth() {
        for number in [1_u32, 3, 10, 999, 54_321, 900_000] {
            let back = f64::from(unpack(quantise(number)));
            assert!((back / f64::from(number) - 1.0).abs() < 0.1, "{number} {back}");
        }
    }
}
