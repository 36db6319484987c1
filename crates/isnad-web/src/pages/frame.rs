//! What surrounds every page: masthead, foot, language and theme.

use super::visitor::Visitor;
use super::words::Language;
use super::{assets, in_query};

/// The section of the masthead that a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// Stories and their articles.
    Today,
    /// Search.
    Search,
    /// What is kept.
    Saved,
    /// Sources.
    Sources,
    /// None of them.
    Other,
}

/// The keys of `static/keys.js`.
const KEYS: [(&str, &str); 11] = [
    ("j k", "key.step"),
    ("Enter o", "key.open"),
    ("u", "key.up"),
    ("/", "key.search"),
    ("c", "key.chain"),
    ("v", "key.versions"),
    ("f", "key.fold"),
    ("m", "key.read"),
    ("s", "key.star"),
    ("d", "key.theme"),
    ("?", "key.list"),
];

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
    /// Whether there is something to log out of.
    pub(super) is_logged_in: bool,
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
            is_logged_in: visitor.is_logged_in,
        }
    }

    /// A word of the interface.
    pub(super) fn word<'k>(&self, key: &'k str) -> &'k str {
        self.language.word(key)
    }

    pub(super) fn style(&self) -> &'static str {
        assets::style()
    }

    pub(super) fn icon(&self) -> &'static str {
        assets::icon()
    }

    pub(super) fn script(&self) -> &'static str {
        assets::keys()
    }

    /// The keys as they are printed on keyboards, with what each does.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&'static str, &str)> {
        KEYS.iter().map(|(key, does)| (*key, self.word(does)))
    }

    pub(super) fn is_at(&self, section: Section) -> bool {
        self.section == section
    }

    pub(super) fn is_theme(&self, name: &str) -> bool {
        self.theme.unwrap_or("system") == name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_told_and_heard() {
        let script = include_str!("../../static/keys.js");
        for (keys, does) in KEYS {
            assert!(Language::Arabic.find(does).is_some(), "{does}");
            for key in keys
                .split(' ')
                .filter(|key| key.len() == 1 && key.chars().all(char::is_alphabetic))
            {
                let code = format!("  Key{}:", key.to_uppercase());
                assert!(script.contains(&code), "{code}");
            }
        }
    }
}
