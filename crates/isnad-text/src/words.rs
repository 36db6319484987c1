//! Words: maximal runs of letters, marks and digits, with byte offsets into the text.
//!
//! A joiner or control that folding drops does not end a word; punctuation and white space do.
//! Digits and letters that touch stay one word. A decimal point or thousands mark between digits
//! does not end a word (`6,500`). Limits: no clitics are cut; scripts without spaces (Chinese, Thai)
//! give runs, not words.

/// One word: byte offsets into the text it was cut from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Word {
    /// The word as written.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }
}

/// The words of `text` in order.
///
/// ```
/// let text = "قُتل 6,500 شخصٍ.";
/// let found: Vec<&str> = isnad_text::words(text).map(|w| w.of(text)).collect();
/// assert_eq!(found, ["قُتل", "6,500", "شخصٍ"]);
/// ```
pub fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let start = loop {
            let (at, c) = chars.next()?;
            if is_word_char(c) {
                break (at, c);
            }
        };
        let mut end = start.0 + start.1.len_utf8();
        let mut last = start.1;
        while let Some(&(at, c)) = chars.peek() {
            if is_word_char(c) {
                last = c;
            } else if !is_inside_word(c) {
                let joins_digits = last.is_numeric() && matches!(c, '.' | ',' | '٫' | '٬');
                let next_is_digit = text[at + c.len_utf8()..].chars().next().is_some_and(char::is_numeric);
                if !(joins_digits && next_is_digit) {
                    break;
                }
            }
            end = at + c.len_utf8();
            chars.next();
        }
        Some(Word { start: start.0, end })
    })
}

/// [`char::is_alphanumeric`], without its table for the characters that news consists of.
pub(crate) fn is_word_char(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        'ء'..='ي' => true,
        '،' | '؛' | '؟' | '«' | '»' | '\u{2000}'..='\u{203e}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// Characters that belong to the word around them: marks, tatweel, joiners, bidi controls.
fn is_inside_word(c: char) -> bool {
    matches!(c,
        'ـ' | '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{0610}'..='\u{061a}' | '\u{06d6}'..='\u{06ed}'
        | '\u{0300}'..='\u{036f}' | '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{00ad}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_short_way_agrees_with_the_table_on_every_character() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_word_char(c), c.is_alphanumeric(), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn words_are_in_order_and_on_boundaries(text in "\\PC{0,80}") {
            let mut last = 0;
            for word in words(&text) {
                prop_assert!(word.start >= last && word.end > word.start);
                prop_assert!(!word.of(&text).is_empty());
                last = word.end;
            }
        }
    }
}
