//! The side column of the front page: headlines changed after publication, and whom the day's texts credit.

use super::in_query;
use super::markup::{Markup, changed, foreign};
use super::when;
use super::words::Language;
use crate::error::ApiError;
use isnad_engine::diff::{Row, title};
use isnad_engine::find::Finder;
use isnad_store::{Credited, TitleChange};

const MOST_CHANGES: usize = 5;
const MOST_CREDITED: usize = 6;
/// An agency that one outlet credits says little of the day.
const FEWEST_OUTLETS: u32 = 2;

/// What the side column holds; a part without entries is left out.
pub(super) struct Rail {
    pub(super) changes: Vec<ChangeLine>,
    pub(super) credited: Vec<CreditedLine>,
}

/// A headline that was changed.
pub(super) struct ChangeLine {
    pub(super) href: String,
    pub(super) was: Markup,
    pub(super) now: Markup,
    pub(super) outlet: Markup,
    pub(super) after: String,
}

/// Who is credited.
pub(super) struct CreditedLine {
    pub(super) href: String,
    pub(super) name: Markup,
    pub(super) counts: String,
}

/// The side column of what lies in `span`, unix seconds.
pub(super) fn rail(finder: &Finder, span: (i64, i64), language: Language) -> Result<Rail, ApiError> {
    let store = finder.store();
    let changes = store.title_changes(span.0, span.1, MOST_CHANGES)?;
    let credited = store.credited(span.0, span.1, MOST_CREDITED)?;
    let of_several = credited.iter().filter(|agency| agency.outlets >= FEWEST_OUTLETS);
    Ok(Rail {
        changes: changes
            .iter()
            .filter_map(|change| change_line(change, language))
            .collect(),
        credited: of_several.map(|agency| credited_line(agency, language)).collect(),
    })
}

fn change_line(change: &TitleChange, language: Language) -> Option<ChangeLine> {
    let content = change.article.language.as_deref();
    let Some(Row::Changed { was, now }) = title(Some(&change.was), Some(&change.now)) else {
        return None;
    };
    let t = when::long_span(language, change.seen_at - change.before_at);
    Some(ChangeLine {
        href: format!(
            "/article/{}/diff?from={}&to={}",
            change.article.id, change.from, change.to
        ),
        was: changed(&was, "del", content),
        now: changed(&now, "ins", content),
        outlet: foreign(&change.article.source, None),
        after: language.fill("seen_after", &[("t", &t)]),
    })
}

fn credited_line(agency: &Credited, language: Language) -> CreditedLine {
    let outlets = language.count("of_outlets", u64::from(agency.outlets));
    let articles = language.count("articles", u64::from(agency.articles));
    CreditedLine {
        href: format!(
            "/search?q={}",
            in_query(&format!("\"{}\"", agency.name.replace('"', " ")))
        ),
        name: foreign(&agency.name, None),
        counts: language.fill("credited_counts", &[("articles", &articles), ("outlets", &outlets)]),
    }
}
