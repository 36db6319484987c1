//! Light stems for linking: clitics and inflection off, so that forms of a word meet.
//!
//! A conjunction, preposition or article is cut only where the rest is a word at least as common as
//! the whole, which keeps وليد from becoming ليد. Then one suffix. Limits: Arabic only, other scripts
//! stay as they are; broken plurals do not meet their singulars; nothing is promised about the form
//! of a stem beyond that it is a part of the word. Source: after light10 (Larkey et al. 2007), with
//! the counts of the vocabulary as judge.

use std::sync::LazyLock;

static AFFIXES: LazyLock<Affixes> = LazyLock::new(|| Affixes::read(include_str!("../../data/light_stem.tsv")));

struct Affix {
    letters: &'static str,
    must_remain: usize,
}

struct Affixes {
    articles: Vec<Affix>,
    clitics: Vec<Affix>,
    suffixes: Vec<Affix>,
}

impl Affixes {
    fn read(table: &'static str) -> Affixes {
        let of_kind = |wanted: &str| -> Vec<Affix> {
            table
                .lines()
                .filter(|line| !line.starts_with('#'))
                .filter_map(|line| {
                    let mut columns = line.split('\t');
                    let is_wanted = columns.next()? == wanted;
                    let letters = columns.next()?;
                    let must_remain = columns.next()?.parse().ok()?;
                    is_wanted.then_some(Affix { letters, must_remain })
                })
                .collect()
        };
        Affixes {
            articles: of_kind("article"),
            clitics: of_kind("clitic"),
            suffixes: of_kind("suffix"),
        }
    }
}

/// The stem of a folded `word`, a part of it.
pub(super) fn light_stem<'w>(word: &'w str, document_frequency: &impl Fn(&str) -> u32) -> &'w str {
    if !word.starts_with(|c: char| ('ء'..='ي').contains(&c)) {
        return word;
    }
    cut_suffix(cut_prefix(word, document_frequency))
}

fn cut_prefix<'w>(word: &'w str, document_frequency: &impl Fn(&str) -> u32) -> &'w str {
    let cut = |affix: &Affix| {
        word.strip_prefix(affix.letters)
            .filter(|rest| letters(rest) >= affix.must_remain)
    };
    if let Some(rest) = AFFIXES.articles.iter().find_map(cut) {
        return rest;
    }
    let mut own = None;
    AFFIXES
        .clitics
        .iter()
        .filter_map(cut)
        .find(|rest| document_frequency(rest) > *own.get_or_insert_with(|| document_frequency(word)))
        .unwrap_or(word)
}

fn cut_suffix(word: &str) -> &str {
    AFFIXES
        .suffixes
        .iter()
        .find_map(|affix| {
            word.strip_suffix(affix.letters)
                .filter(|rest| letters(rest) >= affix.must_remain)
        })
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
        for form in ["رءيس", "الرءيس", "والرءيس", "للرءيس", "برءيس", "رءيسه", "رءيسها"]
        {
            assert_eq!(light_stem(form, &counts), "رءيس", "{form}");
        }
    }

    #[test]
    fn a_first_letter_of_a_word_is_no_clitic() {
        assert_eq!(light_stem("وليد", &counts), "وليد");
    }

    #[test]
    fn every_row_of_the_table_is_read() {
        let rows = include_str!("../../data/light_stem.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .count();
        assert_eq!(
            AFFIXES.articles.len() + AFFIXES.clitics.len() + AFFIXES.suffixes.len(),
            rows
        );
    }

    #[test]
    fn other_scripts_stay() {
        assert_eq!(light_stem("covid-19", &counts), "covid-19");
    }
}
