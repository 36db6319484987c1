//! What a user decided about stories: articles that belong together, and articles that do not.
//!
//! A decision is kept as pairs of articles, so that it outlives merges and linking anew: a pair is either
//! together or apart, and what was decided last holds. Limits: pairs speak only while both articles are in
//! memory; what was moved when the decision was made stays moved in the store.

use isnad_model::ArticleId;
use rustc_hash::FxHashMap;

/// The decisions that hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Constraints {
    /// For each article the others of its pairs, and whether they belong together.
    pairs: FxHashMap<ArticleId, Vec<(ArticleId, bool)>>,
}

impl Constraints {
    /// Both articles belong to one story.
    pub fn put_together(&mut self, one: ArticleId, other: ArticleId) {
        self.decide(one, other, true);
    }

    /// The articles belong to different stories.
    pub fn put_apart(&mut self, one: ArticleId, other: ArticleId) {
        self.decide(one, other, false);
    }

    fn decide(&mut self, one: ArticleId, other: ArticleId, together: bool) {
        for (this, that) in [(one, other), (other, one)] {
            let known = self.pairs.entry(this).or_default();
            known.retain(|(article, _)| *article != that);
            known.push((that, together));
        }
    }

    /// Articles that belong together with `article`.
    pub(crate) fn together_with(&self, article: ArticleId) -> impl Iterator<Item = ArticleId> + '_ {
        self.of(article)
            .filter(|(_, together)| *together)
            .map(|(other, _)| other)
    }

    /// Articles that must not be in one story with `article`.
    pub(crate) fn apart_from(&self, article: ArticleId) -> impl Iterator<Item = ArticleId> + '_ {
        self.of(article)
            .filter(|(_, together)| !*together)
            .map(|(other, _)| other)
    }

    /// True where an article of the one list must not be with one of the other.
    pub(crate) fn keep_apart(&self, one: &[ArticleId], other: &[ArticleId]) -> bool {
        !self.pairs.is_empty()
            && one
                .iter()
                .any(|article| self.apart_from(*article).any(|forbidden| other.contains(&forbidden)))
    }

    fn of(&self, article: ArticleId) -> impl Iterator<Item = (ArticleId, bool)> + '_ {
        self.pairs.get(&article).into_iter().flatten().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_decision_about_a_pair_holds() {
        let mut decided = Constraints::default();
        decided.put_apart(ArticleId(1), ArticleId(2));
        assert!(decided.keep_apart(&[ArticleId(1)], &[ArticleId(2)]));
        decided.put_together(ArticleId(2), ArticleId(1));
        assert!(!decided.keep_apart(&[ArticleId(1)], &[ArticleId(2)]));
        assert_eq!(decided.together_with(ArticleId(1)).collect::<Vec<_>>(), [ArticleId(2)]);
    }
}
