//! The article's own text on a page.

mod body;
mod embedded;
mod evidence;
mod features;
pub(crate) mod hints;
mod misplaced;
mod related;
mod root;
pub mod samples;
mod scorer;
#[cfg(test)]
mod scorer_table;
mod scorer_terms;
pub(crate) mod survey;
pub(crate) mod text;

pub(crate) use body::{Body, body, fragment};
pub(crate) use embedded::{Embedded, embedded};
use evidence::Evidence;

use crate::metadata::head::Head;
use isnad_html::Tree;
use survey::Survey;

/// Blocks with greater odds belong to the article.
const LEAST_ODDS: f32 = 0.15;

/// So near to it the scorer is in doubt, and the rules decide.
const DOUBT: f32 = 0.3;

/// Where the article is.
#[derive(Debug)]
pub(crate) struct Core {
    /// How much what stands in each node counts: 1 for the text, near 0 beside it.
    pub weights: Vec<f32>,
    /// The element that holds the article; `None` on a page without text.
    pub root: Option<usize>,
}

/// Finds the article.
pub(crate) fn core(tree: &Tree, survey: &Survey) -> Core {
    let weights = root::weights(tree, survey);
    let root = root::root(tree, survey, &weights);
    Core { weights, root }
}

/// For each block whether it belongs to the article; what stands in `others` does not.
pub(crate) fn chosen(
    tree: &Tree,
    survey: &Survey,
    core: &Core,
    head: &Head,
    bare_title: &str,
    others: &[Embedded],
) -> Vec<bool> {
    let evidence = Evidence::of(tree, survey, head, bare_title);
    let mut chosen = vec![false; survey.blocks.len()];
    features::each_candidate(tree, survey, core, &evidence, |at, row| {
        let node = survey.blocks[at].first;
        // The others stand side by side, so only the last before the block may hold it.
        let before = others.partition_point(|other| other.element < node);
        let is_of_other = before > 0 && node < tree.end(others[before - 1].element);
        let odds = scorer::odds(row);
        let belongs = match (odds - LEAST_ODDS).abs() < DOUBT {
            true => features::stands_in_place(row),
            false => odds > LEAST_ODDS,
        };
        chosen[at] = !is_of_other && belongs;
    });
    chosen
}
