//! Related reading: articles outside an article's story, in three orders, each with its reason.
//!
//! The index gives candidates from all years; readings order them: by the cosine of their weighed words, by
//! shared keywords, or by nearness in time among those that resemble it. A report is listed once, its copies
//! folded under it.
//! Limits: words only, so articles of one language; what resembles too little ([`LEAST_SIMILARITY`]) is left out.

use crate::EngineError;
use crate::find::Finder;
use isnad_model::{ArticleId, Features, Keyword, Reading, linking_time, parse_instant};
use isnad_search::{Near, Similar};
use isnad_store::ArticleView;
use std::collections::{BTreeMap, HashSet};

/// Candidates looked at for each that is wanted, and at least.
const CANDIDATES_EACH: usize = 8;
const FEWEST_CANDIDATES: usize = 48;
/// Cosine below which two articles are not called related.
const LEAST_SIMILARITY: f32 = 0.1;
/// A word of the title counts as so many of the text.
const TITLE_WORDS: f32 = 3.0;

/// The order of related articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RelatedBy {
    /// Most similar words first.
    #[default]
    Similarity,
    /// Most in common of what describes them: keywords.
    Description,
    /// Nearest in time first, of those that are similar.
    Date,
}

/// Why an article is related.
#[derive(Clone, Debug, PartialEq)]
pub enum Because {
    /// Cosine of the weighed words, 0..=1.
    Similar(f32),
    /// Keywords of both, as the other has them, the weightiest first.
    Shares(Vec<String>),
    /// The other's linking time minus this one's, in seconds.
    Apart(i64),
}

/// A related article.
#[derive(Clone, Debug)]
pub struct RelatedArticle {
    /// The article.
    pub article: ArticleView,
    /// Why it is related.
    pub because: Because,
}

/// A candidate with its place: the larger comes first.
struct Candidate {
    article: ArticleView,
    place: f32,
    because: Because,
}

impl Finder {
    /// At most `limit` articles outside its story that are related to it; `None` where there is no such article.
    pub fn related(
        &self,
        id: ArticleId,
        by: RelatedBy,
        limit: usize,
    ) -> Result<Option<Vec<RelatedArticle>>, EngineError> {
        let store = self.store();
        let Some((view, article)) = store.full_articles(&[id])?.pop() else {
            return Ok(None);
        };
        let reading = store
            .bare_readings(&[view.revision])?
            .pop()
            .flatten()
            .unwrap_or_default();
        let mut own = match view.story {
            Some(story) => store.story_articles(story)?,
            None => Vec::new(),
        };
        own.push(id);
        let keywords: Vec<String> = reading.keywords.iter().map(|keyword| keyword.text.clone()).collect();
        let text = article.text();
        let own_seconds = seconds_of(&view);
        let wanted = Similar {
            title: article.title.as_deref().unwrap_or(""),
            text: &text,
            keywords: &keywords,
            near: own_seconds.filter(|_| by == RelatedBy::Date).map(Near::new),
        };
        let candidates = (limit * CANDIDATES_EACH).max(FEWEST_CANDIDATES);
        let hits = match by {
            RelatedBy::Description => self.index().described_like(&spellings(&reading), &own, candidates)?,
            RelatedBy::Similarity | RelatedBy::Date => self.index().similar(&wanted, &own, candidates)?,
        };
        let ids: Vec<ArticleId> = hits.iter().map(|hit| hit.id).collect();
        let views = store.articles(&ids)?;
        let revisions: Vec<_> = views.iter().map(|other| other.revision).collect();
        let readings = store.bare_readings(&revisions)?;
        let mut ranked: Vec<Candidate> = views
            .into_iter()
            .zip(readings)
            .filter_map(|(other, read)| weigh(by, &reading, own_seconds, other, &read?))
            .collect();
        ranked.sort_by(|one, other| {
            let places = other.place.total_cmp(&one.place);
            places.then(other.article.id.0.cmp(&one.article.id.0))
        });
        self.each_report_once(ranked, limit).map(Some)
    }

    /// The first `limit` without copies of those before them.
    fn each_report_once(&self, ranked: Vec<Candidate>, limit: usize) -> Result<Vec<RelatedArticle>, EngineError> {
        let ids: Vec<ArticleId> = ranked.iter().map(|candidate| candidate.article.id).collect();
        let originals = self.store().folded_copies(&ids)?;
        let mut told = HashSet::new();
        let once = ranked.into_iter().zip(originals).filter_map(|(candidate, original)| {
            let is_new = told.insert(original.unwrap_or(candidate.article.id));
            is_new.then_some(RelatedArticle {
                article: candidate.article,
                because: candidate.because,
            })
        });
        Ok(once.take(limit).collect())
    }
}

fn weigh(
    by: RelatedBy,
    own: &Reading,
    own_seconds: Option<i64>,
    other: ArticleView,
    read: &Reading,
) -> Option<Candidate> {
    let (place, because) = match by {
        RelatedBy::Description => {
            let (weight, shared) = shared_keywords(&own.keywords, &read.keywords);
            if shared.is_empty() {
                return None;
            }
            (weight, Because::Shares(shared))
        }
        RelatedBy::Similarity => {
            let similarity = cosine(&own.features, &read.features);
            if similarity < LEAST_SIMILARITY {
                return None;
            }
            (similarity, Because::Similar(similarity))
        }
        RelatedBy::Date => {
            if cosine(&own.features, &read.features) < LEAST_SIMILARITY {
                return None;
            }
            let apart = seconds_of(&other)? - own_seconds?;
            (-(apart.unsigned_abs() as f32), Because::Apart(apart))
        }
    };
    Some(Candidate {
        article: other,
        place,
        because,
    })
}

/// When an article was published as far as is known, in unix seconds.
fn seconds_of(view: &ArticleView) -> Option<i64> {
    let claimed = || linking_time(view.published.as_ref(), parse_instant(&view.captured));
    view.linking_time.or_else(claimed)
}

/// The keywords of a reading in all their spellings.
fn spellings(reading: &Reading) -> Vec<String> {
    let written = |keyword: &Keyword| {
        let mut forms = keyword.variants.clone();
        forms.push(keyword.text.clone());
        forms
    };
    reading.keywords.iter().flat_map(written).collect()
}

/// Cosine of the weighed words of two texts, 0..=1.
fn cosine(one: &Features, other: &Features) -> f32 {
    let weight = |term: &isnad_model::Term| {
        let count = f32::from(term.title) * TITLE_WORDS + f32::from(term.lead) + f32::from(term.body);
        count.sqrt() * f32::from(term.rarity)
    };
    let length = |features: &Features| {
        features
            .terms
            .iter()
            .map(|term| weight(term).powi(2))
            .sum::<f32>()
            .sqrt()
    };
    let lengths = length(one) * length(other);
    if lengths == 0.0 {
        return 0.0;
    }
    let (mut product, mut at) = (0.0, 0);
    for term in &one.terms {
        // both lists ascend by key
        while other.terms.get(at).is_some_and(|found| found.key < term.key) {
            at += 1;
        }
        if let Some(found) = other.terms.get(at).filter(|found| found.key == term.key) {
            product += weight(term) * weight(found);
        }
    }
    (product / lengths).min(1.0)
}

/// How much two lists of keywords share, 0..=1, and what, in the words of the second.
fn shared_keywords(own: &[Keyword], others: &[Keyword]) -> (f32, Vec<String>) {
    let length = |keywords: &[Keyword]| keywords.iter().map(|keyword| keyword.score.powi(2)).sum::<f32>().sqrt();
    let lengths = length(own) * length(others);
    if lengths <= 0.0 {
        return (0.0, Vec::new());
    }
    let own_weights: BTreeMap<String, f32> = own
        .iter()
        .map(|keyword| (stems(&keyword.text), keyword.score))
        .collect();
    let mut shared: Vec<(f32, &str)> = others
        .iter()
        .filter_map(|keyword| {
            let weight = own_weights.get(&stems(&keyword.text))?;
            Some((weight * keyword.score, keyword.text.as_str()))
        })
        .collect();
    shared.sort_by(|one, other| other.0.total_cmp(&one.0));
    let weight = shared.iter().map(|(weight, _)| weight).sum::<f32>() / lengths;
    (weight, shared.into_iter().map(|(_, text)| text.to_owned()).collect())
}

/// A keyword without what its forms differ in.
fn stems(text: &str) -> String {
    let stem = |word: isnad_text::Word| isnad_text::stem::light(&isnad_text::fold(word.of(text))).into_owned();
    isnad_text::words(text).map(stem).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_model::Term;

    fn features(terms: &[(u32, u8, u8)]) -> Features {
        let term = |(key, title, body): &(u32, u8, u8)| Term {
            key: *key,
            rarity: 40,
            title: *title,
            body: *body,
            ..Term::default()
        };
        Features {
            terms: terms.iter().map(term).collect(),
            ..Features::default()
        }
    }

    #[test]
    fn the_cosine_is_of_shared_words_and_counts_the_title_more() {
        let one = features(&[(1, 1, 0), (2, 0, 1), (9, 0, 1)]);
        assert!((cosine(&one, &one) - 1.0).abs() < 1e-6);
        let in_title = cosine(&one, &features(&[(1, 0, 1), (3, 0, 1)]));
        let in_body = cosine(&one, &features(&[(2, 0, 1), (3, 0, 1)]));
        assert!(in_title > in_body && in_body > 0.0, "{in_title} {in_body}");
        assert_eq!(cosine(&one, &features(&[(4, 1, 1)])), 0.0);
        assert_eq!(cosine(&one, &Features::default()), 0.0);
    }

    #[test]
    fn keywords_are_shared_in_any_form_and_told_as_the_other_has_them() {
        let keyword = |text: &str, score: f32| Keyword {
            text: text.to_owned(),
            score,
            variants: Vec::new(),
        };
        let own = [
            keyword("غرق عبارة", 3.0),
            keyword("خفر السواحل", 2.0),
            keyword("المضيق", 1.0),
        ];
        let others = [keyword("مضيق", 2.0), keyword("غرق العبارة", 1.0), keyword("وزير", 1.0)];
        let (weight, shared) = shared_keywords(&own, &others);
        assert_eq!(shared, ["غرق العبارة", "مضيق"]);
        assert!(weight > 0.0 && weight < 1.0, "{weight}");
        assert_eq!(shared_keywords(&own, &[]), (0.0, Vec::new()));
    }
}
