//! When the article says it was published and changed.
//!
//! In order of trust: JSON-LD, meta elements, microdata and time elements, dates written near the headline, the
//! address, what scripts carry. A date beside a word of updating is a change, never the publication; nothing is later than the capture.

mod address;
mod claim;
mod script;
mod visible;

use super::head::{Field, Head};
use crate::content::survey::Survey;
use address::url_date;
use claim::claimed;
use isnad_html::{Tag, Tree};
use isnad_model::{ClaimedTime, parse_instant};
use isnad_text::dates::DateContext;
use memchr::memmem;
use visible::visible;

/// The two times.
#[derive(Debug, Default)]
pub(crate) struct When {
    pub published: Option<ClaimedTime>,
    pub modified: Option<ClaimedTime>,
}

/// What is known beside the tree.
pub(crate) struct Around<'a> {
    pub head: &'a Head,
    pub url: Option<&'a str>,
    pub captured: Option<&'a str>,
    /// The headline without marks.
    pub bare_title: &'a str,
    /// Weights of the nodes: near 0 beside the article.
    pub weights: &'a [f32],
    /// The element that holds the article.
    pub root: Option<usize>,
}

/// Reads both times.
pub(crate) fn when(tree: &Tree, survey: &Survey, around: &Around) -> When {
    let context = DateContext {
        captured_seconds: around.captured.and_then(parse_instant),
        source_offset_seconds: None,
    };
    let head = around.head;
    let claim = |written: &str, evidence: &str| claimed(written, evidence, &context);
    let meta = |field: Field| {
        head.all(field)
            .find_map(|meta| claim(&meta.value, &format!("meta {}", meta.name)))
    };
    let linked = |written: &Option<String>, name: &str| claim(written.as_deref()?, &format!("json-ld {name}"));
    let mut published = match (linked(&head.linked.published, "datePublished"), meta(Field::Published)) {
        // The same instant written twice: as the meta element writes it.
        (Some(linked), Some(meta)) if linked.interval() == meta.interval() => Some(meta),
        (linked, meta) => linked.or(meta),
    };
    let mut modified = linked(&head.linked.modified, "dateModified").or_else(|| meta(Field::Modified));
    if published.is_none() || modified.is_none() {
        published = published.or_else(|| microdata(tree, &["datePublished", "dateCreated"], &context));
        modified = modified.or_else(|| microdata(tree, &["dateModified"], &context));
    }
    if published.is_none() {
        let visible = visible(tree, survey, around, &context);
        modified = modified.or(visible.modified);
        let by_url = around.url.and_then(|url| url_date(url, &context));
        published = match (visible.published, by_url) {
            (Some(text), _) if visible.is_sure => Some(text),
            (Some(text), Some(url)) => Some(if text.time.starts_with(&url.time) { text } else { url }),
            (text, url) => text.or(url),
        };
        published = published
            .or_else(|| visible::marked(tree, survey, &context))
            .or_else(|| script::script_date(tree.source(), &context));
    }
    When { published, modified }
}

/// A page has so many elements that are marked as its time at most.
const MOST_MARKED: usize = 100;

/// Times marked with itemprop or pubdate.
fn microdata(tree: &Tree, names: &[&str], context: &DateContext) -> Option<ClaimedTime> {
    if !names
        .iter()
        .chain(&["pubdate"])
        .any(|name| memmem::find(tree.source().as_bytes(), name.as_bytes()).is_some())
    {
        return None;
    }
    (0..tree.nodes().len())
        .filter(|index| {
            matches!(
                tree.tag(*index),
                Tag::Time | Tag::Span | Tag::Div | Tag::P | Tag::Li | Tag::Abbr
            )
        })
        .filter_map(|index| {
            let name = match tree.attribute(index, "itemprop") {
                Some(value) => names
                    .iter()
                    .find(|name| value.split(' ').any(|word| word.eq_ignore_ascii_case(name)))?,
                None if names[0] == "datePublished" && tree.attribute(index, "pubdate").is_some() => &"pubdate",
                None => return None,
            };
            Some((index, name))
        })
        .take(MOST_MARKED)
        .find_map(|(index, name)| {
            let written = tree
                .attribute(index, "datetime")
                .or_else(|| tree.attribute(index, "content"));
            let evidence = format!("microdata {name}");
            match written {
                Some(value) => claimed(&value, &evidence, context),
                None => claimed(&tree.text(index), &evidence, context),
            }
        })
}
