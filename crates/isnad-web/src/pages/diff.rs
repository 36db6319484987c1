//! `/article/{id}/diff`: two versions of a text beside each other, and who copied the earlier one.
//!
//! Limits: versions are compared only as one version of the extractor read them; copies are listed where it is
//! known that they were taken from this text.

use super::frame::{Frame, Section};
use super::front::headline;
use super::markup::{Markup, changed, foreign, time};
use super::neighbours::{each_once, group_of};
use super::page;
use super::picture::grade_class;
use super::visitor::Visitor;
use super::when::{self, Moment};
use super::words::Language;
use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Parameters, Path};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use isnad_engine::diff::{Comparison, Difference, Piece, Row};
use isnad_engine::find::Finder;
use isnad_model::{Article, ArticleId};
use isnad_store::{ArticleView, RevisionRow};
use jiff::civil::Date;
use serde::Deserialize;

/// Pairs of versions that are offered beside the one shown.
const MOST_PAIRS: usize = 12;

#[derive(Template)]
#[template(path = "diff.html")]
struct DiffPage {
    frame: Frame,
    id: i32,
    story: Option<i32>,
    title: Markup,
    outlet: Markup,
    outlet_words: String,
    about: String,
    pairs: Vec<Choice>,
    views: Vec<Choice>,
    is_flipped: bool,
    was: Seen,
    now: Seen,
    found: Option<Found>,
}

struct Choice {
    words: String,
    href: String,
    is_current: bool,
}

/// The head of a column.
struct Seen {
    name: String,
    time: Markup,
}

struct Found {
    facts: Vec<Fact>,
    rows: Vec<Shown>,
    numbers: Option<Markup>,
    carriers: Vec<Carrier>,
    carriers_about: String,
    /// Whether something was taken out that can be looked for in the copies.
    tells_rest: bool,
}

struct Fact {
    name: &'static str,
    value: String,
}

struct Shown {
    is_title: bool,
    kind: &'static str,
    was: Markup,
    now: Markup,
    was_tag: &'static str,
    now_tag: &'static str,
}

struct Carrier {
    id: i32,
    outlet: Markup,
    time: Markup,
    class: &'static str,
    grade: &'static str,
    is_still_there: bool,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    from: u32,
    to: u32,
    #[serde(default)]
    show: String,
    #[serde(default)]
    flip: String,
}

/// `GET /article/{id}/diff?from=1&to=2`.
pub(super) async fn diff(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i32>,
    Parameters(asked): Parameters<Asked>,
) -> Result<Response, ApiError> {
    let template = app
        .read(move |finder| build(finder, &visitor, ArticleId(id), &asked))
        .await?;
    page(&template)
}

fn build(finder: &Finder, visitor: &Visitor, id: ArticleId, asked: &Asked) -> Result<DiffPage, ApiError> {
    let language = visitor.language;
    let view = finder
        .store()
        .article(id)?
        .ok_or_else(|| ApiError::not_found(format!("no article {id}")).told("reason.no_article", id))?;
    // the earlier one stands first, however they were asked for
    let (from, to) = (asked.from.min(asked.to), asked.from.max(asked.to));
    let compared = finder.compare(id, from, to)?.ok_or_else(|| {
        let missing = ApiError::not_found(format!("article {id} has no versions {from} and {to}"));
        missing.told("reason.no_versions", id)
    })?;
    let is_only_changes = asked.show == "changes";
    let is_flipped = asked.flip == "1";
    let address = |from: u32, to: u32, is_only_changes: bool, is_flipped: bool| {
        let show = if is_only_changes { "&show=changes" } else { "" };
        let flip = if is_flipped { "&flip=1" } else { "" };
        format!("/article/{id}/diff?from={from}&to={to}{show}{flip}")
    };
    let versions: Vec<u32> = finder
        .store()
        .revisions_of(id)?
        .iter()
        .map(|row| row.number)
        .filter(|number| *number > 0)
        .collect();
    let pairs = pairs_of(&versions, (from, to))
        .into_iter()
        .map(|(one, other)| Choice {
            words: language.fill("against", &[("a", &one.to_string()), ("b", &other.to_string())]),
            href: address(one, other, is_only_changes, is_flipped),
            is_current: (one, other) == (from, to),
        })
        .collect();
    let apart = when::long_span(language, compared.to.captured_at - compared.from.captured_at);
    let near = when::civil(compared.from.captured_at).date();
    let choice = |key: &str, href: String, is_current: bool| Choice {
        words: language.word(key).to_owned(),
        href,
        is_current,
    };
    Ok(DiffPage {
        id: id.0,
        story: view.story.map(|story| story.0),
        title: headline(&view, language),
        outlet: foreign(&view.source, None),
        outlet_words: view.source.clone(),
        about: language.fill(
            "version_after",
            &[("b", &to.to_string()), ("a", &from.to_string()), ("t", &apart)],
        ),
        pairs,
        views: vec![
            choice("whole_text", address(from, to, false, is_flipped), !is_only_changes),
            choice("only_changes", address(from, to, true, is_flipped), is_only_changes),
            choice(
                "flip_columns",
                address(from, to, is_only_changes, !is_flipped),
                is_flipped,
            ),
        ],
        is_flipped,
        was: seen(&compared.from, None, language),
        now: seen(&compared.to, Some(near), language),
        found: match &compared.difference {
            Some(difference) => Some(found(finder, &view, &compared, difference, is_only_changes, language)?),
            None => None,
        },
        frame: Frame::new(visitor, Section::Today),
    })
}

/// Versions that follow each other, the first against the last, and the pair that is shown.
fn pairs_of(versions: &[u32], shown: (u32, u32)) -> Vec<(u32, u32)> {
    let mut pairs: Vec<(u32, u32)> = versions.windows(2).map(|pair| (pair[0], pair[1])).collect();
    // the latest are of most interest
    let surplus = pairs.len().saturating_sub(MOST_PAIRS);
    pairs.drain(..surplus);
    if let (Some(first), Some(last)) = (versions.first(), versions.last()) {
        pairs.push((*first, *last));
    }
    pairs.push(shown);
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn seen(revision: &RevisionRow, near: Option<Date>, language: Language) -> Seen {
    let moment = Moment {
        seconds: revision.captured_at,
        is_exact: true,
        is_claimed: false,
    };
    Seen {
        name: language.fill("version_n", &[("n", &revision.number.to_string())]),
        time: time(language, Some(moment), near),
    }
}

fn found(
    finder: &Finder,
    view: &ArticleView,
    compared: &Comparison,
    difference: &Difference,
    is_only_changes: bool,
    language: Language,
) -> Result<Found, ApiError> {
    let content = view.language.as_deref();
    let count = |is_wanted: fn(&Row) -> bool| difference.count(is_wanted).to_string();
    let title_word = match &difference.title {
        None | Some(Row::Same(_)) => "unchanged",
        Some(_) => "has_changed",
    };
    let fact = |key: &'static str, value: String| Fact {
        name: language.find(key).unwrap_or(key),
        value,
    };
    let gone = gone(difference);
    let carriers = carriers(finder, view, compared, &gone, language)?;
    let titles = difference.title.iter().map(|row| shown(row, true, content, language));
    let rows = difference.rows.iter().map(|row| shown(row, false, content, language));
    Ok(Found {
        facts: vec![
            fact("title", language.word(title_word).to_owned()),
            fact("sentences_changed", count(|row| matches!(row, Row::Changed { .. }))),
            fact("sentences_added", count(|row| matches!(row, Row::Added(_)))),
            fact("sentences_removed", count(|row| matches!(row, Row::Removed(_)))),
        ],
        rows: titles
            .chain(rows)
            .filter(|row| !is_only_changes || row.kind != "same")
            .collect(),
        numbers: (!difference.numbers_gone.is_empty())
            .then(|| foreign(&language.list(&difference.numbers_gone), content)),
        carriers_about: language.count("carriers", carriers.len() as u64),
        carriers,
        tells_rest: !gone.is_empty(),
    })
}

fn shown(row: &Row, is_title: bool, content: Option<&str>, language: Language) -> Shown {
    let word = |key: &'static str| language.find(key).unwrap_or(key);
    let (kind, was, now, was_key, now_key) = match row {
        Row::Same(text) => ("same", foreign(text, content), Markup::default(), "", ""),
        Row::Changed { was, now } => (
            "changed",
            changed(was, "del", content),
            changed(now, "ins", content),
            if is_title { "title_before" } else { "before" },
            if is_title { "title_after" } else { "after" },
        ),
        Row::Added(text) => (
            "added",
            Markup::default(),
            whole(text, "ins", content),
            "",
            "sentence_added",
        ),
        Row::Removed(text) => (
            "removed",
            whole(text, "del", content),
            Markup::default(),
            "sentence_removed",
            "",
        ),
    };
    Shown {
        is_title,
        kind,
        was,
        now,
        was_tag: word(was_key),
        now_tag: word(now_key),
    }
}

fn whole(text: &str, element: &'static str, content: Option<&str>) -> Markup {
    let piece = Piece {
        text: text.to_owned(),
        is_changed: true,
    };
    changed(&[piece], element, content)
}

/// What was taken out and can be looked for in a copy: removed sentences, and changed words with a number in
/// them, the word behind a lone number too. As folded words.
fn gone(difference: &Difference) -> Vec<Vec<String>> {
    let mut needles = Vec::new();
    for row in difference.title.iter().chain(&difference.rows) {
        match row {
            Row::Removed(text) => needles.push(folded(text)),
            Row::Changed { was, .. } => {
                for (index, piece) in was.iter().enumerate().filter(|(_, piece)| piece.is_changed) {
                    let mut words = folded(&piece.text);
                    if !words.iter().any(|word| word.starts_with(|c: char| c.is_ascii_digit())) {
                        continue;
                    }
                    if let (1, Some(next)) = (words.len(), was.get(index + 1)) {
                        words.extend(folded(&next.text).into_iter().take(1));
                    }
                    needles.push(words);
                }
            }
            Row::Same(_) | Row::Added(_) => {}
        }
    }
    needles.retain(|words| !words.is_empty());
    needles
}

fn folded(text: &str) -> Vec<String> {
    isnad_text::words(text)
        .map(|word| isnad_text::fold(word.of(text)))
        .collect()
}

/// The texts that took this one over before it was changed, in order of their times.
fn carriers(
    finder: &Finder,
    view: &ArticleView,
    compared: &Comparison,
    gone: &[Vec<String>],
    language: Language,
) -> Result<Vec<Carrier>, ApiError> {
    let store = finder.store();
    let copies = store.copies_of(view.id)?;
    let all = each_once(&copies);
    let ids: Vec<ArticleId> = all.iter().map(|(other, ..)| *other).collect();
    let near = when::civil(compared.from.captured_at).date();
    let mut carriers = Vec::new();
    for ((_, copy, _), (other, article)) in all.into_iter().zip(store.full_articles(&ids)?) {
        let moment = when::appeared(&other);
        let is_before = moment.is_some_and(|moment| moment.seconds < compared.to.captured_at);
        if !is_before || group_of(copy, &view.external_id, &other.external_id) != 1 {
            continue;
        }
        let class = grade_class(copy.grade);
        carriers.push((
            moment.map(|moment| moment.seconds),
            Carrier {
                id: other.id.0,
                outlet: foreign(&other.source, None),
                time: time(language, moment, Some(near)),
                class,
                grade: language.word(class),
                is_still_there: still_has(&article, gone),
            },
        ));
    }
    carriers.sort_by_key(|(seconds, carrier)| (*seconds, carrier.id));
    Ok(carriers.into_iter().map(|(_, carrier)| carrier).collect())
}

fn still_has(article: &Article, gone: &[Vec<String>]) -> bool {
    let words = folded(&format!(
        "{}\n{}",
        article.title.as_deref().unwrap_or_default(),
        article.text()
    ));
    gone.iter()
        .any(|needle| words.windows(needle.len()).any(|window| window == needle))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_follow_each_other_and_end_with_first_and_last() {
        assert_eq!(pairs_of(&[1, 2, 3], (1, 2)), [(1, 2), (1, 3), (2, 3)]);
        assert_eq!(pairs_of(&[1, 2], (1, 2)), [(1, 2)]);
        let many: Vec<u32> = (1..=40).collect();
        assert_eq!(pairs_of(&many, (3, 7)).len(), MOST_PAIRS + 2);
    }

    #[test]
    fn a_lone_number_is_looked_for_with_the_word_behind_it() {
        let piece = |text: &str, is_changed| Piece {
            text: text.to_owned(),
            is_changed,
        };
        let row = Row::Changed {
            was: vec![piece("قضى ", false), piece("31", true), piece(" شخصا في الغرق", false)],
            now: Vec::new(),
        };
        let found = Difference {
            rows: vec![
                row,
                Row::Removed("ورجح مصدر ذلك.".to_owned()),
                Row::Added("12 سفينة".to_owned()),
            ],
            ..Difference::default()
        };
        let needles = gone(&found);
        assert_eq!(needles.len(), 2);
        assert_eq!(needles[0], folded("31 شخصا"));
    }
}
