//! The forms in which a word is indexed and asked for.
//!
//! - *loose*: folded ([`isnad_text::fold`]), so that all spellings of a word are one;
//! - *exact*: as written, without marks, tatweel and controls, in small letters, for `=word`.
//!
//! Limits: a word longer than [`LONGEST_WORD_BYTES`] in its form is no news and is not indexed.

use tantivy_tokenizer_api::{Token, TokenStream, Tokenizer};
use unicode_normalization::UnicodeNormalization;

/// Longest form of a word that is indexed.
pub const LONGEST_WORD_BYTES: usize = 120;

/// Version of the forms: a change of what they give rebuilds every index.
pub const FORM_VERSION: u32 = 1;

/// A form of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Folded.
    Loose,
    /// As written.
    Exact,
}

impl Form {
    /// Appends this form of `word` to `out`; adds nothing if the word has no such form.
    pub fn write(self, word: &str, out: &mut String) {
        match self {
            Form::Loose => loose(word, out),
            Form::Exact => exact(word, out),
        }
    }

    /// This form of `word`, `None` if it has none.
    pub fn of(self, word: &str) -> Option<String> {
        let mut out = String::new();
        self.write(word, &mut out);
        (!out.is_empty() && out.len() <= LONGEST_WORD_BYTES).then_some(out)
    }
}

fn loose(word: &str, out: &mut String) {
    let start = out.len();
    isnad_text::fold_into(word, out);
    if out.as_bytes()[start..].first().is_some_and(u8::is_ascii_digit) {
        join_thousands(start, out);
    }
}

/// `6,500` and `6٬500` are the number 6500; `2٫5` is 2.5.
fn join_thousands(start: usize, out: &mut String) {
    if !out[start..].contains([',', '٬', '٫']) {
        return;
    }
    let joined: String = out[start..]
        .chars()
        .filter(|c| !matches!(c, ',' | '٬'))
        .map(|c| if c == '٫' { '.' } else { c })
        .collect();
    out.truncate(start);
    out.push_str(&joined);
}

fn exact(word: &str, out: &mut String) {
    let mut folded = String::new();
    for c in word.nfkc() {
        folded.clear();
        isnad_text::fold_into(c.encode_utf8(&mut [0; 4]), &mut folded);
        if !folded.is_empty() {
            out.extend(c.to_lowercase());
        }
    }
}

/// Cuts text into words of one form, for the index.
#[derive(Clone)]
pub struct FormTokenizer {
    form: Form,
    token: Token,
}

impl FormTokenizer {
    /// A tokenizer of `form`.
    pub fn new(form: Form) -> FormTokenizer {
        FormTokenizer {
            form,
            token: Token::default(),
        }
    }
}

/// The words of one text.
pub struct FormStream<'a> {
    text: &'a str,
    words: Box<dyn Iterator<Item = isnad_text::Word> + 'a>,
    position: usize,
    form: Form,
    token: &'a mut Token,
}

impl Tokenizer for FormTokenizer {
    type TokenStream<'a> = FormStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FormStream<'a> {
        self.token.reset();
        FormStream {
            text,
            words: Box::new(isnad_text::words(text)),
            position: 0,
            form: self.form,
            token: &mut self.token,
        }
    }
}

impl TokenStream for FormStream<'_> {
    fn advance(&mut self) -> bool {
        for word in self.words.by_ref() {
            let position = self.position;
            self.position += 1;
            self.token.text.clear();
            self.form.write(word.of(self.text), &mut self.token.text);
            if self.token.text.is_empty() || self.token.text.len() > LONGEST_WORD_BYTES {
                continue;
            }
            self.token.position = position;
            self.token.offset_from = word.start;
            self.token.offset_to = word.end;
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet_in_the_loose_form_and_part_in_the_exact_one() {
        assert_eq!(Form::Loose.of("أَذربيجـان"), Form::Loose.of("اذربيجان"));
        assert_ne!(Form::Exact.of("أذربيجان"), Form::Exact.of("اذربيجان"));
        assert_eq!(Form::Exact.of("أَذربيجـان"), Form::Exact.of("أذربيجان"));
    }

    #[test]
    fn a_number_is_one_word_whatever_its_marks() {
        for written in ["6,500", "٦٬٥٠٠", "6500", "۶۵۰۰"] {
            assert_eq!(Form::Loose.of(written).as_deref(), Some("6500"), "{written}");
        }
        assert_eq!(Form::Loose.of("٢٫٥").as_deref(), Some("2.5"));
    }

    #[test]
    fn a_word_without_end_is_left_out() {
        assert_eq!(Form::Loose.of(&"ط".repeat(200)), None);
        let mut tokenizer = FormTokenizer::new(Form::Loose);
        let text = format!("قبل {} بعد", "ط".repeat(200));
        let mut stream = tokenizer.token_stream(&text);
        let mut found = Vec::new();
        while stream.advance() {
            found.push((stream.token().text.clone(), stream.token().position));
        }
        assert_eq!(found, [("قبل".to_owned(), 0), ("بعد".to_owned(), 2)]);
    }
}
