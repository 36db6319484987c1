//! A story: the articles of one event, under the id of the founding article.

use crate::{ArticleId, StoryId};
use serde::{Deserialize, Serialize};

/// A story as the store knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// Its id for life; after a merge it redirects.
    pub id: StoryId,
    /// Its articles in order of linking time.
    pub articles: Vec<ArticleId>,
}
