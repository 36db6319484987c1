//! The linker's record of an article, as the store gives it back.

use crate::EngineError;
use isnad_link::Member;
use isnad_model::ArticleId;

/// What the store keeps of an article, in the story it belongs to now.
pub(crate) fn member_of(stored: &isnad_store::Member) -> Result<Member, EngineError> {
    let mut member = Member::from_bytes(&stored.member).map_err(|error| EngineError::Member {
        article: stored.article.0,
        reason: error.to_string(),
    })?;
    member.story = ArticleId(stored.story.0);
    member.open_hour = stored.open_hour;
    Ok(member)
}
