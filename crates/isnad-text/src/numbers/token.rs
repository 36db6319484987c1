//! Words of a text as parts of numbers.

use super::digits;
use super::lexicon::{Part, part};
use crate::{Word, fold, words};

/// What a token is to a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// Digits, already read.
    Digits(f64),
    /// A word of the list.
    Word(Part),
    /// «و» by itself.
    And,
    /// A sign of percent.
    PercentSign,
    /// Anything else: no number goes on over it.
    Other,
}

/// A token of a number, or what stands between numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    /// «و» is written with it; the span of a number that begins here leaves it out.
    pub has_and: bool,
    pub has_article: bool,
    /// Nothing but white space stands before it.
    pub follows: bool,
}

const PREPOSITIONS: [char; 4] = ['ب', 'ل', 'ك', 'ف'];

/// The tokens of `text`.
pub(super) fn read(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut last_end = 0;
    for word in words(text) {
        let between = &text[last_end..word.start];
        if let Some(at) = between.find(['%', '٪', '﹪']) {
            let sign = between[at..].chars().next().map_or(0, char::len_utf8);
            tokens.push(sign_at(text, last_end, at, sign));
        }
        let after_sign = text[..word.start].ends_with(['%', '٪']);
        let follows = between.chars().all(char::is_whitespace) || after_sign;
        push_word(text, word, follows, &mut tokens);
        last_end = word.end;
    }
    if let Some(at) = text[last_end..].find(['%', '٪', '﹪']) {
        let sign = text[last_end + at..].chars().next().map_or(0, char::len_utf8);
        tokens.push(sign_at(text, last_end, at, sign));
    }
    tokens
}

fn sign_at(text: &str, last_end: usize, at: usize, sign: usize) -> Token {
    let follows = text[last_end..last_end + at]
        .chars()
        .all(|c| c.is_whitespace() || c == '\u{061c}');
    Token {
        kind: Kind::PercentSign,
        start: last_end + at,
        end: last_end + at + sign,
        has_and: false,
        has_article: false,
        follows,
    }
}

fn push_word(text: &str, word: Word, follows: bool, tokens: &mut Vec<Token>) {
    let written = word.of(text);
    if written.contains(char::is_numeric) {
        push_digits(text, word, follows, tokens);
        return;
    }
    let folded = fold(written);
    if folded == "و" {
        tokens.push(token(Kind::And, word, follows));
        return;
    }
    let mut found = token(Kind::Other, word, follows);
    let mut rest = folded.as_str();
    let mut cut = 0;
    if folded == "واحد" && written.contains('أ') {
        // «وأحد عشر» is folded to the spelling of one
        (rest, found.has_and) = ("احد", true);
    }
    found.kind = loop {
        if let Some(part) = part(rest) {
            break Kind::Word(part);
        }
        if let Some(after) = rest.strip_prefix("ال").filter(|_| !found.has_article) {
            (rest, found.has_article) = (after, true);
        } else if let Some(after) = rest.strip_prefix("لل").filter(|_| !found.has_article) {
            (rest, found.has_article) = (after, true);
        } else if let Some(after) = rest.strip_prefix('و').filter(|_| cut == 0) {
            (rest, found.has_and) = (after, true);
        } else if let Some(after) = rest
            .strip_prefix(PREPOSITIONS)
            .filter(|_| !found.has_article && cut < 2)
        {
            rest = after;
            cut = 1;
        } else {
            break Kind::Other;
        }
        cut += 1;
    };
    if found.kind == Kind::Other {
        (found.has_and, found.has_article) = (false, false);
    } else if found.has_and {
        // the name of the conjunction is one letter and the marks on it
        found.start += after_letters(written, 1);
    }
    tokens.push(found);
}

/// Digits of a word: what is written together with them may be prefixes before and a unit after.
fn push_digits(text: &str, word: Word, follows: bool, tokens: &mut Vec<Token>) {
    let written = word.of(text);
    let is_digit = |c: char| c.is_numeric();
    let (Some(first), Some(last)) = (written.find(is_digit), written.rfind(is_digit)) else {
        return;
    };
    let last_end = last + written[last..].chars().next().map_or(0, char::len_utf8);
    let (before, run, after) = (&written[..first], &written[first..last_end], &written[last_end..]);
    let is_latin = |part: &str| part.contains(|c: char| c.is_ascii_alphabetic());
    let folded = fold(run);
    let value = if is_latin(before) || is_latin(after) || folded.contains(char::is_alphabetic) {
        None
    } else {
        digits::value(&folded)
    };
    let start = word.start + first;
    let mut found = Token {
        kind: value.map_or(Kind::Other, Kind::Digits),
        start,
        end: start + run.len(),
        has_and: fold(before).starts_with('و'),
        has_article: false,
        follows,
    };
    if value.is_none() {
        found.has_and = false;
        found.end = word.end;
    }
    tokens.push(found);
    if value.is_some() && !after.is_empty() {
        let rest = Word {
            start: found.end,
            end: word.end,
        };
        push_word(text, rest, true, tokens);
    }
}

fn token(kind: Kind, word: Word, follows: bool) -> Token {
    Token {
        kind,
        start: word.start,
        end: word.end,
        has_and: false,
        has_article: false,
        follows,
    }
}

/// Bytes of the first `letters` letters with their marks.
fn after_letters(written: &str, letters: usize) -> usize {
    written
        .char_indices()
        .filter(|(_, c)| c.is_alphabetic() && *c != 'ـ')
        .nth(letters)
        .map_or(0, |(at, _)| at)
}
