//! Setting marks, for pages and API alike: what is not there cannot be marked.

use crate::error::ApiError;
use isnad_model::{ArticleId, StoryId};
use isnad_store::{Mark, Marks, Store, StoryMarks};

/// Marks an article; 404 where there is none. Gives its marks.
pub(crate) fn article(store: &Store, id: ArticleId, mark: Mark, at: Option<i64>) -> Result<Marks, ApiError> {
    if store.article(id)?.is_none() {
        return Err(ApiError::not_found(format!("no article {id}")));
    }
    store.mark(&[id], mark, at)?;
    Ok(store.marks(&[id])?.pop().unwrap_or_default())
}

/// Marks a story; 404 where there is none. Gives its marks.
pub(crate) fn story(store: &Store, id: StoryId, mark: Mark, at: Option<i64>) -> Result<StoryMarks, ApiError> {
    if store.story_leads(&[id])?.iter().all(Option::is_none) {
        return Err(ApiError::not_found(format!("no story {id}")));
    }
    store.mark_story(id, mark, at)?;
    Ok(store.story_marks(&[id])?.pop().unwrap_or_default())
}
