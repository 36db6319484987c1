//! Verbs: the forms of past and present by person, from the third person of each.
//!
//! `data/verbs.txt` gives قال يقول; here are made قالت, قالوا, قلت, قلنا, تقول, يقولون, يقولوا, يقل. The forms are
//! folded, without marks, so a form may belong to several verbs; one that belongs to more than
//! [`MOST_VERBS`] tells nothing and is left out. Imperatives and most passives are not made: they are other
//! words as written (قل, يدعى); those of hollow verbs are (اختيرت).

use super::written::noun_spelling;
use super::{VERB_MARK, kept};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A form of more verbs than this is not joined with any.
const MOST_VERBS: usize = 3;

/// A verb that a folded form belongs to.
#[derive(Clone)]
struct Verb {
    key: String,
    /// The form as written.
    written: String,
    person: Person,
}

/// What a form of a verb is, as far as it matters which of two verbs is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Person {
    /// The third person of the past, which is often a noun as well (تقدم, حكم).
    Past,
    /// "I", which news hardly uses.
    First,
    Other,
}

static FORMS: LazyLock<FxHashMap<String, Vec<Verb>>> = LazyLock::new(|| {
    let mut all: FxHashMap<String, Vec<Verb>> = FxHashMap::default();
    let lines = include_str!("../../data/verbs.txt").lines();
    for (past, present) in lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
    {
        let key = format!("{VERB_MARK}{}", noun_spelling(&crate::fold(past), &letters(past)));
        let forms = past_forms(past, present)
            .into_iter()
            .chain(present_forms(past, present));
        for written in forms {
            let verbs = all.entry(crate::fold(&written)).or_default();
            if verbs.iter().any(|verb| verb.key == key && verb.written == written) {
                continue;
            }
            let person = match written.strip_prefix('أ') {
                _ if written == past => Person::Past,
                Some(rest) if present.strip_prefix('ي') == Some(rest) => Person::First,
                _ => Person::Other,
            };
            verbs.push(Verb {
                key: key.clone(),
                written,
                person,
            });
        }
    }
    for verbs in all.values_mut() {
        // ألقى is "he threw" before it is "I meet"
        if verbs.iter().any(|verb| verb.person == Person::Past) {
            verbs.retain(|verb| verb.person != Person::First);
        }
        // and نقل is the past of a verb before it is anything else
        if keys_of(verbs).len() > MOST_VERBS {
            verbs.retain(|verb| verb.person == Person::Past);
        }
    }
    all.retain(|_, verbs| !verbs.is_empty());
    all
});

fn letters(word: &str) -> Vec<char> {
    word.chars().collect()
}

fn keys_of(verbs: &[Verb]) -> Vec<&str> {
    let mut keys: Vec<&str> = Vec::new();
    for verb in verbs {
        if !keys.contains(&verb.key.as_str()) {
            keys.push(&verb.key);
        }
    }
    keys
}

/// Pushes the keys of the verbs that `form` is a form of. `written` are its letters as written: where they tell it from
/// another word (أجل, آجل), they decide. A noun in the plural is no "I" (أقارب).
pub(super) fn push_keys(form: &str, written: &[char], is_plural: bool, keys: &mut Vec<String>) {
    let Some(verbs) = FORMS.get(form) else { return };
    let spelling = kept::spelling(form, written);
    let first = written.first().filter(|letter| matches!(letter, 'أ' | 'إ' | 'آ'));
    let is_written_so = |verb: &&Verb| match spelling {
        Some(spelling) => kept::spelling(form, &letters(&verb.written)) == Some(spelling),
        None => first.is_none_or(|first| {
            let begins = verb.written.chars().next();
            begins == Some('ا') || begins == Some(*first)
        }),
    };
    let may_be_meant = |verb: &&Verb| !(is_plural && verb.person == Person::First);
    let meant: Vec<Verb> = verbs
        .iter()
        .filter(is_written_so)
        .filter(may_be_meant)
        .cloned()
        .collect();
    keys.extend(keys_of(&meant).into_iter().map(str::to_owned));
}

/// Whether `form` is a form of a listed verb.
pub(super) fn is_form(form: &str) -> bool {
    FORMS.contains_key(form)
}

/// Whether `form` is of a person that is often a noun as well: "he" of the past (تقدم, حكم), or "I" (ألف).
pub(super) fn is_often_noun(form: &str) -> bool {
    FORMS
        .get(form)
        .is_some_and(|verbs| verbs.iter().any(|verb| verb.person != Person::Other))
}

/// What is left of `word` before its last letter, and that letter.
fn last(word: &str) -> Option<(&str, char)> {
    let letter = word.chars().next_back()?;
    Some((&word[..word.len() - letter.len_utf8()], letter))
}

/// قال: a long vowel before the last letter, in past and present.
fn is_hollow(past: &str, present: &str) -> bool {
    let middle = |word: &str| {
        last(word)
            .and_then(|(before, _)| last(before))
            .map(|(_, letter)| letter)
    };
    middle(past) == Some('ا') && middle(present).is_some_and(|letter| matches!(letter, 'ا' | 'و' | 'ي'))
}

/// The bases to which an ending in a vowel is joined: a weak last letter is lost, a hamza changes its seat.
fn vowel_bases(word: &str) -> Vec<String> {
    match last(word) {
        Some((before, 'ا' | 'ى' | 'ي' | 'و')) => vec![before.to_owned()],
        Some((before, 'أ' | 'ئ')) => vec![word.to_owned(), format!("{before}ء")],
        _ => vec![word.to_owned()],
    }
}

/// The base to which an ending in a consonant is joined: قلـ, مددـ, دعوـ, رميـ, بدأـ.
fn consonant_base(past: &str, present: &str) -> String {
    let Some((before, letter)) = last(past) else {
        return past.to_owned();
    };
    let letters = past.chars().count();
    if is_hollow(past, present) && !matches!(letter, 'ا' | 'ى' | 'ي') {
        return last(before).map_or(past.to_owned(), |(root, _)| format!("{root}{letter}"));
    }
    match letter {
        'ا' if letters == 3 => format!("{before}و"),
        'ا' | 'ى' => format!("{before}ي"),
        _ if letters == 2 => format!("{past}{letter}"),
        _ => past.to_owned(),
    }
}

fn past_forms(past: &str, present: &str) -> Vec<String> {
    let mut forms = vec![past.to_owned()];
    let Some((before, letter)) = last(past) else {
        return forms;
    };
    for base in vowel_bases(past) {
        forms.extend(["وا", "و"].map(|ending| format!("{base}{ending}")));
    }
    let is_defective = matches!(letter, 'ا' | 'ى');
    // دعت, but بقيت; before a pronoun ى is written ا
    let third = if is_defective { before } else { past };
    forms.extend(["ت", "تا", "ا"].map(|ending| format!("{third}{ending}")));
    if is_hollow(past, present)
        && let Some((root, 'ا')) = last(before)
    {
        // اختيرت; بيع alone is a noun as well
        let passive = format!("{root}ي{letter}");
        forms.extend(["ت", "وا"].map(|ending| format!("{passive}{ending}")));
        if root.chars().nth(1).is_some() {
            forms.push(passive);
        }
    }
    let base = consonant_base(past, present);
    forms.extend(["ت", "نا", "تم", "ن"].map(|ending| format!("{base}{ending}")));
    forms
}

fn present_forms(past: &str, present: &str) -> Vec<String> {
    let mut forms = Vec::new();
    let Some(stem) = present.strip_prefix('ي') else {
        return forms;
    };
    forms.extend(["ي", "ت", "ن", "أ"].map(|prefix| format!("{prefix}{stem}")));
    let Some((before, letter)) = last(stem) else {
        return forms;
    };
    for base in vowel_bases(stem) {
        for prefix in ["ي", "ت"] {
            forms.extend(["ون", "وا", "و"].map(|ending| format!("{prefix}{base}{ending}")));
        }
    }
    let dual = if letter == 'ى' {
        format!("{before}ي")
    } else {
        stem.to_owned()
    };
    for prefix in ["ي", "ت"] {
        forms.extend(["ان", "ا"].map(|ending| format!("{prefix}{dual}{ending}")));
    }
    // the jussive loses a long vowel: لم يقل, لم يدع
    let short = match letter {
        'و' | 'ي' | 'ى' => Some(before.to_owned()),
        'ا' => None,
        _ if is_hollow(past, present) => last(before).map(|(root, _)| format!("{root}{letter}")),
        _ => None,
    };
    if let Some(short) = short.filter(|short| short.chars().count() >= 2) {
        forms.extend(["ي", "ت", "ن"].map(|prefix| format!("{prefix}{short}")));
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_verbs_are_conjugated() {
        for (past, present, wanted) in [
            (
                "قال",
                "يقول",
                "قالت قالوا قلت قلنا تقول نقول أقول يقولون يقولوا يقل تقل",
            ),
            ("دعا", "يدعو", "دعت دعوا دعوت دعونا يدعون يدعوا تدعو يدع"),
            ("رمى", "يرمي", "رمت رموا رميت يرمون ترمي يرم"),
            ("بقي", "يبقى", "بقيت بقوا يبقون تبقى يبق"),
            ("بدأ", "يبدأ", "بدأت بدأوا بدءوا يبدأون يبدؤون"),
            ("أعطى", "يعطي", "أعطت أعطوا أعطيت أعطينا يعطون"),
            ("مد", "يمد", "مدت مدوا مددت مددنا يمدون"),
            ("استطاع", "يستطيع", "استطاعت استطاعوا استطعت استطعنا يستطيعون يستطع"),
            ("أعلن", "يعلن", "أعلنت أعلنوا أعلننا يعلنون تعلن"),
        ] {
            let made: Vec<String> = past_forms(past, present)
                .into_iter()
                .chain(present_forms(past, present))
                .map(|form| crate::fold(&form))
                .collect();
            for form in wanted.split(' ') {
                assert!(made.contains(&crate::fold(form)), "{form} of {past}");
            }
        }
    }
}
