//! Blocks of a page with what the scorer looks at, for training it.

use super::core;
use super::evidence::Evidence;
use super::features::{self, each_candidate};
use super::survey::survey;
use super::text::text_between;
use crate::lines;
use crate::metadata;
use crate::metadata::head::head;
use isnad_html::{Tree, decode};

/// A block of text of a page that may belong to its article.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Its text, white space folded.
    pub text: String,
    /// The features, named by [`names`].
    pub features: Vec<f32>,
}

/// Names of the features.
pub fn names() -> &'static [&'static str] {
    &features::NAMES
}

/// The blocks of a page that the scorer is asked about, in their order.
pub fn samples(html: &[u8]) -> Vec<Sample> {
    let decoded = decode(html, None);
    let tree = Tree::parse(&decoded.text);
    let survey = survey(&tree);
    let head = head(&tree);
    let title = metadata::title::title(&tree, &head, &metadata::site_names(&head, None));
    let bare_title = title.as_deref().map(lines::bare).unwrap_or_default();
    let core = core(&tree, &survey);
    let evidence = Evidence::of(&tree, &survey, &head, &bare_title);
    let mut found = Vec::new();
    each_candidate(&tree, &survey, &core, &evidence, |at, row| {
        let block = &survey.blocks[at];
        found.push(Sample {
            text: text_between(&tree, &survey, block.first, block.last),
            features: row.to_vec(),
        });
    });
    found
}
