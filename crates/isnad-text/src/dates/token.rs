//! Tokens of dates: numbers, words with a meaning, other words, punctuation.
//!
//! Letters and digits that touch are told apart (`21st`, `2023م`); spellings of several words become
//! one token (`تشرين الأول`, `ت.غ`). Controls and white space separate and leave no token.

use super::lexicon::{LONGEST_SPELLING, Meaning, meanings};
use crate::fold_into;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number { value: u64, digits: usize },
    Named(&'static [Meaning]),
    Word,
    Punctuation(char),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
}

impl Token {
    /// Its value, if it is a number of so many digits.
    pub fn number(&self, allowed_digits: std::ops::RangeInclusive<usize>) -> Option<i64> {
        match self.kind {
            Kind::Number { value, digits } if allowed_digits.contains(&digits) => i64::try_from(value).ok(),
            _ => None,
        }
    }

    pub fn is_number(&self) -> bool {
        matches!(self.kind, Kind::Number { .. })
    }

    pub fn is_one_of(&self, set: &[char]) -> bool {
        matches!(self.kind, Kind::Punctuation(c) if set.contains(&c))
    }

    pub fn is_punctuation(&self) -> bool {
        matches!(self.kind, Kind::Punctuation(_))
    }

    pub fn meanings(&self) -> &'static [Meaning] {
        match self.kind {
            Kind::Named(found) => found,
            _ => &[],
        }
    }

    pub fn means(&self, meaning: Meaning) -> bool {
        self.meanings().contains(&meaning)
    }

    /// What `choose` makes of the first of its meanings that it accepts.
    pub fn meaning<T>(&self, choose: impl Fn(&Meaning) -> Option<T>) -> Option<T> {
        self.meanings().iter().find_map(choose)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Letter,
    Inside,
    Space,
    Other,
}

#[derive(Clone, Copy)]
struct Piece {
    class: Class,
    start: usize,
    end: usize,
}

/// The tokens of `text`.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let pieces = pieces(text);
    let mut found = Vec::with_capacity(pieces.len());
    let mut spelling = String::new();
    let mut at = 0;
    while at < pieces.len() {
        let piece = pieces[at];
        let named = match piece.class {
            Class::Letter => longest_spelling(text, &pieces[at..], &mut spelling),
            _ => None,
        };
        let (kind, used) = match named {
            Some((known, used)) => (Kind::Named(known), used),
            None => (plain_kind(text, piece), 1),
        };
        found.push(Token {
            kind,
            start: piece.start,
            end: pieces[at + used - 1].end,
        });
        at += used;
    }
    found
}

/// The longest known spelling at the start of `pieces`, and how many pieces it takes.
fn longest_spelling(text: &str, pieces: &[Piece], spelling: &mut String) -> Option<(&'static [Meaning], usize)> {
    let mut longest = None;
    let mut words = 0;
    spelling.clear();
    for (index, piece) in pieces.iter().enumerate() {
        let written = &text[piece.start..piece.end];
        if piece.class != Class::Letter {
            if matches!(written, "." | "'" | "’") {
                continue;
            }
            break;
        }
        if words == LONGEST_SPELLING {
            break;
        }
        if words > 0 {
            spelling.push(' ');
        }
        fold_into(written, spelling);
        words += 1;
        let known = meanings(spelling);
        if !known.is_empty() {
            longest = Some((known, index + 1));
        }
    }
    longest
}

fn plain_kind(text: &str, piece: Piece) -> Kind {
    let written = &text[piece.start..piece.end];
    match piece.class {
        Class::Digit => Kind::Number {
            value: written.chars().fold(0, |sum: u64, c| {
                sum.saturating_mul(10).saturating_add(digit(c).unwrap_or(0))
            }),
            digits: written.chars().count(),
        },
        Class::Other => Kind::Punctuation(written.chars().next().unwrap_or(' ')),
        _ => Kind::Word,
    }
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut last = Class::Space;
    for (start, c) in text.char_indices() {
        let class = class(c);
        let end = start + c.len_utf8();
        match (class, pieces.last_mut()) {
            (Class::Inside, Some(piece)) if last == Class::Letter => piece.end = end,
            (Class::Inside, _) => {}
            (Class::Digit | Class::Letter, Some(piece)) if class == last && !is_ideograph(c) => piece.end = end,
            (Class::Space, _) => last = Class::Space,
            _ => {
                pieces.push(Piece { class, start, end });
                last = class;
            }
        }
    }
    pieces
}

fn class(c: char) -> Class {
    match c {
        _ if digit(c).is_some() => Class::Digit,
        // marks and tatweel belong to the word; controls to nothing
        'ـ' | '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{0300}'..='\u{036f}' => Class::Inside,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{061c}' | '\u{feff}' => {
            Class::Space
        }
        _ if c.is_whitespace() || c.is_control() => Class::Space,
        _ if c.is_alphabetic() => Class::Letter,
        _ => Class::Other,
    }
}

/// Chinese and Japanese words stand without spaces: each character is a piece.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

fn digit(c: char) -> Option<u64> {
    let zero = match c {
        '0'..='9' => '0',
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        _ => return None,
    };
    Some(u64::from(c as u32 - zero as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_digits_and_spellings_of_several_words() {
        let text = "21st تشرين الأول ٢٠٢٣م ت.غ";
        let written: Vec<&str> = tokens(text).iter().map(|t| &text[t.start..t.end]).collect();
        assert_eq!(written, ["21", "st", "تشرين الأول", "٢٠٢٣", "م", "ت.غ"]);
    }
}
