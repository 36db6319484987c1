//! The written form of a phrase: its words as they stand, without what is glued before the first.

use super::candidates::form;
use super::tokens::{Clitic, Tokens};
use isnad_text::fold;

/// The phrase of `length` words at token `first`, as a keyword shows it.
pub(super) fn shown(found: &Tokens<'_>, first: usize, length: usize) -> String {
    let mut phrase = bare(found.tokens[first].written, form(found, first).clitic);
    for token in &found.tokens[first + 1..first + length] {
        phrase.push(' ');
        phrase.push_str(token.written);
    }
    phrase
}

fn bare(written: &str, clitic: Clitic) -> String {
    match clitic {
        Clitic::None => written.to_owned(),
        Clitic::Letters { count, .. } => without_letters(written, count).to_owned(),
        Clitic::ForArticle { count } => format!("ال{}", without_letters(written, count)),
    }
}

/// `written` without its first `count` letters and the marks on them.
fn without_letters(written: &str, count: usize) -> &str {
    let mut left = count;
    let mut buffer = [0; 4];
    for (at, c) in written.char_indices() {
        let is_letter = !fold(c.encode_utf8(&mut buffer)).is_empty();
        if is_letter && left == 0 {
            return &written[at..];
        }
        left -= usize::from(is_letter);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clitics_are_not_shown() {
        let cut = |count| Clitic::Letters {
            count,
            is_conjunction: true,
        };
        assert_eq!(bare("والمحادثات", cut(1)), "المحادثات");
        assert_eq!(bare("وَبِالمحادثات", cut(2)), "المحادثات");
        assert_eq!(bare("للجيش", Clitic::ForArticle { count: 2 }), "الجيش");
        assert_eq!(bare("و", cut(1)), "و");
    }
}
