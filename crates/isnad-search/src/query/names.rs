//! The names of operators, connectives and languages, read from the data files.

use super::MarkWanted;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What an operator asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// Words in a field.
    Words(super::Scope),
    /// A language.
    Language,
    /// A basis.
    Basis,
    /// A mark of the reader.
    Mark,
    /// Something that an article has.
    Has,
    /// A story by its number.
    Story,
    /// A span of time.
    Time(super::TimeField),
    /// From this day on.
    After,
    /// Up to this day.
    Before,
    /// Prefer what is near this day or moment.
    Near,
}

/// What joins two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connective {
    /// Either.
    Or,
    /// Both; the same as nothing between them.
    And,
    /// Not what follows.
    Not,
}

/// Lines of a data file: first column, the other columns' names split at spaces.
pub fn rows(data: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    data.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

static OPERATORS: LazyLock<HashMap<String, Operator>> = LazyLock::new(|| {
    let mut operators = HashMap::new();
    for row in rows(include_str!("../../data/operators.tsv")) {
        let [meaning, names] = row[..] else { continue };
        let Some(operator) = operator_of(meaning) else { continue };
        for name in names.split(' ') {
            operators.insert(isnad_text::fold(name), operator);
        }
    }
    operators
});

fn operator_of(meaning: &str) -> Option<Operator> {
    use super::{Scope, TimeField};
    Some(match meaning {
        "title" => Operator::Words(Scope::Title),
        "source" => Operator::Words(Scope::Source),
        "author" => Operator::Words(Scope::Author),
        "tag" => Operator::Words(Scope::Tag),
        "name" => Operator::Words(Scope::Name),
        "site" => Operator::Words(Scope::Site),
        "language" => Operator::Language,
        "basis" => Operator::Basis,
        "mark" => Operator::Mark,
        "has" => Operator::Has,
        "story" => Operator::Story,
        "date" => Operator::Time(TimeField::Date),
        "published" => Operator::Time(TimeField::Published),
        "seen" => Operator::Time(TimeField::Seen),
        "after" => Operator::After,
        "before" => Operator::Before,
        "near" => Operator::Near,
        _ => return None,
    })
}

/// The operator of this name.
pub fn operator(name: &str) -> Option<Operator> {
    OPERATORS.get(&isnad_text::fold(name)).copied()
}

static CONNECTIVES: LazyLock<HashMap<String, Connective>> = LazyLock::new(|| {
    let mut connectives = HashMap::new();
    for row in rows(include_str!("../../data/connectives.tsv")) {
        let [meaning, spellings] = row[..] else { continue };
        let connective = match meaning {
            "or" => Connective::Or,
            "and" => Connective::And,
            "not" => Connective::Not,
            _ => continue,
        };
        for spelling in spellings.split(' ') {
            connectives.insert(connective_key(spelling), connective);
        }
    }
    connectives
});

/// Latin as written (capitals matter), anything else folded.
fn connective_key(word: &str) -> String {
    if word.is_ascii() {
        word.to_owned()
    } else {
        isnad_text::fold(word)
    }
}

/// The connective that `word` is.
pub fn connective(word: &str) -> Option<Connective> {
    CONNECTIVES.get(&connective_key(word)).copied()
}

static LANGUAGES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut languages = HashMap::new();
    for row in rows(include_str!("../../data/languages.tsv")) {
        let [code, names] = row[..] else { continue };
        languages.insert(code.to_owned(), code);
        for name in names.split(' ') {
            languages.insert(isnad_text::fold(name), code);
        }
    }
    languages
});

static HAS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut all = HashMap::new();
    for row in rows(include_str!("../../data/has.tsv")) {
        let [meaning, names] = row[..] else { continue };
        all.extend(names.split(' ').map(|name| (isnad_text::fold(name), meaning)));
    }
    all
});

/// The name in the index of something that an article may have.
pub fn has(written: &str) -> Option<&'static str> {
    HAS.get(&isnad_text::fold(written)).copied()
}

/// The code of a language given by code or name; `None` if it looks like neither.
pub fn language(written: &str) -> Option<String> {
    let folded = isnad_text::fold(written);
    if let Some(code) = LANGUAGES.get(&folded) {
        return Some((*code).to_owned());
    }
    let looks_like_code = (2..=3).contains(&folded.len()) && folded.bytes().all(|b| b.is_ascii_lowercase());
    looks_like_code.then_some(folded)
}

static MARKS: LazyLock<HashMap<String, MarkWanted>> = LazyLock::new(|| {
    let mut marks = HashMap::new();
    for row in rows(include_str!("../../data/marks.tsv")) {
        let [meaning, names] = row[..] else { continue };
        let mark = match meaning {
            "read" => MarkWanted::Read,
            "unread" => MarkWanted::Unread,
            "starred" => MarkWanted::Starred,
            _ => continue,
        };
        marks.extend(names.split(' ').map(|name| (isnad_text::fold(name), mark)));
    }
    marks
});

/// The mark of this name.
pub fn mark(written: &str) -> Option<MarkWanted> {
    MARKS.get(&isnad_text::fold(written)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_operators_is_understood() {
        for row in rows(include_str!("../../data/operators.tsv")) {
            assert_eq!(row.len(), 2, "{row:?}");
            assert!(operator_of(row[0]).is_some(), "{row:?}");
            assert!(
                row[1].split(' ').any(|name| !name.is_ascii()),
                "no Arabic name: {row:?}"
            );
        }
    }

    #[test]
    fn no_name_has_two_meanings() {
        let names = rows(include_str!("../../data/operators.tsv"));
        let written: usize = names.map(|row| row[1].split(' ').count()).sum();
        assert_eq!(OPERATORS.len(), written);
    }

    #[test]
    fn names_are_found_in_any_spelling() {
        assert_eq!(operator("اللغه"), Some(Operator::Language));
        assert_eq!(operator("TITLE"), operator("العنوان"));
        assert_eq!(connective("او"), Some(Connective::Or));
        assert_eq!(connective("or"), None);
        assert_eq!(language("العربيه").as_deref(), Some("ar"));
        assert_eq!(language("pt").as_deref(), Some("pt"));
        assert_eq!(language("مريخي"), None);
        assert_eq!(mark("Unread"), mark("غير_مقروء"));
        assert_eq!((mark("محفوظه"), mark("أحمر")), (Some(MarkWanted::Starred), None));
        assert_eq!(
            (has("صوره"), has("image"), has("مريخ")),
            (Some("image"), Some("image"), None)
        );
    }
}
