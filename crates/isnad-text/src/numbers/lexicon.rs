//! The words of `data/numbers.tsv`.

use crate::fold;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word does in a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Part {
    Unit(f64),
    Teen(f64),
    Ten(f64),
    Hundred(f64),
    Scale(f64),
    Dual(f64),
    Plural(f64),
    Fraction(f64),
    Fractions(f64),
    Ordinal(f64),
    Percent,
    Minus,
}

static PARTS: LazyLock<HashMap<String, Part>> = LazyLock::new(|| lines().filter_map(read_line).flatten().collect());

pub(super) fn lines() -> impl Iterator<Item = &'static str> {
    include_str!("../../data/numbers.tsv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

pub(super) fn read_line(line: &'static str) -> Option<Vec<(String, Part)>> {
    let mut fields = line.split('\t');
    let (class, value, words) = (fields.next()?, fields.next()?.parse().ok()?, fields.next()?);
    let part = match class {
        "unit" => Part::Unit(value),
        "teen" => Part::Teen(value),
        "ten" => Part::Ten(value),
        "hundred" => Part::Hundred(value),
        "scale" => Part::Scale(value),
        "dual" => Part::Dual(value),
        "plural" => Part::Plural(value),
        "part" => Part::Fraction(value),
        "parts" => Part::Fractions(value),
        "ordinal" => Part::Ordinal(value),
        "percent" => Part::Percent,
        "minus" => Part::Minus,
        _ => return None,
    };
    let spellings = words.split(' ').map(|word| (fold(&word.replace('_', " ")), part));
    Some(spellings.collect())
}

/// The part that the folded word, or the two folded words with a space between them, is.
pub(super) fn part(folded: &str) -> Option<Part> {
    PARTS.get(folded).copied()
}
