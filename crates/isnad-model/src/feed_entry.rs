//! One entry of a feed, whatever dialect the feed spoke.
//!
//! It is the JSON body of a capture of kind `feed_entry`, so that a better extractor can read it again.

use crate::ClaimedTime;
use serde::{Deserialize, Serialize};

/// One entry as the feed gave it; HTML is kept as HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedEntry {
    /// The feed's id of the entry: guid, atom:id, rdf:about.
    pub id: String,
    /// Address of the article's page, absolute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Title, entities decoded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Summary or description, HTML.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary_html: Option<String>,
    /// Full content, HTML, where the feed carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_html: Option<String>,
    /// When it says it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<ClaimedTime>,
    /// When it says it was changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<ClaimedTime>,
    /// Names of the authors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// Categories.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Language the feed or entry states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}
