//! Words of a site's interface, and the words by which news reports.

use super::tokens::Tokens;
use crate::page::{RUN_WORDS, key, runs};
use isnad_text::{fold, words};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

struct Phrase {
    words: Vec<String>,
    /// Articles use it too: it counts only where it stands once.
    is_doubtful: bool,
}

/// Phrases by their first word, longest first.
static PHRASES: LazyLock<FxHashMap<String, Vec<Phrase>>> = LazyLock::new(|| {
    let mut phrases: FxHashMap<String, Vec<Phrase>> = FxHashMap::default();
    for line in include_str!("../../data/interface_words.txt").lines() {
        if line.starts_with('#') {
            continue;
        }
        let (is_doubtful, phrase) = match line.strip_prefix('?') {
            Some(phrase) => (true, phrase),
            None => (false, line),
        };
        let folded: Vec<String> = words(phrase).map(|word| fold(word.of(phrase))).collect();
        if let Some(first) = folded.first().cloned() {
            phrases.entry(first).or_default().push(Phrase {
                words: folded,
                is_doubtful,
            });
        }
    }
    for same_first in phrases.values_mut() {
        same_first.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
    }
    phrases
});

static REPORTING: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    include_str!("../../data/reporting_words.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .map(fold)
        .collect()
});

/// Is the folded word one by which news reports, alone or after «و» or «ف»?
pub(super) fn is_reporting(folded: &str) -> bool {
    REPORTING.contains(folded)
        || ['و', 'ف']
            .iter()
            .filter_map(|clitic| folded.strip_prefix(*clitic))
            .any(|rest| REPORTING.contains(rest))
}

/// Marks the tokens that belong to interface phrases.
pub(super) fn mark(found: &mut Tokens<'_>) {
    let mut occurrences = vec![0_u32; found.forms.len()];
    for token in &found.tokens {
        occurrences[token.form] += 1;
    }
    let mut at = 0;
    while at < found.tokens.len() {
        let length = length_at(found, at, &occurrences);
        for token in &mut found.tokens[at..at + length] {
            token.is_interface = true;
        }
        at += length.max(1);
    }
}

/// Marks the tokens from `first` on, those of one paragraph, that belong to the formulas of the article's site.
pub(super) fn mark_formulas(found: &mut Tokens<'_>, first: usize, formulas: &[u32]) {
    if formulas.is_empty() {
        return;
    }
    let paragraph = &mut found.tokens[first..];
    let keys: Vec<u32> = paragraph
        .iter()
        .map(|token| key(&found.forms[token.form].folded))
        .collect();
    for (at, run) in runs(&keys) {
        if formulas.binary_search(&run).is_ok() {
            let end = (at + RUN_WORDS).min(paragraph.len());
            paragraph[at..end]
                .iter_mut()
                .for_each(|token| token.is_interface = true);
        }
    }
}

/// How many tokens the interface phrase at `at` takes; 0 if there is none.
fn length_at(found: &Tokens<'_>, at: usize, occurrences: &[u32]) -> usize {
    let folded = |index: usize| {
        found
            .tokens
            .get(index)
            .map(|token| found.forms[token.form].folded.as_str())
    };
    let same_first = folded(at).and_then(|first| PHRASES.get(first));
    same_first
        .into_iter()
        .flatten()
        .find(|phrase| {
            let stands_here = phrase.words.iter().enumerate().all(|(offset, word)| {
                folded(at + offset) == Some(word.as_str()) && (offset == 0 || !found.tokens[at + offset].is_cut_off)
            });
            stands_here && !(phrase.is_doubtful && occurrences[found.tokens[at].form] > 1)
        })
        .map_or(0, |phrase| phrase.words.len())
}
