//! Light stems: one form for the forms of an Arabic word, cut only where the counts of the vocabulary
//! agree, so that وليد does not become ليد nor لبنان, لبن.
//!
//! What: clitics, article, pronouns, then number and gender, each at most once. Why: a loose index
//! field and keyword variants, beside the exact folded form, never instead of it.
//! Limits: Arabic only, other scripts stay as they are; broken plurals do not meet their singulars;
//! homographs (والدين "parents" or "and religion") are decided by count alone.
//! Source: the idea of light10 (Larkey, Ballesteros, Connell 2007), judged by [`crate::vocabulary`];
//! the table is `data/stem.tsv`.

use crate::vocabulary::document_frequency;
use std::borrow::Cow;
use std::sync::LazyLock;

/// A word unknown without its article keeps ال only if it is at least so common.
const KNOWN_WITH_ARTICLE: u32 = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Clitic,
    Article,
    Pronoun,
    Number,
}

struct Row {
    stage: Stage,
    letters: &'static str,
    replacement: &'static str,
    must_remain: usize,
    times: f64,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| lines().filter_map(read_line).collect());

fn lines() -> impl Iterator<Item = &'static str> {
    include_str!("../data/stem.tsv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn read_line(line: &'static str) -> Option<Row> {
    let mut fields = line.split('\t');
    let stage = match fields.next()? {
        "clitic" => Stage::Clitic,
        "article" => Stage::Article,
        "pronoun" => Stage::Pronoun,
        "number" => Stage::Number,
        _ => return None,
    };
    let (letters, replacement) = (fields.next()?, fields.next()?);
    Some(Row {
        stage,
        letters,
        replacement: if replacement == "-" { "" } else { replacement },
        must_remain: fields.next()?.parse().ok()?,
        times: fields.next()?.parse().ok()?,
    })
}

/// The light stem of a folded word.
///
/// ```
/// use isnad_text::stem;
/// for form in ["رءيس", "الرءيس", "والرءيس", "للرءيس", "رءيسا", "رءيسها"] {
///     assert_eq!(stem::light(form), "رءيس");
/// }
/// assert_eq!(stem::light("وليد"), "وليد");
/// ```
pub fn light(folded: &str) -> Cow<'_, str> {
    let is_arabic = folded.chars().all(|c| ('ء'..='ي').contains(&c));
    if !is_arabic || folded.chars().nth(3).is_none() {
        return Cow::Borrowed(folded);
    }
    let clitics_cut = cut(Cow::Borrowed(folded), Stage::Clitic);
    let article_cut = cut(clitics_cut, Stage::Article);
    let pronoun_cut = cut(article_cut, Stage::Pronoun);
    cut(pronoun_cut, Stage::Number)
}

/// The folded word without proclitics and article, its ending kept: the form a keyword is shown in.
///
/// ```
/// assert_eq!(isnad_text::stem::without_clitics("والمحادثات"), "المحادثات");
/// ```
pub fn without_clitics(folded: &str) -> Cow<'_, str> {
    if folded.chars().nth(3).is_none() {
        return Cow::Borrowed(folded);
    }
    cut(Cow::Borrowed(folded), Stage::Clitic)
}

fn cut(word: Cow<'_, str>, stage: Stage) -> Cow<'_, str> {
    let mut own = None;
    let mut best: Option<(u32, String)> = None;
    for row in ROWS.iter().filter(|row| row.stage == stage) {
        let Some(result) = apply(&word, row) else { continue };
        let own = *own.get_or_insert_with(|| document_frequency(&word));
        let with = document_frequency(&result);
        let fits = if with > 0 {
            f64::from(with) >= row.times * f64::from(own)
        } else {
            stage == Stage::Article && own < KNOWN_WITH_ARTICLE
        };
        if !fits {
            continue;
        }
        if stage == Stage::Number {
            return Cow::Owned(result);
        }
        if best.as_ref().is_none_or(|(count, _)| with > *count) {
            best = Some((with, result));
        }
    }
    match best {
        Some((_, result)) => Cow::Owned(result),
        None => word,
    }
}

fn apply(word: &str, row: &Row) -> Option<String> {
    let result = match row.stage {
        Stage::Clitic | Stage::Article => {
            let rest = word.strip_prefix(row.letters)?;
            format!("{}{rest}", row.replacement)
        }
        Stage::Pronoun | Stage::Number => {
            let rest = word.strip_suffix(row.letters)?;
            format!("{rest}{}", row.replacement)
        }
    };
    (result.chars().count() >= row.must_remain).then_some(result)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_line_of_the_table_is_understood() {
        for line in lines() {
            assert!(read_line(line).is_some(), "{line}");
        }
    }

    #[test]
    fn forms_of_a_word_meet() {
        for line in include_str!("../corpus/stems.txt").lines() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (stem, forms) = line.split_once(": ").expect("stem and forms");
            for form in forms.split(' ') {
                assert_eq!(light(&crate::fold(form)), crate::fold(stem), "{form}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_word_has_a_stem(word in "\\PC{0,20}|[ء-ي]{1,12}") {
            prop_assert_eq!(light(&word).is_empty(), word.is_empty());
        }
    }
}
