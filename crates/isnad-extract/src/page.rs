//! An HTML page: its article.

use crate::Hint;
use isnad_model::{Article, Block, BlockKind};

/// Reads the article out of an HTML page.
pub fn extract(html: &[u8], hint: &Hint) -> Article {
    let text = String::from_utf8_lossy(html);
    let title = text
        .split_once("<title>")
        .and_then(|(_, rest)| rest.split(['|', '<']).next())
        .map(|title| title.trim().to_owned());
    let mut article = hint.to_article();
    article.title = title.or(article.title);
    article.blocks = fragment_blocks(&text);
    article
}

pub(crate) fn fragment_blocks(html: &str) -> Vec<Block> {
    html.split("<p>")
        .skip(1)
        .map(|part| part.split('<').next().unwrap_or("").trim())
        .filter(|text| !text.is_empty())
        .map(|text| Block::new(BlockKind::Paragraph, text))
        .collect()
}
