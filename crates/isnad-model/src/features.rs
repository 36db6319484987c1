//! What linking needs to know of an article's words: word marks, fingerprints and weighted terms.
//!
//! What: everything of a text that copies and stories are found by, without the text itself.
//! Why: about 2 KB an article instead of its page. Limits: hashes cannot be read back; `start` and
//! `length` of a term lead back to the words in the reading they were made from.

use crate::compact::{CompactError, CompactReader, put_number};

/// Version byte of [`Features::to_bytes`].
const BINARY_VERSION: u8 = 1;

/// A stem, or two stems in a row, and where it stood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// Hash of the stem or of the pair of stems.
    pub key: u32,
    /// Sixteen times the natural logarithm of documents per document that has it.
    pub rarity: u8,
    /// How often it stands in the title.
    pub title: u8,
    /// How often it stands in the first sixty words of the Text.
    pub lead: u8,
    /// How often it stands in the rest of the Text.
    pub body: u8,
    /// First byte of its first occurrence, in the title where `title` is not 0, else in the Text.
    pub start: u32,
    /// Bytes of that occurrence.
    pub length: u16,
}

/// What kind of events a word is used to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventWord {
    /// What comes round again: games, prices of a day, weather.
    Series,
    /// Single acts of war and terror.
    Attack,
}

/// Word marks, fingerprints and terms of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Features {
    /// Version of the fold that they were made with.
    pub fold_version: u32,
    /// A 16-bit hash of every folded word of the Text, in order.
    pub word_marks: Vec<u16>,
    /// Winnowed fingerprints of word shingles, ascending, each once.
    pub fingerprints: Vec<u64>,
    /// The terms that weigh most, ascending by key, each key once.
    pub terms: Vec<Term>,
}

impl Features {
    /// The binary form that the store keeps.
    pub fn to_bytes(&self) -> Vec<u8> {
        let estimate = 16 + self.word_marks.len() * 2 + self.fingerprints.len() * 8 + self.terms.len() * 12;
        let mut out = Vec::with_capacity(estimate);
        out.push(BINARY_VERSION);
        put_number(&mut out, u64::from(self.fold_version));
        put_number(&mut out, self.word_marks.len() as u64);
        self.word_marks
            .iter()
            .for_each(|mark| out.extend_from_slice(&mark.to_le_bytes()));
        put_number(&mut out, self.fingerprints.len() as u64);
        self.fingerprints
            .iter()
            .for_each(|print| out.extend_from_slice(&print.to_le_bytes()));
        put_number(&mut out, self.terms.len() as u64);
        for term in &self.terms {
            out.extend_from_slice(&term.key.to_le_bytes());
            out.extend_from_slice(&[term.rarity, term.title, term.lead, term.body]);
            put_number(&mut out, u64::from(term.start));
            put_number(&mut out, u64::from(term.length));
        }
        out
    }

    /// Reads [`Features::to_bytes`] back.
    pub fn from_bytes(bytes: &[u8]) -> Result<Features, CompactError> {
        let mut reader = CompactReader::new(bytes);
        let [version] = reader.array()?;
        if version != BINARY_VERSION {
            return Err(CompactError::Version(version));
        }
        let fold_version = reader.small()?;
        let marks = reader.count(2)?;
        let word_marks = (0..marks)
            .map(|_| reader.array().map(u16::from_le_bytes))
            .collect::<Result<_, _>>()?;
        let prints = reader.count(8)?;
        let fingerprints = (0..prints)
            .map(|_| reader.array().map(u64::from_le_bytes))
            .collect::<Result<_, _>>()?;
        let term_count = reader.count(10)?;
        let terms = (0..term_count)
            .map(|_| read_term(&mut reader))
            .collect::<Result<_, _>>()?;
        if !reader.is_empty() {
            return Err(CompactError::Damaged);
        }
        Ok(Features {
            fold_version,
            word_marks,
            fingerprints,
            terms,
        })
    }
}

fn read_term(reader: &mut CompactReader<'_>) -> Result<Term, CompactError> {
    let key = u32::from_le_bytes(reader.array()?);
    let [rarity, title, lead, body] = reader.array()?;
    Ok(Term {
        key,
        rarity,
        title,
        lead,
        body,
        start: reader.small()?,
        length: reader.small()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_term() -> impl Strategy<Value = Term> {
        (any::<u32>(), any::<[u8; 4]>(), any::<u32>(), any::<u16>()).prop_map(|(key, counts, start, length)| Term {
            key,
            rarity: counts[0],
            title: counts[1],
            lead: counts[2],
            body: counts[3],
            start,
            length,
        })
    }

    proptest! {
        #[test]
        fn features_come_back_from_their_bytes(
            fold_version in any::<u32>(),
            word_marks in proptest::collection::vec(any::<u16>(), 0..40),
            fingerprints in proptest::collection::vec(any::<u64>(), 0..20),
            terms in proptest::collection::vec(any_term(), 0..20),
        ) {
            let features = Features { fold_version, word_marks, fingerprints, terms };
            let bytes = features.to_bytes();
            prop_assert_eq!(Features::from_bytes(&bytes), Ok(features));
            for cut in 0..bytes.len() {
                prop_assert!(Features::from_bytes(&bytes[..cut]).is_err());
            }
        }

        #[test]
        fn no_bytes_make_reading_panic(tail in proptest::collection::vec(any::<u8>(), 0..80)) {
            let mut bytes = vec![BINARY_VERSION];
            bytes.extend(tail);
            let _ = Features::from_bytes(&bytes);
        }
    }
}
