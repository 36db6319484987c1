//! Open hours: arrivals whose stories are decided once more when their hour closes.
//!
//! What an online decision finds depends on what arrived before it, and in which order feeds answer within an hour
//! is chance. So the articles of an hour are decided at once, and when the hour closes they are decided anew in an
//! order of their own: by linking time, then by content ([`crate::member::Order`]). Only then are stories compared
//! whether they are one. Where they arrived in that order already nothing is done twice.
//!
//! An hour closes when an arrival of another hour comes near: one whose window holds a day of it. So a claimed time
//! in the future or in 1970 closes nothing but hours beside it. Limits: an hour of more than
//! [`crate::Settings::hour_articles`] closes in between, and what its parts are depends on the order of arrival; an
//! article that its outlet changes within an hour is read in the version that came last.

use crate::linker::{Linker, Window};
use crate::member::Order;
use crate::stories::Candidate;
use crate::{Member, Reason};
use isnad_model::ArticleId;
use std::collections::{BTreeMap, BTreeSet};

const SECONDS_PER_HOUR: i64 = 3600;
/// An hour that no arrival entered for so many arrivals may be closed by [`Linker::close_idle`].
const IDLE_ARRIVALS: u64 = 256;

/// The hour of a time: hours since 1970-01-01 UTC.
pub fn hour_of(seconds: i64) -> i64 {
    seconds.div_euclid(SECONDS_PER_HOUR)
}

/// A change of an earlier decision.
#[derive(Clone, Debug, PartialEq)]
pub enum Moved {
    /// One article belongs to another story.
    Article {
        /// Which.
        article: ArticleId,
        /// The story it left.
        from: ArticleId,
        /// The story it is in now.
        into: ArticleId,
        /// Why; `None` where it founded that story.
        reason: Option<Reason>,
    },
    /// Two stories are one; the first may have no article left.
    Story {
        /// What was.
        from: ArticleId,
        /// What it is now.
        into: ArticleId,
    },
}

/// What closing hours changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Closed {
    /// Changes, to be applied in this order.
    pub moved: Vec<Moved>,
    /// Articles of the closed hours.
    pub articles: Vec<ArticleId>,
}

/// The stories that an article may show to be one, the one it joined first.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    pub(crate) ranked: Vec<Candidate>,
}

#[derive(Clone, Debug)]
struct Entered {
    article: ArticleId,
    order: Order,
    day: i32,
    wish: Option<Wish>,
}

#[derive(Clone, Debug, Default)]
struct OpenHour {
    /// In order of arrival.
    entered: Vec<Entered>,
    days: BTreeSet<i32>,
    /// True where what its articles were decided by has changed since, or is not known any more.
    is_doubtful: bool,
    /// Number of the last arrival that entered it.
    touched: u64,
}

/// All hours that are open.
#[derive(Clone, Debug, Default)]
pub(crate) struct OpenHours {
    hours: BTreeMap<i64, OpenHour>,
}

impl OpenHours {
    /// An arrival enters its hour.
    pub(crate) fn enter(&mut self, hour: i64, member: &Member, order: Order, wish: Option<Wish>, arrivals: u64) {
        let open = self.hours.entry(hour).or_default();
        open.days.insert(member.day());
        open.touched = arrivals;
        open.entered.push(Entered {
            article: member.article,
            order,
            day: member.day(),
            wish,
        });
    }

    /// A member of an open hour is in memory again. What it was decided by is not known any more.
    pub(crate) fn come_back(&mut self, hour: i64, member: &Member, order: Order, arrivals: u64) {
        let is_known = self
            .hours
            .get(&hour)
            .is_some_and(|open| open.entered.iter().any(|one| one.article == member.article));
        if !is_known {
            self.enter(hour, member, order, None, arrivals);
        }
        if let Some(open) = self.hours.get_mut(&hour) {
            open.is_doubtful = true;
        }
    }

    /// All open hours are decided anew when they close.
    pub(crate) fn doubt_all(&mut self) {
        self.hours.values_mut().for_each(|open| open.is_doubtful = true);
    }

    /// The same for those that have articles of a day.
    pub(crate) fn doubt_day(&mut self, day: i32) {
        let of_day = self.hours.values_mut().filter(|open| open.days.contains(&day));
        of_day.for_each(|open| open.is_doubtful = true);
    }

    pub(crate) fn all(&self) -> Vec<i64> {
        self.hours.keys().copied().collect()
    }

    /// Days that have articles of open hours.
    pub(crate) fn days(&self) -> BTreeSet<i32> {
        self.hours.values().flat_map(|open| &open.days).copied().collect()
    }

    /// Days that have articles of some hours.
    pub(crate) fn days_of<'h>(&'h self, hours: &'h [i64]) -> impl Iterator<Item = i32> + 'h {
        let open = hours.iter().filter_map(|hour| self.hours.get(hour));
        open.flat_map(|open| open.days.iter().copied())
    }
}

impl Linker {
    /// Hours that an arrival of this hour and day closes: others that have articles within its window, and its own
    /// where that is full.
    pub(crate) fn closing(&self, hour: i64, day: i32) -> Vec<i64> {
        let window = self.window(day);
        let closes = |(open_hour, open): &(&i64, &OpenHour)| match **open_hour == hour {
            true => open.entered.len() >= self.settings.hour_articles,
            false => open.days.range(window.clone()).next().is_some(),
        };
        self.hours.hours.iter().filter(closes).map(|(hour, _)| *hour).collect()
    }

    /// Closes all hours, as before a user's decision is applied or at the end of a stream.
    pub fn close_all(&mut self) -> Closed {
        self.close(&self.hours.all())
    }

    /// Closes hours that the last 256 arrivals did not enter. For a stream that wants to be done with its articles;
    /// where days come and go, hours may stay open.
    pub fn close_idle(&mut self) -> Closed {
        let is_idle = |open: &OpenHour| open.touched + IDLE_ARRIVALS < self.arrivals;
        let idle: Vec<i64> = self
            .hours
            .hours
            .iter()
            .filter(|(_, open)| is_idle(open))
            .map(|(hour, _)| *hour)
            .collect();
        self.close(&idle)
    }

    pub(crate) fn close(&mut self, hours: &[i64]) -> Closed {
        let mut closed = Closed::default();
        for hour in hours {
            let changes = closed.moved.len();
            if let Some(open) = self.hours.hours.remove(hour) {
                self.close_one(open, &mut closed);
            }
            if closed.moved.len() > changes {
                self.hours.doubt_all();
            }
        }
        closed
    }

    fn close_one(&mut self, open: OpenHour, closed: &mut Closed) {
        let is_in_order = open.entered.is_sorted_by_key(|one| one.order);
        let entered = match open.is_doubtful || !is_in_order {
            true => self.decide_anew(open.entered, closed),
            false => open.entered,
        };
        let mut merged = Vec::new();
        for one in &entered {
            if let Some(wish) = &one.wish {
                self.merge_by(wish, &self.window(one.day), &mut merged);
            }
        }
        closed
            .moved
            .extend(merged.into_iter().map(|(from, into)| Moved::Story { from, into }));
        for one in entered {
            if let Some(member) = self.held_mut(one.article) {
                member.open_hour = None;
            }
            closed.articles.push(one.article);
        }
    }

    /// Decides the stories of articles once more, in their own order.
    fn decide_anew(&mut self, entered: Vec<Entered>, closed: &mut Closed) -> Vec<Entered> {
        let mut taken: Vec<(Order, Member)> = entered
            .iter()
            .filter_map(|one| self.take(one.article))
            .map(|member| (member.order(), member))
            .collect();
        taken.sort_unstable_by_key(|(order, member)| (*order, member.article));
        let founded: Vec<ArticleId> = taken
            .iter()
            .map(|(_, member)| member.story)
            .filter(|story| entered.iter().any(|one| one.article == *story))
            .collect();
        let mut again = Vec::with_capacity(taken.len());
        for (order, mut member) in taken {
            let day = member.day();
            let window = self.window(day);
            let found = self.find_copies(&member, &window);
            let choice = self.choose(&member, &window, &found, None);
            let (article, from) = (member.article, member.story);
            if choice.story != from {
                closed.moved.push(Moved::Article {
                    article,
                    from,
                    into: choice.story,
                    reason: choice.reason,
                });
            }
            member.story = choice.story;
            self.insert(day, &member);
            again.push(Entered {
                article,
                order,
                day,
                wish: choice.wish,
            });
        }
        // a story that was shown for an hour and is no more leads to where its founder is now
        for story in BTreeSet::from_iter(founded) {
            let into = self.story(story);
            if let Some(into) = into.filter(|into| *into != story && self.is_gone(story)) {
                closed.moved.push(Moved::Story { from: story, into });
            }
        }
        again
    }

    /// Makes one what an article shows to be one story; `merged` holds what the hour made one so far.
    fn merge_by(&mut self, wish: &Wish, window: &Window, merged: &mut Vec<(ArticleId, ArticleId)>) {
        let mut ranked: Vec<Candidate> = Vec::with_capacity(wish.ranked.len());
        for candidate in &wish.ranked {
            let story = resolve(candidate.story, merged);
            if ranked.iter().all(|better| better.story != story) {
                ranked.push(Candidate {
                    story,
                    ..candidate.clone()
                });
            }
        }
        let Some(best) = ranked.first() else { return };
        for (from, into) in self.merges(best, &ranked, window) {
            self.redirect(from, into);
            merged.push((from, into));
        }
    }
}

fn resolve(story: ArticleId, merges: &[(ArticleId, ArticleId)]) -> ArticleId {
    merges
        .iter()
        .fold(story, |now, (from, into)| if now == *from { *into } else { now })
}
