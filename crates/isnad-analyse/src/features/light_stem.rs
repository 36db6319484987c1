//! Light stems for linking: clitics and inflection off, so that forms of a word meet.
//!
//! A conjunction, preposition or article is cut only where the rest is a word at least as common as
//! the whole, which keeps وليد from becoming ليد. Then one suffix. Limits: Arabic only, other scripts
//! stay as they are; broken plurals do not meet their singulars; nothing is promised about the form
//! of a stem beyond that it is a part of the word. Source: after light10 (Larkey et al. 2007), with
//! the counts of the vocabulary as judge.

/// Cut from the front, longest first, each with the letters that must remain. Folded forms.
const ARTICLES: [(&str, usize); 5] = [("وال", 2), ("بال", 3), ("كال", 3), ("فال", 3), ("ال", 2)];
/// Cut from the end, the first that fits. Folded forms: ة and ه are one.
const SUFFIXES: [(&str, usize); 13] = [
    ("تهما", 3),
    ("هما", 3),
    ("تها", 3),
    ("تهم", 3),
    ("يات", 3),
    ("ها", 3),
    ("هم", 3),
    ("ات", 3),
    ("ان", 3),
    ("ين", 3),
    ("ون", 3),
    ("يه", 3),
    ("ه", 3),
];

/// The stem of a folded `word`, a part of it.
pub(super) fn light_stem<'w>(word: &'w str, document_frequency: &impl Fn(&str) -> u32) -> &'w str {
    if !word.starts_with(|c: char| ('ء'..='ي').contains(&c)) {
        return word;
    }
    cut_suffix(cut_prefix(word, document_frequency))
}

fn cut_prefix<'w>(word: &'w str, document_frequency: &impl Fn(&str) -> u32) -> &'w str {
    for (prefix, must_remain) in ARTICLES {
        if let Some(rest) = word.strip_prefix(prefix)
            && letters(rest) >= must_remain
        {
            return rest;
        }
    }
    let own = document_frequency(word);
    for prefix in ["ولل", "فلل", "لل"] {
        if let Some(rest) = word.strip_prefix(prefix)
            && letters(rest) >= 3
        {
            return rest;
        }
    }
    for prefix in ["وب", "ول", "و", "ف", "ب", "ل", "س"] {
        if let Some(rest) = word.strip_prefix(prefix)
            && letters(rest) >= 3
            && document_frequency(rest) > own
        {
            return rest;
        }
    }
    word
}

fn cut_suffix(word: &str) -> &str {
    SUFFIXES
        .iter()
        .filter_map(|(suffix, must_remain)| word.strip_suffix(suffix).filter(|rest| letters(rest) >= *must_remain))
        .next()
        .unwrap_or(word)
}

fn letters(word: &str) -> usize {
    word.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(word: &str) -> u32 {
        match word {
            "رءيس" | "وليد" => 50,
            _ => 1,
        }
    }

    #[test]
    fn forms_of_a_word_meet() {
        for form in ["رءيس", "الرءيس", "والرءيس", "للرءيس", "برءيس", "رءيسه", "رءيسها"] {
            assert_eq!(light_stem(form, &counts), "رءيس", "{form}");
        }
    }

    #[test]
    fn a_first_letter_of_a_word_is_no_clitic() {
        assert_eq!(light_stem("وليد", &counts), "وليد");
    }

    #[test]
    fn other_scripts_stay() {
        assert_eq!(light_stem("covid-19", &counts), "covid-19");
    }
}
