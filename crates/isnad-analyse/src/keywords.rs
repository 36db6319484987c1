//! Keywords: the phrases that say what an article is about.
//!
//! What: phrases of up to four words between stop words and punctuation; a rule weighs frequency, rarity, place (title,
//! early) and how nominal their words are, learned odds put the best in order; forms and spellings of one phrase joined,
//! overlaps resolved, words of the site's interface left out. Why: search facets and story labels need
//! words that the article itself uses, without the site's tags, which leak interface words.
//! Limits: rarity, odds and the nominal test know Arabic only, so other languages rest on frequency and
//! place; verbs are kept out by counts, not by a parser; at most [`WORD_LIMIT`] words are read.
//! Source: the rule after KP-Miner (El-Beltagy, Rafea 2009); the odds from the hash tags that editors of one outlet
//! put into their texts (`cargo xtask train keywords`).

mod candidates;
mod interface;
pub mod measure;
mod odds;
mod phrase;
mod rank;
mod rule;
mod select;
mod spelling;
mod tokens;

use crate::Statistics;
use isnad_model::{Article, BlockKind, Keyword, Name};

/// Keywords an article gets at most.
pub const KEYWORD_LIMIT: usize = 15;
/// Words that are read.
pub const WORD_LIMIT: usize = 4096;

/// The keywords of `article`, written in `language`, with its `names`, best first.
pub fn keywords(article: &Article, language: &str, names: &[Name], statistics: &Statistics) -> Vec<Keyword> {
    let tokens = read(article, language, names, statistics);
    let ranked = rank::rank(candidates::collect(&tokens), &tokens, language == "ar");
    select::select(&ranked, &tokens)
}

/// A phrase that is looked at, for training.
pub struct Sample {
    /// As a keyword shows it.
    pub text: String,
    /// Its weight by the rule.
    pub rule: f32,
    /// What is measured of it.
    pub measures: measure::Measures,
}

/// The phrases of an Arabic article that are looked at.
pub fn samples(article: &Article, names: &[Name], statistics: &Statistics) -> Vec<Sample> {
    let tokens = read(article, "ar", names, statistics);
    let candidates = candidates::collect(&tokens);
    rank::measured(&candidates, &tokens)
        .into_iter()
        .map(|(at, rule, measures)| Sample {
            text: phrase::shown(&tokens, candidates[at].first, candidates[at].stems.len()),
            rule,
            measures,
        })
        .collect()
}

fn read<'t>(article: &'t Article, language: &str, names: &[Name], statistics: &Statistics) -> tokens::Tokens<'t> {
    let title = article.title.as_deref().unwrap_or("");
    let mut next_start = 0;
    let blocks = article.blocks.iter().filter_map(|block| {
        let start = next_start;
        next_start += block.text.len() + 1;
        let is_read = !matches!(block.kind, BlockKind::Table | BlockKind::Preformatted);
        is_read.then_some((start, block.text.as_str()))
    });
    let mut tokens = tokens::read(title, blocks, names, language, statistics);
    spelling::join(&mut tokens);
    tokens
}

#[cfg(test)]
mod tests;
