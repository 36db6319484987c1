//! What the page says of its text elsewhere: the headline, and the text that JSON-LD states.

use super::survey::Survey;
use super::text::text_between;
use crate::lines;
use crate::metadata::head::Head;
use isnad_html::{Tag, Tree};
use memchr::memmem;

/// A shorter stated text is a summary.
const SHORTEST_BODY_BYTES: usize = 300;

/// A headline has so many characters at most.
const LONGEST_HEADLINE_CHARS: u32 = 400;

/// Evidence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evidence {
    /// Block that shows the headline.
    pub headline: Option<usize>,
    /// For each block whether its text stands in the stated text; empty where none is stated.
    pub in_body: Vec<bool>,
}

impl Evidence {
    /// Gathers it; `bare_title` is the headline without marks.
    pub(crate) fn of(tree: &Tree, survey: &Survey, head: &Head, bare_title: &str) -> Evidence {
        let bare_block = |at: usize| {
            let block = &survey.blocks[at];
            lines::bare(&text_between(tree, survey, block.first, block.last))
        };
        let may_be_headline = |at: &usize| {
            let block = &survey.blocks[*at];
            block.chars <= LONGEST_HEADLINE_CHARS && tree.tag(block.container) == Tag::H1
        };
        let headline = (0..survey.blocks.len())
            .filter(may_be_headline)
            .find(|at| !bare_title.is_empty() && bare_block(*at) == bare_title);
        let stated = head.linked.body.as_deref().unwrap_or_default();
        let stated = match stated.len() > SHORTEST_BODY_BYTES {
            true => lines::bare(&isnad_html::decode_text(stated)),
            false => String::new(),
        };
        let in_body = match stated.is_empty() {
            true => Vec::new(),
            false => (0..survey.blocks.len())
                .map(|at| memmem::find(stated.as_bytes(), bare_block(at).as_bytes()).is_some())
                .collect(),
        };
        Evidence { headline, in_body }
    }
}
