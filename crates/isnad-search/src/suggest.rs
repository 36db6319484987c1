//! Suggestions for a query that finds nothing: the nearest words that articles have, else any of its words.
//!
//! A word that stands in no article is compared with the words of the index that are one letter away: one left
//! out, one too many, one other, two in the wrong order. The most common is taken. Limits: words of three
//! letters and more; one letter, not two. Source: Norvig, "How to write a spelling corrector" (2007).

use crate::error::SearchError;
use crate::form::{keys_of, loose_of};
use crate::index::Index;
use crate::query::{Node, Query, Scope};
use isnad_text::words;
use std::collections::BTreeSet;
use tantivy::{Searcher, Term};

/// The letters that are tried.
const LETTERS: &str = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءabcdefghijklmnopqrstuvwxyz";
const SHORTEST_WORD: usize = 3;
const LONGEST_WORD: usize = 20;

impl Index {
    /// `written`, a query of which `query` was read, with those of its words replaced that stand in no article; where all of
    /// them are known, the query for any of its words; `None` where there is nothing better.
    pub fn suggestion(&self, written: &str, query: &Query) -> Result<Option<String>, SearchError> {
        let mut unknown = BTreeSet::new();
        let searcher = self.searcher();
        let mut failure = None;
        query.root.visit(&mut |node| {
            let Node::Word {
                scope: Scope::Any | Scope::Title,
                text,
                exact: false,
                prefix: false,
            } = node
            else {
                return;
            };
            match self.is_known(&searcher, text) {
                Ok(true) => {}
                Ok(false) => {
                    unknown.insert(text.clone());
                }
                Err(error) => failure = Some(error),
            }
        });
        if let Some(error) = failure {
            return Err(error);
        }
        let mut better = String::with_capacity(written.len());
        let mut copied = 0;
        for word in words(written).filter(|word| unknown.contains(word.of(written))) {
            if let Some(nearest) = self.nearest(&searcher, word.of(written))? {
                better.push_str(&written[copied..word.start]);
                better.push_str(&nearest);
                copied = word.end;
            }
        }
        better.push_str(&written[copied..]);
        if copied == 0 {
            return Ok(query.any_of_its_words());
        }
        Ok(Some(better))
    }

    fn is_known(&self, searcher: &Searcher, word: &str) -> Result<bool, SearchError> {
        for key in keys_of(word) {
            if searcher.doc_freq(&Term::from_field_text(self.fields.whole_keys, &key))? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The most common word one letter away.
    fn nearest(&self, searcher: &Searcher, word: &str) -> Result<Option<String>, SearchError> {
        let Some(form) = loose_of(word) else { return Ok(None) };
        let mut best: Option<(u64, String)> = None;
        for near in one_letter_away(&form) {
            let found_in = searcher.doc_freq(&Term::from_field_text(self.fields.body, &near))?;
            if found_in > best.as_ref().map_or(0, |(most, _)| *most) {
                best = Some((found_in, near));
            }
        }
        best.map(|(_, near)| self.as_written(searcher, near)).transpose()
    }

    /// A folded word in the spelling that most articles have.
    fn as_written(&self, searcher: &Searcher, folded: String) -> Result<String, SearchError> {
        let mut best = (0, folded.clone());
        for spelling in spellings(&folded) {
            let found_in = searcher.doc_freq(&Term::from_field_text(self.fields.exact, &spelling))?;
            if found_in > best.0 {
                best = (found_in, spelling);
            }
        }
        Ok(best.1)
    }
}

/// The ways to write a folded word: with each hamza that its first alef, or the one behind the article, may have, and with each
/// letter that its last may be.
fn spellings(folded: &str) -> Vec<String> {
    let (article, rest) = match folded.strip_prefix("ال") {
        Some(rest) => ("ال", rest),
        None => ("", folded),
    };
    let begins: Vec<String> = match rest.strip_prefix('ا') {
        Some(behind) => ["ا", "أ", "إ", "آ"]
            .map(|alef| format!("{article}{alef}{behind}"))
            .into(),
        None => vec![folded.to_owned()],
    };
    let ends: &[(char, char)] = &[('ه', 'ة'), ('ي', 'ى')];
    let other_ends = begins.iter().flat_map(|word| {
        let other = |(folded, written): &(char, char)| Some(format!("{}{written}", word.strip_suffix(*folded)?));
        ends.iter().filter_map(other)
    });
    let mut all: Vec<String> = other_ends.collect();
    all.extend(begins);
    all
}

/// All words one letter away from `word`, in order.
fn one_letter_away(word: &str) -> BTreeSet<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut near = BTreeSet::new();
    if !(SHORTEST_WORD..=LONGEST_WORD).contains(&letters.len()) {
        return near;
    }
    let is_latin = letters.iter().all(char::is_ascii);
    let tried: Vec<char> = LETTERS.chars().filter(|letter| letter.is_ascii() == is_latin).collect();
    for at in 0..=letters.len() {
        let (before, after) = letters.split_at(at);
        let joined = |middle: &[char], rest: &[char]| before.iter().chain(middle).chain(rest).collect::<String>();
        near.extend(tried.iter().map(|letter| joined(&[*letter], after)));
        let [first, rest @ ..] = after else { continue };
        near.insert(joined(&[], rest));
        near.extend(tried.iter().map(|letter| joined(&[*letter], rest)));
        if let [second, beyond @ ..] = rest {
            near.insert(joined(&[*second, *first], beyond));
        }
    }
    near.remove(word);
    near
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folded_word_may_be_written_in_several_ways() {
        assert_eq!(spellings("الازمه").len(), 8);
        assert!(spellings("الازمه").contains(&"الأزمة".to_owned()));
        assert_eq!(spellings("مرفا"), ["مرفا"]);
    }

    #[test]
    fn a_letter_lost_added_changed_or_swapped_is_one_away() {
        let near = one_letter_away("عباره");
        for word in ["عبره", "عبارات", "عباراه", "غباره", "عبراه"] {
            assert_eq!(near.contains(word), word != "عبارات", "{word}");
        }
        assert!(!near.contains("عباره") && one_letter_away("عب").is_empty());
    }
}
