//! The linker: day partitions in memory, and what each arrival finds in its window.
//!
//! Its state is a pure function of the day partitions it holds: what an arrival finds depends only on
//! the members of the days within its window. A partition may therefore be evicted at any time and
//! loaded again from the store, and a restart starts empty and loads what is missing.
//! Limits: the caller must load [`Linker::missing_days`] before it pushes.

use crate::member::{day_of, prints_of, terms_of};
use crate::overlap::Comparison;
use crate::postings::Postings;
use crate::stories::{self, Candidate, Scored};
use crate::{Arrival, FoundCopy, Member, Outcome, Settings, copies, origin};
use isnad_model::{ArticleId, CopyKind, Joined};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// A day that no window of this many arrivals touched may go.
const IDLE_ARRIVALS: u64 = 256;
const BECAUSE_WORDS: usize = 6;
/// Stories whose middle is compared, and how many of their members make it.
const CENTRE_STORIES: usize = 4;
const CENTRE_MEMBERS: usize = 40;

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
    settings: Settings,
    members: Vec<Option<Member>>,
    /// Linking day of the member in each slot.
    days: Vec<i32>,
    free_slots: Vec<u32>,
    slot_of: FxHashMap<ArticleId, u32>,
    /// Slots of the members of each story, in no order.
    in_story: FxHashMap<ArticleId, Vec<u32>>,
    partitions: BTreeMap<i32, Partition>,
    prints: Postings,
    terms: Postings,
    arrivals: u64,
}

impl Linker {
    /// A linker that holds nothing yet.
    pub fn new(settings: Settings) -> Linker {
        Linker {
            settings,
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
    pub fn push(&mut self, arrival: Arrival<'_>) -> Outcome {
        let mut member = self.member_of(&arrival);
        let Some(linking_time) = arrival.linking_time else {
            return alone(member, None);
        };
        let day = day_of(linking_time);
        self.arrivals += 1;
        self.remove(arrival.article_id);
        let window = self.window(day);
        for partition in self.partitions.range_mut(window.clone()) {
            partition.1.touched = self.arrivals;
        }
        let found = self.find_copies(&member, &window);
        let ranked = self.rank_stories(&member, &window, &found);
        let best = ranked.first().filter(|best| best.score >= self.settings.join_score);
        let Some(best) = best else {
            self.insert(day, member.clone());
            return Outcome {
                copies: without_slots(found),
                ..alone(member, Some(day))
            };
        };
        let joined = Joined {
            because: self.because(&arrival, &member, best.nearest),
            score: (best.score.min(1.0) * 1000.0).round() / 1000.0,
        };
        let first_story = best.story;
        let merges = self.merges(&ranked, &window);
        for (from, into) in &merges {
            self.redirect(*from, *into);
        }
        member.story = resolve(first_story, &merges);
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

    fn window(&self, day: i32) -> RangeInclusive<i32> {
        day.saturating_sub(self.settings.window_days)..=day.saturating_add(self.settings.window_days)
    }

    fn at(&self, slot: u32) -> Option<&Member> {
        self.members[slot as usize].as_ref()
    }

    fn id_at(&self, slot: u32) -> ArticleId {
        self.at(slot).map_or(ArticleId(0), |member| member.article)
    }

    fn member_of(&self, arrival: &Arrival<'_>) -> Member {
        let credit = origin::origin(arrival.article, arrival.source);
        Member {
            article: arrival.article_id,
            story: arrival.article_id,
            linking_time: arrival.linking_time.unwrap_or_default(),
            published: arrival.published,
            source: arrival.source.into(),
            language: arrival.article.language.as_deref().unwrap_or_default().into(),
            origin: credit.map(|found| found.name.into()),
            word_marks: arrival.features.word_marks.as_slice().into(),
            prints: prints_of(arrival.features),
            terms: terms_of(arrival.features),
        }
    }

    fn find_copies(&self, member: &Member, window: &RangeInclusive<i32>) -> Vec<(u32, ArticleId, FoundCopy)> {
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

    fn rank_stories(
        &self,
        member: &Member,
        window: &RangeInclusive<i32>,
        found: &[(u32, ArticleId, FoundCopy)],
    ) -> Vec<Candidate> {
        let mut slots = stories::candidates(member, &self.terms, window, &self.days, &self.settings, |slot| {
            self.id_at(slot)
        });
        slots.extend(found.iter().map(|(slot, ..)| *slot));
        slots.sort_unstable();
        slots.dedup();
        let kinds: FxHashMap<u32, &FoundCopy> = found.iter().map(|(slot, _, copy)| (*slot, copy)).collect();
        let scored: Vec<Scored> = slots
            .into_iter()
            .filter_map(|slot| {
                let other = self.at(slot).filter(|other| other.language == member.language)?;
                let nearness = stories::nearness(member, other, &self.settings);
                let similarity = stories::similarity(member, other, &self.settings);
                let bonus = kinds.get(&slot).map_or(0.0, |copy| copy_bonus(copy, &self.settings));
                Some(Scored {
                    slot,
                    article: other.article,
                    story: other.story,
                    score: (similarity + bonus) * nearness,
                })
            })
            .collect();
        let mut ranked = stories::rank(&scored, self.settings.nearest_members);
        for candidate in ranked.iter_mut().take(CENTRE_STORIES) {
            let share = self.settings.centre_weight;
            let centre = self.centre_similarity(member, candidate, window);
            candidate.score = (1.0 - share) * candidate.score + share * centre;
        }
        stories::sort(&mut ranked);
        ranked
    }

    /// Similarity with the middle of a story: its members of the window that are nearest in time.
    fn centre_similarity(&self, member: &Member, candidate: &Candidate, window: &RangeInclusive<i32>) -> f32 {
        let Some(nearest) = self.at(candidate.nearest) else {
            return 0.0;
        };
        let mut others: Vec<&Member> = self.story_within(candidate.story, window).collect();
        others.sort_unstable_by_key(|other| (other.linking_time.abs_diff(member.linking_time), other.article));
        others.truncate(CENTRE_MEMBERS);
        stories::centre_similarity(member, &others) * stories::nearness(member, nearest, &self.settings)
    }

    fn story_within<'l>(
        &'l self,
        story: ArticleId,
        window: &'l RangeInclusive<i32>,
    ) -> impl Iterator<Item = &'l Member> + 'l {
        self.in_story
            .get(&story)
            .into_iter()
            .flatten()
            .filter(|slot| window.contains(&self.days[**slot as usize]))
            .filter_map(|slot| self.at(*slot))
    }

    /// Stories that the arrival shows to be one with the best. Only a story whose founder is in the window
    /// may go, so that what left the window keeps its story.
    fn merges(&self, ranked: &[Candidate], window: &RangeInclusive<i32>) -> Vec<(ArticleId, ArticleId)> {
        let Some(best) = ranked.first() else {
            return Vec::new();
        };
        let mut into = best.story;
        let mut merges = Vec::new();
        for other in &ranked[1..] {
            if other.score < self.settings.merge_score {
                break;
            }
            let sizes = (self.size_within(into, window), self.size_within(other.story, window));
            let may_go = (
                self.founder_within(into, window),
                self.founder_within(other.story, window),
            );
            let into_goes = match may_go {
                (false, false) => continue,
                (true, false) => true,
                (false, true) => false,
                (true, true) => (sizes.1, into) > (sizes.0, other.story),
            };
            let (from, kept) = if into_goes {
                (into, other.story)
            } else {
                (other.story, into)
            };
            merges.push((from, kept));
            into = kept;
        }
        merges
    }

    fn founder_within(&self, story: ArticleId, window: &RangeInclusive<i32>) -> bool {
        self.slot_of
            .get(&story)
            .is_some_and(|slot| window.contains(&self.days[*slot as usize]))
    }

    fn size_within(&self, story: ArticleId, window: &RangeInclusive<i32>) -> usize {
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

    /// Words of the arrival that brought it to its nearest member.
    fn because(&self, arrival: &Arrival<'_>, member: &Member, nearest: u32) -> Vec<String> {
        let Some(other) = self.at(nearest) else {
            return Vec::new();
        };
        let text = arrival.article.text();
        let title = arrival.article.title.as_deref().unwrap_or("");
        let terms = &arrival.features.terms;
        stories::deciding_keys(member, other, BECAUSE_WORDS)
            .into_iter()
            .filter_map(|key| {
                let at = terms.binary_search_by_key(&key, |term| term.key).ok()?;
                let term = terms[at];
                let place = if term.title > 0 { title } else { &text };
                let start = term.start as usize;
                place.get(start..start + usize::from(term.length)).map(str::to_owned)
            })
            .collect()
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

fn copy_bonus(copy: &FoundCopy, settings: &Settings) -> f32 {
    match copy.kind {
        CopyKind::Copy => 1.0,
        CopyKind::EditedCopy | CopyKind::Partial => settings.copy_bonus * copy.contained.max(copy.containing),
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
