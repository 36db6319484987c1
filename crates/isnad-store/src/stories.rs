//! Stories: their articles, and lists of stories in several orders.

use crate::articles::{self, ArticleView};
use crate::copies;
use crate::error::{Result, StoreError};
use crate::store::Store;
use isnad_model::{ArticleId, Copy, Joined, StoryId};
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StoryQuery {
    /// Only stories with an article at or after this, unix seconds.
    pub since: Option<i64>,
    /// Only stories that began before this, unix seconds.
    pub until: Option<i64>,
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

    /// A story, also under the id of one that was merged into it.
    pub fn story(&self, id: StoryId) -> Result<Option<StoryView>> {
        self.read(|transaction| {
            let current = follow(transaction, id)?;
            let members = members(transaction, current)?;
            Ok((!members.is_empty()).then_some(StoryView { id: current, members }))
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
        let sql = format!(
            "SELECT id, articles, outlets, first_at, last_at, {column} FROM stories \
             WHERE last_at >= ?1 AND first_at < ?2 AND ({column}, id) < (?3, ?4) AND {marked} \
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
                query.limit as i64
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
    let mut statement = transaction.prepare_cached(
        "SELECT article, first_story, joined FROM links WHERE story = ? ORDER BY linking_time, article",
    )?;
    let mut rows = statement.query([story.0])?;
    let mut members = Vec::new();
    while let Some(row) = rows.next()? {
        let article = ArticleId(row.get(0)?);
        let joined: String = row.get(2)?;
        let what = || format!("link of article {article}");
        let view = articles::view(transaction, article)?;
        members.push(StoryMember {
            article: view.ok_or_else(|| StoreError::corrupt(what(), "the article is missing"))?,
            joined: serde_json::from_str(&joined).map_err(|error| StoreError::corrupt(what(), error))?,
            first_story: StoryId(row.get(1)?),
            copies: copies::of_earlier(transaction, article)?,
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
