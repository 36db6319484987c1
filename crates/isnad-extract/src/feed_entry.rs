//! From what a feed says of an article to an article.

use crate::{Hint, metadata, page};
use isnad_model::{Article, Basis, FeedEntry};

/// The article as far as the feed tells it: the full content where the feed carries it, else the summary.
/// Its basis is the feed either way.
///
/// ```
/// use isnad_extract::{Hint, from_feed_entry};
/// use isnad_model::{Basis, FeedEntry};
/// let entry = FeedEntry {
///     id: "e1".into(),
///     summary_html: Some("<p>وصل الوفد إلى العاصمة.</p>".into()),
///     ..FeedEntry::default()
/// };
/// let article = from_feed_entry(&entry, &Hint::default());
/// assert_eq!((article.text().as_str(), article.basis), ("وصل الوفد إلى العاصمة.", Basis::FeedSummary));
/// ```
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
    let mut article = Article {
        blocks: page::fragment_blocks(html.unwrap_or(""), entry.title.as_deref()),
        modified: entry.updated.clone(),
        tags: entry.categories.clone(),
        basis: Basis::FeedSummary,
        ..entry_hint.or(hint).to_article()
    };
    let sample = format!("{}\n{}", article.title.as_deref().unwrap_or(""), article.text());
    let identified = isnad_text::language::identify(&sample).map(str::to_owned);
    article.language = identified.or(article.language);
    article.direction = article.language.as_deref().map(metadata::direction);
    article
}
