//! An HTML page: its article.

use crate::Hint;
use crate::content::survey::survey;
use crate::content::{Body, body};
use isnad_html::{Tree, decode};
use isnad_model::{Article, Block};

/// Reads the article out of an HTML page.
pub fn extract(html: &[u8], hint: &Hint) -> Article {
    let decoded = decode(html, hint.content_type.as_deref());
    let tree = Tree::parse(&decoded.text);
    let survey = survey(&tree);
    let mut article = hint.to_article();
    let Body { blocks, related } = body(&tree, &survey, article.title.as_deref());
    article.blocks = blocks;
    article.related = related;
    article
}

pub(crate) fn fragment_blocks(html: &str) -> Vec<Block> {
    let tree = Tree::parse(html);
    body(&tree, &survey(&tree), None).blocks
}
