//! Articles as views: what lists, search hits and exports show.

use crate::compress::JsonDecompressor;
use crate::error::{Result, StoreError};
use crate::extracted::basis_from_code;
use crate::key;
use crate::store::Store;
use isnad_model::{Article, ArticleId, Basis, ClaimedTime, RevisionId, StoryId};
use rusqlite::{OptionalExtension, Row, Transaction};

/// An article as its latest revision shows it, without text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleView {
    /// Its id for life.
    pub id: ArticleId,
    /// The id it came with.
    pub external_id: String,
    /// Outlet, under its current name.
    pub source: String,
    /// Address.
    pub url: Option<String>,
    /// The article on whose page it stood.
    pub parent: Option<ArticleId>,
    /// The latest revision.
    pub revision: RevisionId,
    /// Headline.
    pub title: Option<String>,
    /// BCP 47 language.
    pub language: Option<String>,
    /// When it claims to have been published.
    pub published: Option<ClaimedTime>,
    /// When the latest revision was captured.
    pub captured: String,
    /// What the text rests on.
    pub basis: Basis,
    /// Its story, once it is linked.
    pub story: Option<StoryId>,
    /// Its linking time in unix seconds, once it is linked.
    pub linking_time: Option<i64>,
    /// Whom it credits, once it is linked.
    pub origin: Option<String>,
}

/// What [`from_row`] reads, and where from.
pub(crate) const COLUMNS: &str = "a.id, a.external_id, o.name, a.url, a.parent, a.latest_revision, r.title, \
    r.language, r.published, r.captured, r.basis, l.story, l.linking_time, l.origin";
/// The number of [`COLUMNS`].
pub(crate) const COLUMN_COUNT: usize = 14;
pub(crate) const TABLES: &str = "FROM articles a JOIN outlets o ON o.id = a.outlet \
    JOIN revisions r ON r.id = a.latest_revision LEFT JOIN links l ON l.article = a.id";

impl Store {
    /// One article.
    pub fn article(&self, id: ArticleId) -> Result<Option<ArticleView>> {
        self.read(|transaction| view(transaction, id))
    }

    /// Articles in the order of `ids`; those that do not exist are left out.
    pub fn articles(&self, ids: &[ArticleId]) -> Result<Vec<ArticleView>> {
        self.read(|transaction| {
            let mut views = Vec::with_capacity(ids.len());
            for id in ids {
                views.extend(view(transaction, *id)?);
            }
            Ok(views)
        })
    }

    /// Articles with their full content, in the order of `ids`; those that do not exist are left out.
    pub fn full_articles(&self, ids: &[ArticleId]) -> Result<Vec<(ArticleView, Article)>> {
        let mut decompressor = JsonDecompressor::new()?;
        let rows = self.read(|transaction| {
            let mut statement = transaction.prepare_cached("SELECT article FROM texts WHERE revision = ?")?;
            let mut rows: Vec<(ArticleView, Vec<u8>)> = Vec::with_capacity(ids.len());
            for id in ids {
                if let Some(found) = view(transaction, *id)? {
                    let blob = statement.query_row([found.revision.0], |row| row.get(0))?;
                    rows.push((found, blob));
                }
            }
            Ok(rows)
        })?;
        rows.into_iter()
            .map(|(found, blob)| {
                let article = decompressor.decompress(&blob, || format!("revision {}", found.revision))?;
                Ok((found, article))
            })
            .collect()
    }

    /// The ids behind `after`, ascending: with `after` 0 and then the last one given, all articles.
    pub fn article_ids_after(&self, after: ArticleId, limit: usize) -> Result<Vec<ArticleId>> {
        self.read(|transaction| {
            let mut statement = transaction
                .prepare_cached("SELECT id FROM articles WHERE id > ? AND latest_revision > 0 ORDER BY id LIMIT ?")?;
            let rows = statement.query_map([i64::from(after.0), limit as i64], |row| Ok(ArticleId(row.get(0)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The article that came under an external id or an address, of one outlet or of any; the oldest where
    /// there are several.
    pub fn find_article(&self, source: Option<&str>, external_id_or_url: &str) -> Result<Option<ArticleId>> {
        let key_text = key::key_text(Some(external_id_or_url), None).unwrap_or_default();
        let key = key::hash(key_text.as_bytes());
        self.read(|transaction| {
            let mut by_id = transaction.prepare_cached(
                "SELECT min(a.id) FROM articles a JOIN outlets o ON o.id = a.outlet \
                 WHERE a.external_id = ?1 AND (?2 IS NULL OR o.name = ?2)",
            )?;
            let mut by_key = transaction.prepare_cached(
                "SELECT min(a.id) FROM articles a JOIN outlets o ON o.id = a.outlet \
                 WHERE a.key = ?1 AND (?2 IS NULL OR o.name = ?2)",
            )?;
            let mut found: Option<i32> =
                by_id.query_row(rusqlite::params![external_id_or_url, source], |row| row.get(0))?;
            if found.is_none() {
                found = by_key.query_row(rusqlite::params![key, source], |row| row.get(0))?;
            }
            Ok(found.map(ArticleId))
        })
    }
}

pub(crate) fn view(transaction: &Transaction<'_>, id: ArticleId) -> Result<Option<ArticleView>> {
    let sql = format!("SELECT {COLUMNS} {TABLES} WHERE a.id = ?");
    let mut statement = transaction.prepare_cached(&sql)?;
    let found = statement.query_row([id.0], |row| Ok(from_row(row))).optional()?;
    found.transpose()
}

pub(crate) fn from_row(row: &Row<'_>) -> Result<ArticleView> {
    let id = ArticleId(row.get(0)?);
    let published: Option<String> = row.get(8)?;
    let published = published.map(|json| serde_json::from_str(&json)).transpose();
    let story: Option<i32> = row.get(11)?;
    let parent: Option<i32> = row.get(4)?;
    Ok(ArticleView {
        id,
        external_id: row.get(1)?,
        source: row.get(2)?,
        url: row.get(3)?,
        parent: parent.map(ArticleId),
        revision: RevisionId(row.get(5)?),
        title: row.get(6)?,
        language: row.get(7)?,
        published: published.map_err(|error| StoreError::corrupt(format!("article {id}"), error))?,
        captured: row.get(9)?,
        basis: basis_from_code(row.get(10)?)?,
        story: story.map(StoryId),
        linking_time: row.get(12)?,
        origin: row.get(13)?,
    })
}
