//! The linker: day partitions in memory, and what each arrival finds in its window.
//!
//! Its state is a pure function of the day partitions it holds: what an arrival finds depends only on
//! the members of the days within its window. A partition may therefore be evicted at any time and
//! loaded again from the store, and a restart starts empty and loads what is missing.
//! The story of an arrival is decided at once and looked at again when its hour closes ([`crate::hours`]).
//! Limits: the caller must load [`Linker::missing_days`] before it pushes.

use crate::held::Held;
use crate::hours::{OpenHours, Wish};
use crate::member::{day_of, prints_of, terms_of};
use crate::overlap::Comparison;
use crate::postings::Postings;
use crate::stories::{self, Candidate};
use crate::weights::probability;
use crate::{Arrival, Closed, Constraints, FoundCopy, JoinFeatures, Member, Outcome, Reason, Settings, copies, origin};
use isnad_model::{ArticleId, Grade, Joined, written_instant};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// A day that no window of this many arrivals touched may go.
const IDLE_ARRIVALS: u64 = 256;
const BECAUSE_WORDS: usize = 6;

/// Linking days that are compared.
pub(crate) type Window = RangeInclusive<i32>;

#[derive(Debug, Default)]
pub(crate) struct Partition {
    /// Slots of its members in order of arrival.
    pub(crate) slots: Vec<u32>,
    /// Number of the last arrival whose window touched it.
    pub(crate) touched: u64,
}

/// What was decided about the story of an article.
pub(crate) struct Choice {
    pub(crate) story: ArticleId,
    /// Why it joined; `None` where it founded its story.
    pub(crate) reason: Option<Reason>,
    /// The stories that it may show to be one.
    pub(crate) wish: Option<Wish>,
}

/// Links arrivals with the members of their window.
#[derive(Debug)]
pub struct Linker {
    pub(crate) settings: Settings,
    pub(crate) constraints: Constraints,
    pub(crate) members: Vec<Option<Held>>,
    /// Linking day of the member in each slot.
    pub(crate) days: Vec<i32>,
    pub(crate) free_slots: Vec<u32>,
    pub(crate) slot_of: FxHashMap<ArticleId, u32>,
    /// Stories, each with the slots of its members.
    pub(crate) in_story: BTreeSet<(ArticleId, u32)>,
    pub(crate) partitions: BTreeMap<i32, Partition>,
    pub(crate) prints: Postings,
    pub(crate) terms: Postings,
    pub(crate) arrivals: u64,
    pub(crate) hours: OpenHours,
}

impl Linker {
    /// A linker that holds nothing yet.
    pub fn new(settings: Settings) -> Linker {
        Linker {
            settings,
            constraints: Constraints::default(),
            members: Vec::new(),
            days: Vec::new(),
            free_slots: Vec::new(),
            slot_of: FxHashMap::default(),
            in_story: BTreeSet::new(),
            partitions: BTreeMap::new(),
            prints: Postings::default(),
            terms: Postings::default(),
            arrivals: 0,
            hours: OpenHours::default(),
        }
    }

    /// Days that are needed for an arrival of a linking time and an hour ([`Arrival::hour`]) and are not in memory:
    /// those of its window, and those of the windows of the hours that it closes.
    pub fn missing_days(&self, linking_time_seconds: i64, hour: i64) -> Vec<i32> {
        let day = day_of(linking_time_seconds);
        let mut missing = self.missing_for(&self.closing(hour, day));
        missing.extend(self.window(day).filter(|day| !self.partitions.contains_key(day)));
        missing.sort_unstable();
        missing.dedup();
        missing
    }

    /// Days that are needed to close all hours ([`Linker::close_all`]) and are not in memory.
    pub fn missing_days_to_close(&self) -> Vec<i32> {
        self.missing_for(&self.hours.all())
    }

    fn missing_for(&self, hours: &[i64]) -> Vec<i32> {
        let mut missing: Vec<i32> = self
            .hours
            .days_of(hours)
            .flat_map(|day| self.window(day))
            .filter(|day| !self.partitions.contains_key(day))
            .collect();
        missing.sort_unstable();
        missing.dedup();
        missing
    }

    /// Puts the members of a day into memory, in their order of arrival; what it held of that day goes.
    pub fn load_day(&mut self, day: i32, members: Vec<Member>) {
        self.evict_day(day);
        self.partitions.insert(
            day,
            Partition {
                slots: Vec::with_capacity(members.len()),
                touched: self.arrivals,
            },
        );
        for member in members.into_iter().filter(|member| member.day() == day) {
            if let Some(hour) = member.open_hour {
                self.hours.come_back(hour, &member, member.order(), self.arrivals);
            }
            self.insert(day, &member);
        }
    }

    /// Links an arrival and keeps it as a member of its day. It is decided at once from what arrived before; when its
    /// hour closes, the stories of the hour's arrivals are decided anew in an order that is not that of their arrival.
    /// The outcome tells which hours it closed itself.
    ///
    /// An article that is linked again, since its outlet changed it, keeps its story and its first times, and
    /// says nothing new about articles that came between: what they copied was the text before the change.
    pub fn push(&mut self, arrival: Arrival<'_>) -> Outcome {
        let known = self.take(arrival.article_id);
        let before = known.as_ref().or(arrival.before);
        let mut member = self.member_of(&arrival, before);
        if arrival.linking_time.is_none() && before.is_none() {
            return alone(member);
        }
        let window = self.begin(&member);
        let closed = match before {
            None => self.close(&self.closing(arrival.hour, member.day())),
            // what others were decided by has changed
            Some(_) => {
                self.hours.doubt_all();
                Closed::default()
            }
        };
        let mut found = self.find_copies(&member, &window);
        if let Some(before) = before {
            self.leave_out_known_copies(&mut found, before);
        }
        let choice = self.choose(&member, &window, &found, before.map(|before| before.story));
        let joined = match &choice.reason {
            Some(reason) => reason.told(arrival.article, arrival.features),
            None => Joined::default(),
        };
        member.open_hour = match before {
            None => Some(arrival.hour),
            Some(before) => before.open_hour,
        };
        if before.is_none() {
            self.hours
                .enter(arrival.hour, &member, member.order(), choice.wish, self.arrivals);
        }
        self.keep(member, choice.story, closed, found, joined)
    }

    /// The story that an article is in, or belongs to by what is in memory.
    pub(crate) fn choose(
        &self,
        member: &Member,
        window: &Window,
        found: &[(u32, ArticleId, FoundCopy)],
        own_story: Option<ArticleId>,
    ) -> Choice {
        let ranked = self.allowed(self.rank_stories(member, None, window, found), member, window);
        let decided = own_story.or_else(|| self.story_decided_by_user(member, window));
        let best = match decided {
            Some(story) => ranked.iter().find(|candidate| candidate.story == story),
            None => ranked.first().filter(|best| best.odds >= self.settings.join_odds),
        };
        Choice {
            story: decided.or(best.map(|best| best.story)).unwrap_or(member.article),
            reason: best.map(|best| self.reason(member, best)),
            wish: match best {
                Some(_) if decided.is_none() => Some(Wish { ranked }),
                _ => None,
            },
        }
    }

    /// Puts an arrival into a story as people sorted it, and tells how it stood to each story before: what a
    /// trainer learns from.
    pub fn teach(&mut self, arrival: Arrival<'_>, story: ArticleId) -> Vec<(ArticleId, JoinFeatures)> {
        let member = self.member_of(&arrival, None);
        let window = self.begin(&member);
        let ranked = self.rank_stories(&member, None, &window, &[]);
        self.keep(member, story, Closed::default(), Vec::new(), Joined::default());
        ranked
            .into_iter()
            .map(|candidate| (candidate.story, candidate.measured))
            .collect()
    }

    /// Counts an arrival and marks the days of its window as used.
    fn begin(&mut self, member: &Member) -> Window {
        self.arrivals += 1;
        let window = self.window(member.day());
        for (_, partition) in self.partitions.range_mut(window.clone()) {
            partition.touched = self.arrivals;
        }
        window
    }

    fn keep(
        &mut self,
        mut member: Member,
        story: ArticleId,
        closed: Closed,
        found: Vec<(u32, ArticleId, FoundCopy)>,
        joined: Joined,
    ) -> Outcome {
        member.story = story;
        let day = member.day();
        self.insert(day, &member);
        Outcome {
            day: Some(day),
            story,
            origin: member.origin.as_deref().map(str::to_owned),
            copies: without_slots(found),
            joined,
            member,
            closed,
        }
    }

    /// Of later arrivals only those are left whose text the article did not have before it was changed; which
    /// of the two had it first cannot be told by their times.
    fn leave_out_known_copies(&self, found: &mut Vec<(u32, ArticleId, FoundCopy)>, before: &Member) {
        let mut comparison = Comparison::new(&before.word_marks);
        found.retain_mut(|(slot, article, copy)| {
            if *article < before.article {
                return true;
            }
            let Some(other) = self.at(*slot) else { return false };
            if copies::relation(before, &mut comparison, other, &self.settings).is_some() {
                return false;
            }
            if copy.grade == Grade::Likely {
                copy.grade = Grade::SharedSource;
                copy.from = None;
                copy.evidence = vec!["this was changed after it was published".to_owned()];
            }
            true
        });
    }

    /// Takes an article out of memory; what is open stays so.
    pub(crate) fn take(&mut self, article: ArticleId) -> Option<Member> {
        let slot = self.slot_of.get(&article).copied()?;
        if let Some(partition) = self.partitions.get_mut(&self.days[slot as usize]) {
            partition.slots.retain(|other| *other != slot);
        }
        self.vacate(slot)
    }

    /// Lets days go that recent arrivals did not touch, then the longest untouched ones until at most
    /// `member_limit` members are left or only the last window is. Gives the days that went.
    ///
    /// The clock of eviction is the stream's own: how many arrivals passed. So no claimed time moves it. A day
    /// with articles of an open hour stays.
    pub fn evict(&mut self, member_limit: usize) -> Vec<i32> {
        let open_days = self.hours.days();
        let mut by_age: Vec<(u64, i32)> = self
            .partitions
            .iter()
            .filter(|(day, _)| !open_days.contains(day))
            .map(|(day, partition)| (partition.touched, *day))
            .filter(|(touched, _)| *touched < self.arrivals)
            .collect();
        by_age.sort_unstable();
        let mut gone = Vec::new();
        for (touched, day) in by_age {
            let is_idle = touched + IDLE_ARRIVALS < self.arrivals;
            if is_idle || self.len() > member_limit {
                self.evict_day(day);
                gone.push(day);
            }
        }
        gone
    }

    /// Lets one day go. Articles of an open hour must be in memory again before the hour closes.
    pub fn evict_day(&mut self, day: i32) {
        self.hours.doubt_day(day);
        if let Some(partition) = self.partitions.remove(&day) {
            for slot in partition.slots {
                self.vacate(slot);
            }
        }
    }

    pub(crate) fn window(&self, day: i32) -> Window {
        day.saturating_sub(self.settings.window_days)..=day.saturating_add(self.settings.window_days)
    }

    fn member_of(&self, arrival: &Arrival<'_>, before: Option<&Member>) -> Member {
        let credit = origin::origin(arrival.article, arrival.source);
        Member {
            article: arrival.article_id,
            story: arrival.article_id,
            open_hour: None,
            linking_time: before
                .map(|before| before.linking_time)
                .or(arrival.linking_time)
                .unwrap_or_default(),
            published: before.and_then(|before| before.published).or(arrival.published),
            source: arrival.source.into(),
            language: arrival.article.language.as_deref().unwrap_or_default().into(),
            origin_is_relayed: credit.as_ref().is_some_and(|found| found.is_relayed),
            origin: credit.map(|found| found.name.into()),
            word_marks: arrival.features.word_marks.as_slice().into(),
            prints: prints_of(arrival.features),
            terms: terms_of(arrival.features),
        }
    }

    pub(crate) fn find_copies(&self, member: &Member, window: &Window) -> Vec<(u32, ArticleId, FoundCopy)> {
        let slots = copies::candidates(member, &self.prints, window, &self.days, &self.settings, |slot| {
            self.order_of(slot)
        });
        if slots.is_empty() {
            return Vec::new();
        }
        let mut comparison = Comparison::new(&member.word_marks);
        let mut found: Vec<(u32, ArticleId, FoundCopy)> = slots
            .into_iter()
            .filter_map(|slot| {
                let other = self.at(slot)?;
                let copy = copies::relation(member, &mut comparison, other, &self.settings)?;
                Some((slot, other.article, copy))
            })
            .collect();
        found.sort_unstable_by_key(|(_, article, _)| *article);
        found
    }

    fn reason(&self, member: &Member, best: &Candidate) -> Reason {
        let other = self.at(best.nearest);
        let day = other.and_then(|other| written_instant(other.linking_time()));
        Reason {
            keys: other.map_or_else(Vec::new, |other| {
                stories::deciding_keys(member, &other.member(), BECAUSE_WORDS)
            }),
            day: day.and_then(|instant| instant.split('T').next().map(str::to_owned)),
            score: (probability(best.odds) * 1000.0).round() / 1000.0,
        }
    }
}

fn without_slots(found: Vec<(u32, ArticleId, FoundCopy)>) -> Vec<(ArticleId, FoundCopy)> {
    found.into_iter().map(|(_, article, copy)| (article, copy)).collect()
}

fn alone(member: Member) -> Outcome {
    Outcome {
        day: None,
        story: member.article,
        origin: member.origin.as_deref().map(str::to_owned),
        copies: Vec::new(),
        joined: Joined::default(),
        member,
        closed: Closed::default(),
    }
}
