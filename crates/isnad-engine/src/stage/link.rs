//! Readings to copies, chains and stories.
//!
//! The linker's memory is a cache of day partitions: what an arrival needs and is not there is loaded from
//! the store, so a restart begins with empty memory and ends with the same result. Days go only after the
//! batch that filled them is committed.
//! The clock of the hours in which stories are decided ([`isnad_link::Linker::push`]) is the time of capture for what
//! feeds bring, and the articles' own time for what is imported.

use super::BATCH;
use crate::EngineError;
use crate::member::member_of;
use isnad_link::{Arrival, Closed, Constraints, Linker, Member, Settings, day_of, hour_of};
use isnad_model::{ArticleId, ClaimedTime, Joined, RevisionId, StoryId, linking_time};
use isnad_store::{
    Applied, ClosedHours, Correction, Lane, LinkRow, LogEntry, LogKind, Moved, ReadingRow, Stage, Store,
};
use std::collections::HashMap;

/// Members kept in memory beyond those of the current window.
const MEMBER_LIMIT: usize = 60_000;

/// The link stage.
pub(crate) struct Link {
    store: Store,
    linker: Linker,
    /// Whether the linker knows what users decided, as far as the log was served, and which hours are open.
    has_begun: bool,
}

impl Link {
    /// The stage over its own connection, with empty memory.
    pub(crate) fn new(store: Store) -> Link {
        Link {
            store,
            linker: Linker::new(Settings::default()),
            has_begun: false,
        }
    }

    /// Takes the next batch of a lane; how many entries it held.
    pub(crate) fn step(&mut self, lane: Lane) -> Result<usize, EngineError> {
        let cursor = self.store.cursor(Stage::Link, lane)?;
        let entries = self.store.log_after(lane, Stage::Link.reads(), cursor, BATCH)?;
        if entries.is_empty() {
            return Ok(0);
        }
        self.resume()?;
        // a decision applies to what was linked before it, so it ends a batch
        for part in entries.chunk_by(|one, next| one.kind == next.kind && one.kind == LogKind::Reading) {
            match part {
                [entry] if entry.kind == LogKind::Correction => self.correct(entry.row, entry.seq)?,
                _ => self.link_part(lane, part)?,
            }
        }
        self.linker.evict(MEMBER_LIMIT);
        Ok(entries.len())
    }

    fn link_part(&mut self, lane: Lane, entries: &[LogEntry]) -> Result<(), EngineError> {
        let Some(last) = entries.last() else { return Ok(()) };
        let ids: Vec<RevisionId> = entries.iter().map(|entry| RevisionId(entry.row)).collect();
        let mut rows = Vec::new();
        for read in self.store.readings(&ids)? {
            let captured_hour = hour_of(read.revision.captured_at);
            rows.push(self.link(&read, (lane == Lane::Live).then_some(captured_hour), &rows)?);
        }
        self.store.commit_links(lane, last.seq, &rows)?;
        Ok(())
    }

    /// Learns, once, what users decided up to the cursor, and loads the articles of open hours. What is decided later
    /// is applied in its place of the log.
    fn resume(&mut self) -> Result<(), EngineError> {
        if self.has_begun {
            return Ok(());
        }
        let upto = self.store.cursor(Stage::Link, Lane::Live)?;
        let mut after = 0;
        while after < upto {
            let entries = self.store.log_after(Lane::Live, &[LogKind::Correction], after, BATCH)?;
            let Some(last) = entries.last() else { break };
            for entry in entries.iter().filter(|entry| entry.seq <= upto) {
                if let Some(correction) = self.store.correction(entry.row)? {
                    decide(self.linker.constraints_mut(), &correction);
                }
            }
            after = last.seq;
        }
        self.load(self.store.open_days()?)?;
        self.has_begun = true;
        Ok(())
    }

    fn correct(&mut self, row: i64, seq: i64) -> Result<(), EngineError> {
        let Some(correction) = self.store.correction(row)? else {
            return Ok(());
        };
        self.load(self.linker.missing_days_to_close())?;
        let closed = self.linker.close_all();
        let closed = self.closed(&closed, &[])?;
        self.store.close_hours(&closed)?;
        decide(self.linker.constraints_mut(), &correction);
        match self.store.apply_correction(seq, &correction)? {
            Applied::Nothing => {}
            Applied::Moved { articles, story } => self.linker.move_to(&articles, ArticleId(story.0)),
            Applied::Merged { from, into } => self.linker.merge(ArticleId(from.0), ArticleId(into.0)),
        }
        Ok(())
    }

    /// Links an article that arrives in this hour, else in that of its own time; `rows` are not committed yet.
    fn link(&mut self, read: &ReadingRow, hour: Option<i64>, rows: &[LinkRow]) -> Result<LinkRow, EngineError> {
        let article = &read.article;
        let captured_at = read.revision.captured_at;
        let before = match self.store.member(read.revision.article)? {
            Some(stored) => Some(member_of(&stored)?),
            None => None,
        };
        let fresh_time = linking_time(article.published.as_ref(), Some(captured_at)).unwrap_or(captured_at);
        // an article that its outlet changed keeps its day
        let time = before.as_ref().map_or(fresh_time, |before| before.linking_time);
        let hour = hour.unwrap_or_else(|| hour_of(time));
        self.load(self.linker.missing_days(time, hour))?;
        let outcome = self.linker.push(Arrival {
            article_id: read.revision.article,
            linking_time: Some(time),
            hour,
            published: article.published.as_ref().and_then(ClaimedTime::interval),
            source: &read.revision.source,
            before: before.as_ref(),
            article,
            features: &read.reading.features,
        });
        let names = self.external_ids(&outcome, read)?;
        let name_of = |id: ArticleId| names.get(&id).cloned().unwrap_or_else(|| id.to_string());
        Ok(LinkRow {
            article: read.revision.article,
            revision: read.revision.id,
            linking_day: day_of(time),
            linking_time: time,
            member: outcome.member.to_bytes(),
            story: StoryId(outcome.story.0),
            open_hour: outcome.member.open_hour,
            origin: outcome.origin.clone(),
            copies: outcome
                .copies
                .iter()
                .map(|(of, found)| (*of, found.to_copy(*of, name_of)))
                .collect(),
            joined: outcome.joined.clone(),
            closed: self.closed(&outcome.closed, rows)?,
        })
    }

    /// What closing hours changed, with its reasons in words; `rows` are not committed yet.
    fn closed(&self, closed: &Closed, rows: &[LinkRow]) -> Result<ClosedHours, EngineError> {
        let mut moved = Vec::with_capacity(closed.moved.len());
        for change in &closed.moved {
            moved.push(match change {
                isnad_link::Moved::Article {
                    article,
                    from,
                    into,
                    reason,
                } => Moved::Article {
                    article: *article,
                    from: StoryId(from.0),
                    into: StoryId(into.0),
                    joined: match reason {
                        Some(reason) => self.told(*article, reason, rows)?,
                        None => Joined::default(),
                    },
                },
                isnad_link::Moved::Story { from, into } => Moved::Story {
                    from: StoryId(from.0),
                    into: StoryId(into.0),
                },
            });
        }
        Ok(ClosedHours {
            moved,
            articles: closed.articles.clone(),
        })
    }

    /// Why an article is in its story now, in words of the revision that was linked.
    fn told(&self, article: ArticleId, reason: &isnad_link::Reason, rows: &[LinkRow]) -> Result<Joined, EngineError> {
        let fresh = rows.iter().rfind(|row| row.article == article).map(|row| row.revision);
        let revision = match fresh {
            Some(revision) => Some(revision),
            None => self.store.linked_revision(article)?,
        };
        let read = self.store.readings(revision.as_slice())?;
        Ok(read.first().map_or_else(Joined::default, |read| {
            reason.told(&read.article, &read.reading.features)
        }))
    }

    fn load(&mut self, missing: Vec<i32>) -> Result<(), EngineError> {
        if missing.is_empty() {
            return Ok(());
        }
        let mut days: HashMap<i32, Vec<Member>> = HashMap::new();
        for stored in self.store.members_of_days(&missing)? {
            days.entry(stored.linking_day).or_default().push(member_of(&stored)?);
        }
        for day in missing {
            self.linker.load_day(day, days.remove(&day).unwrap_or_default());
        }
        Ok(())
    }

    /// External ids of the articles that the outcome names.
    fn external_ids(
        &self,
        outcome: &isnad_link::Outcome,
        read: &ReadingRow,
    ) -> Result<HashMap<ArticleId, String>, EngineError> {
        let others: Vec<ArticleId> = outcome.copies.iter().map(|(of, _)| *of).collect();
        let mut names: HashMap<ArticleId, String> = match others.is_empty() {
            true => HashMap::new(),
            false => self
                .store
                .articles(&others)?
                .into_iter()
                .map(|other| (other.id, other.external_id))
                .collect(),
        };
        names.insert(read.revision.article, read.revision.external_id.clone());
        Ok(names)
    }
}

/// The pairs of a decision. The first article of each side speaks for it, so that what was parted can be joined
/// again by the same pairs, and the other way round.
fn decide(decisions: &mut Constraints, correction: &Correction) {
    let (Some(first), Some(first_other)) = (correction.articles.first(), correction.others.first()) else {
        return;
    };
    for (side, own, opposite) in [
        (&correction.articles, *first, *first_other),
        (&correction.others, *first_other, *first),
    ] {
        for article in side {
            if *article != own {
                decisions.put_together(*article, own);
            }
            if correction.together {
                decisions.put_together(*article, opposite);
            } else {
                decisions.put_apart(*article, opposite);
            }
        }
    }
}
