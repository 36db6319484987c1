//! Folding: the one spelling under which words are compared.
//!
//! Version 2, fixed: fingerprints in stores were made with it, so any change of its output is a new
//! [`FOLD_VERSION`]. (Version 1 made of İ an i and a dot over it.) In order: Unicode NFKC (presentation
//! forms, decomposed hamza), then
//! - dropped: harakat and other combining marks, tatweel, zero-width and bidi controls (ZWNJ too);
//! - alef forms أ إ آ ٱ to ا; hamza seats ؤ ئ to ء (مسؤول = مسئول); ى and Persian, Urdu yeh forms to ي;
//!   ة and Urdu, Persian heh forms to ه; Persian and Urdu kaf forms to ك;
//! - every decimal digit to ASCII; every other letter lower-cased.
//!
//! Limits: no clitics, no stems; ه and ة become one, so a few pairs of words meet (كره/كرة).
//! Source: Unicode 16 (NFKC, general categories); the classes measured in search probes of the field.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Version of [`fold`]; stored with everything made from folded text.
pub const FOLD_VERSION: u32 = 2;

/// `text` folded.
///
/// ```
/// assert_eq!(isnad_text::fold("أَذربيجـان"), isnad_text::fold("اذربيجان"));
/// assert_eq!(isnad_text::fold("مسؤول ٢٠٢٣"), isnad_text::fold("مسئول 2023"));
/// ```
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Appends `text` folded to `out`.
pub fn fold_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        let start = out.len();
        out.push_str(text);
        out[start..].make_ascii_lowercase();
        return;
    }
    if text.chars().all(is_plain) || is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        text.chars().for_each(|c| fold_char(c, out));
    } else {
        text.nfkc().for_each(|c| fold_char(c, out));
    }
}

/// Characters that NFKC leaves as they are wherever they stand: nearly all that news consists of.
fn is_plain(c: char) -> bool {
    matches!(c, '\0'..='\x7f' | '،' | '؛' | '؟' | 'ء'..='غ' | 'ف'..='ي' | '٠'..='٩' | '«' | '»' | '–' | '“' | '”')
}

/// Characters that are written into a word and change nothing of what it says.
fn is_dropped(c: char) -> bool {
    matches!(c,
        'ـ'
        // harakat, Quranic marks, superscript alef, combining hamza and madda that did not compose
        | '\u{0610}'..='\u{061a}' | '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{06d6}'..='\u{06dc}'
        | '\u{06df}'..='\u{06e4}' | '\u{06e7}' | '\u{06e8}' | '\u{06ea}'..='\u{06ed}'
        | '\u{08d3}'..='\u{08ff}' | '\u{0300}'..='\u{036f}'
        // zero width, joiners, bidi controls, byte order mark, soft hyphen
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{061c}'
        | '\u{feff}'
        | '\u{00ad}')
}

/// `text` with every letter as written, but without what [`fold`] drops: the exact level.
///
/// ```
/// assert_eq!(isnad_text::bare("أَذربيجـان"), "أذربيجان");
/// ```
pub fn bare(text: &str) -> String {
    if text.chars().all(is_plain) {
        return text.to_owned();
    }
    text.nfkc().filter(|c| !is_dropped(*c)).collect()
}

fn fold_char(c: char, out: &mut String) {
    if !is_plain(c) && is_dropped(c) {
        return;
    }
    let folded = match c {
        'a'..='z' | '0'..='9' | ' ' | '\n' => c,
        'A'..='Z' => c.to_ascii_lowercase(),
        'أ' | 'إ' | 'آ' | 'ٱ' | 'ٲ' | 'ٳ' => 'ا',
        'ؤ' | 'ئ' | 'ٶ' | 'ٸ' => 'ء',
        'ى' | 'ی' | 'ې' | 'ے' | 'ۍ' | 'ێ' => 'ي',
        'ة' | 'ۀ' | 'ۂ' | 'ہ' | 'ۃ' | 'ە' | 'ھ' => 'ه',
        'ک' | 'ڪ' => 'ك',
        'İ' => 'i',
        '٠'..='٩' => ascii_digit(c, '٠'),
        '۰'..='۹' => ascii_digit(c, '۰'),
        'ء'..='ي' => c,
        other if other.is_ascii() => other,
        other => {
            out.extend(other.to_lowercase());
            return;
        }
    };
    out.push(folded);
}

fn ascii_digit(c: char, zero: char) -> char {
    char::from(b'0' + (c as u32 - zero as u32) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn orthographic_classes_meet() {
        for (one, other) in [
            ("أذربيجان", "اذربيجان"),
            ("مسؤول", "مسئول"),
            ("ناغورنی", "ناغورني"),
            ("کرد", "كرد"),
            ("مدرسة", "مدرسه"),
            ("على", "علي"),
            ("ٱلكتاب", "الكتاب"),
            ("ﻣﺼﺮ", "مصر"),
            ("ا\u{0654}حمد", "أحمد"),
            ("می\u{200c}شود", "ميشود"),
            ("Reuters", "REUTERS"),
            ("İstanbul", "istanbul"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
    }

    #[test]
    fn plain_characters_stay_as_they_are_under_nfkc() {
        for c in ('\0'..=char::MAX).filter(|c| is_plain(*c)) {
            assert!(is_nfkc_quick([c].into_iter()) == IsNormalized::Yes, "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,60}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once.clone());
        }
    }
}
