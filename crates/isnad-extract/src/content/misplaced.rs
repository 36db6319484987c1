//! Elements within the article that are no part of its text.

use super::hints::Hints;
use super::root::is_beside;
use super::survey::Fact;
use isnad_html::Tag;

/// Why an element is no part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// What readers wrote.
    Comment,
    /// Stands beside the text by its class.
    Beside,
    /// Belongs to a picture.
    Caption,
    /// Says who wrote when.
    Meta,
    /// Mostly links.
    Links,
}

/// Why the element is out of place in an article whose text scores `root_good`, if it is.
pub(crate) fn misplaced(fact: &Fact, tag: Tag, root_good: f32) -> Option<Reason> {
    if fact.chars == 0 {
        return None;
    }
    let share = fact.good / root_good;
    let density = fact.link_chars as f32 / fact.chars as f32;
    if fact.hints.has(Hints::COMMENT) && share < 0.7 {
        return Some(Reason::Comment);
    }
    if is_beside(fact.hints) && share < 0.35 {
        return Some(Reason::Beside);
    }
    if (fact.hints.has(Hints::CAPTION) || tag == Tag::Figure) && share < 0.2 {
        return Some(Reason::Caption);
    }
    if fact.hints.has(Hints::META) && share < 0.2 && fact.chars < 400 {
        return Some(Reason::Meta);
    }
    let is_list = matches!(tag, Tag::Ul | Tag::Ol | Tag::Dl | Tag::Table);
    let is_box = is_list || matches!(tag, Tag::Div | Tag::Section | Tag::Article | Tag::Header);
    let is_links = is_box && density > if is_list { 0.5 } else { 0.6 } && share < 0.1;
    is_links.then_some(Reason::Links)
}
