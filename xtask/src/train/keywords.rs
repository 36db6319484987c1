//! Learns the odds that a phrase is a keyword from what editors marked themselves.
//!
//! One outlet of ANT (Al Arabiya) puts hash tags into its running text («#ميليشيات_الحوثي»): the words that an editor wants
//! the text to be found by. The marks are taken out of the text, and boosted trees learn which of its phrases bore one from
//! what is measured of each. Texts are read with their title and without it, so that either kind is known. Only numbers enter
//! the file. Documents of the gold are not read, nor is any set of keywords that an evaluation uses.

use super::boosting::{Growth, Row, fit};
use super::corpus::Documents;
use super::trees::{odds, written};
use anyhow::{Context, Result};
use isnad_analyse::keywords::measure::NAMES;
use isnad_analyse::keywords::{Sample, samples};
use isnad_analyse::{Statistics, names};
use isnad_model::Article;
use isnad_text::{fold, stem, words};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const PURPOSE: &str = "\
# Whether a phrase is one that an editor would mark: boosted trees, learned by `cargo xtask train keywords` from the
# hash tags in the texts of one outlet of ANT.
";
const CORPUS: &str = "ant-multisource";
/// A text with fewer marks may bear them by chance.
const FEWEST_MARKS: usize = 2;
const FEWEST_WORDS: usize = 100;
const FOLDS: usize = 5;
/// So many of the best phrases are looked at where texts not learned from are counted.
const BEST: usize = 10;

const GROWTH: Growth = Growth {
    trees: 100,
    leaves: 15,
    depth: 8,
    least_rows: 50,
    rate: 0.1,
    regularisation: 5.0,
};

/// A text as it was read once, and which of its samples were marked.
struct Reading {
    samples: Vec<Sample>,
    labels: Vec<bool>,
}

/// The text with its title, and without.
type Marked = [Reading; 2];

/// Learns and writes to `to`.
pub fn train(shared: &Path, to: &Path) -> Result<()> {
    let mut texts: Vec<Marked> = Vec::new();
    Documents::new(shared)?.each_at(|corpus, _, text| {
        if corpus == CORPUS {
            texts.extend(marked(text));
        }
    })?;
    let (mut by_rule, mut by_odds, mut marks) = (0, 0, 0);
    for fold in 0..FOLDS {
        let learned: Vec<&Marked> = texts
            .iter()
            .enumerate()
            .filter(|(at, _)| at % FOLDS != fold)
            .map(|(_, text)| text)
            .collect();
        let (start, trees) = fit(&rows(&learned), GROWTH);
        for text in texts.iter().skip(fold).step_by(FOLDS) {
            let reading = &text[0];
            marks += reading.labels.iter().filter(|label| **label).count();
            by_rule += found(reading, |sample| f64::from(sample.rule));
            by_odds += found(reading, |sample| odds(start, &trees, &sample.measures));
        }
    }
    let share = |hits: usize| hits as f64 / marks.max(1) as f64;
    println!(
        "keywords: {} texts with marks; of {marks} marked phrases in texts not learned from, the first {BEST} by the rule hold {:.3}, by the odds {:.3}",
        texts.len(),
        share(by_rule),
        share(by_odds)
    );
    let all: Vec<&Marked> = texts.iter().collect();
    let (start, trees) = fit(&rows(&all), GROWTH);
    fs::write(to, written(PURPOSE, &NAMES, start, &trees)).with_context(|| format!("writing {}", to.display()))
}

/// Reads a text that bears enough marks.
fn marked(text: &str) -> Option<Marked> {
    let (title, body) = text.split_once('\n')?;
    let tags: BTreeSet<Vec<String>> = body
        .split('#')
        .skip(1)
        .map(tag)
        .filter(|stems| !stems.is_empty())
        .collect();
    let clean = body.replace(['#', '_'], " ");
    if tags.len() < FEWEST_MARKS || words(&clean).count() < FEWEST_WORDS {
        return None;
    }
    let readings = [Some(title.replace(['#', '_'], " ")), None].map(|title| {
        let article = Article {
            title,
            blocks: Article::blocks_of_text(&clean),
            ..Article::default()
        };
        let samples = samples(&article, &names::names(&article, "ar"), &Statistics::shipped());
        let labels = samples
            .iter()
            .map(|sample| tags.contains(&stems(&sample.text)))
            .collect();
        Reading { samples, labels }
    });
    Some(readings)
}

/// The stems of the tag that `rest` begins with.
fn tag(rest: &str) -> Vec<String> {
    let end = rest
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(rest.len());
    stems(&rest[..end].replace('_', " "))
}

fn stems(phrase: &str) -> Vec<String> {
    words(phrase)
        .map(|word| stem::light(&fold(word.of(phrase))).into_owned())
        .collect()
}

fn rows<'m>(texts: &[&'m Marked]) -> Vec<Row<'m>> {
    let readings = texts.iter().flat_map(|text| text.iter());
    let labelled = readings.flat_map(|reading| reading.samples.iter().zip(&reading.labels));
    labelled
        .map(|(sample, label)| Row {
            features: &sample.measures,
            label: *label,
            weight: 1.0,
        })
        .collect()
}

/// Marked phrases among the best.
fn found(reading: &Reading, weight: impl Fn(&Sample) -> f64) -> usize {
    let mut order: Vec<(f64, usize)> = reading.samples.iter().map(weight).zip(0..).collect();
    order.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    order.iter().take(BEST).filter(|(_, at)| reading.labels[*at]).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_ends_where_its_letters_end() {
        assert_eq!(tag("جسر_النهر، وقال"), stems("جسر النهر"));
        assert!(tag(" كلام").is_empty());
    }
}
