//! OPML: lists of feeds, as readers exchange them (<http://opml.org/spec2.opml>).
//!
//! Reading forgives: attribute names in any case, `url` for `xmlUrl`, outlines nested in any depth (their
//! path becomes the folder, joined by ` / `), bare `&`. Writing gives OPML 2.0 with one outline a folder.
//! Limits: outlines without a feed address are folders or are left out; includes are not followed.

use crate::feed::charset;
use crate::feed::xml::{self, Element};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::collections::BTreeSet;
use std::io;
use thiserror::Error;

/// Between the names of nested folders.
const FOLDER_SEPARATOR: &str = " / ";

/// One feed of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpmlFeed {
    /// What the list calls it.
    pub title: Option<String>,
    /// The feed's address.
    pub xml_url: String,
    /// The site's address.
    pub html_url: Option<String>,
    /// The folder it stands in; nested folders joined by ` / `.
    pub folder: Option<String>,
}

/// Why a list could not be read or written.
#[derive(Debug, Error)]
pub enum OpmlError {
    /// Another kind of document.
    #[error("this is no OPML list (it begins with {found}): export the subscriptions as OPML")]
    NotOpml {
        /// What it begins with.
        found: String,
    },
    /// A list without feeds.
    #[error("this OPML list names no feeds: export the subscriptions again")]
    NoFeeds,
    /// The writer failed.
    #[error("the OPML list could not be written: {0}")]
    Write(#[from] io::Error),
}

/// The feeds of a list, in its order; one listed twice in a folder stands once.
///
/// ```
/// let list = r#"<opml version="2.0"><body><outline text="وكالات">
///     <outline type="rss" text="وكالة" xmlUrl="https://a.example/rss?a=1&amp;b=2"/></outline></body></opml>"#;
/// let feeds = isnad_gather::opml::read(list.as_bytes()).unwrap();
/// assert_eq!(feeds[0].folder.as_deref(), Some("وكالات"));
/// assert_eq!(feeds[0].xml_url, "https://a.example/rss?a=1&b=2");
/// ```
pub fn read(bytes: &[u8]) -> Result<Vec<OpmlFeed>, OpmlError> {
    let (text, _) = charset::decode(bytes, None);
    let document = xml::read(&text);
    if document.root.name != "opml" {
        let found = match document.root.name.as_str() {
            "" => "no tag".to_owned(),
            name => format!("<{name}>"),
        };
        return Err(OpmlError::NotOpml { found });
    }
    let mut feeds = Vec::new();
    let body = document.root.first("body").unwrap_or(&document.root);
    collect(body, None, &mut feeds);
    let mut known = BTreeSet::new();
    feeds.retain(|feed| known.insert((feed.xml_url.clone(), feed.folder.clone())));
    if feeds.is_empty() {
        return Err(OpmlError::NoFeeds);
    }
    Ok(feeds)
}

/// Adds the feeds within `parent`. The depth of recursion is that of the tree, which is bounded.
fn collect(parent: &Element, folder: Option<&str>, feeds: &mut Vec<OpmlFeed>) {
    for outline in parent.all("outline") {
        let title = filled(outline.attribute("title")).or_else(|| filled(outline.attribute("text")));
        let address = filled(outline.attribute("xmlurl")).or_else(|| {
            let is_feed = outline
                .attribute("type")
                .is_some_and(|kind| kind.eq_ignore_ascii_case("rss"));
            is_feed.then(|| filled(outline.attribute("url")))?
        });
        if let Some(xml_url) = address {
            feeds.push(OpmlFeed {
                title: title.clone(),
                xml_url,
                html_url: filled(outline.attribute("htmlurl")),
                folder: folder.map(str::to_owned).or_else(|| category(outline)),
            });
        }
        let inner = match (folder, title) {
            (Some(outer), Some(name)) => Some(format!("{outer}{FOLDER_SEPARATOR}{name}")),
            (outer, name) => name.or_else(|| outer.map(str::to_owned)),
        };
        collect(outline, inner.as_deref(), feeds);
    }
}

/// The first category of an outline that stands in no folder: `/وكالات,/عام` is `وكالات`.
fn category(outline: &Element) -> Option<String> {
    let first = outline.attribute("category")?.split(',').next()?;
    filled(Some(first.trim_matches(['/', ' '])))
}

fn filled(text: Option<&str>) -> Option<String> {
    let folded = crate::feed::text::fold_white_space(text?);
    (!folded.is_empty()).then_some(folded)
}

/// Writes `feeds` as OPML 2.0 under `title`; folders in the order in which they first stand.
pub fn write(feeds: &[OpmlFeed], title: &str) -> Result<Vec<u8>, OpmlError> {
    let mut folders: Vec<Option<&str>> = Vec::new();
    for feed in feeds {
        if !folders.contains(&feed.folder.as_deref()) {
            folders.push(feed.folder.as_deref());
        }
    }
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer
        .create_element("opml")
        .with_attribute(("version", "2.0"))
        .write_inner_content(|inside| {
            inside.create_element("head").write_inner_content(|head| {
                head.create_element("title")
                    .write_text_content(BytesText::new(&printable(title)))?;
                Ok(())
            })?;
            inside.create_element("body").write_inner_content(|body| {
                for folder in &folders {
                    let of_folder = feeds.iter().filter(|feed| feed.folder.as_deref() == *folder);
                    match folder {
                        None => write_feeds(body, of_folder)?,
                        Some(name) => {
                            body.create_element("outline")
                                .with_attribute(("text", printable(name).as_str()))
                                .write_inner_content(|outline| write_feeds(outline, of_folder))?;
                        }
                    }
                }
                Ok(())
            })?;
            Ok(())
        })?;
    Ok(writer.into_inner())
}

fn write_feeds<'a>(writer: &mut Writer<Vec<u8>>, feeds: impl Iterator<Item = &'a OpmlFeed>) -> io::Result<()> {
    for feed in feeds {
        let name = printable(feed.title.as_deref().unwrap_or(&feed.xml_url));
        let address = printable(&feed.xml_url);
        let mut outline = writer
            .create_element("outline")
            .with_attribute(("type", "rss"))
            .with_attribute(("text", name.as_str()))
            .with_attribute(("title", name.as_str()))
            .with_attribute(("xmlUrl", address.as_str()));
        let site = feed.html_url.as_deref().map(printable);
        if let Some(site) = &site {
            outline = outline.with_attribute(("htmlUrl", site.as_str()));
        }
        outline.write_empty()?;
    }
    Ok(())
}

/// Without the control characters that XML 1.0 cannot say.
pub fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn odd_lists_are_read() {
        let list = r#"<?xml version="1.0"?><opml version="1.0"><head><title>قائمة</title></head><body>
            <outline title="الأخبار" text="Y">
              <outline text="المغرب"><outline text="أ & ب" xmlURL="http://a.example/rss?x=1&y=2"></outline></outline>
              <outline text="ج" type="rss" url="http://c.example/rss"/>
              <outline text="ج ثانية" type="rss" xmlUrl="http://c.example/rss"/>
            </outline>
            <outline text="د" xmlUrl="http://d.example/atom" htmlUrl="http://d.example/" category="/وكالات,/عام"/>
            <outline text="رابط" type="link" url="http://e.example/"/>
        </body></opml>"#;
        let feeds = read(list.as_bytes()).unwrap();
        let seen: Vec<(&str, Option<&str>)> = feeds
            .iter()
            .map(|feed| (feed.xml_url.as_str(), feed.folder.as_deref()))
            .collect();
        assert_eq!(
            seen,
            [
                ("http://a.example/rss?x=1&y=2", Some("الأخبار / المغرب")),
                ("http://c.example/rss", Some("الأخبار")),
                ("http://d.example/atom", Some("وكالات")),
            ]
        );
        assert_eq!(feeds[0].title.as_deref(), Some("أ & ب"));
    }

    #[test]
    fn what_is_no_list_says_so() {
        assert!(matches!(read(b"<html></html>"), Err(OpmlError::NotOpml { .. })));
        assert!(matches!(read(b""), Err(OpmlError::NotOpml { .. })));
        assert!(matches!(read(b"<opml><body/></opml>"), Err(OpmlError::NoFeeds)));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(names in proptest::collection::vec("[ء-يa-z&<>\"' ]{1,12}", 1..6)) {
            let feeds: Vec<OpmlFeed> = names.iter().enumerate().map(|(at, name)| OpmlFeed {
                title: filled(Some(name)).or_else(|| Some("بلا اسم".into())),
                xml_url: format!("https://a.example/{at}?a=1&b=2"),
                html_url: (at % 2 == 0).then(|| "https://a.example/".to_owned()),
                folder: None,
            }).collect();
            let written = write(&feeds, "قائمة <1>").unwrap();
            prop_assert_eq!(read(&written).unwrap(), feeds);
        }

        #[test]
        fn folders_are_read_back(numbers in proptest::collection::vec(0u8..3, 1..8)) {
            let feeds: Vec<OpmlFeed> = numbers.iter().enumerate().map(|(at, number)| OpmlFeed {
                title: Some(format!("مصدر {at}")),
                xml_url: format!("https://a.example/{at}"),
                html_url: None,
                folder: Some(format!("مجلد / {number}")),
            }).collect();
            let mut found = read(&write(&feeds, "قائمة").unwrap()).unwrap();
            found.sort_by(|a, b| a.xml_url.cmp(&b.xml_url));
            prop_assert_eq!(found, feeds);
        }
    }
}
