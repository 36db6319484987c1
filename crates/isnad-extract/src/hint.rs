//! What is known of a capture beside its bytes.

use isnad_model::{Article, Capture, ClaimedTime};

/// What the caller knows: it fills what the page does not say, and never overrules what the page says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    /// External id of the article.
    pub id: String,
    /// Address of the page, absolute.
    pub url: Option<String>,
    /// Outlet.
    pub source: Option<String>,
    /// When it was captured, RFC 3339: nothing is published later than this.
    pub captured: Option<String>,
    /// Value of the Content-Type header.
    pub content_type: Option<String>,
    /// Title as a feed or a record gives it.
    pub title: Option<String>,
    /// Time as a feed or a record gives it.
    pub published: Option<ClaimedTime>,
    /// Authors as a feed or a record gives them.
    pub authors: Vec<String>,
    /// Language as a feed or a record gives it.
    pub language: Option<String>,
}

impl Hint {
    /// What a capture tells of itself. Without an external id the address is the id.
    pub fn of_capture(capture: &Capture) -> Hint {
        let id = capture.external_id.as_ref().or(capture.url.as_ref());
        Hint {
            id: id.cloned().unwrap_or_default(),
            url: capture.url.clone(),
            source: Some(capture.source.clone()).filter(|source| !source.is_empty()),
            captured: Some(capture.captured.clone()).filter(|captured| !captured.is_empty()),
            content_type: capture.content_type.clone(),
            ..Hint::default()
        }
    }

    /// This hint, with what it leaves open filled from `outer`.
    pub fn or(self, outer: &Hint) -> Hint {
        Hint {
            id: if self.id.is_empty() { outer.id.clone() } else { self.id },
            url: self.url.or_else(|| outer.url.clone()),
            source: self.source.or_else(|| outer.source.clone()),
            captured: self.captured.or_else(|| outer.captured.clone()),
            content_type: self.content_type.or_else(|| outer.content_type.clone()),
            title: self.title.or_else(|| outer.title.clone()),
            published: self.published.or_else(|| outer.published.clone()),
            authors: if self.authors.is_empty() {
                outer.authors.clone()
            } else {
                self.authors
            },
            language: self.language.or_else(|| outer.language.clone()),
        }
    }

    /// An article that says no more than the hint.
    pub(crate) fn to_article(&self) -> Article {
        Article {
            id: self.id.clone(),
            url: self.url.clone(),
            source: self.source.clone(),
            captured: self.captured.clone(),
            title: self.title.clone(),
            published: self.published.clone(),
            authors: self.authors.clone(),
            language: self.language.clone(),
            ..Article::default()
        }
    }
}
