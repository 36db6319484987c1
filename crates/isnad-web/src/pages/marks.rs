//! Read and star: the small form beside an article or a story, and what it changes.

use super::markup::Markup;
use super::visitor::{Visitor, local};
use super::words::Language;
use crate::app::App;
use crate::error::ApiError;
use crate::extract::Fields;
use askama::Template;
use axum::extract::State;
use axum::response::Redirect;
use isnad_model::{ArticleId, StoryId};
use isnad_store::{Mark, Marks, StoryMarks};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "marks.html")]
struct MarksForm<'m> {
    form_token: &'m str,
    back: &'m str,
    anchor: String,
    of: &'static str,
    id: i32,
    is_read: bool,
    is_starred: bool,
    read_words: &'m str,
    star_words: &'m str,
}

/// Makes the forms of one page.
pub(super) struct Marker {
    language: Language,
    form_token: String,
    back: String,
    is_writing: bool,
}

impl Marker {
    /// For the pages of a visitor; a server that only reads shows no forms.
    pub(super) fn new(app: &App, visitor: &Visitor) -> Marker {
        Marker {
            language: visitor.language,
            form_token: visitor.form_token.clone(),
            back: visitor.here.clone(),
            is_writing: app.is_writing(),
        }
    }

    /// The form of an article.
    pub(super) fn article(&self, id: ArticleId, marks: Marks) -> Result<Markup, ApiError> {
        let word = |key| self.language.word(key);
        let read_words = match marks.read_at {
            Some(_) => word("article_unread"),
            None => word("article_read"),
        };
        let star_words = match marks.starred_at {
            Some(_) => word("article_unstar"),
            None => word("article_star"),
        };
        self.form(MarksForm {
            form_token: &self.form_token,
            back: &self.back,
            anchor: format!("a{id}"),
            of: "article",
            id: id.0,
            is_read: marks.read_at.is_some(),
            is_starred: marks.starred_at.is_some(),
            read_words,
            star_words,
        })
    }

    /// The form of a story.
    pub(super) fn story(&self, id: StoryId, marks: StoryMarks) -> Result<Markup, ApiError> {
        let word = |key| self.language.word(key);
        let (is_read, is_starred) = (marks.unread == 0, marks.starred > 0);
        self.form(MarksForm {
            form_token: &self.form_token,
            back: &self.back,
            anchor: format!("s{id}"),
            of: "story",
            id: id.0,
            is_read,
            is_starred,
            read_words: if is_read {
                word("story_unread")
            } else {
                word("story_read")
            },
            star_words: if is_starred {
                word("story_unstar")
            } else {
                word("story_star")
            },
        })
    }

    fn form(&self, form: MarksForm<'_>) -> Result<Markup, ApiError> {
        if !self.is_writing {
            return Ok(Markup::default());
        }
        Markup::of_template(&form)
    }
}

#[derive(Deserialize)]
pub(super) struct Sent {
    form_token: String,
    of: String,
    id: i32,
    change: String,
    #[serde(default)]
    back: String,
}

/// `POST /mark`: `read`, `unread`, `star` or `unstar` of an `article` or a `story`.
pub(super) async fn mark(
    State(app): State<App>,
    visitor: Visitor,
    Fields(sent): Fields<Sent>,
) -> Result<Redirect, ApiError> {
    visitor.check_form(&sent.form_token)?;
    let now = app.now_seconds();
    let (mark, at) = match sent.change.as_str() {
        "read" => (Mark::Read, Some(now)),
        "unread" => (Mark::Read, None),
        "star" => (Mark::Star, Some(now)),
        "unstar" => (Mark::Star, None),
        other => return Err(ApiError::bad_request(format!("no change «{other}»"))),
    };
    let id = sent.id;
    let anchor = match sent.of.as_str() {
        "article" => {
            app.write(move |store| crate::marking::article(store, ArticleId(id), mark, at))
                .await?;
            format!("a{id}")
        }
        "story" => {
            app.write(move |store| crate::marking::story(store, StoryId(id), mark, at))
                .await?;
            format!("s{id}")
        }
        other => return Err(ApiError::bad_request(format!("«{other}» bears no marks"))),
    };
    Ok(Redirect::to(&format!("{}#{anchor}", local(&sent.back))))
}
