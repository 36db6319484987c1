//! Names under one spelling: listed ones under the usual name, others folded, with what spelling varies left out.
//!
//! What: the key by which names are compared, within an article and between articles. Limits: a person known by the
//! family name alone has another key than with the full name; transliterations that differ in consonants
//! stay apart unless `data/names/aliases.txt` lists them.

use super::lexicon::{is_nation, is_person, opens_place};
use isnad_model::NameKind;
use isnad_text::{fold, words};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

type Aliases = FxHashMap<(NameKind, String), String>;

static ALIASES: LazyLock<Aliases> = LazyLock::new(|| {
    let mut aliases = Aliases::default();
    for line in lines() {
        let Some((kind, names)) = read_line(line) else { continue };
        let mut names = names.into_iter().map(spelled);
        let Some(usual) = names.next() else { continue };
        for other in names {
            aliases.insert((kind, other), usual.clone());
        }
    }
    aliases
});

fn lines() -> impl Iterator<Item = &'static str> {
    include_str!("../../data/names/aliases.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn read_line(line: &'static str) -> Option<(NameKind, Vec<&'static str>)> {
    let (kind, names) = line.split_once('\t')?;
    let kind = match kind {
        "person" => NameKind::Person,
        "place" => NameKind::Place,
        "organization" => NameKind::Organization,
        _ => return None,
    };
    Some((kind, names.split('|').map(str::trim).collect()))
}

/// The key of a name.
pub fn key(kind: NameKind, written: &str) -> String {
    let own = spelled(written);
    match ALIASES.get(&(kind, own.clone())) {
        Some(usual) => usual.clone(),
        None if kind == NameKind::Person => {
            // of a person the family name may be listed
            let mut parts: Vec<&str> = own.split(' ').collect();
            let last = parts.pop().unwrap_or_default();
            let last = ALIASES.get(&(kind, last.to_owned())).map_or(last, String::as_str);
            parts.push(last);
            parts.join(" ")
        }
        None => own,
    }
}

/// The one kind under which the name is listed, where it is not listed under `kind`.
pub(super) fn listed_kind(kind: NameKind, written: &str) -> NameKind {
    let own = spelled(written);
    let is_listed = |kind: NameKind| ALIASES.contains_key(&(kind, own.clone()));
    if is_listed(kind) {
        return kind;
    }
    [NameKind::Place, NameKind::Organization]
        .into_iter()
        .find(|other| is_listed(*other))
        .unwrap_or(kind)
}

/// A place's name without the adjective of a nation behind it («يفلاخ الأذربيجانية»), unless that belongs to a listed name
/// or the name opens with the article or a common noun.
pub(super) fn without_nation(kind: NameKind, written: &str) -> &str {
    let Some((name, adjective)) = written.rsplit_once(' ') else {
        return written;
    };
    let first = fold(name.split(' ').next().unwrap_or(name));
    let is_cut = kind == NameKind::Place
        && is_nation(&fold(adjective))
        && !first.starts_with("ال")
        && !opens_place(&first)
        && !ALIASES.contains_key(&(kind, spelled(written)));
    if is_cut { name.trim_end() } else { written }
}

/// Folded words, joined by spaces: «بن» and «ابن» alike, «عبد» joined to its second part.
fn spelled(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut joins = false;
    for word in words(written) {
        let folded = fold(word.of(written));
        let part = if folded == "ابن" { "بن" } else { &folded };
        if !out.is_empty() && !joins {
            out.push(' ');
        }
        out.push_str(part);
        joins = part == "عبد";
    }
    out
}

/// Are two folded words spellings of one foreign or Arabic name: equal but for long vowels inside, or one letter in long words?
pub fn are_spellings(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (one_letters, other_letters) = (one.chars().count(), other.chars().count());
    let shorter = one_letters.min(other_letters);
    if shorter < SHORTEST_SPELLING || one_letters.abs_diff(other_letters) > 2 {
        return false;
    }
    // two names that both stand on the lists are two: سلمان and سليمان
    skeleton(one) == skeleton(other) && !(is_person(one) && is_person(other))
}

/// Words shorter than this have no spellings: a long vowel tells عامر from عمر.
const SHORTEST_SPELLING: usize = 5;

/// The word without long vowels but the first letter, and with letters alike that transliteration mixes.
fn skeleton(word: &str) -> String {
    let mut skeleton = String::with_capacity(word.len());
    let mut last = None;
    for (at, letter) in word.chars().enumerate() {
        let letter = match letter {
            'ا' | 'و' | 'ي' | 'ء' if at > 0 => continue,
            'غ' | 'ج' => 'ج',
            'خ' | 'ك' | 'ق' if at > 0 => 'ك',
            'ط' => 'ت',
            'ص' => 'س',
            other => other,
        };
        if last != Some(letter) {
            skeleton.push(letter);
        }
        last = Some(letter);
    }
    skeleton
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_is_understood() {
        for line in lines() {
            assert!(read_line(line).is_some_and(|(_, names)| names.len() > 1), "{line}");
        }
    }

    #[test]
    fn spellings_have_one_key() {
        for (kind, one, other) in [
            (NameKind::Place, "أذربيجان", "اذربيجان"),
            (NameKind::Place, "ناغورني قره باغ", "ناغورنو كاراباخ"),
            (NameKind::Place, "الولايات المتحدة الأمريكية", "أميركا"),
            (NameKind::Person, "بنيامين نتنياهو", "بنيامين نتانياهو"),
            (NameKind::Person, "عبدالفتاح السيسي", "عبد الفتاح السيسي"),
            (NameKind::Organization, "الناتو", "حلف شمال الأطلسي"),
        ] {
            assert_eq!(key(kind, one), key(kind, other), "{one} {other}");
        }
        assert_ne!(key(NameKind::Place, "الناتو"), key(NameKind::Organization, "الناتو"));
    }

    #[test]
    fn adjectives_of_nations_are_no_part_of_a_place() {
        assert_eq!(without_nation(NameKind::Place, "يفلاخ الأذربيجانية"), "يفلاخ");
        assert_eq!(
            without_nation(NameKind::Place, "المملكة العربية السعودية"),
            "المملكة العربية السعودية"
        );
        assert_eq!(
            without_nation(NameKind::Organization, "وزارة الدفاع الروسية"),
            "وزارة الدفاع الروسية"
        );
    }

    #[test]
    fn a_listed_name_has_the_kind_of_its_list() {
        assert_eq!(listed_kind(NameKind::Person, "قره باخ"), NameKind::Place);
        assert_eq!(listed_kind(NameKind::Person, "ترمب"), NameKind::Person);
    }

    #[test]
    fn long_vowels_and_mixed_letters_make_spellings_of_long_words_only() {
        for (one, other, wanted) in [
            ("ساكاشفيلي", "سكاشفيلي", true),
            ("كاراباخ", "كاراباغ", false),
            ("جوتيريش", "غوتيريش", true),
            ("هوكستين", "هوكستاين", true),
            ("باشينيان", "باشنيان", true),
            ("عامر", "عمر", false),
            ("سليمان", "سلمان", false),
        ] {
            assert_eq!(are_spellings(one, other), wanted, "{one} {other}");
        }
    }
}
