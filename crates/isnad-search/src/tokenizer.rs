//! Splits the joined forms of a text again, for the index engine.
//!
//! All analysis is done before (see [`crate::form`]); an empty form gives no token but keeps its place,
//! so that phrases do not close over it. Several keys of one word are tokens in one place.

use crate::form::{KEY_SEPARATOR, SEPARATOR};
use tantivy_tokenizer_api::{Token, TokenStream, Tokenizer};

/// Splits at [`SEPARATOR`].
#[derive(Clone, Default)]
pub struct SplitForms {
    token: Token,
}

/// The forms of one text.
pub struct SplitStream<'a> {
    rest: Option<&'a str>,
    /// Keys left of the word that was last begun.
    keys: Option<&'a str>,
    next_position: usize,
    token: &'a mut Token,
}

impl Tokenizer for SplitForms {
    type TokenStream<'a> = SplitStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> SplitStream<'a> {
        self.token.reset();
        SplitStream {
            rest: Some(text),
            keys: None,
            next_position: 0,
            token: &mut self.token,
        }
    }
}

impl TokenStream for SplitStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            if let Some(keys) = self.keys {
                let (key, after) = cut(keys, KEY_SEPARATOR);
                self.keys = after;
                if key.is_empty() {
                    continue;
                }
                self.token.text.clear();
                self.token.text.push_str(key);
                self.token.position = self.next_position - 1;
                return true;
            }
            let Some(rest) = self.rest else { return false };
            let (form, after) = cut(rest, SEPARATOR);
            self.rest = after;
            self.keys = Some(form);
            self.next_position += 1;
        }
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// What stands before the first `separator`, and what after it. Forms are short: a plain loop finds it sooner than a search
/// that is made for long texts.
fn cut(forms: &str, separator: char) -> (&str, Option<&str>) {
    match forms.bytes().position(|byte| u32::from(byte) == u32::from(separator)) {
        Some(at) => (&forms[..at], Some(&forms[at + 1..])),
        None => (forms, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_form_keeps_its_place() {
        let mut tokenizer = SplitForms::default();
        let text = ["قبل", "", "بعد\u{1e}تلا"].join("\u{1f}");
        let mut stream = tokenizer.token_stream(&text);
        let mut found = Vec::new();
        while stream.advance() {
            found.push((stream.token().text.clone(), stream.token().position));
        }
        assert_eq!(
            found,
            [("قبل".to_owned(), 0), ("بعد".to_owned(), 2), ("تلا".to_owned(), 2)]
        );
        assert!(!tokenizer.token_stream("").advance());
    }
}
