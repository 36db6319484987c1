//! Members in memory: where each is kept, and the indexes that lead to it.
//!
//! A member has a slot while its day is in memory; fingerprints, terms and stories lead to slots. Slots are used
//! again, so no number of a slot reaches a result. Limits: at most 2³² members at a time.

use crate::held::Held;
use crate::linker::{Linker, Window};
use crate::member::Order;
use crate::{Member, stories};
use isnad_model::ArticleId;

/// The table of members is given this part more room than it needs.
const SPARE_PART: usize = 8;

impl Linker {
    /// Members in memory.
    pub fn len(&self) -> usize {
        self.slot_of.len()
    }

    /// True when no member is in memory.
    pub fn is_empty(&self) -> bool {
        self.slot_of.is_empty()
    }

    /// The member of an article, where its day is in memory.
    pub fn member(&self, article: ArticleId) -> Option<Member> {
        let slot = self.slot_of.get(&article)?;
        self.at(*slot).map(Held::member)
    }

    /// True where the day of an article is in memory.
    pub fn holds(&self, article: ArticleId) -> bool {
        self.slot_of.contains_key(&article)
    }

    /// The story of an article, where its day is in memory.
    pub fn story(&self, article: ArticleId) -> Option<ArticleId> {
        let slot = self.slot_of.get(&article)?;
        self.at(*slot).map(|member| member.story)
    }

    /// The members of a day in their order of arrival; `None` if the day is not in memory.
    pub fn day(&self, day: i32) -> Option<Vec<Member>> {
        let partition = self.partitions.get(&day)?;
        let held = partition.slots.iter().filter_map(|slot| self.at(*slot));
        Some(held.map(Held::member).collect())
    }

    /// Days in memory, ascending.
    pub fn days(&self) -> impl Iterator<Item = i32> + '_ {
        self.partitions.keys().copied()
    }

    /// The place of a member among others.
    pub(crate) fn order_of(&self, slot: u32) -> Order {
        self.at(slot).map(Held::order).unwrap_or_default()
    }

    pub(crate) fn at(&self, slot: u32) -> Option<&Held> {
        self.members[slot as usize].as_ref()
    }

    pub(crate) fn held_mut(&mut self, article: ArticleId) -> Option<&mut Held> {
        let slot = self.slot_of.get(&article)?;
        self.members[*slot as usize].as_mut()
    }

    /// Members of a story in the window, with their slots, in no order.
    pub(crate) fn story_within<'l>(
        &'l self,
        story: ArticleId,
        window: &'l Window,
    ) -> impl Iterator<Item = (u32, &'l Held)> + 'l {
        self.slots_of_story(story)
            .filter(|slot| window.contains(&self.days[*slot as usize]))
            .filter_map(|slot| Some((slot, self.at(slot)?)))
    }

    fn slots_of_story(&self, story: ArticleId) -> impl Iterator<Item = u32> + '_ {
        self.in_story
            .range((story, 0)..=(story, u32::MAX))
            .map(|(_, slot)| *slot)
    }

    /// True where no member in memory is in the story.
    pub(crate) fn is_gone(&self, story: ArticleId) -> bool {
        self.slots_of_story(story).next().is_none()
    }

    pub(crate) fn founder_within(&self, story: ArticleId, window: &Window) -> bool {
        self.slot_of
            .get(&story)
            .is_some_and(|slot| window.contains(&self.days[*slot as usize]))
    }

    pub(crate) fn size_within(&self, story: ArticleId, window: &Window) -> usize {
        self.story_within(story, window).count()
    }

    pub(crate) fn redirect(&mut self, from: ArticleId, into: ArticleId) {
        let slots: Vec<u32> = self.slots_of_story(from).collect();
        slots.into_iter().for_each(|slot| self.put_into(slot, into));
    }

    /// Puts what a slot holds into another story.
    pub(crate) fn put_into(&mut self, slot: u32, story: ArticleId) {
        if let Some(member) = &mut self.members[slot as usize] {
            self.in_story.remove(&(member.story, slot));
            self.in_story.insert((story, slot));
            member.story = story;
        }
    }

    pub(crate) fn insert(&mut self, day: i32, member: &Member) {
        let slot = self.free_slots.pop().unwrap_or_else(|| {
            if self.members.len() == self.members.capacity() {
                self.members.reserve_exact(self.members.len() / SPARE_PART + 1);
            }
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
        self.in_story.insert((member.story, slot));
        self.members[slot as usize] = Some(Held::of(member));
        let partition = self.partitions.entry(day).or_default();
        partition.touched = self.arrivals;
        partition.slots.push(slot);
    }

    pub(crate) fn vacate(&mut self, slot: u32) -> Option<Member> {
        let member = self.members[slot as usize].take()?.member();
        for print in &member.prints {
            self.prints.remove(*print, slot);
        }
        for (key, _) in stories::index_keys(&member.terms, self.settings.indexed_terms) {
            self.terms.remove(key, slot);
        }
        self.slot_of.remove(&member.article);
        self.in_story.remove(&(member.story, slot));
        self.free_slots.push(slot);
        Some(member)
    }
}
