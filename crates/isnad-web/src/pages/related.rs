//! Related texts in three orders, each with its reason.

use super::front::headline;
use super::markup::{Markup, foreign, time};
use super::when::{self, Moment};
use super::words::Language;
use crate::error::ApiError;
use isnad_engine::find::Finder;
use isnad_engine::related::{Because, RelatedArticle, RelatedBy};
use isnad_model::ArticleId;

/// Related texts in each order.
const RELATED: usize = 4;
/// Shared keywords that are named.
const MOST_SHARED: usize = 4;

/// One order of related texts.
pub(super) struct Order {
    pub(super) heading: &'static str,
    pub(super) lines: Vec<Line>,
}

pub(super) struct Line {
    pub(super) id: i32,
    pub(super) title: Markup,
    pub(super) outlet: Markup,
    pub(super) time: Markup,
    pub(super) why: Markup,
}

/// The three orders of related texts; an order without texts is left out.
pub(super) fn related(
    finder: &Finder,
    id: ArticleId,
    content: Option<&str>,
    language: Language,
) -> Result<Vec<Order>, ApiError> {
    let mut orders = Vec::new();
    for (key, by) in [
        ("by_similarity", RelatedBy::Similarity),
        ("by_description", RelatedBy::Description),
        ("by_date", RelatedBy::Date),
    ] {
        let found = finder.related(id, by, RELATED)?.unwrap_or_default();
        let line = |other: &RelatedArticle| Line {
            id: other.article.id.0,
            title: headline(&other.article, language),
            outlet: foreign(&other.article.source, None),
            time: time(language, when::appeared(&other.article).map(Moment::day_only), None),
            why: because(&other.because, content, language),
        };
        let lines: Vec<Line> = found.iter().map(line).collect();
        if !lines.is_empty() {
            orders.push(Order {
                heading: language.find(key).unwrap_or(key),
                lines,
            });
        }
    }
    Ok(orders)
}

fn because(because: &Because, content: Option<&str>, language: Language) -> Markup {
    match because {
        Because::Similar(share) => {
            let words = language.fill("resembles", &[("p", &language.percent(*share))]);
            foreign(&words, Some(language.code()))
        }
        Because::Shares(keywords) => {
            let first: Vec<String> = keywords.iter().take(MOST_SHARED).cloned().collect();
            foreign(&language.list(&first), content)
        }
        Because::Apart(seconds) => {
            let key = match *seconds {
                -29..=29 => "same_time",
                30.. => "later_by",
                _ => "earlier_by",
            };
            let words = language.fill(key, &[("t", &when::long_span(language, seconds.abs()))]);
            foreign(&words, Some(language.code()))
        }
    }
}
