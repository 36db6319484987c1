//! `/story/{id}`: the story in short, by day and in episodes, the chain as a picture and as a table, its texts in order of first
//! appearance with why each is here, and forms to correct it.
//!
//! Limits: a page holds about eighty texts, of which no text is parted from its copies; what tells of the whole story
//! stands on the first page.

use super::chain::{copied_why, folded_under, is_before_change};
use super::frame::{Frame, Section};
use super::front::{Spread, headline, language_counts};
use super::marks::Marker;
use super::markup::{Markup, foreign, time};
use super::page;
use super::story_chain::{ChainPart, Graded, chain_part, graded};
use super::story_correct::{CorrectPart, correct_part};
use super::story_episodes::{EpisodeItem, episode_items};
use super::story_gist::{Days, Sentence, days, sentences};
use super::story_why::{Why, why};
use super::visitor::Visitor;
use super::visits;
use super::when::{self, Moment};
use super::words::Language;
use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Parameters, Path};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use isnad_engine::find::Finder;
use isnad_engine::gist::{StoryGist, story_gist};
use isnad_model::{ArticleId, Copy, CopyKind, CopyOrigin, Grade, StoryId};
use isnad_store::StoryMember;
use jiff::civil::Date;
use serde::Deserialize;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Texts on a page, but for the copies of its last one.
const TEXTS: usize = 80;

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
    /// How many texts are new since the last visit, in words, and where the first of them is.
    new: Option<(String, String)>,
    sentences: Vec<Sentence>,
    days: Option<Days>,
    episodes: Vec<EpisodeItem>,
    chain: Option<ChainPart>,
    items: Vec<Item>,
    /// Addresses of the pages of texts, where there are several, and which of them this is.
    pages: Vec<String>,
    page: usize,
    id: StoryId,
    correct: CorrectPart,
}

struct Item {
    id: i32,
    is_new: bool,
    /// The day, where it is another than that of the item before.
    day: Option<String>,
    time: Markup,
    title: Markup,
    outlet: Markup,
    /// Its versions in words and the address of their difference, where it has several.
    versions: Option<(String, String)>,
    copies: Vec<CopyItem>,
    folded: String,
    is_open: bool,
    /// Why it is here, and then why each of its copies is.
    why: Vec<Why>,
}

struct CopyItem {
    id: i32,
    is_new: bool,
    time: Markup,
    outlet: Markup,
    grade: Option<Graded>,
    why: String,
    is_before_change: bool,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    /// Page of the texts, from 1.
    texts: Option<usize>,
    /// Page of the chain's table, from 1.
    chain: Option<usize>,
    /// `all` for every day.
    days: Option<String>,
}

/// What the server says besides the store.
struct Server {
    now: i64,
    is_writing: bool,
}

/// `GET /story/{id}`; a story that was merged leads to the one it is part of.
pub(super) async fn story(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i32>,
    Parameters(asked): Parameters<Asked>,
) -> Result<Response, ApiError> {
    let marker = Marker::new(&app, &visitor);
    let asking = visitor.clone();
    let server = Server {
        now: app.now_seconds(),
        is_writing: app.is_writing(),
    };
    let made = app
        .read(move |finder| build(finder, &asking, StoryId(id), &asked, &marker, &server))
        .await?;
    match made {
        Built::Page(template) => Ok(visitor.bind(page(&*template)?)),
        Built::Moved(now) => Ok(Redirect::permanent(&format!("/story/{now}")).into_response()),
    }
}

enum Built {
    Page(Box<StoryPage>),
    /// The story is part of another now.
    Moved(StoryId),
}

fn build(
    finder: &Finder,
    visitor: &Visitor,
    id: StoryId,
    asked: &Asked,
    marker: &Marker,
    server: &Server,
) -> Result<Built, ApiError> {
    let not_found = || ApiError::not_found(format!("no story {id}")).told("reason.no_story", id);
    let story = finder.store().story(id)?.ok_or_else(not_found)?;
    if story.id != id {
        return Ok(Built::Moved(story.id));
    }
    let language = visitor.language;
    let members = &story.members;
    let first = members.first().ok_or_else(not_found)?;
    let ids: Vec<ArticleId> = members.iter().map(|member| member.article.id).collect();
    let told = Told {
        members,
        moments: members.iter().map(|member| when::appeared(&member.article)).collect(),
        changes: finder.store().changes_of(&ids)?,
        new: visits::arrived(ids.iter().copied(), &finder.store().shown(id)?, server.now),
        story: id,
    };
    let under = folded_under(members);
    let folded = under.iter().flatten().count() as u64;
    let groups = grouped(&under);
    let pages = paged(&groups);
    let at = asked.texts.unwrap_or(1).clamp(1, pages.len()) - 1;
    let mut outlets: Vec<&str> = members.iter().map(|member| member.article.source.as_str()).collect();
    outlets.sort_unstable();
    outlets.dedup();
    let is_publication = told.moments[0].is_some_and(|moment| moment.is_publication());
    let total = members.len() as u64;
    let near = common_day(&told.moments);
    let marks = finder.store().story_marks(&[id])?.pop().unwrap_or_default();
    // what tells of the whole story stands on the first page
    let gist = match at {
        0 => story_gist(finder.store(), &story)?,
        _ => StoryGist::default(),
    };
    let episodes = match at {
        0 => finder.episodes(&story)?,
        _ => Vec::new(),
    };
    let shown = &groups[pages[at].clone()];
    Ok(Built::Page(Box::new(StoryPage {
        marks: marker.story(id, marks)?,
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
        first_time: time(language, told.moments[0], None),
        outlets: language.count("outlets", outlets.len() as u64),
        spread: Spread::of(members.iter().map(|member| &member.article)).caption(language),
        articles: language.count("articles", total),
        parts: language.fill(
            "originals_and",
            &[
                ("originals", &language.count("originals", total - folded)),
                ("copies", &language.count("folded", folded)),
            ],
        ),
        languages: language_counts(&languages_of(members), language),
        new: new_texts(&told, &groups, &pages, language),
        sentences: sentences(&gist, &told, &under, near, language),
        days: days(&gist, &told, asked.days.as_deref() == Some("all"), language),
        episodes: episode_items(&episodes, language),
        chain: match at {
            0 => chain_part(&told, near, id, asked.chain.unwrap_or(1), language),
            _ => None,
        },
        items: items(&told, shown, language),
        correct: correct_part(finder.store(), id, &told, shown, language, server.is_writing)?,
        id,
        page: at,
        pages: match pages.len() {
            1 => Vec::new(),
            many => (1..=many)
                .map(|number| format!("/story/{id}?texts={number}#texts"))
                .collect(),
        },
        frame: Frame::new(visitor, Section::Today),
    })))
}

/// The texts of a story with what is told of each.
pub(super) struct Told<'a> {
    pub(super) members: &'a [StoryMember],
    pub(super) moments: Vec<Option<Moment>>,
    /// When each was seen changed.
    pub(super) changes: Vec<Vec<i64>>,
    /// Those that came since the last visit.
    pub(super) new: BTreeSet<ArticleId>,
    pub(super) story: StoryId,
}

/// How many texts are new, and the address of the first of them.
fn new_texts(
    told: &Told<'_>,
    groups: &[(usize, Vec<usize>)],
    pages: &[Range<usize>],
    language: Language,
) -> Option<(String, String)> {
    let is_new = |place: &usize| told.new.contains(&told.members[*place].article.id);
    let group = groups
        .iter()
        .position(|(original, copies)| is_new(original) || copies.iter().any(is_new))?;
    let page = pages.iter().position(|page| page.contains(&group))? + 1;
    let article = told.members[groups[group].0].article.id;
    let href = match pages.len() {
        1 => format!("#t{article}"),
        _ => format!("/story/{}?texts={page}#t{article}", told.story),
    };
    Some((language.count("new_texts", told.new.len() as u64), href))
}

/// The texts that stand for themselves, each with the places of its copies.
fn grouped(under: &[Option<usize>]) -> Vec<(usize, Vec<usize>)> {
    let mut groups: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut group_of = vec![0; under.len()];
    for (place, original) in under.iter().enumerate() {
        match original {
            Some(original) => {
                group_of[place] = group_of[*original];
                groups[group_of[place]].1.push(place);
            }
            None => {
                group_of[place] = groups.len();
                groups.push((place, Vec::new()));
            }
        }
    }
    groups
}

/// The groups of each page; there is one at least.
fn paged(groups: &[(usize, Vec<usize>)]) -> Vec<Range<usize>> {
    let (mut pages, mut start, mut texts) = (Vec::new(), 0, 0);
    for (index, (_, copies)) in groups.iter().enumerate() {
        if texts >= TEXTS {
            pages.push(start..index);
            (start, texts) = (index, 0);
        }
        texts += 1 + copies.len();
    }
    pages.push(start..groups.len());
    pages
}

fn languages_of(members: &[StoryMember]) -> Vec<(String, u32)> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for code in members.iter().filter_map(|member| member.article.language.as_deref()) {
        *counts.entry(code).or_default() += 1;
    }
    let mut counts: Vec<(String, u32)> = counts
        .into_iter()
        .map(|(code, count)| (code.to_owned(), count))
        .collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
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

fn items(told: &Told<'_>, groups: &[(usize, Vec<usize>)], language: Language) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::with_capacity(groups.len());
    let mut last_day: Option<Option<Date>> = None;
    for (original, copies) in groups {
        let view = &told.members[*original].article;
        let moment = told.moments[*original];
        let day = moment.map(|known| when::civil(known.seconds).date());
        let is_new_day = last_day.replace(day) != Some(day);
        let changes = told.changes[*original].len() as u32;
        let versions = || {
            let count = language.count("versions_count", u64::from(changes) + 1);
            (count, format!("/article/{}#versions", view.id))
        };
        let group = || std::iter::once(original).chain(copies);
        items.push(Item {
            id: view.id.0,
            is_new: told.new.contains(&view.id),
            day: day.filter(|_| is_new_day).map(|day| when::day_words(language, day)),
            time: clock_of(language, moment),
            title: headline(view, language),
            outlet: foreign(&view.source, None),
            versions: (changes > 0).then(versions),
            copies: copies
                .iter()
                .map(|place| copy_item(told, *place, day, language))
                .collect(),
            folded: language.count("folded", copies.len() as u64),
            is_open: items.is_empty() && copies.len() <= 8,
            why: group()
                .map(|place| why(&told.members[*place], told.story, language))
                .collect(),
        });
    }
    items
}

fn copy_item(told: &Told<'_>, place: usize, near: Option<Date>, language: Language) -> CopyItem {
    let member = &told.members[place];
    let best = member
        .copies
        .iter()
        .filter(|(_, copy)| copy.kind != CopyKind::Partial)
        .min_by(|(_, one), (_, other)| {
            (one.grade as u8, -one.contained)
                .partial_cmp(&(other.grade as u8, -other.contained))
                .unwrap_or(Ordering::Equal)
        });
    let origin_changes = best.and_then(|(other, copy)| {
        let origin = told.members.iter().position(|member| member.article.id == *other)?;
        let of_origin = CopyOrigin::Article(told.members[origin].article.external_id.clone());
        (copy.grade != Grade::SharedSource && copy.from.as_ref() == Some(&of_origin)).then(|| &told.changes[origin])
    });
    CopyItem {
        id: member.article.id.0,
        is_new: told.new.contains(&member.article.id),
        time: time(language, told.moments[place], near),
        outlet: foreign(&member.article.source, None),
        grade: best.map(|(_, copy)| graded(copy.grade, language)),
        why: best.map(|(_, copy)| told_why(language, copy)).unwrap_or_default(),
        is_before_change: is_before_change(told.moments[place], origin_changes),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_ends_after_eighty_texts_and_parts_none_from_its_copies() {
        let mut under: Vec<Option<usize>> = vec![None; 70];
        under.extend(vec![Some(69); 30]);
        under.extend(vec![None; 20]);
        let groups = grouped(&under);
        assert_eq!(groups.len(), 90);
        assert_eq!(groups[69].1.len(), 30);
        assert_eq!(paged(&groups), [0..70, 70..90]);
        assert_eq!(paged(&grouped(&[])).len(), 1, "a page of nothing is a page");
    }
}
