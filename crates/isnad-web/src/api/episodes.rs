//! `GET /api/v1/stories/{id}/episodes`: the parts of a long story, and other stories of its affair.

use super::search::{ArticleLine, line_of};
use super::time::written;
use crate::app::App;
use crate::error::{ApiError, ErrorBody};
use crate::extract::Path;
use axum::Json;
use axum::extract::State;
use isnad_engine::episodes::Episode;
use isnad_model::{Joined, StoryId};
use serde::Serialize;
use utoipa::ToSchema;

/// The affair of a story.
#[derive(Serialize, ToSchema)]
pub(super) struct Affair {
    /// Its episodes by their first report; none where the story is one and stands alone.
    episodes: Vec<EpisodeLine>,
}

/// A part of the story asked for, or another story of the same affair.
#[derive(Serialize, ToSchema)]
struct EpisodeLine {
    /// The story.
    story: i32,
    /// Linking time of its first article.
    first: String,
    /// Linking time of its last article.
    last: String,
    /// Number of articles.
    articles: u32,
    /// Number of outlets.
    outlets: u32,
    /// The article it is told by: of a part the one in the middle, of another story its first.
    lead: ArticleLine,
    /// Why another story belongs to the affair; absent for a part of the story asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    kin: Option<Joined>,
}

/// The episodes of a story: its parts where it is long, and stories of other weeks and years in the same affair.
#[utoipa::path(get, path = "/api/v1/stories/{id}/episodes", tag = "reading", params(("id" = i32, Path)), responses(
    (status = 200, body = Affair),
    (status = 404, body = ErrorBody),
))]
pub(super) async fn episodes(State(app): State<App>, Path(id): Path<i32>) -> Result<Json<Affair>, ApiError> {
    let found = app
        .read(move |finder| {
            let story = finder.store().story(StoryId(id))?;
            let story = story.ok_or_else(|| ApiError::not_found(format!("no story {id}")))?;
            Ok(finder.episodes(&story)?)
        })
        .await?;
    Ok(Json(Affair {
        episodes: found.into_iter().map(episode_line).collect(),
    }))
}

fn episode_line(episode: Episode) -> EpisodeLine {
    EpisodeLine {
        story: episode.story.0,
        first: written(episode.first_at),
        last: written(episode.last_at),
        articles: episode.articles,
        outlets: episode.outlets,
        lead: line_of(episode.lead),
        kin: episode.kin,
    }
}
