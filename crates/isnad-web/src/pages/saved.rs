//! `/saved`: texts that are kept, and searches that are kept with their feeds.

use super::frame::{Frame, Section};
use super::front::headline;
use super::marks::Marker;
use super::markup::{Markup, foreign, time};
use super::visitor::Visitor;
use super::when::{self, Moment};
use super::{in_query, page};
use crate::api::{star_cursor, star_place};
use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Fields, Parameters, Path};
use crate::feeds::{self, FeedLink};
use askama::Template;
use axum::extract::State;
use axum::response::{Redirect, Response};
use isnad_model::ArticleId;
use isnad_search::Query;
use isnad_store::{ArticleView, Marks, SearchId};
use serde::Deserialize;

const TEXTS: usize = 50;

#[derive(Template)]
#[template(path = "saved.html")]
struct SavedPage {
    frame: Frame,
    texts: Vec<Text>,
    searches: Vec<Search>,
    next: Option<String>,
    is_writing: bool,
}

struct Text {
    id: i32,
    title: Markup,
    outlet: Markup,
    time: Markup,
    story: Option<i32>,
    starred: Markup,
    is_read: bool,
    marks: Markup,
}

struct Search {
    id: i64,
    query: String,
    href: String,
    feeds: Vec<FeedLink>,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    after: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct NewSearch {
    form_token: String,
    q: String,
}

#[derive(Deserialize)]
pub(super) struct Token {
    form_token: String,
}

/// `GET /saved`.
pub(super) async fn saved(
    State(app): State<App>,
    visitor: Visitor,
    Parameters(asked): Parameters<Asked>,
) -> Result<Response, ApiError> {
    let language = visitor.language;
    let after = asked.after.as_deref().map(star_cursor).transpose()?;
    let (searches, stars, told) = app
        .read(move |finder| {
            let store = finder.store();
            let stars = store.starred(after, TEXTS)?;
            let ids: Vec<ArticleId> = stars.iter().map(|star| star.article).collect();
            let told: Vec<(ArticleView, Marks)> = store.articles(&ids)?.into_iter().zip(store.marks(&ids)?).collect();
            Ok((store.searches()?, stars, told))
        })
        .await?;
    let marker = Marker::new(&app, &visitor);
    let mut texts = Vec::with_capacity(told.len());
    for (view, marks) in told {
        let starred_at = marks.starred_at.map(|seconds| Moment {
            seconds,
            is_exact: true,
            is_claimed: false,
        });
        texts.push(Text {
            id: view.id.0,
            title: headline(&view, language),
            outlet: foreign(&view.source, None),
            time: time(language, when::appeared(&view), None),
            story: view.story.map(|story| story.0),
            starred: time(language, starred_at, None),
            is_read: marks.read_at.is_some(),
            marks: marker.article(view.id, marks)?,
        });
    }
    let template = SavedPage {
        searches: searches
            .into_iter()
            .map(|search| Search {
                id: search.id.0,
                href: format!("/search?q={}&order=newest", in_query(&search.query)),
                feeds: feeds::of_search(&app, language, &search.query, true),
                query: search.query,
            })
            .collect(),
        next: stars
            .last()
            .filter(|_| stars.len() == TEXTS)
            .map(|last| format!("/saved?after={}", star_place(last))),
        texts,
        is_writing: app.is_writing(),
        frame: Frame::new(&visitor, Section::Saved),
    };
    Ok(visitor.bind(page(&template)?))
}

/// `POST /searches`: keeps a search; one that is not understood is refused.
pub(super) async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Fields(sent): Fields<NewSearch>,
) -> Result<Redirect, ApiError> {
    visitor.check_form(&sent.form_token)?;
    let query = sent.q.trim().to_owned();
    Query::parse(&query)?;
    let back = format!("/search?q={}&order=newest", in_query(&query));
    let now = app.now_seconds();
    app.write(move |store| Ok(store.save_search(&query, now)?)).await?;
    Ok(Redirect::to(&back))
}

/// `POST /searches/{id}/forget`.
pub(super) async fn forget(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Fields(sent): Fields<Token>,
) -> Result<Redirect, ApiError> {
    visitor.check_form(&sent.form_token)?;
    match app.write(move |store| Ok(store.forget_search(SearchId(id))?)).await? {
        true => Ok(Redirect::to("/saved")),
        false => Err(ApiError::not_found(format!("no saved search {id}"))),
    }
}
