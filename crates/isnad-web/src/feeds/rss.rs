//! RSS 2.0, with what it cannot say itself in Atom's and Dublin Core's elements.

use super::channel::{Channel, Entry, rfc822};
use crate::pages::escaped;
use isnad_engine::printable;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

type Xml = Writer<Vec<u8>>;

/// The feed as RSS.
pub(super) fn write(channel: &Channel) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("rss")
        .with_attribute(("version", "2.0"))
        .with_attribute(("xmlns:atom", "http://www.w3.org/2005/Atom"))
        .with_attribute(("xmlns:dc", "http://purl.org/dc/elements/1.1/"))
        .write_inner_content(|rss| {
            rss.create_element("channel").write_inner_content(|inside| {
                text(inside, "title", &channel.title)?;
                text(inside, "link", &channel.page_url)?;
                text(inside, "description", &channel.about)?;
                text(inside, "language", channel.language)?;
                inside
                    .create_element("atom:link")
                    .with_attribute(("rel", "self"))
                    .with_attribute(("type", super::Form::Rss.media_type()))
                    .with_attribute(("href", printable(&channel.feed_url).as_str()))
                    .write_empty()?;
                channel.entries.iter().try_for_each(|entry| item(inside, entry))
            })?;
            Ok(())
        })?;
    Ok(xml.into_inner())
}

fn item(xml: &mut Xml, entry: &Entry) -> io::Result<()> {
    xml.create_element("item").write_inner_content(|inside| {
        text(inside, "title", &entry.title)?;
        text(inside, "link", &entry.page_url)?;
        inside
            .create_element("guid")
            .with_attribute(("isPermaLink", "false"))
            .write_text_content(BytesText::new(&entry.id))?;
        text(inside, "pubDate", &rfc822(entry.published_at))?;
        text(inside, "dc:creator", &entry.outlet)?;
        if let Some(language) = &entry.language {
            text(inside, "dc:language", language)?;
        }
        // a description is HTML
        text(inside, "description", &escaped(&entry.summary))?;
        if let Some(url) = &entry.outlet_url {
            inside
                .create_element("atom:link")
                .with_attribute(("rel", "via"))
                .with_attribute(("href", url.as_str()))
                .write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

/// An element with text.
pub(super) fn text(xml: &mut Xml, name: &str, value: &str) -> io::Result<()> {
    xml.create_element(name)
        .write_text_content(BytesText::new(&printable(value)))?;
    Ok(())
}
