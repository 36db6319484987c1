//! Atom 1.0 (RFC 4287) and 0.3.

use super::rss::first_time;
use super::text::{fold_white_space, html_of_plain, plain_title};
use super::xml::Element;
use super::{Feed, FeedKind, absolute, distinct, filled, language_tag};
use isnad_model::FeedEntry;
use url::Url;

const PUBLISHED: [(&str, &str); 5] = [
    ("published", "feed atom:published"),
    ("issued", "feed atom:issued"),
    ("created", "feed atom:created"),
    ("pubdate", "feed pubDate"),
    ("dc:date", "feed dc:date"),
];
const UPDATED: [(&str, &str); 2] = [("updated", "feed atom:updated"), ("modified", "feed atom:modified")];

/// Reads `<feed>`.
pub(super) fn read(root: &Element, base: Option<&Url>) -> Feed {
    let own_base = base_of(root, base);
    let site_url = link_of(root).and_then(|link| absolute(link, own_base.as_ref()));
    let language = language_tag(root.attribute("xml:lang"));
    let authors = names(root);
    Feed {
        kind: FeedKind::Atom,
        title: root.first("title").and_then(title),
        site_url,
        entries: root
            .all("entry")
            .map(|element| entry(element, own_base.as_ref(), language.as_deref(), &authors))
            .collect(),
        language,
        ttl_seconds: None,
        warnings: Vec::new(),
    }
}

/// Reads a document that is one `<entry>`.
pub(super) fn read_entry(root: &Element, base: Option<&Url>) -> Feed {
    Feed {
        kind: FeedKind::Atom,
        title: None,
        site_url: None,
        language: language_tag(root.attribute("xml:lang")),
        entries: vec![entry(root, base, None, &[])],
        ttl_seconds: None,
        warnings: Vec::new(),
    }
}

fn entry(element: &Element, base: Option<&Url>, language: Option<&str>, feed_authors: &[String]) -> FeedEntry {
    let own_base = base_of(element, base);
    let id = element.text_of(&["id"]).unwrap_or_default();
    let updated = first_time(element, &UPDATED);
    let own_authors = names(element);
    FeedEntry {
        url: link_of(element)
            .or_else(|| element.first("content").and_then(|content| content.attribute("src")))
            .or_else(|| id.starts_with("http").then_some(id.as_str()))
            .and_then(|link| absolute(link, own_base.as_ref())),
        title: element.first("title").and_then(title),
        summary_html: element.first("summary").and_then(html),
        content_html: element.first("content").and_then(html),
        published: first_time(element, &PUBLISHED),
        updated,
        authors: if own_authors.is_empty() {
            feed_authors.to_vec()
        } else {
            own_authors
        },
        categories: distinct(element.elements().filter_map(category)),
        language: language_tag(element.attribute("xml:lang"))
            .or_else(|| {
                language_tag(
                    element
                        .first("content")
                        .and_then(|content| content.attribute("xml:lang")),
                )
            })
            .or_else(|| language.map(str::to_owned)),
        id,
    }
}

fn base_of(element: &Element, outer: Option<&Url>) -> Option<Url> {
    let Some(written) = element.attribute("xml:base") else {
        return outer.cloned();
    };
    let own = match outer {
        Some(outer) => outer.join(written).ok(),
        None => Url::parse(written).ok(),
    };
    own.or_else(|| outer.cloned())
}

/// The link to the page: an HTML alternate, else any alternate.
fn link_of(element: &Element) -> Option<&str> {
    let alternates = || {
        element
            .all("link")
            .filter(|link| matches!(link.attribute("rel"), None | Some("" | "alternate")))
    };
    alternates()
        .find(|link| link.attribute("type").is_none_or(|kind| kind.contains("html")))
        .or_else(|| alternates().next())
        .and_then(|link| link.attribute("href"))
}

/// Titles are text unless their type says otherwise; feeds escape HTML in them all the same.
fn title(element: &Element) -> Option<String> {
    let text = element.text();
    filled(match element.attribute("type") {
        None | Some("text" | "text/plain") if !text.contains("&#") => fold_white_space(&text),
        _ => plain_title(&text),
    })
}

fn html(element: &Element) -> Option<String> {
    let written = match element.attribute("type") {
        None | Some("text" | "text/plain") => {
            // Many feeds leave the type out and write HTML.
            let inside = element.html();
            if looks_like_html(&inside) || element.elements().next().is_some() {
                inside
            } else {
                html_of_plain(&inside)
            }
        }
        Some(kind) if is_media(kind) => return None,
        Some(_) => without_wrapper(element),
    };
    filled(written)
}

fn is_media(kind: &str) -> bool {
    ["image/", "audio/", "video/", "application/pdf", "application/octet"]
        .iter()
        .any(|prefix| kind.starts_with(prefix))
}

fn looks_like_html(text: &str) -> bool {
    ["<p", "<br", "<div", "<a ", "<img", "</"]
        .iter()
        .any(|tag| text.contains(tag))
}

/// XHTML stands in one `div` that is not part of the content (RFC 4287, 3.1.1.3).
fn without_wrapper(element: &Element) -> String {
    let mut inside = element.elements();
    match (inside.next(), inside.next()) {
        (Some(only), None) if only.name.ends_with("div") => only.html(),
        _ => element.html(),
    }
}

fn names(element: &Element) -> Vec<String> {
    let written = element
        .all("author")
        .map(|author| author.text_of(&["name"]).unwrap_or_default());
    distinct(written.chain(element.all("dc:creator").map(Element::text)))
}

fn category(element: &Element) -> Option<String> {
    match element.name.as_str() {
        "category" => element
            .attribute("label")
            .or_else(|| element.attribute("term"))
            .map(str::to_owned)
            .or_else(|| filled(element.text())),
        "dc:subject" => filled(element.text()),
        _ => None,
    }
}
