//! The linker: day partitions in memory, and what each arrival finds in its window.
//!
//! Its state is a pure function of the day partitions it holds: what an arrival finds depends only on
//! the members of the days within its window. A partition may therefore be evicted at any time and
//! loaded again from the store, and a restart starts empty and loads what is missing.
//! Limits: the caller must load [`Linker::missing_days`] before it pushes.

use crate::join::probability;
use crate::member::{day_of, prints_of, terms_of};
use crate::overlap::Comparison;
use crate::postings::Postings;
use crate::stories::{self, Candidate};
use crate::{Arrival, Constraints, FoundCopy, JoinFeatures, Member, Outcome, Settings, because, copies, origin};
use isnad_model::{ArticleId, Grade, Joined, written_instant};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// A day that no window of this many arrivals touched may go.
const IDLE_ARRIVALS: u64 = 256;
const BECAUSE_WORDS: usize = 6;

/// Linking days that are compared.
pub(crate) type Window = RangeInclusive<i32>;

#[derive(Debug, Default)]
struct Partition {
    /// Slots of its members in order of arrival.
    slots: Vec<u32>,
    /// Number of the last arrival whose window touched it.
    touched: u64,
}

/// Links arrivals with the members of their window.
#[derive(Debug)]
pub struct Linker {
    pub(crate) settings: Settings,
    pub(crate) constraints: Constraints,
    members: Vec<Option<Member>>,
    /// Linking day of the member in each slot.
    pub(crate) days: Vec<i32>,
    free_slots: Vec<u32>,
    slot_of: FxHashMap<ArticleId, u32>,
    /// Slots of the members of each story, in no order.
    in_story: FxHashMap<ArticleId, Vec<u32>>,
    partitions: BTreeMap<i32, Partition>,
    prints: Postings,
    pub(crate) terms: Postings,
    arrivals: u64,
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
            in_story: FxHashMap::default(),
            partitions: BTreeMap::new(),
            prints: Postings::default(),
            terms: Postings::default(),
            arrivals: 0,
        }
    }

    /// Days of the window around a linking time that are not in memory.
    pub fn missing_days(&self, linking_time_seconds: i64) -> Vec<i32> {
        self.window(day_of(linking_time_seconds))
            .filter(|day| !self.partitions.contains_key(day))
            .collect()
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
            self.insert(day, member);
        }
    }

    /// Links an arrival and keeps it as a member of its day.
    ///
    /// An article that is linked again, since its outlet changed it, keeps its story and its first times, and
    /// says nothing new about articles that came between: what they copied was the text before the change.
    pub fn push(&mut self, arrival: Arrival<'_>) -> Outcome {
        let known = self.remove(arrival.article_id);
        let before = known.as_ref().or(arrival.before);
        let member = self.member_of(&arrival, before);
        if arrival.linking_time.is_none() && before.is_none() {
            return alone(member, None);
        }
        let window = self.begin(&member);
        let mut found = self.find_copies(&member, &window);
        if let Some(before) = before {
            self.leave_out_known_copies(&mut found, before);
        }
        let ranked = self.allowed(self.rank_stories(&member, None, &window, &found), &member, &window);
        let decided = before
            .map(|before| before.story)
            .or_else(|| self.story_decided_by_user(&member, &window));
        let best = match decided {
            Some(story) => ranked.iter().find(|candidate| candidate.story == story),
            None => ranked.first().filter(|best| best.odds >= self.settings.join_odds),
        };
        let first_story = decided.or(best.map(|best| best.story)).unwrap_or(member.article);
        let joined = best.map_or_else(Joined::default, |best| Joined {
            because: self.because(&arrival, &member, best.nearest),
            score: (probability(best.odds) * 1000.0).round() / 1000.0,
        });
        let merges = match best {
            Some(best) if decided.is_none() => self.merges(best, &ranked, &window),
            _ => Vec::new(),
        };
        self.keep(member, first_story, merges, found, joined)
    }

    /// Puts an arrival into a story as people sorted it, and tells how it stood to each story before: what a
    /// trainer learns from.
    pub fn teach(&mut self, arrival: Arrival<'_>, story: ArticleId) -> Vec<(ArticleId, JoinFeatures)> {
        let member = self.member_of(&arrival, None);
        let window = self.begin(&member);
        let ranked = self.rank_stories(&member, None, &window, &[]);
        self.keep(member, story, Vec::new(), Vec::new(), Joined::default());
        ranked
            .into_iter()
            .map(|candidate| (candidate.story, candidate.measured))
            .collect()
    }

    /// What users decided about stories; more may be decided at any time and holds from the next arrival on.
    pub fn constraints_mut(&mut self) -> &mut Constraints {
        &mut self.constraints
    }

    /// Makes `from` and `into` one story in memory, as a user decided.
    pub fn merge(&mut self, from: ArticleId, into: ArticleId) {
        self.redirect(from, into);
    }

    /// Moves articles into another story in memory, as a user decided.
    pub fn move_to(&mut self, articles: &[ArticleId], story: ArticleId) {
        for article in articles {
            let Some(slot) = self.slot_of.get(article).copied() else {
                continue;
            };
            let Some(member) = self.members[slot as usize].as_mut() else {
                continue;
            };
            let from = std::mem::replace(&mut member.story, story);
            if let Some(slots) = self.in_story.get_mut(&from) {
                slots.retain(|other| *other != slot);
                if slots.is_empty() {
                    self.in_story.remove(&from);
                }
            }
            self.in_story.entry(story).or_default().push(slot);
        }
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
        first_story: ArticleId,
        merges: Vec<(ArticleId, ArticleId)>,
        found: Vec<(u32, ArticleId, FoundCopy)>,
        joined: Joined,
    ) -> Outcome {
        for (from, into) in &merges {
            self.redirect(*from, *into);
        }
        member.story = resolve(first_story, &merges);
        let day = member.day();
        self.insert(day, member.clone());
        Outcome {
            day: Some(day),
            first_story,
            story: member.story,
            merges,
            origin: member.origin.as_deref().map(str::to_owned),
            copies: without_slots(found),
            joined,
            member,
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

    /// Without stories that hold an article which users put apart from this one.
    fn allowed(&self, ranked: Vec<Candidate>, member: &Member, window: &Window) -> Vec<Candidate> {
        let mut apart = self.constraints.apart_from(member.article).peekable();
        if apart.peek().is_none() {
            return ranked;
        }
        let closed: Vec<ArticleId> = apart.filter_map(|other| self.story_of(other, window)).collect();
        let mut open = ranked;
        open.retain(|candidate| !closed.contains(&candidate.story));
        open
    }

    fn story_decided_by_user(&self, member: &Member, window: &Window) -> Option<ArticleId> {
        self.constraints
            .together_with(member.article)
            .filter_map(|other| self.story_of(other, window))
            .min()
    }

    fn story_of(&self, article: ArticleId, window: &Window) -> Option<ArticleId> {
        let slot = self.slot_of.get(&article)?;
        let is_near = window.contains(&self.days[*slot as usize]);
        self.at(*slot).filter(|_| is_near).map(|member| member.story)
    }

    /// Takes an article out of memory, as when it is linked again.
    pub fn remove(&mut self, article: ArticleId) -> Option<Member> {
        let slot = self.slot_of.get(&article).copied()?;
        if let Some(partition) = self.partitions.get_mut(&self.days[slot as usize]) {
            partition.slots.retain(|other| *other != slot);
        }
        self.vacate(slot)
    }

    /// Lets days go that recent arrivals did not touch, then the longest untouched ones until at most
    /// `member_limit` members are left or only the last window is. Gives the days that went.
    ///
    /// The clock of eviction is the stream's own: how many arrivals passed. So no claimed time moves it.
    pub fn evict(&mut self, member_limit: usize) -> Vec<i32> {
        let mut by_age: Vec<(u64, i32)> = self
            .partitions
            .iter()
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

    /// Lets one day go.
    pub fn evict_day(&mut self, day: i32) {
        if let Some(partition) = self.partitions.remove(&day) {
            for slot in partition.slots {
                self.vacate(slot);
            }
        }
    }

    /// Members in memory.
    pub fn len(&self) -> usize {
        self.slot_of.len()
    }

    /// True when no member is in memory.
    pub fn is_empty(&self) -> bool {
        self.slot_of.is_empty()
    }

    /// The member of an article, where its day is in memory.
    pub fn member(&self, article: ArticleId) -> Option<&Member> {
        self.slot_of
            .get(&article)
            .and_then(|slot| self.members[*slot as usize].as_ref())
    }

    /// The members of a day in their order of arrival; `None` if the day is not in memory.
    pub fn day(&self, day: i32) -> Option<Vec<&Member>> {
        let partition = self.partitions.get(&day)?;
        Some(partition.slots.iter().filter_map(|slot| self.at(*slot)).collect())
    }

    /// Days in memory, ascending.
    pub fn days(&self) -> impl Iterator<Item = i32> + '_ {
        self.partitions.keys().copied()
    }

    fn window(&self, day: i32) -> Window {
        day.saturating_sub(self.settings.window_days)..=day.saturating_add(self.settings.window_days)
    }

    pub(crate) fn at(&self, slot: u32) -> Option<&Member> {
        self.members[slot as usize].as_ref()
    }

    pub(crate) fn id_at(&self, slot: u32) -> ArticleId {
        self.at(slot).map_or(ArticleId(0), |member| member.article)
    }

    fn member_of(&self, arrival: &Arrival<'_>, before: Option<&Member>) -> Member {
        let credit = origin::origin(arrival.article, arrival.source);
        Member {
            article: arrival.article_id,
            story: arrival.article_id,
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

    fn find_copies(&self, member: &Member, window: &Window) -> Vec<(u32, ArticleId, FoundCopy)> {
        let slots = copies::candidates(member, &self.prints, window, &self.days, &self.settings, |slot| {
            self.id_at(slot)
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

    /// Members of a story in the window, with their slots, in no order.
    pub(crate) fn story_within<'l>(
        &'l self,
        story: ArticleId,
        window: &'l Window,
    ) -> impl Iterator<Item = (u32, &'l Member)> + 'l {
        self.in_story
            .get(&story)
            .into_iter()
            .flatten()
            .filter(|slot| window.contains(&self.days[**slot as usize]))
            .filter_map(|slot| Some((*slot, self.at(*slot)?)))
    }

    pub(crate) fn founder_within(&self, story: ArticleId, window: &Window) -> bool {
        self.slot_of
            .get(&story)
            .is_some_and(|slot| window.contains(&self.days[*slot as usize]))
    }

    pub(crate) fn size_within(&self, story: ArticleId, window: &Window) -> usize {
        self.story_within(story, window).count()
    }

    fn redirect(&mut self, from: ArticleId, into: ArticleId) {
        let slots = self.in_story.remove(&from).unwrap_or_default();
        for slot in &slots {
            if let Some(member) = &mut self.members[*slot as usize] {
                member.story = into;
            }
        }
        self.in_story.entry(into).or_default().extend(slots);
    }

    fn because(&self, arrival: &Arrival<'_>, member: &Member, nearest: u32) -> Vec<String> {
        let Some(other) = self.at(nearest) else {
            return Vec::new();
        };
        let keys = stories::deciding_keys(member, other, BECAUSE_WORDS);
        let mut reasons = because::shared_words(arrival, &keys);
        let day = written_instant(other.linking_time);
        reasons.extend(day.and_then(|instant| instant.split('T').next().map(str::to_owned)));
        reasons
    }

    fn insert(&mut self, day: i32, member: Member) {
        let slot = self.free_slots.pop().unwrap_or_else(|| {
            self.members.push(None);
            self.days.push(0);
            self.members.len() as u32 - 1
        });
        self.days[slot as usize] = day;
        for print in &member.prints {
            self.prints.insert(*print, slot, &self.days);
        }
        for (key, _) in stories::index_keys(&member.terms, self.settings.indexed_terms) {
            self.terms.insert(key, slot, &self.days);
        }
        self.slot_of.insert(member.article, slot);
        self.in_story.entry(member.story).or_default().push(slot);
        self.members[slot as usize] = Some(member);
        let partition = self.partitions.entry(day).or_default();
        partition.touched = self.arrivals;
        partition.slots.push(slot);
    }

    fn vacate(&mut self, slot: u32) -> Option<Member> {
        let member = self.members[slot as usize].take()?;
        for print in &member.prints {
            self.prints.remove(*print, slot);
        }
        for (key, _) in stories::index_keys(&member.terms, self.settings.indexed_terms) {
            self.terms.remove(key, slot);
        }
        self.slot_of.remove(&member.article);
        if let Some(slots) = self.in_story.get_mut(&member.story) {
            slots.retain(|other| *other != slot);
            if slots.is_empty() {
                self.in_story.remove(&member.story);
            }
        }
        self.free_slots.push(slot);
        Some(member)
    }
}

fn without_slots(found: Vec<(u32, ArticleId, FoundCopy)>) -> Vec<(ArticleId, FoundCopy)> {
    found.into_iter().map(|(_, article, copy)| (article, copy)).collect()
}

fn resolve(story: ArticleId, merges: &[(ArticleId, ArticleId)]) -> ArticleId {
    merges
        .iter()
        .fold(story, |now, (from, into)| if now == *from { *into } else { now })
}

fn alone(member: Member, day: Option<i32>) -> Outcome {
    Outcome {
        day,
        first_story: member.article,
        story: member.article,
        merges: Vec::new(),
        origin: member.origin.as_deref().map(str::to_owned),
        copies: Vec::new(),
        joined: Joined::default(),
        member,
    }
}
