//! What a day has beside its stories: headlines that were changed, and who is credited.

use crate::articles::{self, ArticleView};
use crate::error::Result;
use crate::store::Store;
use isnad_model::ArticleId;
use rusqlite::params;

/// Days after which an article is not looked at again for a change of its headline.
const CHANGING_DAYS: i64 = 7;
const DAY_SECONDS: i64 = 86_400;

/// A headline that its outlet changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitleChange {
    /// The article as it is now.
    pub article: ArticleView,
    /// Number of the version before.
    pub from: u32,
    /// Number of the version that changed it.
    pub to: u32,
    /// The headline before.
    pub was: String,
    /// The headline after.
    pub now: String,
    /// When the change was seen, in unix seconds.
    pub seen_at: i64,
    /// When the version before was first seen.
    pub before_at: i64,
}

/// Who is credited by articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credited {
    /// Agency or outlet.
    pub name: String,
    /// Outlets that credit it.
    pub outlets: u32,
    /// Articles that credit it.
    pub articles: u32,
}

impl Store {
    /// Headlines seen changed from `since` to before `until`, the latest first: of articles of the week before,
    /// between versions that one version of the extractor read.
    pub fn title_changes(&self, since: i64, until: i64, limit: usize) -> Result<Vec<TitleChange>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT r.article, b.number, r.number, b.title, r.title, r.captured_at, b.captured_at \
                 FROM links l JOIN revisions r ON r.article = l.article JOIN texts t ON t.revision = r.id \
                 JOIN revisions b ON b.id = (SELECT e.id FROM revisions e WHERE e.article = r.article AND e.number > 0 \
                 AND (e.captured_at, e.number) < (r.captured_at, r.number) ORDER BY e.captured_at DESC, e.number DESC LIMIT 1) \
                 JOIN texts bt ON bt.revision = b.id \
                 WHERE l.linking_day BETWEEN ?3 AND ?4 AND r.number > 0 AND r.captured_at >= ?1 AND r.captured_at < ?2 \
                 AND r.title <> b.title AND bt.extractor_version = t.extractor_version \
                 ORDER BY r.captured_at DESC, r.article DESC LIMIT ?5",
            )?;
            let days = (since.div_euclid(DAY_SECONDS) - CHANGING_DAYS, until.div_euclid(DAY_SECONDS));
            let mut rows = statement.query(params![since, until, days.0, days.1, limit as i64])?;
            let mut changes = Vec::new();
            while let Some(row) = rows.next()? {
                let Some(article) = articles::view(transaction, ArticleId(row.get(0)?))? else {
                    continue;
                };
                changes.push(TitleChange {
                    article,
                    from: row.get(1)?,
                    to: row.get(2)?,
                    was: row.get(3)?,
                    now: row.get(4)?,
                    seen_at: row.get(5)?,
                    before_at: row.get(6)?,
                });
            }
            Ok(changes)
        })
    }

    /// Who is credited by what has a linking time from `since` to before `until`: by most outlets first.
    pub fn credited(&self, since: i64, until: i64, limit: usize) -> Result<Vec<Credited>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT origin, count(DISTINCT outlet), count(*) FROM links WHERE linking_day BETWEEN ?3 AND ?4 \
                 AND linking_time >= ?1 AND linking_time < ?2 AND origin IS NOT NULL GROUP BY origin \
                 ORDER BY 2 DESC, 3 DESC, origin LIMIT ?5",
            )?;
            let days = (since.div_euclid(DAY_SECONDS), until.div_euclid(DAY_SECONDS));
            let rows = statement.query_map(params![since, until, days.0, days.1, limit as i64], |row| {
                Ok(Credited {
                    name: row.get(0)?,
                    outlets: row.get(1)?,
                    articles: row.get(2)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}
