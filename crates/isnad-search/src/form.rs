//! The forms in which a word is indexed and asked for.
//!
//! - *loose*: folded ([`isnad_text::fold`]), so that all spellings of a word are one;
//! - *stem*: the light stem of the folded word ([`isnad_text::stem`]), so that its forms meet;
//! - *exact*: as written, without marks, tatweel and controls, in small letters, for `=word`.
//!
//! A text is cut and its words folded once; the index gets the forms joined by a separator and only
//! splits them again. Limits: a word longer than [`LONGEST_WORD_BYTES`] in its form is no news and is not
//! indexed, but keeps its place.

use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Longest form of a word that is indexed.
pub const LONGEST_WORD_BYTES: usize = 120;

/// Version of the forms: a change of what they give rebuilds every index.
pub const FORM_VERSION: u32 = 1;

/// Stands between the forms of a text; no form contains it.
pub const SEPARATOR: char = '\u{1f}';

/// Written words a thread remembers; the words of news repeat, and stemming asks the vocabulary often.
const REMEMBERED_WORDS: usize = 100_000;

thread_local! {
    static KNOWN: RefCell<FxHashMap<Box<str>, Forms>> = RefCell::default();
}

static KEPT_APART: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let lines = include_str!("../data/kept_apart.txt").lines();
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(isnad_text::fold)
        .collect()
});

/// A form of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Folded.
    Loose,
    /// The light stem of the folded word.
    Stem,
    /// As written.
    Exact,
}

impl Form {
    /// This form of `word`, `None` if it has none.
    pub fn of(self, word: &str) -> Option<String> {
        with_forms(word, |forms| {
            let form = match self {
                Form::Loose => &forms.loose,
                Form::Stem => &forms.stem,
                Form::Exact => &forms.exact,
            };
            (!form.is_empty()).then(|| form.to_string())
        })
    }
}

/// The forms of one word; empty where it has none.
struct Forms {
    loose: Box<str>,
    stem: Box<str>,
    exact: Box<str>,
}

/// The forms of all words of a text, each list joined by [`SEPARATOR`].
#[derive(Default)]
pub struct TextForms {
    /// Folded words.
    pub loose: String,
    /// Stems.
    pub stem: String,
    /// Words as written.
    pub exact: String,
    /// Bytes of `loose` that the first words take up.
    pub lead_bytes: usize,
}

/// The forms of `text`, of which the first `lead_words` words are its lead.
pub fn text_forms(text: &str, lead_words: usize) -> TextForms {
    let mut out = TextForms::default();
    for (number, word) in isnad_text::words(text).enumerate() {
        with_forms(word.of(text), |forms| {
            for (list, form) in [
                (&mut out.loose, &forms.loose),
                (&mut out.stem, &forms.stem),
                (&mut out.exact, &forms.exact),
            ] {
                if number > 0 {
                    list.push(SEPARATOR);
                }
                list.push_str(form);
            }
        });
        if number < lead_words {
            out.lead_bytes = out.loose.len();
        }
    }
    out
}

fn with_forms<R>(word: &str, use_forms: impl FnOnce(&Forms) -> R) -> R {
    KNOWN.with_borrow_mut(|known| {
        if let Some(forms) = known.get(word) {
            return use_forms(forms);
        }
        let forms = make_forms(word);
        let result = use_forms(&forms);
        if known.len() >= REMEMBERED_WORDS {
            known.clear();
        }
        if word.len() <= LONGEST_WORD_BYTES {
            known.insert(word.into(), forms);
        }
        result
    })
}

fn make_forms(word: &str) -> Forms {
    let exact = exact(word);
    let folded = loose(word);
    let stem = isnad_text::stem::light(&folded).into_owned();
    let ending = exact.chars().next_back();
    let bounded = |form: String| {
        if form.len() <= LONGEST_WORD_BYTES {
            form.into_boxed_str()
        } else {
            Box::default()
        }
    };
    Forms {
        loose: bounded(keep_ending(folded, ending)),
        stem: bounded(keep_ending(stem, ending)),
        exact: bounded(exact),
    }
}

/// `form` with the last letter as written, where that tells it from another word.
fn keep_ending(mut form: String, written: Option<char>) -> String {
    if let Some(letter @ ('ى' | 'ة')) = written
        && KEPT_APART.contains(&form)
    {
        form.pop();
        form.push(letter);
    }
    form
}

fn loose(word: &str) -> String {
    let folded = isnad_text::fold(word);
    if folded.starts_with(|c: char| c.is_ascii_digit()) {
        join_thousands(folded)
    } else {
        folded
    }
}

/// `6,500` and `6٬500` are the number 6500; `2٫5` is 2.5.
fn join_thousands(folded: String) -> String {
    if !folded.contains([',', '٬', '٫']) {
        return folded;
    }
    folded
        .chars()
        .filter(|c| !matches!(c, ',' | '٬'))
        .map(|c| if c == '٫' { '.' } else { c })
        .collect()
}

fn exact(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut folded = String::new();
    for c in word.nfkc() {
        folded.clear();
        isnad_text::fold_into(c.encode_utf8(&mut [0; 4]), &mut folded);
        if !folded.is_empty() {
            out.extend(c.to_lowercase());
        }
    }
    out
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
    fn forms_of_a_word_meet_in_the_stem() {
        assert_eq!(Form::Stem.of("والجيش"), Form::Stem.of("للجيش"));
        // once more, now remembered
        assert_eq!(Form::Stem.of("والجيش"), Form::Stem.of("الجيش"));
        assert_ne!(Form::Stem.of("وليد"), Form::Stem.of("ليد"));
    }

    #[test]
    fn a_number_is_one_word_whatever_its_marks() {
        for written in ["6,500", "٦٬٥٠٠", "6500", "۶۵۰۰"] {
            assert_eq!(Form::Loose.of(written).as_deref(), Some("6500"), "{written}");
        }
        assert_eq!(Form::Loose.of("٢٫٥").as_deref(), Some("2.5"));
    }

    #[test]
    fn a_word_without_end_is_left_out_and_keeps_its_place() {
        assert_eq!(Form::Loose.of(&"ط".repeat(200)), None);
        let forms = text_forms(&format!("قبل {} بعد", "ط".repeat(200)), 2);
        assert_eq!(forms.loose, format!("قبل{SEPARATOR}{SEPARATOR}بعد"));
        assert_eq!(&forms.loose[..forms.lead_bytes], format!("قبل{SEPARATOR}"));
    }

    #[test]
    fn a_name_is_not_a_preposition_nor_a_ball_hatred() {
        for (one, other) in [("علي", "على"), ("كرة", "كره"), ("الكرة", "الكره")] {
            assert_ne!(Form::Loose.of(one), Form::Loose.of(other));
            assert_ne!(Form::Stem.of(one), Form::Stem.of(other));
        }
        assert_eq!(Form::Loose.of("مستشفى"), Form::Loose.of("مستشفي"));
        assert_eq!(Form::Loose.of("علی"), Form::Loose.of("علي"));
        assert_eq!(Form::Stem.of("الكرة"), Form::Stem.of("كرة"));
    }
}
