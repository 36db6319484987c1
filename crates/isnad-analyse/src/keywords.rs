//! Keywords: the phrases that say what an article is about.
//!
//! What: phrases of up to four words between stop words and punctuation, weighted by frequency, rarity,
//! place (title, early) and how nominal their words are; forms and spellings of one phrase joined,
//! overlaps resolved, words of the site's interface left out. Why: search facets and story labels need
//! words that the article itself uses, without the site's tags, which leak interface words.
//! Limits: the rarity and the nominal test know Arabic only, so other languages rest on frequency and
//! place; verbs are kept out by counts, not by a parser; at most [`WORD_LIMIT`] words are read.
//! Source: after KP-Miner (El-Beltagy, Rafea 2009); weights fitted on the training part of AKEC.

mod candidates;
mod interface;
mod phrase;
mod select;
mod spelling;
mod tokens;

use crate::Statistics;
use isnad_model::{Article, BlockKind, Keyword};

/// Keywords an article gets at most.
pub const KEYWORD_LIMIT: usize = 15;
/// Words that are read.
pub const WORD_LIMIT: usize = 4096;

/// The keywords of `article`, written in `language`, best first.
pub fn keywords(article: &Article, language: &str, statistics: &Statistics) -> Vec<Keyword> {
    let title = article.title.as_deref().unwrap_or("");
    let blocks = article
        .blocks
        .iter()
        .filter(|block| !matches!(block.kind, BlockKind::Table | BlockKind::Preformatted))
        .map(|block| block.text.as_str());
    let mut tokens = tokens::read(title, blocks, language, statistics);
    spelling::join(&mut tokens);
    let candidates = candidates::collect(&tokens);
    select::select(candidates, &tokens)
}

#[cfg(test)]
mod tests;
