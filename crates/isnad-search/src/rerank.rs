//! The best matches looked at once more, with all that their words tell.
//!
//! Counting and first ranking pass over every match, so they read one list a word. What costs more, places of words
//! and spellings, is read for the best only, and decides their order. Limits: words of scoped operators, prefixes and
//! quotations keep the score of the first ranking; what comes after the best stays in its order.

use crate::collect::Ranked;
use crate::compile::is_telling;
use crate::evidence::{Found, weighed};
use crate::form::{keys_of, loose_of};
use crate::index::{Index, text_begin};
use crate::query::{Node, Query, Scope};
use std::collections::HashSet;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, Term};

/// How many of the best are looked at.
pub const LOOKED_AT: usize = 100;
/// Most words of a query that are looked for.
const MOST_WORDS: usize = 48;

/// A plain word of the query that tells something.
struct Wanted {
    keys: Vec<Term>,
    spelling_in_title: Term,
    spelling_in_text: Term,
    idf: f32,
}

/// Orders `best` anew, best first, each with its new score.
pub fn rerank(index: &Index, query: &Query, best: &mut [Ranked]) -> tantivy::Result<()> {
    let searcher = index.searcher();
    let wanted = wanted_words(index, &searcher, query)?;
    if wanted.is_empty() {
        return Ok(());
    }
    let usual_words = usual_length(&searcher, index.fields.whole_keys)?;
    best.sort_unstable_by_key(|ranked| ranked.address);
    for of_segment in best.chunk_by_mut(|one, other| one.address.segment_ord == other.address.segment_ord) {
        let Some(first) = of_segment.first() else { continue };
        let reader = searcher.segment_reader(first.address.segment_ord);
        let mut segment = Segment::open(index, reader, &wanted)?;
        for ranked in of_segment {
            let doc = ranked.address.doc_id;
            let found = segment.found(doc, &wanted);
            let relative_length = segment.words(doc) as f32 / usual_words;
            ranked.rescore(weighed(ranked.score, &found, relative_length));
        }
    }
    best.sort_unstable_by(|one, other| other.cmp(one));
    Ok(())
}

fn wanted_words(index: &Index, searcher: &Searcher, query: &Query) -> tantivy::Result<Vec<Wanted>> {
    let mut texts = Vec::new();
    collect_words(&query.root, &mut texts);
    let mut seen = HashSet::new();
    let mut wanted = Vec::new();
    for text in texts {
        let Some(loose) = loose_of(text).filter(|loose| seen.insert(loose.clone())) else {
            continue;
        };
        let keys: Vec<Term> = keys_of(text)
            .iter()
            .map(|key| Term::from_field_text(index.fields.whole_keys, key))
            .collect();
        let mut idf = 0.0f32;
        for key in &keys {
            idf = idf.max(rarity(searcher.doc_freq(key)?, searcher.num_docs()));
        }
        wanted.push(Wanted {
            keys,
            spelling_in_title: Term::from_field_text(index.fields.title, &loose),
            spelling_in_text: Term::from_field_text(index.fields.body, &loose),
            idf,
        });
        if wanted.len() == MOST_WORDS {
            break;
        }
    }
    Ok(wanted)
}

/// The plain words that articles shall have, but for stop words.
fn collect_words<'q>(node: &'q Node, words: &mut Vec<&'q str>) {
    match node {
        Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| collect_words(part, words)),
        Node::Word {
            scope: Scope::Any,
            text,
            prefix: false,
            ..
        } if is_telling(text) => words.push(text),
        _ => {}
    }
}

/// Inverse document frequency, as BM25 of the engine has it.
fn rarity(found_in: u64, articles: u64) -> f32 {
    let (found_in, articles) = (found_in as f32, articles.max(found_in) as f32);
    (1.0 + (articles - found_in + 0.5) / (found_in + 0.5)).ln()
}

/// The mean length of `field`, in words; at least one.
fn usual_length(searcher: &Searcher, field: Field) -> tantivy::Result<f32> {
    let mut words = 0;
    for reader in searcher.segment_readers() {
        words += reader.inverted_index(field)?.total_num_tokens();
    }
    Ok((words as f32 / searcher.num_docs().max(1) as f32).max(1.0))
}

/// Where the wanted words stand in the articles of one segment.
struct Segment {
    lists: Vec<Lists>,
    title_words: tantivy::fieldnorm::FieldNormReader,
    all_words: tantivy::fieldnorm::FieldNormReader,
}

/// The lists of one word.
struct Lists {
    keys: Vec<SegmentPostings>,
    in_title: Option<SegmentPostings>,
    in_text: Option<SegmentPostings>,
}

impl Segment {
    fn open(index: &Index, reader: &SegmentReader, wanted: &[Wanted]) -> tantivy::Result<Segment> {
        let fields = &index.fields;
        let by_key = reader.inverted_index(fields.whole_keys)?;
        let by_title = reader.inverted_index(fields.title)?;
        let by_text = reader.inverted_index(fields.body)?;
        let mut lists = Vec::with_capacity(wanted.len());
        for word in wanted {
            let mut keys = Vec::with_capacity(word.keys.len());
            for key in &word.keys {
                keys.extend(by_key.read_postings(key, IndexRecordOption::WithFreqsAndPositions)?);
            }
            lists.push(Lists {
                keys,
                in_title: by_title.read_postings(&word.spelling_in_title, IndexRecordOption::Basic)?,
                in_text: by_text.read_postings(&word.spelling_in_text, IndexRecordOption::WithFreqs)?,
            });
        }
        Ok(Segment {
            lists,
            title_words: reader.get_fieldnorms_reader(fields.title)?,
            all_words: reader.get_fieldnorms_reader(fields.whole_keys)?,
        })
    }

    fn words(&self, doc: DocId) -> u32 {
        self.all_words.fieldnorm(doc)
    }

    /// The words in one article; articles have to be asked for in order.
    fn found(&mut self, doc: DocId, wanted: &[Wanted]) -> Vec<Found> {
        let text_begin = text_begin(self.title_words.fieldnorm(doc));
        let title_end = text_begin / 2;
        let mut places = Vec::new();
        let of_word = |(lists, word): (&mut Lists, &Wanted)| {
            let mut all: Vec<u32> = Vec::new();
            for key in &mut lists.keys {
                if is_at(key, doc) {
                    key.positions(&mut places);
                    all.extend_from_slice(&places);
                }
            }
            all.sort_unstable();
            all.dedup();
            let in_text = all.iter().filter(|place| **place >= text_begin);
            Found {
                idf: word.idf,
                in_text: in_text.map(|place| place - text_begin).collect(),
                in_title: all.iter().copied().filter(|place| *place < title_end).collect(),
                is_spelled_in_title: lists.in_title.as_mut().is_some_and(|list| is_at(list, doc)),
                spelled: lists
                    .in_text
                    .as_mut()
                    .and_then(|list| is_at(list, doc).then(|| list.term_freq()))
                    .unwrap_or(0),
            }
        };
        self.lists.iter_mut().zip(wanted).map(of_word).collect()
    }
}

/// Moves `list` on to `doc`, if it has it.
fn is_at(list: &mut SegmentPostings, doc: DocId) -> bool {
    if list.doc() < doc {
        list.seek(doc);
    }
    list.doc() == doc
}
