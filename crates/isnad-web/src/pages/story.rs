//! `/story/{id}`: its texts in order of first appearance, and the chain as a picture and as a table.

use super::chain::{copied_why, folded_under, lanes};
use super::frame::{Frame, Section};
use super::front::{Spread, headline, language_counts};
use super::marks::Marker;
use super::markup::{Markup, foreign, time};
use super::page;
use super::picture::{Lane, chain_slim, chain_wide, grade_class, in_order};
use super::visitor::Visitor;
use super::when::{self, Moment};
use super::words::Language;
use crate::app::App;
use crate::error::ApiError;
use crate::extract::Path;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use isnad_model::{Copy, CopyKind, CopyOrigin, Grade, StoryId};
use isnad_store::{StoryMember, StoryView};
use jiff::civil::Date;
use std::cmp::Ordering;

#[derive(Template)]
#[template(path = "story.html")]
struct StoryPage {
    frame: Frame,
    marks: Markup,
    title: Markup,
    title_words: String,
    first_label: String,
    first_outlet: Markup,
    first_time: Markup,
    outlets: String,
    spread: String,
    articles: String,
    parts: String,
    languages: Option<String>,
    chain: Option<ChainPart>,
    items: Vec<Item>,
}

struct ChainPart {
    pictures: Vec<Markup>,
    note: Option<String>,
    rows: Vec<ChainRow>,
}

struct ChainRow {
    outlet: Markup,
    href: String,
    time: Markup,
    from: Markup,
    grade: Graded,
    why: String,
}

/// A grade as class and word.
struct Graded {
    class: &'static str,
    word: &'static str,
}

struct Item {
    id: i32,
    /// The day, where it is another than that of the item before.
    day: Option<String>,
    time: Markup,
    title: Markup,
    outlet: Markup,
    copies: Vec<CopyItem>,
    folded: String,
    is_open: bool,
}

struct CopyItem {
    id: i32,
    time: Markup,
    outlet: Markup,
    grade: Option<Graded>,
    why: String,
}

/// `GET /story/{id}`; a story that was merged leads to the one it is part of.
pub(super) async fn story(State(app): State<App>, visitor: Visitor, Path(id): Path<i32>) -> Result<Response, ApiError> {
    let (found, marks) = app
        .read(move |finder| {
            let store = finder.store();
            Ok((store.story(StoryId(id))?, store.story_marks(&[StoryId(id)])?))
        })
        .await?;
    let story = found.ok_or_else(|| ApiError::not_found(format!("no story {id}")))?;
    if story.id.0 != id {
        return Ok(Redirect::permanent(&format!("/story/{}", story.id)).into_response());
    }
    let marks = marks.into_iter().next().unwrap_or_default();
    let form = Marker::new(&app, &visitor).story(story.id, marks)?;
    Ok(visitor.bind(page(&build(&story, &visitor, form)?)?))
}

fn build(story: &StoryView, visitor: &Visitor, marks: Markup) -> Result<StoryPage, ApiError> {
    let language = visitor.language;
    let members = &story.members;
    let first = members
        .first()
        .ok_or_else(|| ApiError::not_found(format!("no story {}", story.id)))?;
    let moments: Vec<Option<Moment>> = members.iter().map(|member| when::appeared(&member.article)).collect();
    let near = common_day(&moments);
    let under = folded_under(members);
    let folded = under.iter().flatten().count() as u64;
    let mut outlets: Vec<&str> = members.iter().map(|member| member.article.source.as_str()).collect();
    outlets.sort_unstable();
    outlets.dedup();
    let is_publication = moments[0].is_some_and(|moment| moment.is_publication());
    let total = members.len() as u64;
    Ok(StoryPage {
        title: headline(&first.article, language),
        title_words: first
            .article
            .title
            .clone()
            .unwrap_or_else(|| language.word("untitled").to_owned()),
        first_label: language
            .word(if is_publication { "first_published" } else { "earliest" })
            .to_owned(),
        first_outlet: foreign(&first.article.source, None),
        first_time: time(language, moments[0], None),
        outlets: language.count("outlets", outlets.len() as u64),
        spread: Spread::of(members).caption(language),
        articles: language.count("articles", total),
        parts: language.fill(
            "originals_and",
            &[
                ("originals", &language.count("originals", total - folded)),
                ("copies", &language.count("folded", folded)),
            ],
        ),
        languages: language_counts(members, language),
        chain: chain_part(members, near, language),
        items: items(members, &moments, &under, language),
        marks,
        frame: Frame::new(visitor, Section::Today),
    })
}

/// The day that all moments share.
fn common_day(moments: &[Option<Moment>]) -> Option<Date> {
    let mut days = moments
        .iter()
        .flatten()
        .map(|moment| when::civil(moment.seconds).date());
    let first = days.next()?;
    days.all(|day| day == first).then_some(first)
}

fn items(
    members: &[StoryMember],
    moments: &[Option<Moment>],
    under: &[Option<usize>],
    language: Language,
) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut item_days: Vec<Option<Date>> = Vec::new();
    let mut item_of = vec![0; members.len()];
    for (place, member) in members.iter().enumerate() {
        let view = &member.article;
        let own_day = moments[place].map(|moment| when::civil(moment.seconds).date());
        let Some(original) = under[place] else {
            item_of[place] = items.len();
            let is_new_day = item_days.last() != Some(&own_day);
            item_days.push(own_day);
            items.push(Item {
                id: view.id.0,
                day: own_day.filter(|_| is_new_day).map(|day| when::day_words(language, day)),
                time: clock_of(language, moments[place]),
                title: headline(view, language),
                outlet: foreign(&view.source, None),
                copies: Vec::new(),
                folded: String::new(),
                is_open: false,
            });
            continue;
        };
        let item = item_of[original];
        item_of[place] = item;
        let best = member
            .copies
            .iter()
            .map(|(_, copy)| copy)
            .filter(|copy| copy.kind != CopyKind::Partial)
            .min_by(|one, other| {
                (one.grade as u8, -one.contained)
                    .partial_cmp(&(other.grade as u8, -other.contained))
                    .unwrap_or(Ordering::Equal)
            });
        items[item].copies.push(CopyItem {
            id: view.id.0,
            time: time(language, moments[place], item_days[item]),
            outlet: foreign(&view.source, None),
            grade: best.map(|copy| graded(copy.grade, language)),
            why: best.map(|copy| told_why(language, copy)).unwrap_or_default(),
        });
    }
    for (place, item) in items.iter_mut().enumerate() {
        item.folded = language.count("folded", item.copies.len() as u64);
        item.is_open = place == 0 && item.copies.len() <= 8;
    }
    items
}

/// Why a copy is one, with the agency where that is the proof.
fn told_why(language: Language, copy: &Copy) -> String {
    let match_of = copied_why(language, copy, copy.contained);
    match (&copy.from, copy.grade) {
        (Some(CopyOrigin::Agency { agency }), Grade::Proven) => {
            let credits = language.fill("both_credit", &[("name", agency)]);
            format!("{match_of}{}{credits}", language.word("comma"))
        }
        _ => match_of,
    }
}

/// The clock of a moment under its day; a dash where only the day is known.
fn clock_of(language: Language, moment: Option<Moment>) -> Markup {
    match moment {
        Some(known) if known.is_exact => time(language, moment, Some(when::civil(known.seconds).date())),
        _ => foreign("—", None),
    }
}

fn graded(grade: Grade, language: Language) -> Graded {
    let class = grade_class(grade);
    Graded {
        class,
        word: language.word(class),
    }
}

fn chain_part(members: &[StoryMember], near: Option<Date>, language: Language) -> Option<ChainPart> {
    let lanes = lanes(members, language);
    if lanes.is_empty() {
        return None;
    }
    let label = language.word("chain_label");
    let is_exact = lanes.iter().all(|lane| lane.is_exact);
    let has_clock = is_exact && near.is_some();
    let wide = match is_exact {
        true => chain_wide(&lanes, language, label, language.word("chain_described")),
        false => None,
    };
    let slim_class = if wide.is_some() { "pic slim-pic" } else { "pic any-pic" };
    let slim = chain_slim(&lanes, language, slim_class, label, has_clock);
    let left_out = wide
        .as_ref()
        .map_or(slim.left_out, |picture| picture.left_out.max(slim.left_out));
    let note = match (wide.is_some(), left_out) {
        (false, _) => Some(language.word("chain_days_only").to_owned()),
        (true, 0) => None,
        (true, n) => Some(language.fill("chain_cut", &[("n", &language.count("articles", n as u64))])),
    };
    let rows = in_order(&lanes)
        .into_iter()
        .filter_map(|(index, _)| chain_row(&lanes, index, near, language))
        .collect();
    Some(ChainPart {
        pictures: wide.into_iter().chain([slim]).map(|picture| picture.svg).collect(),
        note,
        rows,
    })
}

fn chain_row(lanes: &[Lane], index: usize, near: Option<Date>, language: Language) -> Option<ChainRow> {
    let lane = &lanes[index];
    let parent = &lanes[lane.parent?];
    let moment = lane.seconds.map(|seconds| Moment {
        seconds,
        is_exact: lane.is_exact,
        is_claimed: false,
    });
    Some(ChainRow {
        outlet: foreign(&lane.name, None),
        href: lane.href.clone()?,
        time: time(language, moment, near),
        from: foreign(&parent.name, None),
        grade: graded(lane.grade, language),
        why: lane.why.clone(),
    })
}
