//! Linking as a filter: articles in order of arrival go in, one line each comes out when nothing can change it.
//!
//! A line is final when its day and the day of its story's founder have left memory: then no later
//! arrival can move it. Lines keep the order of arrival. Memory is bounded on a stream of any length: by
//! the window, and where a stream jumps about in time by `member_limit`. Limits: an article that arrives
//! after its day has left memory is linked only with what is left.

use crate::outcome::hundredths;
use crate::{Arrival, Closed, FoundCopy, Linker, Moved, Outcome, Settings, hour_of};
use isnad_model::{
    Article, ArticleId, ClaimedTime, Copy, Features, Joined, LinkEvent, Linked, linking_time, parse_instant,
};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

/// Members in memory at most, unless one window alone holds more.
const DEFAULT_MEMBER_LIMIT: usize = 500_000;
/// How often days are considered for eviction, in arrivals.
const EVICTION_PERIOD: i32 = 64;

#[derive(Debug)]
struct Pending {
    article: ArticleId,
    first_story: String,
    story: ArticleId,
    origin: Option<String>,
    copies: Vec<Copy>,
    joined: Joined,
}

/// Links a stream of articles.
#[derive(Debug)]
pub struct LinkStream {
    linker: Linker,
    member_limit: usize,
    pending: VecDeque<Pending>,
    /// External ids of articles that may still be named.
    names: FxHashMap<ArticleId, String>,
    /// Articles of open hours, for the words that a change of story is told by.
    open: FxHashMap<ArticleId, (Article, Features)>,
    last_id: i32,
    last_time: Option<i64>,
}

impl LinkStream {
    /// A stream at its start.
    pub fn new(settings: Settings) -> LinkStream {
        LinkStream {
            linker: Linker::new(settings),
            member_limit: DEFAULT_MEMBER_LIMIT,
            pending: VecDeque::new(),
            names: FxHashMap::default(),
            open: FxHashMap::default(),
            last_id: 0,
            last_time: None,
        }
    }

    /// The same with another bound on memory.
    pub fn with_member_limit(mut self, member_limit: usize) -> LinkStream {
        self.member_limit = member_limit;
        self
    }

    /// Links the next article and hands out the lines that became final.
    pub fn push(&mut self, article: &Article, features: &Features, mut emit: impl FnMut(Linked)) {
        self.arrive(article, features, &mut |_| {});
        if self.last_id % EVICTION_PERIOD == 0 {
            self.evict(&mut |_| {});
            self.emit_final(&mut emit);
        }
    }

    /// Links the next article and tells what happened.
    pub fn follow(&mut self, article: &Article, features: &Features, mut tell: impl FnMut(LinkEvent)) {
        self.arrive(article, features, &mut tell);
        if self.last_id % EVICTION_PERIOD == 0 {
            self.evict(&mut tell);
            self.emit_final(&mut |_| {});
        }
    }

    /// Tells what is left to be told at the end of the input.
    pub fn finish_following(mut self, mut tell: impl FnMut(LinkEvent)) {
        let closed = self.linker.close_all();
        self.apply(closed, &mut tell);
    }

    /// Hands out all lines that are left, at the end of the input.
    pub fn finish(mut self, mut emit: impl FnMut(Linked)) {
        let closed = self.linker.close_all();
        self.apply(closed, &mut |_| {});
        while let Some(pending) = self.pending.pop_front() {
            emit(self.line(pending));
        }
    }

    fn arrive(&mut self, article: &Article, features: &Features, tell: &mut impl FnMut(LinkEvent)) {
        self.last_id += 1;
        let article_id = ArticleId(self.last_id);
        let captured = article.captured.as_deref().and_then(parse_instant);
        // an article that says nothing of its time is as old as the one before it
        let time = linking_time(article.published.as_ref(), captured).or(self.last_time);
        self.last_time = time;
        let hour = hour_of(time.unwrap_or_default());
        if let Some(seconds) = time {
            for day in self.linker.missing_days(seconds, hour) {
                self.linker.load_day(day, Vec::new());
            }
        }
        let mut outcome = self.linker.push(Arrival {
            article_id,
            linking_time: time,
            hour,
            published: article.published.as_ref().and_then(ClaimedTime::interval),
            source: article.source.as_deref().unwrap_or(""),
            before: None,
            article,
            features,
        });
        self.apply(std::mem::take(&mut outcome.closed), tell);
        self.names.insert(article_id, article.id.clone());
        if outcome.member.open_hour.is_some() {
            self.open.insert(article_id, (article.clone(), features.clone()));
        }
        self.keep(article_id, outcome);
        if let Some(arrived) = self.pending.back() {
            tell(LinkEvent::Assigned {
                id: self.name(arrived.article),
                story: arrived.first_story.clone(),
                origin: arrived.origin.clone(),
                copies: arrived.copies.clone(),
                joined: arrived.joined.clone(),
            });
        }
    }

    fn keep(&mut self, article: ArticleId, outcome: Outcome) {
        let own_name = self.name(article);
        let copies = outcome
            .copies
            .iter()
            .map(|(of, copy): &(ArticleId, FoundCopy)| copy.to_copy(*of, |id| self.name(id)))
            .filter(|copy| copy.of != own_name)
            .collect();
        self.pending.push_back(Pending {
            article,
            first_story: self.name(outcome.story),
            story: outcome.story,
            origin: outcome.origin,
            copies,
            joined: rounded(outcome.joined),
        });
    }

    /// Applies what closing hours changed to the lines that are kept, and tells it.
    fn apply(&mut self, closed: Closed, tell: &mut impl FnMut(LinkEvent)) {
        for change in closed.moved {
            match change {
                Moved::Article {
                    article,
                    from,
                    into,
                    reason,
                } => {
                    let joined = match (reason, self.open.get(&article)) {
                        (Some(reason), Some((text, features))) => rounded(reason.told(text, features)),
                        _ => Joined::default(),
                    };
                    if let Some(line) = self.line_of(article) {
                        line.story = into;
                        line.joined = joined;
                    }
                    tell(self.moved(article, from, into));
                }
                Moved::Story { from, into } => {
                    tell(LinkEvent::Merged {
                        from: self.name(from),
                        into: self.name(into),
                    });
                    let mut moved = Vec::new();
                    for line in self.pending.iter_mut().filter(|line| line.story == from) {
                        line.story = into;
                        moved.push(line.article);
                    }
                    moved
                        .into_iter()
                        .for_each(|article| tell(self.moved(article, from, into)));
                }
            }
        }
        for article in closed.articles {
            self.open.remove(&article);
        }
    }

    fn moved(&self, article: ArticleId, from: ArticleId, into: ArticleId) -> LinkEvent {
        LinkEvent::Moved {
            id: self.name(article),
            from: self.name(from),
            story: self.name(into),
        }
    }

    /// The line of an article, while it is kept: lines stand in order of arrival.
    fn line_of(&mut self, article: ArticleId) -> Option<&mut Pending> {
        let at = self.pending.binary_search_by_key(&article, |line| line.article).ok()?;
        self.pending.get_mut(at)
    }

    /// From time to time lets days go.
    fn evict(&mut self, tell: &mut impl FnMut(LinkEvent)) {
        let closed = self.linker.close_idle();
        self.apply(closed, tell);
        let gone = self.linker.evict(self.member_limit);
        if gone.is_empty() {
            return;
        }
        let mut needed: Vec<ArticleId> = self
            .pending
            .iter()
            .flat_map(|line| [line.article, line.story])
            .collect();
        let days: Vec<i32> = self.linker.days().collect();
        for day in days {
            for member in self.linker.day(day).unwrap_or_default() {
                needed.extend([member.article, member.story]);
            }
        }
        needed.sort_unstable();
        self.names.retain(|article, _| needed.binary_search(article).is_ok());
    }

    fn emit_final(&mut self, emit: &mut impl FnMut(Linked)) {
        while let Some(front) = self.pending.front() {
            let may_change = self.linker.holds(front.article) || self.linker.holds(front.story);
            let too_many = self.pending.len() > self.member_limit.saturating_mul(2);
            if may_change && !too_many {
                return;
            }
            if let Some(line) = self.pending.pop_front() {
                emit(self.line(line));
            }
        }
    }

    fn line(&self, pending: Pending) -> Linked {
        Linked {
            id: self.name(pending.article),
            first_story: pending.first_story,
            story: self.name(pending.story),
            origin: pending.origin,
            copies: pending.copies,
            joined: pending.joined,
        }
    }

    fn name(&self, article: ArticleId) -> String {
        self.names.get(&article).cloned().unwrap_or_default()
    }
}

fn rounded(joined: Joined) -> Joined {
    Joined {
        score: hundredths(joined.score),
        ..joined
    }
}
