//! Candidates for related reading: articles that share an article's telling words, across all years.
//!
//! The words are weighed by how often the article says them and how rare they are in the index; the
//! best are asked for, any of them. Words that very many articles have are not telling and left out.
//! [`Index::described_like`] asks for words of keywords and tags only.
//! Limits: related by words only; copies of the article are related too, the caller leaves them out by id.

use crate::compile::boosted;
use crate::error::SearchError;
use crate::form::{apart, keys_of, loose_of};
use crate::hits::{Hit, Near, SearchOptions};
use crate::index::Index;
use crate::schema::fast;
use isnad_model::ArticleId;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use tantivy::Term;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, TermQuery};
use tantivy::schema::IndexRecordOption;

type Clause = (Occur, Box<dyn tantivy::query::Query>);

/// Most words asked for.
const MOST_TERMS: usize = 24;
/// Words of the text that are looked at.
const MOST_TEXT_WORDS: usize = 400;
/// A word in more than one of so many articles is not telling.
const COMMON_SHARE: f64 = 0.1;
/// Below so many articles, no word is called common.
const FEW_ARTICLES: u64 = 200;
const TITLE_WEIGHT: f64 = 3.0;
const KEYWORD_WEIGHT: f64 = 3.0;

/// What related articles are sought for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Similar<'a> {
    /// Title.
    pub title: &'a str,
    /// Text, or empty.
    pub text: &'a str,
    /// Keywords, or none.
    pub keywords: &'a [String],
    /// Prefer articles near a moment.
    pub near: Option<Near>,
}

impl Index {
    /// The articles most like `wanted`, best first, without those of `exclude`.
    pub fn similar(&self, wanted: &Similar<'_>, exclude: &[ArticleId], limit: usize) -> Result<Vec<Hit>, SearchError> {
        let terms = self.telling_terms(wanted)?;
        let Some((_, heaviest)) = terms.first().cloned() else {
            return Ok(Vec::new());
        };
        let mut clauses: Vec<Clause> = Vec::new();
        for (word, weight) in &terms {
            let share = (weight / heaviest) as f32;
            let term = Term::from_field_text(self.fields.whole_keys, word);
            let found: Box<dyn tantivy::query::Query> = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
            clauses.push((Occur::Should, boosted(found, share)));
        }
        self.best_but(clauses, wanted.near, exclude, limit)
    }

    /// The articles whose keywords and tags have most of the rarest words of `keywords`, best first,
    /// without those of `exclude`.
    pub fn described_like(
        &self,
        keywords: &[String],
        exclude: &[ArticleId],
        limit: usize,
    ) -> Result<Vec<Hit>, SearchError> {
        let words: BTreeSet<String> = keywords
            .iter()
            .flat_map(|keyword| isnad_text::words(keyword).map(move |word| word.of(keyword)))
            .filter_map(loose_of)
            .collect();
        let clause = |word: &String| -> Clause {
            let term = Term::from_field_text(self.fields.tag, word);
            (
                Occur::Should,
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)),
            )
        };
        if words.is_empty() {
            return Ok(Vec::new());
        }
        self.best_but(words.iter().map(clause).collect(), None, exclude, limit)
    }

    fn best_but(
        &self,
        clauses: Vec<Clause>,
        near: Option<Near>,
        exclude: &[ArticleId],
        limit: usize,
    ) -> Result<Vec<Hit>, SearchError> {
        let excluded: HashSet<ArticleId> = exclude.iter().copied().collect();
        let wanted = limit + excluded.len();
        let query = BooleanQuery::new(clauses);
        let found = match near {
            Some(_) => {
                let options = SearchOptions {
                    limit: wanted,
                    near,
                    ..SearchOptions::new(0)
                };
                self.run(&query, &options)?.hits
            }
            None => self.best(&query, wanted)?,
        };
        let kept = found.into_iter().filter(|hit| !excluded.contains(&hit.id));
        Ok(kept.take(limit).collect())
    }

    /// The best matches without their number: lists of words that cannot reach the best are passed over.
    fn best(&self, query: &BooleanQuery, limit: usize) -> Result<Vec<Hit>, SearchError> {
        let searcher = self.searcher();
        let best = searcher.search(query, &TopDocs::with_limit(limit.max(1)).order_by_score())?;
        let mut ids = Vec::with_capacity(searcher.segment_readers().len());
        for reader in searcher.segment_readers() {
            ids.push(reader.fast_fields().i64(fast::ID)?);
        }
        let mut hits: Vec<Hit> = best
            .into_iter()
            .filter_map(|(score, address)| {
                let id = ids.get(address.segment_ord as usize)?.first(address.doc_id)?;
                Some(Hit {
                    id: ArticleId(id as i32),
                    score,
                })
            })
            .collect();
        hits.sort_by(|one, other| other.score.total_cmp(&one.score).then(other.id.cmp(&one.id)));
        Ok(hits)
    }

    /// The telling words and their weights, heaviest first.
    fn telling_terms(&self, wanted: &Similar<'_>) -> Result<Vec<(String, f64)>, SearchError> {
        let mut frequencies: BTreeMap<String, f64> = BTreeMap::new();
        let mut count = |text: &str, most: usize, weight: f64| {
            let written = isnad_text::words(text).map(|word| word.of(text));
            for word in written.flat_map(apart).take(most) {
                for key in keys_of(word) {
                    *frequencies.entry(key).or_default() += weight;
                }
            }
        };
        count(wanted.title, MOST_TEXT_WORDS, TITLE_WEIGHT);
        count(wanted.text, MOST_TEXT_WORDS, 1.0);
        for keyword in wanted.keywords {
            count(keyword, MOST_TEXT_WORDS, KEYWORD_WEIGHT);
        }
        let searcher = self.searcher();
        let articles = searcher.num_docs();
        let mut weighed = Vec::with_capacity(frequencies.len());
        for (word, frequency) in frequencies {
            let found_in = searcher.doc_freq(&Term::from_field_text(self.fields.whole_keys, &word))?;
            let is_common = articles >= FEW_ARTICLES && found_in as f64 > articles as f64 * COMMON_SHARE;
            if found_in == 0 || is_common {
                continue;
            }
            let rarity = (1.0 + articles as f64 / found_in as f64).ln();
            weighed.push((word, frequency.sqrt() * rarity));
        }
        weighed.sort_by(|one, other| other.1.total_cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        weighed.truncate(MOST_TERMS);
        Ok(weighed)
    }
}
