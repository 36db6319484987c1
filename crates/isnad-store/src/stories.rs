//! Stories: their articles, and lists of stories in several orders.

use crate::articles::{self, ArticleView, COLUMN_COUNT, COLUMNS, TABLES};
use crate::copies;
use crate::error::{Result, StoreError};
use crate::links;
use crate::store::Store;
use isnad_model::{ArticleId, Copy, CopyKind, Joined, StoryId};
use rusqlite::{OptionalExtension, Transaction, params};

/// A story with all its articles.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryView {
    /// Its id now; another than asked for where the story was merged.
    pub id: StoryId,
    /// Its articles by linking time.
    pub members: Vec<StoryMember>,
}

/// An article in its story.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryMember {
    /// The article.
    pub article: ArticleView,
    /// Why it joined.
    pub joined: Joined,
    /// The story it was put in when it arrived.
    pub first_story: StoryId,
    /// What it shares with earlier arrivals.
    pub copies: Vec<(ArticleId, Copy)>,
}

/// A story in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorySummary {
    /// Its id.
    pub id: StoryId,
    /// Number of articles.
    pub articles: u32,
    /// Number of outlets.
    pub outlets: u32,
    /// Linking time of its first article, unix seconds.
    pub first_at: i64,
    /// Linking time of its last article, unix seconds.
    pub last_at: i64,
    /// The article that stands for it: its first.
    pub lead: ArticleView,
}

/// What a list tells of a story beside its [`StorySummary`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoryDigest {
    /// The first article of each outlet by linking time, in this order.
    pub first_of_outlets: Vec<ArticleView>,
    /// Articles by language, most first; those of no known language are left out.
    pub languages: Vec<(String, u32)>,
    /// Articles that are whole or edited copies of one that stands before them.
    pub folded: u32,
}

/// The order of a list of stories.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StoryOrder {
    /// By their last article, newest first.
    #[default]
    Newest,
    /// By the number of outlets, most first.
    MostOutlets,
    /// By the number of articles, most first.
    MostArticles,
    /// By their first article, newest first.
    FirstSeen,
}

/// What the user's marks say of a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoryFilter {
    /// An article of it was not read.
    Unread,
    /// An article of it is starred.
    Starred,
}

/// Which stories to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoryQuery {
    /// Only stories with an article at or after this (and before `until`), unix seconds.
    pub since: Option<i64>,
    /// Only stories with an article before this (and not before `since`), unix seconds.
    pub until: Option<i64>,
    /// Only stories with an article in this language.
    pub language: Option<String>,
    /// The order.
    pub order: StoryOrder,
    /// Only stories with such articles.
    pub only: Option<StoryFilter>,
    /// At most so many.
    pub limit: usize,
    /// Go on behind this, as [`StoryPage::next`] gave it.
    pub after: Option<StoryCursor>,
}

/// A place in a list of stories.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoryCursor {
    /// What the list is ordered by.
    pub value: i64,
    /// The story.
    pub id: StoryId,
}

/// A page of a list of stories.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoryPage {
    /// The stories.
    pub stories: Vec<StorySummary>,
    /// Where the list goes on; none at its end.
    pub next: Option<StoryCursor>,
}

/// How much arrived in a span of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Activity {
    /// Articles.
    pub articles: u32,
    /// Their outlets.
    pub outlets: u32,
    /// Their stories.
    pub stories: u32,
}

impl Store {
    /// What has a linking time from `since` to before `until`, in unix seconds.
    pub fn activity(&self, since: i64, until: i64) -> Result<Activity> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT count(*), count(DISTINCT outlet), count(DISTINCT story) FROM links \
                 WHERE linking_day BETWEEN ?3 AND ?4 AND linking_time >= ?1 AND linking_time < ?2",
            )?;
            let days = (since.div_euclid(86_400), until.div_euclid(86_400));
            Ok(statement.query_row(params![since, until, days.0, days.1], |row| {
                Ok(Activity {
                    articles: row.get(0)?,
                    outlets: row.get(1)?,
                    stories: row.get(2)?,
                })
            })?)
        })
    }

    /// The languages of what has a linking time from `since` to before `until`, most articles first.
    pub fn languages(&self, since: i64, until: i64) -> Result<Vec<(String, u32)>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT r.language, count(*) FROM links l JOIN articles a ON a.id = l.article \
                 JOIN revisions r ON r.id = a.latest_revision WHERE l.linking_day BETWEEN ?3 AND ?4 \
                 AND l.linking_time >= ?1 AND l.linking_time < ?2 AND r.language <> '' \
                 GROUP BY r.language ORDER BY count(*) DESC, r.language",
            )?;
            let days = (since.div_euclid(86_400), until.div_euclid(86_400));
            let counts = statement.query_map(params![since, until, days.0, days.1], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
            Ok(counts.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The articles that stood embedded on an article's page, by id.
    pub fn embedded_in(&self, article: ArticleId) -> Result<Vec<ArticleView>> {
        self.read(|transaction| {
            let mut statement = transaction
                .prepare_cached("SELECT id FROM articles WHERE parent = ? AND latest_revision > 0 ORDER BY id")?;
            let ids: Vec<i32> = statement
                .query_map([article.0], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let mut views = Vec::with_capacity(ids.len());
            for id in ids {
                views.extend(articles::view(transaction, ArticleId(id))?);
            }
            Ok(views)
        })
    }

    /// The ids of a story's articles by linking time, also under the id of one that was merged into it.
    pub fn story_articles(&self, id: StoryId) -> Result<Vec<ArticleId>> {
        self.read(|transaction| {
            let current = follow(transaction, id)?;
            let mut statement = transaction
                .prepare_cached("SELECT article FROM links WHERE story = ? ORDER BY linking_time, article")?;
            let ids = statement.query_map([current.0], |row| Ok(ArticleId(row.get(0)?)))?;
            Ok(ids.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// A story, also under the id of one that was merged into it.
    pub fn story(&self, id: StoryId) -> Result<Option<StoryView>> {
        self.read(|transaction| {
            let current = follow(transaction, id)?;
            let members = members(transaction, current)?;
            Ok((!members.is_empty()).then_some(StoryView { id: current, members }))
        })
    }

    /// A story as a list tells it, also under the id of one that was merged into it.
    pub fn story_summary(&self, id: StoryId) -> Result<Option<StorySummary>> {
        self.read(|transaction| {
            let story = follow(transaction, id)?;
            let mut statement =
                transaction.prepare_cached("SELECT articles, outlets, first_at, last_at FROM stories WHERE id = ?")?;
            let counts = statement.query_row([story.0], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            });
            let Some((articles, outlets, first_at, last_at)) = counts.optional()? else {
                return Ok(None);
            };
            Ok(Some(StorySummary {
                id: story,
                articles,
                outlets,
                first_at,
                last_at,
                lead: lead(transaction, story)?,
            }))
        })
    }

    /// The first article of each story, in the order of `ids`; none where there is no such story.
    pub fn story_leads(&self, ids: &[StoryId]) -> Result<Vec<Option<ArticleView>>> {
        self.read(|transaction| {
            let mut statement = transaction
                .prepare_cached("SELECT article FROM links WHERE story = ? ORDER BY linking_time, article LIMIT 1")?;
            let mut leads = Vec::with_capacity(ids.len());
            for id in ids {
                let current = follow(transaction, *id)?;
                let first: Option<i32> = statement.query_row([current.0], |row| row.get(0)).optional()?;
                leads.push(match first {
                    Some(first) => articles::view(transaction, ArticleId(first))?,
                    None => None,
                });
            }
            Ok(leads)
        })
    }

    /// What a list tells of a story, without reading all of it.
    pub fn story_digest(&self, id: StoryId) -> Result<StoryDigest> {
        self.read(|transaction| {
            let story = follow(transaction, id)?;
            let mut firsts = transaction.prepare_cached(
                "SELECT article FROM (SELECT article, linking_time, \
                 row_number() OVER (PARTITION BY outlet ORDER BY linking_time, article) AS place \
                 FROM links WHERE story = ?) WHERE place = 1 ORDER BY linking_time, article",
            )?;
            let ids = firsts.query_map([story.0], |row| Ok(ArticleId(row.get(0)?)))?;
            let mut digest = StoryDigest::default();
            for article in ids {
                digest.first_of_outlets.extend(articles::view(transaction, article?)?);
            }
            let mut languages = transaction.prepare_cached(
                "SELECT r.language, count(*) FROM links l JOIN articles a ON a.id = l.article \
                 JOIN revisions r ON r.id = a.latest_revision WHERE l.story = ? AND r.language <> '' \
                 GROUP BY r.language ORDER BY count(*) DESC, r.language",
            )?;
            let counts = languages.query_map([story.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
            digest.languages = counts.collect::<rusqlite::Result<_>>()?;
            // CROSS JOIN: from the article to its copies and on, never all of the story with all of it
            let mut folded = transaction.prepare_cached(
                "SELECT count(DISTINCT mine.article) FROM links mine CROSS JOIN copies c ON c.article = mine.article \
                 CROSS JOIN links other ON other.article = c.of_article WHERE mine.story = ?1 AND +other.story = ?1 \
                 AND c.kind < ?2 AND (other.linking_time, other.article) < (mine.linking_time, mine.article)",
            )?;
            let partial = links::copy_kind_code(CopyKind::Partial);
            digest.folded = folded.query_row(params![story.0, partial], |row| row.get(0))?;
            Ok(digest)
        })
    }

    /// Stories in order.
    pub fn stories(&self, query: &StoryQuery) -> Result<StoryPage> {
        let column = match query.order {
            StoryOrder::Newest => "last_at",
            StoryOrder::MostOutlets => "outlets",
            StoryOrder::MostArticles => "articles",
            StoryOrder::FirstSeen => "first_at",
        };
        let marked = match query.only {
            None => "1",
            Some(StoryFilter::Unread) => {
                "EXISTS (SELECT 1 FROM links l LEFT JOIN marks m ON m.article = l.article \
                 WHERE l.story = stories.id AND m.read_at IS NULL)"
            }
            Some(StoryFilter::Starred) => {
                "id IN (SELECT l.story FROM marks m JOIN links l ON l.article = m.article \
                 WHERE m.starred_at IS NOT NULL)"
            }
        };
        // a story that lasts longer than the span may have nothing in it
        let within = match (query.since, query.until) {
            (Some(_), Some(_)) => {
                "EXISTS (SELECT 1 FROM links l WHERE l.story = stories.id AND l.linking_time >= ?1 \
                 AND l.linking_time < ?2)"
            }
            _ => "1",
        };
        let written = match query.language {
            Some(_) => {
                "EXISTS (SELECT 1 FROM links l JOIN articles a ON a.id = l.article \
                 JOIN revisions r ON r.id = a.latest_revision WHERE l.story = stories.id AND r.language = ?6)"
            }
            None => "?6 IS NULL",
        };
        let sql = format!(
            "SELECT id, articles, outlets, first_at, last_at, {column} FROM stories \
             WHERE last_at >= ?1 AND first_at < ?2 AND ({column}, id) < (?3, ?4) AND {marked} AND {within} AND {written} \
             ORDER BY {column} DESC, id DESC LIMIT ?5"
        );
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(&sql)?;
            let after = query
                .after
                .map_or((i64::MAX, i64::MAX), |cursor| (cursor.value, i64::from(cursor.id.0)));
            let mut rows = statement.query(params![
                query.since.unwrap_or(i64::MIN),
                query.until.unwrap_or(i64::MAX),
                after.0,
                after.1,
                query.limit as i64,
                query.language
            ])?;
            let mut page = StoryPage::default();
            while let Some(row) = rows.next()? {
                let id = StoryId(row.get(0)?);
                page.next = Some(StoryCursor { value: row.get(5)?, id });
                page.stories.push(StorySummary {
                    id,
                    articles: row.get(1)?,
                    outlets: row.get(2)?,
                    first_at: row.get(3)?,
                    last_at: row.get(4)?,
                    lead: lead(transaction, id)?,
                });
            }
            if page.stories.len() < query.limit {
                page.next = None;
            }
            Ok(page)
        })
    }
}

/// The story that `id` is now.
pub(crate) fn follow(transaction: &Transaction<'_>, id: StoryId) -> Result<StoryId> {
    let mut statement = transaction.prepare_cached("SELECT into_story FROM redirects WHERE story = ?")?;
    let into = statement.query_row([id.0], |row| row.get(0)).optional()?;
    Ok(into.map_or(id, StoryId))
}

fn lead(transaction: &Transaction<'_>, story: StoryId) -> Result<ArticleView> {
    let mut statement = transaction
        .prepare_cached("SELECT article FROM links WHERE story = ? ORDER BY linking_time, article LIMIT 1")?;
    let article = ArticleId(statement.query_row([story.0], |row| row.get(0))?);
    let view = articles::view(transaction, article)?;
    view.ok_or_else(|| StoreError::corrupt(format!("story {story}"), "its first article is missing"))
}

fn members(transaction: &Transaction<'_>, story: StoryId) -> Result<Vec<StoryMember>> {
    let mut copies = copies::of_story(transaction, story)?;
    let sql =
        format!("SELECT {COLUMNS}, l.first_story, l.joined {TABLES} WHERE l.story = ? ORDER BY l.linking_time, a.id");
    let mut statement = transaction.prepare_cached(&sql)?;
    let mut rows = statement.query([story.0])?;
    let mut members = Vec::new();
    while let Some(row) = rows.next()? {
        let view = articles::from_row(row)?;
        let joined: String = row.get(COLUMN_COUNT + 1)?;
        let what = || format!("link of article {}", view.id);
        members.push(StoryMember {
            joined: serde_json::from_str(&joined).map_err(|error| StoreError::corrupt(what(), error))?,
            first_story: StoryId(row.get(COLUMN_COUNT)?),
            copies: copies.remove(&view.id).unwrap_or_default(),
            article: view,
        });
    }
    Ok(members)
}

/// Counts a story again after its members changed; a story without members is no story.
pub(crate) fn recount(transaction: &Transaction<'_>, story: StoryId) -> Result<()> {
    transaction
        .prepare_cached("DELETE FROM stories WHERE id = ?")?
        .execute([story.0])?;
    transaction
        .prepare_cached(
            "INSERT INTO stories SELECT story, count(*), count(DISTINCT outlet), min(linking_time), max(linking_time) \
             FROM links WHERE story = ? GROUP BY story",
        )?
        .execute([story.0])?;
    Ok(())
}
