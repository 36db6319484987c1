//! What an outlet changed between two versions of a text: sentences aligned, words compared.
//!
//! Equal sentences are found first (Myers); of what lies between them, the sentences that share most words are
//! paired without crossing, and compared token by token. A token is a word with its clitics, or a mark: nothing
//! smaller is called changed, and an unchanged word alone between changed ones counts as changed with them.
//! Limits: a sentence that moved is one removed and one added; numbers in words are not numbers.
//! Source: E. W. Myers, An O(ND) Difference Algorithm and Its Variations (1986).

use crate::EngineError;
use crate::find::Finder;
use isnad_model::{Article, ArticleId};
use isnad_store::RevisionRow;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Share of words (Dice) from which two sentences are versions of each other.
const LEAST_SHARED: f64 = 0.4;
/// Pairs of sentences that are compared at most between two equal ones.
const MOST_PAIRS: usize = 250_000;

/// A run of text of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether the other version has something else here.
    pub is_changed: bool,
}

/// A sentence, or several in a row that are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// In both; as many sentences of one block as follow each other.
    Same(String),
    /// In both, with other words.
    Changed {
        /// The earlier text.
        was: Vec<Piece>,
        /// The later text.
        now: Vec<Piece>,
    },
    /// Only in the later version.
    Added(String),
    /// Only in the earlier version.
    Removed(String),
}

/// What differs between two versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// The headlines, as [`Row::Same`] or another; none where neither version has one.
    pub title: Option<Row>,
    /// The text in order.
    pub rows: Vec<Row>,
    /// Numbers in digits that no longer stand anywhere, as they were written.
    pub numbers_gone: Vec<String>,
}

impl Difference {
    /// How many rows `is_wanted` holds for.
    pub fn count(&self, is_wanted: impl Fn(&Row) -> bool) -> usize {
        self.rows.iter().filter(|row| is_wanted(row)).count()
    }
}

/// Two versions of an article beside each other.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The one that is compared from.
    pub from: RevisionRow,
    /// The one that is compared to.
    pub to: RevisionRow,
    /// What differs; none where no one version of the extractor has read both, for then a difference may be
    /// the extractor's.
    pub difference: Option<Difference>,
}

impl Finder {
    /// Compares two versions of an article by their numbers, from 1 on; `None` where one is not there. What a feed
    /// said of a page is no version of it.
    pub fn compare(&self, article: ArticleId, from: u32, to: u32) -> Result<Option<Comparison>, EngineError> {
        let revisions = self.store().revisions_of(article)?;
        let numbered = |number: u32| revisions.iter().find(|row| row.number == number && number > 0).cloned();
        let (Some(from), Some(to)) = (numbered(from), numbered(to)) else {
            return Ok(None);
        };
        let texts = self.store().read_by_one_extractor(from.id, to.id)?;
        let difference = texts.map(|(_, [was, now])| difference(&was, &now));
        Ok(Some(Comparison { from, to, difference }))
    }
}

/// A sentence and the block it stands in.
struct Sentence<'a> {
    block: usize,
    text: &'a str,
}

/// What changed from `was` to `now`.
pub fn difference(was: &Article, now: &Article) -> Difference {
    let (old, new) = (sentences(was), sentences(now));
    let old_texts: Vec<&str> = old.iter().map(|sentence| sentence.text).collect();
    let new_texts: Vec<&str> = new.iter().map(|sentence| sentence.text).collect();
    let mut rows = Vec::new();
    let (mut old_at, mut new_at) = (0, 0);
    for op in capture_diff_slices(Algorithm::Myers, &old_texts, &new_texts) {
        let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = op
        else {
            continue;
        };
        pair(&old_texts[old_at..old_index], &new_texts[new_at..new_index], &mut rows);
        same(&new[new_index..new_index + len], &mut rows);
        (old_at, new_at) = (old_index + len, new_index + len);
    }
    pair(&old_texts[old_at..], &new_texts[new_at..], &mut rows);
    Difference {
        title: title(was.title.as_deref(), now.title.as_deref()),
        rows,
        numbers_gone: numbers_gone(was, now),
    }
}

fn sentences(article: &Article) -> Vec<Sentence<'_>> {
    let mut all = Vec::new();
    for (block, content) in article.blocks.iter().enumerate() {
        let found = isnad_text::sentences(&content.text).map(|sentence| sentence.of(&content.text));
        all.extend(found.map(|text| Sentence { block, text }));
    }
    all
}

/// What changed from one headline to another; none where there is neither.
pub fn title(was: Option<&str>, now: Option<&str>) -> Option<Row> {
    match (was.unwrap_or_default(), now.unwrap_or_default()) {
        ("", "") => None,
        (old, new) if old == new => Some(Row::Same(new.to_owned())),
        ("", new) => Some(Row::Added(new.to_owned())),
        (old, "") => Some(Row::Removed(old.to_owned())),
        (old, new) => Some(changed(old, new)),
    }
}

/// Sentences of both versions, those of one block joined.
fn same(sentences: &[Sentence<'_>], rows: &mut Vec<Row>) {
    for of_block in sentences.chunk_by(|one, other| one.block == other.block) {
        let texts: Vec<&str> = of_block.iter().map(|sentence| sentence.text).collect();
        rows.push(Row::Same(texts.join(" ")));
    }
}

/// Rows for sentences that are not the same: pairs, and what only one version has.
fn pair(old: &[&str], new: &[&str], rows: &mut Vec<Row>) {
    let (mut old_at, mut new_at) = (0, 0);
    for (old_index, new_index) in pairs(old, new) {
        rows.extend(
            old[old_at..old_index]
                .iter()
                .map(|text| Row::Removed((*text).to_owned())),
        );
        rows.extend(new[new_at..new_index].iter().map(|text| Row::Added((*text).to_owned())));
        rows.push(changed(old[old_index], new[new_index]));
        (old_at, new_at) = (old_index + 1, new_index + 1);
    }
    rows.extend(old[old_at..].iter().map(|text| Row::Removed((*text).to_owned())));
    rows.extend(new[new_at..].iter().map(|text| Row::Added((*text).to_owned())));
}

/// The pairs without crossings that share most: the best alignment by dynamic programming.
fn pairs(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    if old.is_empty() || new.is_empty() || old.len() * new.len() > MOST_PAIRS {
        return Vec::new();
    }
    let old_words: Vec<BTreeMap<String, usize>> = old.iter().map(|text| bag(text)).collect();
    let new_words: Vec<BTreeMap<String, usize>> = new.iter().map(|text| bag(text)).collect();
    let width = new.len() + 1;
    let shared: Vec<f64> = old_words
        .iter()
        .flat_map(|one| new_words.iter().map(move |other| dice(one, other)))
        .collect();
    // best[i * width + j]: what the sentences from i and j on can share
    let mut best = vec![0.0_f64; (old.len() + 1) * width];
    let gain = |i: usize, j: usize| match shared[i * new.len() + j] {
        share if share >= LEAST_SHARED => share,
        _ => f64::NEG_INFINITY,
    };
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            let without = best[(i + 1) * width + j].max(best[i * width + j + 1]);
            best[i * width + j] = without.max(gain(i, j) + best[(i + 1) * width + j + 1]);
        }
    }
    let mut found = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < new.len() {
        let here = best[i * width + j];
        if here == gain(i, j) + best[(i + 1) * width + j + 1] {
            found.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if here == best[(i + 1) * width + j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

fn bag(text: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for word in isnad_text::words(text) {
        *counts.entry(isnad_text::fold(word.of(text))).or_default() += 1;
    }
    counts
}

/// Twice what is shared for each word of both.
fn dice(one: &BTreeMap<String, usize>, other: &BTreeMap<String, usize>) -> f64 {
    let total: usize = one.values().sum::<usize>() + other.values().sum::<usize>();
    let both: usize = one
        .iter()
        .filter_map(|(word, count)| Some(*count.min(other.get(word)?)))
        .sum();
    if total == 0 {
        0.0
    } else {
        2.0 * both as f64 / total as f64
    }
}

/// Words and marks with the white space before them.
fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let marks = |from: usize, to: usize, tokens: &mut Vec<Range<usize>>| {
        for (at, c) in text[from..to].char_indices().filter(|(_, c)| !c.is_whitespace()) {
            tokens.push(from + at..from + at + c.len_utf8());
        }
    };
    let mut at = 0;
    for word in isnad_text::words(text) {
        marks(at, word.start, &mut tokens);
        tokens.push(word.start..word.end);
        at = word.end;
    }
    marks(at, text.len(), &mut tokens);
    tokens
}

fn changed(old: &str, new: &str) -> Row {
    let (old_tokens, new_tokens) = (tokens(old), tokens(new));
    let old_texts: Vec<&str> = old_tokens.iter().map(|token| &old[token.clone()]).collect();
    let new_texts: Vec<&str> = new_tokens.iter().map(|token| &new[token.clone()]).collect();
    let mut old_changed = vec![false; old_tokens.len()];
    let mut new_changed = vec![false; new_tokens.len()];
    let ops = capture_diff_slices(Algorithm::Myers, &old_texts, &new_texts);
    for (place, op) in ops.iter().enumerate() {
        let is_inner = place > 0 && place + 1 < ops.len();
        let is_island = matches!(op, DiffOp::Equal { len: 1, .. }) && is_inner;
        if is_island || !matches!(op, DiffOp::Equal { .. }) {
            old_changed[op.old_range()].fill(true);
            new_changed[op.new_range()].fill(true);
        }
    }
    Row::Changed {
        was: pieces(old, &old_tokens, &old_changed),
        now: pieces(new, &new_tokens, &new_changed),
    }
}

/// The text in runs; white space between two changed tokens is changed too.
fn pieces(text: &str, tokens: &[Range<usize>], is_changed: &[bool]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |part: &str, is_changed: bool| match pieces.last_mut() {
        Some(last) if last.is_changed == is_changed => last.text.push_str(part),
        _ if part.is_empty() => {}
        _ => pieces.push(Piece {
            text: part.to_owned(),
            is_changed,
        }),
    };
    let mut at = 0;
    for (index, token) in tokens.iter().enumerate() {
        let joins = index > 0 && is_changed[index - 1] && is_changed[index];
        push(&text[at..token.start], joins);
        push(&text[token.clone()], is_changed[index]);
        at = token.end;
    }
    push(&text[at..], false);
    pieces
}

/// Numbers in digits that the earlier version has and the later has nowhere.
fn numbers_gone(was: &Article, now: &Article) -> Vec<String> {
    let whole = |article: &Article| format!("{}\n{}", article.title.as_deref().unwrap_or_default(), article.text());
    let (old, new) = (whole(was), whole(now));
    let kept: BTreeSet<String> = numbers(&new).map(|(folded, _)| folded).collect();
    let mut told = BTreeSet::new();
    numbers(&old)
        .filter(|(folded, _)| !kept.contains(folded) && told.insert(folded.clone()))
        .map(|(_, written)| written.to_owned())
        .collect()
}

fn numbers(text: &str) -> impl Iterator<Item = (String, &str)> {
    isnad_text::words(text)
        .map(|word| word.of(text))
        .filter(|word| {
            word.chars()
                .all(|c| c.is_numeric() || matches!(c, '.' | ',' | '٫' | '٬'))
        })
        .map(|word| (isnad_text::fold(word), word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_model::{Block, BlockKind};
    use proptest::prelude::*;

    fn article(title: &str, paragraphs: &[&str]) -> Article {
        Article {
            title: Some(title.to_owned()),
            blocks: paragraphs
                .iter()
                .map(|text| Block::new(BlockKind::Paragraph, *text))
                .collect(),
            ..Article::default()
        }
    }

    fn told(pieces: &[Piece]) -> String {
        let tell = |piece: &Piece| match piece.is_changed {
            true => format!("[{}]", piece.text),
            false => piece.text.clone(),
        };
        pieces.iter().map(tell).collect()
    }

    #[test]
    fn sentences_are_aligned_and_whole_words_marked() {
        let was = article(
            "31 قتيلا في غرق عبارة",
            &[
                "غرقت العبارة فجر الخميس قبالة الميناء. وقال ناجون إن ما لا يقل عن 31 شخصا قضوا.",
                "ورجح مصدر في الميناء أن تكون الحمولة زائدة.",
            ],
        );
        let now = article(
            "قتلى في غرق عبارة",
            &[
                "غرقت العبارة فجر الخميس قبالة الميناء. وقال ناجون إن ما لا يقل عن تسعة قضوا.",
                "ولم يصدر خفر السواحل أي حصيلة نهائية حتى الآن.",
            ],
        );
        let found = difference(&was, &now);
        let Some(Row::Changed { was: old, now: new }) = &found.title else {
            panic!("{:?}", found.title)
        };
        assert_eq!(
            (told(old), told(new)),
            ("[31 قتيلا] في غرق عبارة".into(), "[قتلى] في غرق عبارة".into())
        );
        assert_eq!(found.rows.len(), 4, "{:?}", found.rows);
        assert!(matches!(&found.rows[0], Row::Same(text) if text.starts_with("غرقت")));
        let Row::Changed { was: old, now: new } = &found.rows[1] else {
            panic!("{:?}", found.rows[1])
        };
        assert_eq!(told(old), "وقال ناجون إن ما لا يقل عن [31 شخصا] قضوا.");
        assert_eq!(told(new), "وقال ناجون إن ما لا يقل عن [تسعة] قضوا.");
        assert!(matches!(&found.rows[2], Row::Removed(text) if text.starts_with("ورجح")));
        assert!(matches!(&found.rows[3], Row::Added(text) if text.starts_with("ولم")));
        assert_eq!(found.numbers_gone, ["31"]);
    }

    #[test]
    fn a_number_in_other_digits_is_not_gone() {
        let found = difference(&article("", &["قتل ٣١ شخصا."]), &article("", &["قتل 31 شخصا."]));
        assert!(found.numbers_gone.is_empty() && found.title.is_none());
    }

    proptest! {
        /// Each version can be read out of the rows, but for white space.
        #[test]
        fn nothing_is_lost(old in "[بتث ]{0,6}([.] [بت ]{1,8}){0,4}", new in "[بتث ]{0,6}([.] [بت ]{1,8}){0,4}") {
            let found = difference(&article("", &[&old]), &article("", &[&new]));
            let (mut was, mut now) = (String::new(), String::new());
            let whole = |pieces: &[Piece]| pieces.iter().map(|piece| piece.text.as_str()).collect::<String>();
            for row in &found.rows {
                match row {
                    Row::Same(text) => { was.push_str(text); now.push_str(text); }
                    Row::Changed { was: before, now: after } => { was.push_str(&whole(before)); now.push_str(&whole(after)); }
                    Row::Added(text) => now.push_str(text),
                    Row::Removed(text) => was.push_str(text),
                }
            }
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(bare(&was), bare(&old));
            prop_assert_eq!(bare(&now), bare(&new));
        }
    }
}
