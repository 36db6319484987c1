//! `GET /api/v1/articles/{id}/diff`: two versions of a text beside each other.

use super::articles::{RevisionLine, revision_line};
use crate::app::App;
use crate::error::{ApiError, ErrorBody};
use crate::extract::{Parameters, Path};
use axum::Json;
use axum::extract::State;
use isnad_engine::diff::{Difference, Piece, Row};
use isnad_model::ArticleId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct DiffParameters {
    /// Number of the earlier version, from 1.
    from: u32,
    /// Number of the later version.
    to: u32,
}

/// What an outlet changed between two versions.
#[derive(Serialize, ToSchema)]
pub(super) struct DiffAnswer {
    /// The earlier version.
    from: RevisionLine,
    /// The later version.
    to: RevisionLine,
    /// Left out where no one version of the extractor has read both: a difference may then be the extractor's.
    #[serde(skip_serializing_if = "Option::is_none")]
    difference: Option<DiffBody>,
}

/// The difference.
#[derive(Serialize, ToSchema)]
struct DiffBody {
    /// The headlines; left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<DiffRow>,
    /// The sentences in order; of unchanged ones, those of one block together.
    rows: Vec<DiffRow>,
    /// Numbers in digits that no longer stand anywhere, as they were written.
    numbers_gone: Vec<String>,
}

/// A sentence in both versions.
#[derive(Serialize, ToSchema)]
struct DiffRow {
    /// What happened to it.
    kind: RowKind,
    /// Its text in the earlier version; empty where it was added.
    was: Vec<DiffPiece>,
    /// Its text in the later version; empty where it was removed.
    now: Vec<DiffPiece>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum RowKind {
    Same,
    Changed,
    Added,
    Removed,
}

/// A run of text.
#[derive(Serialize, ToSchema)]
struct DiffPiece {
    /// The text.
    text: String,
    /// Whether the other version has something else here.
    changed: bool,
}

/// Compares two versions of an article, sentence by sentence and word by word.
#[utoipa::path(get, path = "/api/v1/articles/{id}/diff", tag = "reading", params(("id" = i32, Path), DiffParameters),
    responses((status = 200, body = DiffAnswer), (status = 404, body = ErrorBody)))]
pub(super) async fn diff(
    State(app): State<App>,
    Path(id): Path<i32>,
    Parameters(asked): Parameters<DiffParameters>,
) -> Result<Json<DiffAnswer>, ApiError> {
    let (from, to) = (asked.from, asked.to);
    let compared = app
        .read(move |finder| Ok(finder.compare(ArticleId(id), from, to)?))
        .await?;
    let compared =
        compared.ok_or_else(|| ApiError::not_found(format!("article {id} has no versions {from} and {to}")))?;
    Ok(Json(DiffAnswer {
        from: revision_line(compared.from),
        to: revision_line(compared.to),
        difference: compared.difference.map(body),
    }))
}

fn body(difference: Difference) -> DiffBody {
    DiffBody {
        title: difference.title.map(diff_row),
        rows: difference.rows.into_iter().map(diff_row).collect(),
        numbers_gone: difference.numbers_gone,
    }
}

fn diff_row(row: Row) -> DiffRow {
    let whole = |text: String, changed: bool| vec![DiffPiece { text, changed }];
    let piece = |piece: Piece| DiffPiece {
        text: piece.text,
        changed: piece.is_changed,
    };
    let (kind, was, now) = match row {
        Row::Same(text) => (RowKind::Same, whole(text.clone(), false), whole(text, false)),
        Row::Changed { was, now } => (
            RowKind::Changed,
            was.into_iter().map(piece).collect(),
            now.into_iter().map(piece).collect(),
        ),
        Row::Added(text) => (RowKind::Added, Vec::new(), whole(text, true)),
        Row::Removed(text) => (RowKind::Removed, whole(text, true), Vec::new()),
    };
    DiffRow { kind, was, now }
}
