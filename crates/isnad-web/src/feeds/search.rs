//! A search as a feed: its newest hits, copies folded as on the page.

use super::channel::{Channel, Entry, web_address};
use super::id::urn;
use super::{Asked, ENTRIES, Place};
use crate::error::ApiError;
use crate::pages::in_query;
use crate::pages::when;
use crate::pages::words::Language;
use isnad_engine::find::{FindOptions, Finder, FoundArticle};
use isnad_model::parse_instant;
use isnad_search::{Order, Query};

/// The feed of a search.
pub(super) fn channel(
    finder: &Finder,
    asked: &Asked,
    language: Language,
    place: &Place,
    now: i64,
) -> Result<Channel, ApiError> {
    let query = Query::parse(&asked.q)?;
    let fold_copies = asked.copies.as_deref() != Some("all");
    let options = FindOptions {
        limit: ENTRIES,
        after: None,
        order: Order::Newest,
        fold_copies,
        now_seconds: now,
        facets: false,
    };
    let found = finder.find(&query, &options)?;
    let store = finder.store().identity()?;
    let words = asked.q.trim();
    let copies = if fold_copies { "fold" } else { "all" };
    let (code, in_page) = (language.code(), in_query(words));
    Ok(Channel {
        id: urn(&store, "search", &format!("{copies} {words}")),
        title: language.fill("feed_search", &[("q", words)]),
        about: language.fill("feed_search_about", &[("q", words)]),
        page_url: format!("{}/search?q={in_page}&order=newest&copies={copies}", place.base),
        feed_url: place.address.clone(),
        language: code,
        entries: found
            .hits
            .into_iter()
            .map(|hit| entry(hit, &store, fold_copies, language, place))
            .collect(),
    })
}

/// Where copies are folded an entry is a report: a copy of it that comes later is no new entry.
fn entry(hit: FoundArticle, store: &[u8; 16], fold_copies: bool, language: Language, place: &Place) -> Entry {
    let view = hit.article;
    let named = if fold_copies { hit.report } else { view.id };
    let seen_at = parse_instant(&view.captured).unwrap_or(0);
    Entry {
        id: urn(store, "article", &named.to_string()),
        page_url: format!("{}/article/{}", place.base, view.id),
        outlet_url: web_address(view.url.as_deref()),
        published_at: when::appeared(&view).map_or(seen_at, |moment| moment.seconds),
        updated_at: seen_at,
        title: view.title.unwrap_or_else(|| language.word("untitled").to_owned()),
        summary: hit.snippet,
        outlet: view.source,
        language: view.language,
    }
}
