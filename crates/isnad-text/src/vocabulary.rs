//! How common a word is in Arabic news: counts learned from three corpora of 2014 to 2018.
//!
//! What: the number of times, and the number of documents, in which a folded word stood as written
//! (clitics and all: `والكتاب` is a word of its own). Why: idf for keywords and linking, and the word
//! model by which scraped text is repaired. Limits: counts are kept as logarithms, so they are exact
//! only to about 9 %; words of a single document, words with digits and very long ones are
//! not in it; a few glued words of the corpora are. Source: ANT (multisource and Jawhara) and
//! SaudiNewsNet, without the documents of the project's gold; `cargo xtask train vocabulary` remakes
//! the file, only word counts of the corpora enter it.
//!
//! The file: documents (u32), words (u64), both little-endian, then an fst map from word to [`pack`].

use std::sync::OnceLock;

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
    get(folded).map_or(0, |packed| unpack((packed / 256) as u8))
}

/// In how many documents the folded word stood; 0 if it is not known.
pub fn document_frequency(folded: &str) -> u32 {
    get(folded).map_or(0, |packed| unpack((packed % 256) as u8))
}

/// The value stored for a word: quantised logarithms of its count and its documents.
pub fn pack(count: u32, documents: u32) -> u64 {
    u64::from(quantise(count)) * 256 + u64::from(quantise(documents))
}

fn get(folded: &str) -> Option<u64> {
    static MAP: OnceLock<Option<fst::Map<&'static [u8]>>> = OnceLock::new();
    MAP.get_or_init(|| fst::Map::new(&DATA[HEADER_BYTES..]).ok())
        .as_ref()?
        .get(folded)
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
    fn quantising_errs_by_less_than_a_tenth() {
        for number in [1_u32, 3, 10, 999, 54_321, 900_000] {
            let back = f64::from(unpack(quantise(number)));
            assert!((back / f64::from(number) - 1.0).abs() < 0.1, "{number} {back}");
        }
    }
}
