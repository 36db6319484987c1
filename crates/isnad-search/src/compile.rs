//! From a query to what the index engine runs, with the weights of the fields.
//!
//! A word scores by BM25 of its keys in the whole article, where the title counts twice; the best of what is found is
//! looked at once more ([`crate::rerank`]). Filters (source, language, time, ...) decide but do not score, nor do stop words
//! beside other words.

use crate::form::{exact_of, keys_of, loose_of};
use crate::query::{DateRange, Node, Query, Scope, TimeField};
use crate::schema::Fields;
use isnad_model::ArticleId;
use std::ops::Bound;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery,
    Query as EngineQuery, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

/// What a word of the title counts, when it is asked for there, by its keys and by its spelling.
const TITLE_KEYS_WEIGHT: f32 = 0.2;
const TITLE_WEIGHT: f32 = 0.1;
const PHRASE_IN_TITLE_WEIGHT: f32 = 2.5;
const PHRASE_IN_BODY_WEIGHT: f32 = 1.0;
/// Of words with several keys, so many sequences are looked for.
const MOST_SEQUENCES: usize = 16;
/// Score of a word found by its beginning, where frequencies are not counted.
const FLAT_SCORE: f32 = 1.0;

type Part = Box<dyn EngineQuery>;

/// The engine's query for `query`.
pub fn compile(query: &Query, fields: &Fields, now_seconds: i64) -> Part {
    Compiler { fields, now_seconds }.node(&query.root)
}

struct Compiler<'a> {
    fields: &'a Fields,
    now_seconds: i64,
}

impl Compiler<'_> {
    fn node(&self, node: &Node) -> Part {
        match node {
            Node::All => filter(Box::new(AllQuery)),
            Node::Word {
                scope,
                text,
                exact: true,
                ..
            } => self.exact(*scope, text),
            Node::Word {
                scope,
                text,
                prefix: true,
                ..
            } => self.prefix(*scope, text),
            Node::Word { scope, text, .. } => self.word(*scope, text),
            // a name is the same in all its spellings, written in a row or not
            Node::Phrase {
                scope: Scope::Name,
                words,
            } => self.near(Scope::Name, words, 0),
            Node::Phrase { scope, words } => self.phrase(*scope, words),
            Node::Near { scope, words, within } => self.near(*scope, words, *within),
            Node::Has(name) => filter(self.term(self.fields.has, name, IndexRecordOption::Basic)),
            // a story that nobody told the articles of
            Node::Story(_) => Box::new(EmptyQuery),
            Node::Language(code) => filter(self.term(self.fields.language, code, IndexRecordOption::Basic)),
            Node::Basis(name) => filter(self.term(self.fields.basis, name, IndexRecordOption::Basic)),
            Node::Marked(_) => Box::new(EmptyQuery),
            Node::Ids(ids) => self.ids(ids),
            Node::Time(field, range) => self.time(*field, range),
            Node::And(parts) => self.all_of(parts),
            Node::Or(parts) => {
                let tells = parts.iter().any(|part| !is_stop_word(part));
                let choice = |part: &Node| match self.node(part) {
                    compiled if tells && is_stop_word(part) => filter(compiled),
                    compiled => compiled,
                };
                any_of(parts.iter().map(choice).collect())
            }
            Node::Not(_) => self.all_of(std::slice::from_ref(node)),
        }
    }

    fn all_of(&self, parts: &[Node]) -> Part {
        let mut clauses: Vec<(Occur, Part)> = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Node::Not(inner) => clauses.push((Occur::MustNot, self.node(inner))),
                wanted => clauses.push((Occur::Must, self.node(wanted))),
            }
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, filter(Box::new(AllQuery))));
        }
        Box::new(BooleanQuery::new(clauses))
    }

    fn word(&self, scope: Scope, text: &str) -> Part {
        let Some(loose) = loose_of(text) else {
            return Box::new(EmptyQuery);
        };
        let keys = keys_of(text);
        let term = |form: &str, (field, weight): (Field, f32)| {
            boosted(self.term(field, form, IndexRecordOption::WithFreqs), weight)
        };
        let of_keys = |field: (Field, f32)| best_of(keys.iter().map(|key| term(key, field)).collect());
        let by_key: Vec<Part> = self.key_fields(scope).into_iter().map(of_keys).collect();
        let scored = self.scored_fields(scope);
        let by_spelling: Vec<Part> = scored.into_iter().map(|field| term(&loose, field)).collect();
        if by_key.is_empty() {
            return any_of(by_spelling);
        }
        if by_spelling.is_empty() {
            return any_of(by_key);
        }
        // the keys say what is found: letters that are the same when folded may be another word (أسرة, أسره)
        let found = (Occur::Must, any_of(by_key));
        let counted = by_spelling.into_iter().map(|part| (Occur::Should, part));
        Box::new(BooleanQuery::new(std::iter::once(found).chain(counted).collect()))
    }

    fn exact(&self, scope: Scope, text: &str) -> Part {
        let Some(exact) = exact_of(text) else {
            return Box::new(EmptyQuery);
        };
        let field = if scope == Scope::Title {
            self.fields.title_exact
        } else {
            self.fields.exact
        };
        let spelling = filter(self.term(field, &exact, IndexRecordOption::Basic));
        Box::new(BooleanQuery::new(vec![
            (Occur::Must, spelling),
            (Occur::Must, self.word(scope, text)),
        ]))
    }

    fn prefix(&self, scope: Scope, text: &str) -> Part {
        let Some(loose) = loose_of(text) else {
            return Box::new(EmptyQuery);
        };
        let parts = self.searched_fields(scope).into_iter().map(|field| -> Part {
            let first = Term::from_field_text(field, &loose);
            let beyond = Term::from_field_text(field, &format!("{loose}{}", char::MAX));
            let range = RangeQuery::new(Bound::Included(first), Bound::Excluded(beyond));
            Box::new(ConstScoreQuery::new(Box::new(range), FLAT_SCORE))
        });
        any_of(parts.collect())
    }

    fn phrase(&self, scope: Scope, words: &[String]) -> Part {
        let mut forms = Vec::with_capacity(words.len());
        for word in words {
            let Some(loose) = loose_of(word) else {
                return Box::new(EmptyQuery);
            };
            forms.push(loose);
        }
        let parts = self.phrase_fields(scope).into_iter().map(|(field, weight)| {
            let terms = forms.iter().map(|form| Term::from_field_text(field, form)).collect();
            boosted(Box::new(PhraseQuery::new(terms)), weight)
        });
        any_of(parts.collect())
    }

    /// Words near one another by their keys, in fields that have no keys by their spelling.
    fn near(&self, scope: Scope, words: &[String], within: u32) -> Part {
        let fields = self.key_fields(scope);
        let by_keys = !fields.is_empty();
        let fields = if by_keys { fields } else { self.phrase_fields(scope) };
        let mut sequences: Vec<Vec<String>> = vec![Vec::new()];
        for word in words {
            let forms = if by_keys {
                keys_of(word)
            } else {
                loose_of(word).into_iter().collect()
            };
            let longer = sequences.iter().flat_map(|sequence| {
                forms.iter().map(move |form| {
                    let mut longer = sequence.clone();
                    longer.push(form.clone());
                    longer
                })
            });
            sequences = longer.take(MOST_SEQUENCES).collect();
        }
        let parts = fields.into_iter().flat_map(|(field, weight)| {
            sequences.iter().map(move |sequence| {
                let terms = sequence.iter().map(|form| Term::from_field_text(field, form)).collect();
                let mut phrase = PhraseQuery::new(terms);
                phrase.set_slop(within);
                boosted(Box::new(phrase), weight)
            })
        });
        any_of(parts.collect())
    }

    fn time(&self, field: TimeField, range: &DateRange) -> Part {
        let field = match field {
            TimeField::Date => self.fields.time,
            TimeField::Published => self.fields.published,
            TimeField::Seen => self.fields.seen,
        };
        let (from, until) = range.seconds(self.now_seconds);
        let first = from.map_or(Bound::Included(i64::MIN), Bound::Included);
        let last = until.map_or(Bound::Included(i64::MAX), Bound::Excluded);
        let term = |seconds: i64| Term::from_field_i64(field, seconds);
        filter(Box::new(RangeQuery::new(first.map(term), last.map(term))))
    }

    fn ids(&self, ids: &[ArticleId]) -> Part {
        let term = |id: &ArticleId| Term::from_field_i64(self.fields.id, i64::from(id.0));
        filter(Box::new(TermSetQuery::new(ids.iter().map(term))))
    }

    fn term(&self, field: Field, text: &str, option: IndexRecordOption) -> Part {
        Box::new(TermQuery::new(Term::from_field_text(field, text), option))
    }

    /// Fields in which the keys of a word of `scope` are looked for, and what it counts there.
    fn key_fields(&self, scope: Scope) -> Vec<(Field, f32)> {
        match scope {
            Scope::Any => vec![(self.fields.whole_keys, 1.0)],
            Scope::Title => vec![(self.fields.title_keys, TITLE_KEYS_WEIGHT)],
            Scope::Name => vec![(self.fields.name_keys, 0.0)],
            _ => Vec::new(),
        }
    }

    /// Fields in which the spelling of a word of `scope` counts; those of any place count when the best are looked at.
    fn scored_fields(&self, scope: Scope) -> Vec<(Field, f32)> {
        match scope {
            Scope::Any => Vec::new(),
            other => self.phrase_fields(other),
        }
    }

    /// Fields in which words of `scope` are looked for by their spelling, and what they count there; 0 is a filter.
    fn phrase_fields(&self, scope: Scope) -> Vec<(Field, f32)> {
        let fields = self.fields;
        match scope {
            Scope::Any => vec![
                (fields.title, PHRASE_IN_TITLE_WEIGHT),
                (fields.body, PHRASE_IN_BODY_WEIGHT),
            ],
            Scope::Title => vec![(fields.title, TITLE_WEIGHT)],
            Scope::Source => vec![(fields.source, 0.0), (fields.site, 0.0)],
            Scope::Author => vec![(fields.author, 0.0)],
            Scope::Tag => vec![(fields.tag, 0.0)],
            Scope::Site => vec![(fields.site, 0.0)],
            Scope::Name => Vec::new(),
        }
    }

    fn searched_fields(&self, scope: Scope) -> Vec<Field> {
        match scope {
            Scope::Name => vec![self.fields.name_keys],
            other => self.phrase_fields(other).into_iter().map(|(field, _)| field).collect(),
        }
    }
}

/// Whether `node` is a plain word, asked for anywhere, that tells nothing.
fn is_stop_word(node: &Node) -> bool {
    matches!(node, Node::Word { scope: Scope::Any, text, exact: false, prefix: false } if !is_telling(text))
}

/// Whether a word is no stop word.
pub fn is_telling(word: &str) -> bool {
    !isnad_text::stop_words::contains_any(&isnad_text::fold(word))
}

/// `part` with its scores multiplied; 0 makes it a filter.
pub fn boosted(part: Part, weight: f32) -> Part {
    if weight == 0.0 {
        filter(part)
    } else if weight == 1.0 {
        part
    } else {
        Box::new(BoostQuery::new(part, weight))
    }
}

fn filter(part: Part) -> Part {
    Box::new(ConstScoreQuery::new(part, 0.0))
}

/// A word with several keys scores by the one that fits best: they are readings of one word.
fn best_of(mut parts: Vec<Part>) -> Part {
    match parts.len() {
        0 => Box::new(EmptyQuery),
        1 => parts.pop().unwrap_or_else(|| Box::new(EmptyQuery)),
        _ => Box::new(DisjunctionMaxQuery::new(parts)),
    }
}

fn any_of(mut parts: Vec<Part>) -> Part {
    match parts.len() {
        0 => Box::new(EmptyQuery),
        1 => parts.pop().unwrap_or_else(|| Box::new(EmptyQuery)),
        _ => Box::new(BooleanQuery::new(
            parts.into_iter().map(|part| (Occur::Should, part)).collect(),
        )),
    }
}
