//! The forms in which a word is indexed and asked for.
//!
//! - *loose*: folded ([`isnad_text::fold`]), so that all spellings of a word are one;
//! - *keys*: what the forms of a word have in common ([`isnad_text::lemma`]): mostly its light stem, for a broken
//!   plural the singular, for a verb the verb, for a name the spelling that stands for all. A word that may be
//!   a form of several words has several, all in its one place;
//! - *exact*: as written, without marks, tatweel and controls, in small letters, for `=word`.
//!
//! A text is cut and its words folded once; the index gets the forms joined by a separator and only
//! splits them again. Limits: a word longer than [`LONGEST_WORD_BYTES`] in its form is no news and is not
//! indexed, but keeps its place.

use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};
use std::mem;
use std::rc::Rc;

/// Longest form of a word that is indexed.
pub const LONGEST_WORD_BYTES: usize = 120;

/// Version of the forms: a change of what they give rebuilds every index.
pub const FORM_VERSION: u32 = 4;

/// Stands between the forms of a text; no form contains it.
pub const SEPARATOR: char = '\u{1f}';

/// Stands between the keys of one word; no key contains it.
pub const KEY_SEPARATOR: char = '\u{1e}';

/// Written words of which a thread remembers the forms, at most twice as many; the words of news repeat, and making forms
/// asks the vocabulary often.
const REMEMBERED_WORDS: usize = 100_000;

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
    static TEXTS_BEGUN: Cell<u64> = const { Cell::new(0) };
}

/// The words that a thread remembers. When the young ones are many, they become the old, and the old are forgotten but
/// for those that were asked for meanwhile.
#[derive(Default)]
struct Known {
    young: FxHashMap<Box<str>, Rc<Forms>>,
    old: FxHashMap<Box<str>, Rc<Forms>>,
}

/// The loose form of `word`, `None` if it has none.
pub fn loose_of(word: &str) -> Option<String> {
    let forms = forms_of(word);
    (!forms.loose.is_empty()).then(|| forms.loose.to_string())
}

/// The keys by which `word` is asked for, none if it is too long.
pub fn keys_of(word: &str) -> Vec<String> {
    let forms = forms_of(word);
    forms.readings().take(forms.asked_keys).map(str::to_owned).collect()
}

/// What `wanted` holds for one of the keys under which `word` is found in a text, those of its other readings too.
pub fn wanted_reading(word: &str, wanted: &FxHashMap<String, usize>) -> Option<usize> {
    let of_part = |part: &str| forms_of(part).readings().find_map(|key| wanted.get(key).copied());
    apart(word).find_map(of_part)
}

/// `word`, or the two words that it consists of where they are as often written apart (عبدالله): texts and
/// queries are all in two.
pub fn apart(word: &str) -> impl Iterator<Item = &str> {
    at_seam(word, forms_of(word).seam)
}

fn at_seam(word: &str, seam: Option<usize>) -> impl Iterator<Item = &str> {
    let (first, second) = match seam.and_then(|seam| word.split_at_checked(seam)) {
        Some((first, second)) => (first, Some(second)),
        None => (word, None),
    };
    std::iter::once(first).chain(second)
}

/// `word` as written, without marks; `None` if it has no such form.
pub fn exact_of(word: &str) -> Option<String> {
    let forms = forms_of(word);
    (!forms.exact.is_empty()).then(|| forms.exact.to_string())
}

/// The forms of one word; empty where it has none. Keys are joined by [`KEY_SEPARATOR`].
struct Forms {
    loose: Box<str>,
    keys: Box<str>,
    /// How many of the keys a search for the word asks for.
    asked_keys: usize,
    exact: Box<str>,
    /// Where the word falls into two, in bytes.
    seam: Option<usize>,
    /// The text in which this thread met the word last.
    last_text: Cell<u64>,
}

impl Forms {
    fn readings(&self) -> impl Iterator<Item = &str> {
        self.keys.split(KEY_SEPARATOR).filter(|key| !key.is_empty())
    }
}

/// The forms of all words of a text, each list joined by [`SEPARATOR`].
#[derive(Default)]
pub struct TextForms {
    /// Folded words.
    pub loose: String,
    /// Keys; those of one word joined by [`KEY_SEPARATOR`].
    pub keys: String,
    /// Words as written, each once.
    pub exact: String,
}

/// The forms of `text`.
pub fn text_forms(text: &str) -> TextForms {
    let mut lists = Lists {
        out: TextForms::default(),
        is_begun: false,
        text_number: next_text(),
    };
    for word in isnad_text::words(text).map(|word| word.of(text)) {
        let forms = forms_of(word);
        match forms.seam {
            None => lists.push(&forms),
            seam => at_seam(word, seam).for_each(|part| lists.push(&forms_of(part))),
        }
    }
    lists.out
}

/// A number that no text of this thread had; 0 is none.
fn next_text() -> u64 {
    let number = TEXTS_BEGUN.get() + 1;
    TEXTS_BEGUN.set(number);
    number
}

/// The forms of a text as they are made.
struct Lists {
    out: TextForms,
    is_begun: bool,
    text_number: u64,
}

impl Lists {
    fn push(&mut self, forms: &Forms) {
        for (list, form) in [(&mut self.out.loose, &forms.loose), (&mut self.out.keys, &forms.keys)] {
            if self.is_begun {
                list.push(SEPARATOR);
            }
            list.push_str(form);
        }
        if forms.last_text.replace(self.text_number) != self.text_number {
            self.out.exact.push_str(&forms.exact);
            self.out.exact.push(SEPARATOR);
        }
        self.is_begun = true;
    }
}

impl Known {
    fn get(&mut self, word: &str) -> Rc<Forms> {
        if let Some(forms) = self.young.get(word) {
            return Rc::clone(forms);
        }
        let (word, forms) = match self.old.remove_entry(word) {
            Some(remembered) => remembered,
            None => (word.into(), Rc::new(make_forms(word))),
        };
        if word.len() <= LONGEST_WORD_BYTES {
            if self.young.len() >= REMEMBERED_WORDS {
                self.old = mem::take(&mut self.young);
            }
            self.young.insert(word, Rc::clone(&forms));
        }
        forms
    }
}

fn forms_of(word: &str) -> Rc<Forms> {
    KNOWN.with_borrow_mut(|known| known.get(word))
}

fn make_forms(word: &str) -> Forms {
    let bare = isnad_text::bare(word);
    if bare.starts_with(char::is_numeric) {
        let number = join_thousands(isnad_text::fold(&bare));
        return Forms {
            keys: bounded(number.clone()),
            asked_keys: 1,
            loose: bounded(number),
            exact: bounded(bare.to_lowercase()),
            seam: None,
            last_text: Cell::new(0),
        };
    }
    let forms = isnad_text::lemma::forms(&bare);
    Forms {
        asked_keys: forms.asked,
        loose: bounded(forms.loose),
        keys: bounded(forms.keys.join(KEY_SEPARATOR.encode_utf8(&mut [0; 4]))),
        exact: bounded(bare.to_lowercase()),
        seam: if word.len() <= LONGEST_WORD_BYTES {
            isnad_text::lemma::seam(word)
        } else {
            None
        },
        last_text: Cell::new(0),
    }
}

fn bounded(form: String) -> Box<str> {
    if form.len() <= LONGEST_WORD_BYTES {
        form.into_boxed_str()
    } else {
        Box::default()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet_in_the_loose_form_and_part_in_the_exact_one() {
        assert_eq!(loose_of("أَذربيجـان"), loose_of("اذربيجان"));
        assert_ne!(exact_of("أذربيجان"), exact_of("اذربيجان"));
        assert_eq!(exact_of("أَذربيجـان"), exact_of("أذربيجان"));
    }

    #[test]
    fn forms_of_a_word_share_their_keys() {
        assert_eq!(keys_of("والجيش"), keys_of("للجيش"));
        // once more, now remembered
        assert_eq!(keys_of("والجيش"), keys_of("الجيش"));
        assert_ne!(keys_of("وليد"), keys_of("ليد"));
    }

    #[test]
    fn a_number_is_one_word_whatever_its_marks() {
        for written in ["6,500", "٦٬٥٠٠", "6500", "۶۵۰۰"] {
            assert_eq!(loose_of(written).as_deref(), Some("6500"), "{written}");
        }
        assert_eq!(loose_of("٢٫٥").as_deref(), Some("2.5"));
    }

    #[test]
    fn a_word_without_end_is_left_out_and_keeps_its_place() {
        assert_eq!(loose_of(&"ط".repeat(200)), None);
        let forms = text_forms(&format!("قبل {} بعد", "ط".repeat(200)));
        assert_eq!(forms.loose, format!("قبل{SEPARATOR}{SEPARATOR}بعد"));
    }

    #[test]
    fn a_name_is_not_a_preposition_nor_a_ball_hatred() {
        for (one, other) in [("علي", "على"), ("كرة", "كره"), ("الكرة", "الكره")] {
            assert_ne!(loose_of(one), loose_of(other));
            assert_ne!(keys_of(one), keys_of(other));
        }
        assert_eq!(loose_of("مستشفى"), loose_of("مستشفي"));
        assert_eq!(loose_of("علی"), loose_of("علي"));
        assert_eq!(keys_of("الكرة"), keys_of("كرة"));
    }
}
