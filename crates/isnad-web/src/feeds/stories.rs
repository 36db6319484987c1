//! The stories as a feed: one entry a story, by when it began.

use super::channel::{Channel, Entry, web_address};
use super::id::urn;
use super::{ENTRIES, Place};
use crate::error::ApiError;
use crate::pages::words::Language;
use isnad_engine::find::Finder;
use isnad_store::{StoryOrder, StoryQuery, StorySummary};

/// The feed of the stories. A story that grows stays one entry, under the id of its founding article; its date
/// of change is that of its latest text.
pub(super) fn channel(finder: &Finder, language: Language, place: &Place) -> Result<Channel, ApiError> {
    let query = StoryQuery {
        order: StoryOrder::FirstSeen,
        limit: ENTRIES,
        ..StoryQuery::default()
    };
    let page = finder.store().stories(&query)?;
    let store = finder.store().identity()?;
    Ok(Channel {
        id: urn(&store, "stories", ""),
        title: language.word("feed_stories").to_owned(),
        about: language.word("feed_stories_about").to_owned(),
        page_url: format!("{}/", place.base),
        feed_url: place.address.clone(),
        language: language.code(),
        entries: page
            .stories
            .into_iter()
            .map(|story| entry(story, &store, language, place))
            .collect(),
    })
}

fn entry(story: StorySummary, store: &[u8; 16], language: Language, place: &Place) -> Entry {
    let lead = story.lead;
    let parts = [
        ("articles", &language.count("articles", u64::from(story.articles))),
        ("outlets", &language.count("outlets", u64::from(story.outlets))),
        ("first", &lead.source),
    ];
    let parts = parts.map(|(name, value)| (name, value.as_str()));
    Entry {
        id: urn(store, "story", &story.id.to_string()),
        page_url: format!("{}/story/{}", place.base, story.id),
        outlet_url: web_address(lead.url.as_deref()),
        summary: language.fill("feed_story", &parts),
        title: lead.title.unwrap_or_else(|| language.word("untitled").to_owned()),
        outlet: lead.source,
        language: lead.language,
        published_at: story.first_at,
        updated_at: story.last_at,
    }
}
