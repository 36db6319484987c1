//! What surrounds every page: masthead, foot, language and theme.

use super::visitor::Visitor;
use super::words::Language;
use super::{in_query, style};

/// The section of the masthead that a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// Stories and their articles.
    Today,
    /// Search.
    Search,
    /// Sources.
    Sources,
    /// None of them.
    Other,
}

/// What the frame's template needs.
pub(super) struct Frame {
    /// The language of the interface.
    pub(super) language: Language,
    theme: Option<&'static str>,
    section: Section,
    /// The page, as the query of an address holds it.
    pub(super) back: String,
    /// What forms carry.
    pub(super) form_token: String,
}

impl Frame {
    /// The frame of a page of `section`.
    pub(super) fn new(visitor: &Visitor, section: Section) -> Frame {
        Frame {
            language: visitor.language,
            theme: visitor.theme,
            section,
            back: in_query(&visitor.here),
            form_token: visitor.form_token.clone(),
        }
    }

    /// A word of the interface.
    pub(super) fn word<'k>(&self, key: &'k str) -> &'k str {
        self.language.word(key)
    }

    pub(super) fn style(&self) -> &'static str {
        &style::ADDRESS
    }

    pub(super) fn is_at(&self, section: Section) -> bool {
        self.section == section
    }

    pub(super) fn is_theme(&self, name: &str) -> bool {
        self.theme.unwrap_or("system") == name
    }
}
