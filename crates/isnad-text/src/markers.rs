//! Markers: the words that news sites put around an article's own text («اقرأ أيضاً», «المصدر:», «كلمات دلالية:»).
//!
//! What: a list by class, and the longest marker that a text begins with. Why: extraction of pages and
//! repair of scraped text must agree on them. Limits: a marker says what the site may mean; whether the
//! words stand there as text is for the caller to judge by what is around them.
//! Source: read from the project's corpora and pages; `data/markers.tsv` explains the classes.

use crate::{fold, fold_into};
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a marker does; `data/markers.tsv` says it at length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkerClass {
    /// Opens a pointer to other articles, whatever follows.
    ReadAlso,
    /// Opens a pointer to other articles where a separator follows.
    Pointer,
    /// Tells the reader to look at something.
    Look,
    /// What a [`MarkerClass::Look`] word may point at.
    Thing,
    /// Says where to look.
    Place,
    /// Tells the reader to press on something.
    Click,
    /// Begins a clause that ends in a [`MarkerClass::Click`] phrase.
    Purpose,
    /// Opens a line that says when the article was published.
    Date,
    /// Opens a line that says where the article was taken from.
    Credit,
    /// Opens a line of the site's tags.
    Keywords,
    /// A button of the site beside its tags.
    SortLabel,
    /// Opens a reference to a page of the printed paper.
    Page,
}

/// One marker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// What it does.
    pub class: MarkerClass,
    /// Its words, folded.
    pub folded: String,
}

/// A marker found at the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// One past the last byte of the marker, marks and spaces before it included.
    pub end: usize,
    /// True where a separator (`:`, `..`, `|`, `/`, `-`) or nothing at all follows.
    pub separated: bool,
    /// Where what the marker opens begins: after separators and spaces.
    pub rest: usize,
}

/// All markers, longest first within a class.
pub fn markers() -> &'static [Marker] {
    static MARKERS: LazyLock<Vec<Marker>> = LazyLock::new(|| {
        let mut all: Vec<Marker> = include_str!("../data/markers.tsv")
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .filter_map(|line| {
                let (class, marker) = line.split_once('\t')?;
                Some(Marker {
                    class: class_named(class)?,
                    folded: fold(marker),
                })
            })
            .collect();
        all.sort_by(|a, b| (a.class, b.folded.len(), &a.folded).cmp(&(b.class, a.folded.len(), &b.folded)));
        all.dedup();
        all
    });
    &MARKERS
}

/// The longest marker of `class` that `text` begins with, quotes and bullets before it aside.
///
/// A `read_also` marker may be glued to what follows, since scrapers do that; any other must end with its word.
///
/// ```
/// use isnad_text::markers::{MarkerClass, opening};
/// let line = "اقرأ أيضاً: وصول الوفد";
/// let found = opening(line, MarkerClass::ReadAlso).unwrap();
/// assert_eq!(&line[found.rest..], "وصول الوفد");
/// assert!(found.separated);
/// assert_eq!(opening("اقرأ هذا المقال", MarkerClass::ReadAlso), None);
/// ```
pub fn opening(text: &str, class: MarkerClass) -> Option<Opening> {
    let first = text.trim_start_matches(is_bullet).chars().next()?;
    let mut folded = String::with_capacity(4);
    fold_into(first.encode_utf8(&mut [0; 4]), &mut folded);
    let all = markers();
    // A character that folding drops may stand before any marker.
    let candidates = match folded.chars().next() {
        Some(letter) => BY_FIRST_LETTER.get(&(class, letter)).map_or(&[][..], Vec::as_slice),
        None => ALL.as_slice(),
    };
    candidates
        .iter()
        .map(|at| &all[*at])
        .filter(|marker| marker.class == class)
        .find_map(|marker| opening_with(text, marker))
}

/// Places in [`markers`] by class and first letter.
static BY_FIRST_LETTER: LazyLock<HashMap<(MarkerClass, char), Vec<usize>>> = LazyLock::new(|| {
    let mut places: HashMap<_, Vec<usize>> = HashMap::new();
    for (at, marker) in markers().iter().enumerate() {
        if let Some(letter) = marker.folded.chars().next() {
            places.entry((marker.class, letter)).or_default().push(at);
        }
    }
    places
});

/// All places in [`markers`].
static ALL: LazyLock<Vec<usize>> = LazyLock::new(|| (0..markers().len()).collect());

/// True if `text` as a whole points to other articles: a line, a list item or a link's paragraph that begins
/// with a `read_also` marker, or with a `pointer` marker and a separator.
pub fn is_read_also(text: &str) -> bool {
    opening(text, MarkerClass::ReadAlso).is_some()
        || opening(text, MarkerClass::Pointer).is_some_and(|found| found.separated)
}

fn opening_with(text: &str, marker: &Marker) -> Option<Opening> {
    let trimmed = text.trim_start_matches(is_bullet);
    let mut wanted = marker.folded.as_str();
    let mut folded = String::with_capacity(4);
    let mut end = text.len() - trimmed.len();
    let mut chars = trimmed.chars().peekable();
    while !wanted.is_empty() {
        let c = chars.next()?;
        folded.clear();
        if c.is_whitespace() {
            folded.push(' ');
            while chars.peek().is_some_and(|next| next.is_whitespace()) {
                end += chars.next()?.len_utf8();
            }
        } else {
            fold_into(c.encode_utf8(&mut [0; 4]), &mut folded);
        }
        wanted = wanted.strip_prefix(folded.as_str())?;
        end += c.len_utf8();
    }
    while let Some(c) = chars.peek().copied() {
        folded.clear();
        fold_into(c.encode_utf8(&mut [0; 4]), &mut folded);
        if !folded.is_empty() {
            break;
        }
        end += c.len_utf8();
        chars.next();
    }
    let glued = chars.peek().is_some_and(|c| c.is_alphanumeric());
    if glued && marker.class != MarkerClass::ReadAlso {
        return None;
    }
    let after = &text[end..];
    let rest = after.trim_start_matches(|c: char| c.is_whitespace() || is_separator(c));
    let between = &after[..after.len() - rest.len()];
    Some(Opening {
        end,
        separated: rest.is_empty() || between.contains(is_separator_alone) || between.contains(".."),
        rest: text.len() - rest.len(),
    })
}

fn is_bullet(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '"' | '«' | '“' | '(' | '[' | '*' | '•' | '-' | '–' | '.' | '>' | '|' | '#'
        )
}

fn is_separator(c: char) -> bool {
    is_separator_alone(c) || c == '.'
}

fn is_separator_alone(c: char) -> bool {
    matches!(c, ':' | '|' | '/' | '-' | '–' | '—' | '…' | '؛' | '>' | '»')
}

fn class_named(name: &str) -> Option<MarkerClass> {
    Some(match name {
        "read_also" => MarkerClass::ReadAlso,
        "pointer" => MarkerClass::Pointer,
        "look" => MarkerClass::Look,
        "thing" => MarkerClass::Thing,
        "place" => MarkerClass::Place,
        "click" => MarkerClass::Click,
        "purpose" => MarkerClass::Purpose,
        "date" => MarkerClass::Date,
        "credit" => MarkerClass::Credit,
        "keywords" => MarkerClass::Keywords,
        "sort_label" => MarkerClass::SortLabel,
        "page" => MarkerClass::Page,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_line_of_the_file_is_a_marker_of_a_known_class() {
        for line in include_str!("../data/markers.tsv").lines() {
            if !line.is_empty() && !line.starts_with('#') {
                let (class, marker) = line.split_once('\t').unwrap();
                assert!(class_named(class).is_some() && !marker.trim().is_empty(), "{line}");
            }
        }
    }

    #[test]
    fn a_glued_title_begins_after_the_marker() {
        let line = "إقرأ أيضاًوصول الوفد";
        let found = opening(line, MarkerClass::ReadAlso).unwrap();
        assert_eq!((&line[found.rest..], found.separated), ("وصول الوفد", false));
    }

    #[test]
    fn common_words_point_only_with_a_separator() {
        assert!(is_read_also("للمزيد: الحكومة تنظم اجتماعا"));
        assert!(is_read_also("المزيد... نتائج القمة"));
        assert!(!is_read_also("المزيد من المخاطر"));
        assert!(!is_read_also("للمزيد سألنا الدكتور"));
        assert!(!is_read_also("بالصورة التي نشرتها الوكالة"));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            if let Some(found) = opening(&text, MarkerClass::ReadAlso) {
                prop_assert!(text.is_char_boundary(found.end) && text.is_char_boundary(found.rest));
            }
            is_read_also(&text);
        }
    }
}
