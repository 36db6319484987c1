//! The article's own text on a page.

mod body;
mod embedded;
pub(crate) mod hints;
mod related;
mod root;
pub(crate) mod survey;
pub(crate) mod text;

pub(crate) use body::{Body, body};
pub(crate) use embedded::embedded;

use isnad_html::Tree;
use survey::Survey;

/// Where the article is.
#[derive(Debug)]
pub(crate) struct Core {
    /// How much what stands in each node counts: 1 for the text, near 0 beside it.
    pub weights: Vec<f32>,
    /// The element that holds the article; `None` on a page without text.
    pub root: Option<usize>,
}

impl Core {
    /// All of a fragment.
    pub(crate) fn whole(tree: &Tree) -> Core {
        Core {
            weights: vec![1.0; tree.nodes().len()],
            root: Some(0),
        }
    }
}

/// Finds the article.
pub(crate) fn core(tree: &Tree, survey: &Survey) -> Core {
    let weights = root::weights(tree, survey);
    let root = root::root(tree, survey, &weights);
    Core { weights, root }
}
