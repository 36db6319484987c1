//! A sentence as the tagger sees it: its words, and what stands between them.

use super::lexicon::{Form, Forms};
use isnad_text::{Sentence, sentences, words};

/// Words of a sentence that are read together; what is longer is cut.
const LONGEST: usize = 120;

/// What stands before a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// The beginning of the sentence.
    Start,
    /// White space or nothing.
    Space,
    /// A comma, semicolon or colon.
    Comma,
    /// A hyphen or slash.
    Hyphen,
    /// A quotation mark.
    Quote,
    /// A bracket.
    Bracket,
    /// A full stop and anything else.
    Other,
}

/// One word.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Number of its form among the forms of the article.
    pub form: u32,
    /// What stands before it.
    pub before: Gap,
}

/// Calls `read` with the tokens of each sentence of `text`.
pub fn each(text: &str, forms: &mut Forms<'_>, mut read: impl FnMut(&Forms<'_>, &[Token])) {
    let mut tokens: Vec<Token> = Vec::with_capacity(LONGEST);
    for sentence in sentences(text) {
        let Sentence { start, end } = sentence;
        let mut last_end = start;
        for word in words(&text[start..end]) {
            if tokens.len() == LONGEST {
                read(forms, &tokens);
                tokens.clear();
            }
            let (word_start, word_end) = (start + word.start, start + word.end);
            let form = forms.number_of(&text[word_start..word_end]);
            if forms.get(form).folded.is_empty() {
                // a tatweel alone is a dash
                continue;
            }
            let before = if tokens.is_empty() {
                Gap::Start
            } else {
                gap(&text[last_end..word_start])
            };
            tokens.push(Token {
                start: word_start,
                end: word_end,
                form,
                before,
            });
            last_end = word_end;
        }
        if !tokens.is_empty() {
            read(forms, &tokens);
            tokens.clear();
        }
    }
}

/// The form of a token.
pub fn form<'f>(forms: &'f Forms<'_>, token: &Token) -> &'f Form {
    forms.get(token.form)
}

fn gap(between: &str) -> Gap {
    let mark = between.chars().find(|c| !c.is_whitespace());
    match mark {
        None => Gap::Space,
        Some('،' | ',' | '؛' | ';' | ':') => Gap::Comma,
        Some('-' | '–' | '—' | '/' | '_' | 'ـ') => Gap::Hyphen,
        Some('"' | '«' | '»' | '“' | '”' | '\'' | '‘' | '’') => Gap::Quote,
        Some('(' | ')' | '[' | ']') => Gap::Bracket,
        Some(_) => Gap::Other,
    }
}
