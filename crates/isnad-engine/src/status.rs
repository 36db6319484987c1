//! The state of store and index in numbers.

use crate::{DataPaths, EngineError};
use isnad_search::{Index, Position};
use isnad_store::{Access, Lane, LogKind, Store};
use serde::Serialize;

/// How far one stage is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StageStatus {
    /// Its name.
    pub stage: String,
    /// Entries of the live lane that it has not read.
    pub lag_live: u64,
    /// Entries of the backfill lane that it has not read.
    pub lag_backfill: u64,
    /// Rows that it could not deal with.
    pub failures: u64,
}

/// What a store holds and how far its stages are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EngineStatus {
    /// Raw captures.
    pub captures: u64,
    /// Articles, embedded ones included.
    pub articles: u64,
    /// Texts of articles as their outlets changed them.
    pub revisions: u64,
    /// Stories.
    pub stories: u64,
    /// Outlets.
    pub outlets: u64,
    /// Feeds that are followed.
    pub sources: u64,
    /// Pages to fetch.
    pub pending_fetches: u64,
    /// Size of the database.
    pub database_bytes: u64,
    /// Size of the captures.
    pub capture_bytes: u64,
    /// The stages in order.
    pub stages: Vec<StageStatus>,
}

/// Opens the store at `paths` for reading and says how it is.
pub fn status(paths: &DataPaths) -> Result<EngineStatus, EngineError> {
    let store = Store::open(paths.root(), Access::Read)?;
    let position = match paths.index().exists() {
        true => Index::open_for_reading(&paths.index())?.position()?,
        false => Position::default(),
    };
    status_of(&store, position)
}

/// The state of `store`, with its index at `position`.
pub fn status_of(store: &Store, position: Position) -> Result<EngineStatus, EngineError> {
    let held = store.status()?;
    let mut stages: Vec<StageStatus> = Vec::new();
    for (stage, lane, lag) in &held.lag {
        if stages.last().is_none_or(|last| last.stage != stage.name()) {
            let failures = held
                .failures
                .iter()
                .find(|(failed, _)| failed == stage)
                .map_or(0, |(_, count)| *count);
            stages.push(StageStatus {
                stage: stage.name().to_owned(),
                lag_live: 0,
                lag_backfill: 0,
                failures,
            });
        }
        if let Some(last) = stages.last_mut() {
            match lane {
                Lane::Live => last.lag_live = *lag,
                Lane::Backfill => last.lag_backfill = *lag,
            }
        }
    }
    stages.push(StageStatus {
        stage: "index".to_owned(),
        lag_live: store.log_count_after(Lane::Live, LogKind::Reading, position.live as i64)?,
        lag_backfill: store.log_count_after(Lane::Backfill, LogKind::Reading, position.backfill as i64)?,
        failures: 0,
    });
    Ok(EngineStatus {
        captures: held.captures,
        articles: held.articles,
        revisions: held.revisions,
        stories: held.stories,
        outlets: held.outlets,
        sources: held.sources,
        pending_fetches: held.pending_fetches,
        database_bytes: held.database_bytes,
        capture_bytes: held.capture_bytes,
        stages,
    })
}
