//! From what a feed says of an article to an article.

use crate::{Hint, page};
use isnad_model::{Article, Basis, FeedEntry};

/// The article as far as the feed tells it: the full content where the feed carries it, else the summary.
/// Its basis is the feed either way.
pub fn from_feed_entry(entry: &FeedEntry, hint: &Hint) -> Article {
    let entry_hint = Hint {
        id: entry.id.clone(),
        url: entry.url.clone(),
        title: entry.title.clone(),
        published: entry.published.clone(),
        authors: entry.authors.clone(),
        language: entry.language.clone(),
        ..Hint::default()
    };
    let html = entry.content_html.as_deref().or(entry.summary_html.as_deref());
    Article {
        blocks: page::fragment_blocks(html.unwrap_or("")),
        modified: entry.updated.clone(),
        tags: entry.categories.clone(),
        basis: Basis::FeedSummary,
        ..entry_hint.or(hint).to_article()
    }
}
