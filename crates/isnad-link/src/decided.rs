//! What users decided about stories, in the linker: their changes of its memory, and what an arrival may join for them.

use crate::linker::{Linker, Window};
use crate::stories::Candidate;
use crate::{Constraints, Member};
use isnad_model::ArticleId;

impl Linker {
    /// What users decided about stories; more may be decided at any time and holds from the next arrival on.
    pub fn constraints_mut(&mut self) -> &mut Constraints {
        &mut self.constraints
    }

    /// Makes `from` and `into` one story in memory, as a user decided after all hours were closed.
    pub fn merge(&mut self, from: ArticleId, into: ArticleId) {
        self.redirect(from, into);
    }

    /// Moves articles into another story in memory, as a user decided after all hours were closed.
    pub fn move_to(&mut self, articles: &[ArticleId], story: ArticleId) {
        for article in articles {
            let Some(slot) = self.slot_of.get(article).copied() else {
                continue;
            };
            self.put_into(slot, story);
        }
    }

    /// Without stories that hold an article which users put apart from this one.
    pub(crate) fn allowed(&self, ranked: Vec<Candidate>, member: &Member, window: &Window) -> Vec<Candidate> {
        let mut apart = self.constraints.apart_from(member.article).peekable();
        if apart.peek().is_none() {
            return ranked;
        }
        let closed: Vec<ArticleId> = apart.filter_map(|other| self.story_of(other, window)).collect();
        let mut open = ranked;
        open.retain(|candidate| !closed.contains(&candidate.story));
        open
    }

    pub(crate) fn story_decided_by_user(&self, member: &Member, window: &Window) -> Option<ArticleId> {
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
}
