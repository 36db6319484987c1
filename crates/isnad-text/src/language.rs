//! The language of a text, and the direction it is written in.
//!
//! Languages of the Arabic script (Arabic, Persian, Urdu, Sorani Kurdish, Pashto; Uyghur and Sindhi
//! only so that they are not taken for another) are told apart by letters that only one of them
//! writes, by their function words, by the Arabic article and by words of Arabic news; every other script is left to whatlang.
//! Limits: one language a text, that of its first [`SAMPLE_WORDS`] words; dialects of Arabic are
//! Arabic; a text that gives no clear evidence gives none. Source: `data/languages.tsv`; whatlang 0.18.

use crate::{fold_into, stop_words, vocabulary, words};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// So many words decide.
const SAMPLE_WORDS: usize = 400;
/// Evidence below this is none.
const LEAST_EVIDENCE: f32 = 1.0;
/// The best language must have so many times the evidence of the second.
const CLEAR_LEAD: f32 = 1.25;
const WORD_WEIGHT: f32 = 1.0;
/// A word with the Arabic article; Persian and Urdu have borrowed a few.
const ARTICLE_WEIGHT: f32 = 0.4;
const ARTICLE_WORD_LETTERS: usize = 5;
/// A word that Arabic news often has; the other languages have borrowed many of them.
const NEWS_WORD_WEIGHT: f32 = 0.25;
const NEWS_WORD_DOCUMENTS: u32 = 150;
/// Letters of other scripts are judged only if there are so many of them.
const LEAST_LETTERS: usize = 12;
/// whatlang calls itself reliable too seldom for headlines.
const LEAST_CONFIDENCE: f64 = 0.5;
const ENGLISH_WORDS: usize = 5;
/// One word in so many must be an English stop word.
const ENGLISH_STOP_WORD_IN: usize = 4;

/// The direction in which a language is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextDirection {
    /// Right to left.
    RightToLeft,
    /// Left to right.
    LeftToRight,
}

/// BCP 47 code of the language of `text`; `None` rather than a guess.
///
/// ```
/// use isnad_text::language::identify;
/// assert_eq!(identify("وصل الوفد إلى المدينة بعد ظهر الخميس"), Some("ar"));
/// assert_eq!(identify("این هیات بعد از ظهر وارد شهر شد و با مردم دیدار کرد"), Some("fa"));
/// assert_eq!(identify("2023"), None);
/// ```
pub fn identify(text: &str) -> Option<&'static str> {
    let mut arabic_letters = 0_usize;
    let mut other_letters = 0_usize;
    let mut sample_end = 0;
    for word in words(text).take(SAMPLE_WORDS) {
        for c in word.of(text).chars() {
            if is_arabic_script(c) {
                arabic_letters += 1;
            } else if c.is_alphabetic() {
                other_letters += 1;
            }
        }
        sample_end = word.end;
    }
    let sample = &text[..sample_end];
    if arabic_letters >= other_letters {
        return of_arabic_script(sample);
    }
    if other_letters < LEAST_LETTERS {
        return None;
    }
    let info = whatlang::detect(sample)?;
    if info.is_reliable() {
        return DATA.codes.get(info.lang().code()).copied();
    }
    if is_english(sample) {
        return Some("en");
    }
    let code = DATA.codes.get(info.lang().code())?;
    (info.confidence() >= LEAST_CONFIDENCE).then_some(*code)
}

/// Short English is what whatlang knows least; its function words give it away.
fn is_english(sample: &str) -> bool {
    let mut count = 0_usize;
    let mut stop = 0_usize;
    let mut folded = String::new();
    for word in words(sample) {
        folded.clear();
        fold_into(word.of(sample), &mut folded);
        count += 1;
        stop += usize::from(stop_words::contains("en", &folded));
    }
    count >= ENGLISH_WORDS && stop * ENGLISH_STOP_WORD_IN >= count
}

/// The direction of a BCP 47 code, region and script ignored; left to right for unknown ones.
///
/// ```
/// use isnad_text::language::{TextDirection, direction};
/// assert_eq!(direction("ar-EG"), TextDirection::RightToLeft);
/// assert_eq!(direction("fr"), TextDirection::LeftToRight);
/// ```
pub fn direction(code: &str) -> TextDirection {
    let language = code.split(['-', '_']).next().unwrap_or(code).to_ascii_lowercase();
    if DATA.right_to_left.contains(language.as_str()) {
        TextDirection::RightToLeft
    } else {
        TextDirection::LeftToRight
    }
}

/// Whether `c` is a letter of the Arabic script, in any of its languages.
pub fn is_arabic_script(c: char) -> bool {
    let is_in_block = matches!(c, '\u{0620}'..='\u{06ff}' | '\u{0750}'..='\u{077f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    matches!(c, 'ء'..='ي') || (is_in_block && c.is_alphabetic())
}

fn of_arabic_script(sample: &str) -> Option<&'static str> {
    let data = &*DATA;
    let mut evidence = vec![0.0_f32; data.languages.len()];
    let mut folded = String::new();
    for word in words(sample) {
        let written = word.of(sample);
        for c in written.chars() {
            for (language, weight) in data.letters.get(&c).into_iter().flatten() {
                evidence[*language] += weight;
            }
        }
        folded.clear();
        fold_into(written, &mut folded);
        for language in data.words.get(folded.as_str()).into_iter().flatten() {
            evidence[*language] += WORD_WEIGHT;
        }
        if let Some(arabic) = data.arabic
            && has_article(&folded)
        {
            evidence[arabic] += ARTICLE_WEIGHT;
        }
        if let Some(arabic) = data.arabic
            && vocabulary::document_frequency(&folded) >= NEWS_WORD_DOCUMENTS
        {
            evidence[arabic] += NEWS_WORD_WEIGHT;
        }
    }
    let best = (0..evidence.len()).max_by(|a, b| evidence[*a].total_cmp(&evidence[*b]))?;
    let second = (0..evidence.len())
        .filter(|index| *index != best)
        .map(|index| evidence[index])
        .fold(0.0, f32::max);
    let clear = evidence[best] >= LEAST_EVIDENCE && evidence[best] >= second * CLEAR_LEAD;
    clear.then(|| data.languages[best])
}

fn has_article(folded: &str) -> bool {
    let bare = folded
        .strip_prefix('و')
        .or_else(|| folded.strip_prefix('ب'))
        .filter(|rest| rest.starts_with("ال"))
        .unwrap_or(folded);
    (bare.starts_with("ال") || bare.starts_with("لل")) && bare.chars().nth(ARTICLE_WORD_LETTERS - 1).is_some()
}

#[derive(Default)]
struct Data {
    languages: Vec<&'static str>,
    arabic: Option<usize>,
    letters: HashMap<char, Vec<(usize, f32)>>,
    words: HashMap<String, Vec<usize>>,
    right_to_left: HashSet<&'static str>,
    codes: HashMap<&'static str, &'static str>,
}

static DATA: LazyLock<Data> = LazyLock::new(|| {
    let mut data = Data::default();
    for line in lines() {
        read_line(line, &mut data);
    }
    data.arabic = data.languages.iter().position(|code| *code == "ar");
    data
});

fn lines() -> impl Iterator<Item = &'static str> {
    include_str!("../data/languages.tsv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Adds what `line` says to `data`; `None` if it says nothing.
fn read_line(line: &'static str, data: &mut Data) -> Option<()> {
    let (kind, rest) = line.split_once('\t')?;
    match kind {
        "letters" => {
            let (code, rest) = rest.split_once('\t')?;
            let (weight, letters) = rest.split_once('\t')?;
            let weight: f32 = weight.parse().ok()?;
            let language = data.index_of(code);
            for letter in letters.chars() {
                data.letters.entry(letter).or_default().push((language, weight));
            }
        }
        "words" => {
            let (code, spellings) = rest.split_once('\t')?;
            let language = data.index_of(code);
            for spelling in spellings.split(' ') {
                let known = data.words.entry(crate::fold(spelling)).or_default();
                if !known.contains(&language) {
                    known.push(language);
                }
            }
        }
        "rtl" => data.right_to_left.extend(rest.split(' ')),
        "code" => data
            .codes
            .extend(rest.split('|').filter_map(|pair| pair.split_once(' '))),
        _ => return None,
    }
    Some(())
}

impl Data {
    fn index_of(&mut self, code: &'static str) -> usize {
        if let Some(index) = self.languages.iter().position(|known| *known == code) {
            return index;
        }
        self.languages.push(code);
        self.languages.len() - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_line_of_the_data_is_understood() {
        let mut data = Data::default();
        for line in lines() {
            assert_eq!(read_line(line, &mut data), Some(()), "{line}");
        }
    }

    #[test]
    fn every_language_of_whatlang_has_a_code() {
        for language in whatlang::Lang::all() {
            assert!(DATA.codes.contains_key(language.code()), "{}", language.code());
        }
    }

    #[test]
    fn the_corpus_of_sentences_is_told_apart() {
        let mut wrong = Vec::new();
        for line in include_str!("../corpus/languages.tsv").lines() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (code, sentence) = line.split_once('\t').expect("code and sentence");
            let wanted = (code != "-").then_some(code);
            let got = identify(sentence);
            if got != wanted {
                wrong.push(format!("{sentence}: got {got:?}, wanted {wanted:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// Of headlines some may stay untold, but hardly any may be taken for another language.
    #[test]
    fn headlines_are_seldom_taken_for_another_language() {
        let (mut all, mut right, mut wrong) = (0, 0, Vec::new());
        for line in include_str!("../corpus/short_texts.tsv").lines() {
            let Some((code, text)) = line.split_once('\t').filter(|_| !line.starts_with('#')) else {
                continue;
            };
            all += 1;
            match identify(text) {
                Some(got) if got == code => right += 1,
                Some(got) => wrong.push(format!("{text}: {got}, not {code}")),
                None => {}
            }
        }
        assert!(all > 100 && wrong.len() * 50 <= all, "{}", wrong.join("\n"));
        assert!(right * 10 >= all * 9, "{right} of {all}");
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "\\PC{0,200}") {
            identify(&text);
        }
    }
}
