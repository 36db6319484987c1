//! The cuts of the words of the vocabulary, made beforehand: weighing all cuts of a word takes some ten
//! microseconds, looking one up less than one, and news consists of known words.
//!
//! `data/clitics_known.fst` is a map from folded word to [`pack`], made by `cargo xtask train clitics`.

use super::Clitics;
use super::affixes::AFFIXES;
use super::candidates::GROWN;
use std::sync::LazyLock;

static DATA: &[u8] = include_bytes!("../../data/clitics_known.fst");
static KNOWN: LazyLock<Option<fst::Map<&'static [u8]>>> = LazyLock::new(|| fst::Map::new(DATA).ok());

/// The number that is kept of a cut: what stands before the stem, ending and pronoun. None is kept of a word
/// grown together from others.
pub fn pack(word: &str, cut: &Clitics) -> Option<u64> {
    if cut.particle == GROWN {
        return None;
    }
    let letters = word[..cut.stem_start()].chars().count() as u64;
    Some(u64::from(cut.front_number()) << 12 | letters << 8 | u64::from(cut.ending) << 4 | u64::from(cut.pronoun))
}

/// The cut of a word of the vocabulary, `None` for another.
pub(super) fn cut(word: &str) -> Option<Clitics> {
    let packed = KNOWN.as_ref()?.get(word)?;
    if packed == 0 {
        return Some(Clitics::uncut(word));
    }
    let (ending, pronoun) = ((packed >> 4 & 0xf) as u8, (packed & 0xf) as u8);
    let pronoun_start = word.len().checked_sub(AFFIXES.pronoun(pronoun).len())?;
    let ending_start = pronoun_start.checked_sub(AFFIXES.ending(ending).len())?;
    let front = (packed >> 12) as u8;
    let letters = (packed >> 8 & 0xf) as usize;
    let stem_start = word.char_indices().nth(letters)?.0;
    let (conjunction, particle, article) = (front / 10, front / 2 % 5, front % 2 == 1);
    // one letter each
    let letter_bytes = "و".len();
    let particle_start = if conjunction > 0 { letter_bytes } else { 0 };
    let article_start = particle_start + if particle > 0 { letter_bytes } else { 0 };
    Some(Clitics {
        conjunction,
        particle,
        article,
        ending,
        pronoun,
        particle_start: particle_start as u8,
        article_start: article_start as u8,
        stem_start: stem_start as u8,
        ending_start: ending_start as u8,
        pronoun_start: pronoun_start as u8,
    })
}

#[cfg(test)]
mod tests {
    use super::super::candidates;
    use super::*;

    #[test]
    fn what_is_looked_up_is_a_cut_of_the_word() {
        let map = KNOWN.as_ref().unwrap();
        let mut stream = map.stream();
        let mut cut_words = 0;
        while let Some((word, packed)) = fst::Streamer::next(&mut stream) {
            let word = std::str::from_utf8(word).unwrap();
            let found = cut(word).unwrap();
            assert_eq!(pack(word, &found), Some(packed), "{word}");
            if cut_words % 50 == 0 && packed > 0 {
                assert!(candidates(word).contains(&found), "{word}");
            }
            cut_words += usize::from(packed > 0);
        }
        assert!(cut_words > 50_000);
    }
}
