//! Atom 1.0.

use super::channel::{Channel, Entry, rfc3339};
use super::rss::text;
use crate::pages::escaped;
use isnad_engine::printable;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

type Xml = Writer<Vec<u8>>;

/// The feed as Atom.
pub(super) fn write(channel: &Channel) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("feed")
        .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
        .with_attribute(("xml:lang", channel.language))
        .write_inner_content(|inside| {
            text(inside, "id", &channel.id)?;
            text(inside, "title", &channel.title)?;
            text(inside, "subtitle", &channel.about)?;
            text(inside, "updated", &rfc3339(channel.updated_at()))?;
            let own_type = super::Form::Atom.media_type();
            link(inside, "self", own_type, &channel.feed_url)?;
            link(inside, "alternate", "text/html", &channel.page_url)?;
            channel.entries.iter().try_for_each(|entry| item(inside, entry))
        })?;
    Ok(xml.into_inner())
}

fn item(xml: &mut Xml, entry: &Entry) -> io::Result<()> {
    let mut element = xml.create_element("entry");
    let language = entry.language.as_deref().map(printable);
    if let Some(code) = &language {
        element = element.with_attribute(("xml:lang", code.as_str()));
    }
    element.write_inner_content(|inside| {
        text(inside, "id", &entry.id)?;
        text(inside, "title", &entry.title)?;
        inside
            .create_element("author")
            .write_inner_content(|author| text(author, "name", &entry.outlet))?;
        text(inside, "published", &rfc3339(entry.published_at))?;
        text(inside, "updated", &rfc3339(entry.updated_at))?;
        link(inside, "alternate", "text/html", &entry.page_url)?;
        if let Some(url) = &entry.outlet_url {
            link(inside, "via", "text/html", url)?;
        }
        // as HTML: readers take marks of HTML in plain text for HTML too
        inside
            .create_element("summary")
            .with_attribute(("type", "html"))
            .write_text_content(BytesText::new(&printable(&escaped(&entry.summary))))?;
        Ok(())
    })?;
    Ok(())
}

fn link(xml: &mut Xml, relation: &str, media_type: &str, href: &str) -> io::Result<()> {
    xml.create_element("link")
        .with_attribute(("rel", relation))
        .with_attribute(("type", media_type))
        .with_attribute(("href", printable(href).as_str()))
        .write_empty()?;
    Ok(())
}
