//! What users decided about stories, as a story's page and the API list it.

use crate::corrections::{self, Correction};
use crate::error::Result;
use crate::log::{self, Lane, LogKind, Stage};
use crate::store::Store;
use crate::stories::follow;
use isnad_model::StoryId;
use rusqlite::{Transaction, params};

/// A decision in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its number.
    pub id: i64,
    /// What was decided.
    pub correction: Correction,
    /// Whether the link stage has yet to apply it.
    pub is_pending: bool,
}

impl Store {
    /// The decisions in force, the latest first, from before `before` on: those that speak of an article of the story,
    /// or all. Of a decision that was taken back the one that takes it back is listed.
    pub fn decisions(&self, story: Option<StoryId>, before: Option<i64>, limit: usize) -> Result<Vec<Decision>> {
        self.read(|transaction| {
            let current = story.map(|story| follow(transaction, story)).transpose()?;
            let mut statement = transaction.prepare_cached(match current {
                Some(_) => {
                    "SELECT DISTINCT named.correction FROM links l \
                     JOIN correction_articles named ON named.article = l.article \
                     WHERE l.story = ?1 AND named.correction < ?2 \
                     AND NOT EXISTS (SELECT 1 FROM corrections c WHERE c.undoes = named.correction) \
                     ORDER BY named.correction DESC LIMIT ?3"
                }
                None => {
                    "SELECT made.id FROM corrections made WHERE ?1 IS NULL AND made.id < ?2 \
                     AND NOT EXISTS (SELECT 1 FROM corrections c WHERE c.undoes = made.id) \
                     ORDER BY made.id DESC LIMIT ?3"
                }
            })?;
            let asked = params![current.map(|story| story.0), before.unwrap_or(i64::MAX), limit as i64];
            let ids: Vec<i64> = statement
                .query_map(asked, |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let mut decisions = Vec::with_capacity(ids.len());
            for id in ids {
                decisions.extend(decision(transaction, id)?);
            }
            Ok(decisions)
        })
    }

    /// A decision; none where there is no such one, or it was taken back.
    pub fn decision(&self, id: i64) -> Result<Option<Decision>> {
        self.read(|transaction| {
            let mut undoing = transaction.prepare_cached("SELECT 1 FROM corrections WHERE undoes = ?")?;
            match undoing.exists([id])? {
                true => Ok(None),
                false => decision(transaction, id),
            }
        })
    }
}

fn decision(transaction: &Transaction<'_>, id: i64) -> Result<Option<Decision>> {
    let Some(correction) = corrections::by_id(transaction, id)? else {
        return Ok(None);
    };
    let cursor = log::cursor(transaction, Stage::Link, Lane::Live)?;
    let mut waiting =
        transaction.prepare_cached("SELECT 1 FROM log WHERE lane = ? AND kind = ? AND seq > ? AND row = ?")?;
    let is_pending = waiting.exists(params![Lane::Live.code(), LogKind::Correction.code(), cursor, id])?;
    Ok(Some(Decision {
        id,
        correction,
        is_pending,
    }))
}
