//! Sentences: where a text may be cut, with byte offsets.
//!
//! A sentence ends after . ؟ ? ! … ۔ and closing quotes or brackets that follow, if white space comes
//! next, and at every line feed. A full stop that belongs to a number, an initial («أ. سالم», `J. Doe`,
//! «أ.ف.ب») or an abbreviation (`data/abbreviations.txt`) ends nothing. A full stop glued to the next
//! Arabic word (`وقعت.بين`) does end one, for scraped text loses spaces.
//! Limits: a quotation of several sentences is cut inside; an abbreviation that does end a sentence
//! joins it to the next. Source: Unicode UAX 29 for the idea, rules for Arabic news by reading.

use std::collections::HashSet;
use std::sync::LazyLock;

/// One sentence: byte offsets, white space around it left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Sentence {
    /// The sentence as written.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }
}

static ABBREVIATIONS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    include_str!("../data/abbreviations.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .map(crate::fold)
        .collect()
});

/// The sentences of `text` in order; every character but white space is in one of them.
///
/// ```
/// let text = "ارتفع السعر 3.5 في المئة. هل يستمر؟ قال د. سالم: «ربما».";
/// let found: Vec<&str> = isnad_text::sentences(text).map(|s| s.of(text)).collect();
/// assert_eq!(found, ["ارتفع السعر 3.5 في المئة.", "هل يستمر؟", "قال د. سالم: «ربما»."]);
/// ```
pub fn sentences(text: &str) -> impl Iterator<Item = Sentence> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let start = at + (rest.len() - rest.trim_start().len());
        if start == text.len() {
            return None;
        }
        let end = end_of_sentence(text, start);
        at = end;
        let trimmed = text[start..end].trim_end();
        Some(Sentence {
            start,
            end: start + trimmed.len(),
        })
    })
}

fn end_of_sentence(text: &str, start: usize) -> usize {
    let mut chars = text[start..].char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let at = start + offset;
        if c == '\n' {
            return at;
        }
        if !is_terminator(c) {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some(&(_, next)) = chars.peek() {
            if !is_terminator(next) && !is_closing(next) {
                break;
            }
            end += next.len_utf8();
            chars.next();
        }
        let next = text[end..].chars().next();
        let single_stop = c == '.' && end == at + 1;
        let ends = match next {
            None => true,
            Some(next) if next.is_whitespace() => !(single_stop && is_abbreviated(&text[start..at])),
            Some(next) => single_stop && is_glued(&text[start..at], next),
        };
        if ends {
            return end;
        }
    }
    text.len()
}

fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '؟' | '?' | '!' | '…' | '۔' | '。' | '！' | '？')
}

fn is_closing(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '»' | '”' | '’' | ')' | ']' | '}' | '\u{200f}' | '\u{200e}'
    )
}

/// Is the word before a full stop an initial or an abbreviation?
fn is_abbreviated(before: &str) -> bool {
    let word = last_word(before);
    if is_single_letter(word) {
        return true;
    }
    ABBREVIATIONS.contains(&crate::fold(word))
}

/// Is a full stop without white space after it the end of a sentence all the same?
fn is_glued(before: &str, next: char) -> bool {
    let arabic = |c: char| ('ء'..='ي').contains(&c);
    let word = last_word(before);
    arabic(next) && word.chars().all(|c| c.is_alphabetic()) && word.chars().nth(1).is_some() && word.chars().any(arabic)
}

fn last_word(before: &str) -> &str {
    let end = before.len();
    let start = before
        .char_indices()
        .rev()
        .find(|(_, c)| !(c.is_alphanumeric() || *c == 'ـ'))
        .map_or(0, |(at, c)| at + c.len_utf8());
    &before[start..end]
}

fn is_single_letter(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| *c != 'ـ');
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).map(|s| s.of(text)).collect()
    }

    #[test]
    fn the_corpus_is_cut_as_expected() {
        for line in include_str!("../corpus/sentences.txt").lines() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wanted: Vec<&str> = line.split(" | ").collect();
            let text = wanted.join(" ");
            assert_eq!(cut(&text), wanted);
        }
    }

    #[test]
    fn line_feeds_end_sentences() {
        assert_eq!(
            cut("عنوان بلا نقطة\nوصل الوفد.\n\nوغادر"),
            ["عنوان بلا نقطة", "وصل الوفد.", "وغادر"]
        );
    }

    #[test]
    fn a_full_stop_glued_to_the_next_word_ends_a_sentence() {
        assert_eq!(
            cut("كانت الأولى التي وقعت.بين المدينتين"),
            ["كانت الأولى التي وقعت.", "بين المدينتين"]
        );
        assert_eq!(
            cut("قالت أ.ف.ب إن الموقع example.org متوقف"),
            ["قالت أ.ف.ب إن الموقع example.org متوقف"]
        );
    }

    proptest! {
        #[test]
        fn nothing_but_white_space_is_left_out(text in "(\\PC|[ .؟!\n\"»ء-ي0-9]){0,80}") {
            let mut last = 0;
            for sentence in sentences(&text) {
                prop_assert!(sentence.start >= last && sentence.end > sentence.start);
                prop_assert!(text[last..sentence.start].trim().is_empty());
                last = sentence.end;
            }
            prop_assert!(text[last..].trim().is_empty());
        }
    }
}
