//! A small tree of an XML document that forgives what feeds do wrong.
//!
//! quick-xml reads the events; this builds elements of them and never gives up: unknown entities,
//! bare `&` and `<`, tags closed in the wrong order or not at all, text before the declaration. What
//! had to be mended is counted. Names are lower-case, with the usual prefix of their namespace
//! whatever prefix the document chose. Limits: nesting deeper than [`MAX_DEPTH`] is flattened; an item
//! still open at the end of the document is dropped, since its last field may be cut.

use super::text::escape;
use isnad_html::{decode_attribute, decode_text};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Deepest nesting kept.
const MAX_DEPTH: usize = 100;
/// Broken places skipped before the rest of the document is given up.
const MAX_BREAKS: usize = 100;
/// Namespaces by the prefix used for them here.
const NAMESPACES: [(&str, &str); 9] = [
    ("http://purl.org/rss/1.0", ""),
    ("http://my.netscape.com/rdf/simple/0.9", ""),
    ("http://backend.userland.com/rss2", ""),
    ("http://www.w3.org/2005/atom", "atom"),
    ("http://purl.org/atom/ns#", "atom"),
    ("http://purl.org/rss/1.0/modules/content", "content"),
    ("http://purl.org/dc/elements/1.1", "dc"),
    ("http://purl.org/dc/terms", "dcterms"),
    ("http://purl.org/rss/1.0/modules/syndication", "sy"),
];
/// HTML elements that are never closed, and mean nothing in a feed.
const VOID: [&str; 5] = ["br", "hr", "img", "input", "wbr"];

/// A part of an element.
#[derive(Debug)]
pub(crate) enum Node {
    /// Text, references resolved.
    Text(String),
    /// An element.
    Element(Element),
}

/// An element with its attributes and contents.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// Lower-case name: `title`, `dc:date`, `content:encoded`.
    pub name: String,
    /// Attributes with lower-case names, prefix as written.
    pub attributes: Vec<(String, String)>,
    /// What it contains, in order.
    pub nodes: Vec<Node>,
}

/// A document and how much of it had to be mended.
#[derive(Debug)]
pub(crate) struct Document {
    /// The first element; empty name where there is none.
    pub root: Element,
    /// Broken places skipped.
    pub breaks: usize,
    /// True where an unfinished item at the end was dropped.
    pub cut: bool,
}

impl Element {
    /// The value of attribute `name`.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name)?;
        Some(found.1.as_str())
    }

    /// All child elements.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Child elements called `name`.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first child called `name`.
    pub fn first(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The text of the first child called one of `names` that has any, trimmed.
    pub fn text_of(&self, names: &[&str]) -> Option<String> {
        names
            .iter()
            .flat_map(|name| self.all(name))
            .map(Element::text)
            .find(|text| !text.is_empty())
    }

    /// All text within, trimmed.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.collect_text(&mut text);
        text.trim().to_owned()
    }

    fn collect_text(&self, text: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(part) => text.push_str(part),
                Node::Element(element) => element.collect_text(text),
            }
        }
    }

    /// The contents as HTML: text that was escaped is HTML already; elements are written out again.
    pub fn html(&self) -> String {
        if self.elements().next().is_none() {
            return self.text();
        }
        let mut html = String::new();
        self.write_contents(&mut html);
        html.trim().to_owned()
    }

    fn write_contents(&self, html: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => html.push_str(&escape(text)),
                Node::Element(element) => element.write(html),
            }
        }
    }

    fn write(&self, html: &mut String) {
        html.push('<');
        html.push_str(&self.name);
        for (name, value) in self.attributes.iter().filter(|(name, _)| !name.starts_with("xmlns")) {
            html.push(' ');
            html.push_str(name);
            html.push_str("=\"");
            html.push_str(&escape(value));
            html.push('"');
        }
        html.push('>');
        if VOID.contains(&self.name.as_str()) {
            return;
        }
        self.write_contents(html);
        html.push_str("</");
        html.push_str(&self.name);
        html.push('>');
    }
}

/// Reads `text` as far as it can be read.
pub(crate) fn read(text: &str) -> Document {
    let mended = escape_bare_brackets(text);
    let mut builder = Builder::default();
    let mut rest = mended.as_ref();
    let mut breaks = 0;
    while !rest.is_empty() {
        let Some(broken_at) = builder.read_until_broken(rest) else {
            break;
        };
        breaks += 1;
        if breaks > MAX_BREAKS {
            break;
        }
        rest = after_break(rest, broken_at);
    }
    let (root, cut) = builder.finish();
    Document { root, breaks, cut }
}

/// `text` with `&lt;` for each `<` that begins no markup, so that `3 < 5` does not swallow the tag after it.
fn escape_bare_brackets(text: &str) -> Cow<'_, str> {
    let mut mended = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('<') {
        let open = at + found;
        let after = &text[open + 1..];
        at = open + 1;
        if after.starts_with("![CDATA[") {
            at = after.find("]]>").map_or(text.len(), |end| open + 1 + end);
        } else if !after.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '/' | '!' | '?')) {
            mended.push_str(&text[copied..open]);
            mended.push_str("&lt;");
            copied = open + 1;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    mended.push_str(&text[copied..]);
    Cow::Owned(mended)
}

/// What follows the broken markup at `at`: the text of a CDATA section without end, else all but the `<`.
fn after_break(text: &str, at: usize) -> &str {
    let start = (0..=at.min(text.len()))
        .rev()
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(0);
    let broken = &text[start..];
    if let Some(inside) = broken.strip_prefix("<![CDATA[") {
        return inside;
    }
    let mut characters = broken.chars();
    characters.next();
    characters.as_str()
}

#[derive(Default)]
struct Builder {
    open: Vec<Element>,
    /// Elements open beyond the deepest kept.
    too_deep: usize,
    root: Option<Element>,
    prefixes: BTreeMap<String, &'static str>,
    own_prefix: String,
}

impl Builder {
    /// Reads events; the place of the first that is broken, or `None` at the end.
    fn read_until_broken(&mut self, text: &str) -> Option<usize> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        loop {
            let before = reader.buffer_position();
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(_) => return usize::try_from(reader.error_position().max(before)).ok(),
            };
            match event {
                Event::Start(tag) => self.start(&tag, false),
                Event::Empty(tag) => self.start(&tag, true),
                Event::End(tag) => self.end(tag.name().as_ref()),
                Event::Text(part) => self.text(&part),
                Event::CData(part) => self.text(&part),
                Event::GeneralRef(reference) => self.reference(reference.as_ref()),
                Event::Eof => return None,
                Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_) => {}
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, is_empty: bool) {
        let written = tag.name();
        let written: &str = written.as_ref();
        let attributes = attributes(tag);
        self.learn_prefixes(&attributes);
        if self.open.is_empty() && self.root.is_none() {
            self.own_prefix = self.prefix_of(written);
        }
        let name = self.name_of(written);
        if is_item(&name)
            && let Some(depth) = self.open.iter().position(|element| element.name == name)
        {
            self.close_to(depth);
        }
        if self.open.len() >= MAX_DEPTH {
            self.too_deep += usize::from(!is_empty);
            return;
        }
        let is_void = is_empty || VOID.contains(&name.as_str());
        self.open.push(Element {
            name,
            attributes,
            nodes: Vec::new(),
        });
        if is_void {
            self.close_to(self.open.len() - 1);
        }
    }

    fn end(&mut self, written: &str) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let name = self.name_of(written.trim());
        if let Some(depth) = self.open.iter().rposition(|element| element.name == name) {
            self.close_to(depth);
        }
    }

    /// The text of `&name;`; itself where nobody knows it.
    fn reference(&mut self, name: &str) {
        let written = format!("&{name};");
        self.text(&decode_text(&written));
    }

    fn text(&mut self, part: &str) {
        let Some(current) = self.open.last_mut() else {
            return;
        };
        match current.nodes.last_mut() {
            Some(Node::Text(text)) => text.push_str(part),
            _ => current.nodes.push(Node::Text(part.to_owned())),
        }
    }

    /// Closes open elements until only `depth` are left.
    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            let Some(element) = self.open.pop() else {
                return;
            };
            match self.open.last_mut() {
                Some(parent) => parent.nodes.push(Node::Element(element)),
                None if self.root.is_none() => self.root = Some(element),
                None => {}
            }
        }
    }

    fn finish(mut self) -> (Element, bool) {
        let unfinished = self.open.iter().position(|element| is_item(&element.name));
        if let Some(depth) = unfinished {
            self.open.truncate(depth);
        }
        self.close_to(0);
        (self.root.unwrap_or_default(), unfinished.is_some())
    }

    fn learn_prefixes(&mut self, attributes: &[(String, String)]) {
        for (name, uri) in attributes {
            let Some(prefix) = name.strip_prefix("xmlns:") else {
                continue;
            };
            let bare = uri.trim().trim_end_matches('/').to_lowercase();
            if let Some((_, usual)) = NAMESPACES.iter().find(|(known, _)| *known == bare) {
                self.prefixes.insert(prefix.to_owned(), usual);
            }
        }
    }

    fn prefix_of(&self, written: &str) -> String {
        let Some((prefix, _)) = written.split_once(':') else {
            return String::new();
        };
        let lower = prefix.to_lowercase();
        match self.prefixes.get(&lower) {
            Some(usual) => (*usual).to_owned(),
            None => lower,
        }
    }

    fn name_of(&self, written: &str) -> String {
        let local = written.rsplit(':').next().unwrap_or(written).to_lowercase();
        let prefix = self.prefix_of(written);
        if prefix.is_empty() || prefix == self.own_prefix {
            return local;
        }
        format!("{prefix}:{local}")
    }
}

/// True for the names of what a feed is a list of.
fn is_item(name: &str) -> bool {
    matches!(name, "item" | "entry")
}

fn attributes(tag: &BytesStart<'_>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for attribute in tag.html_attributes().with_checks(false).flatten() {
        let name: &str = attribute.key.as_ref();
        found.push((name.to_lowercase(), decode_attribute(&attribute.value).into_owned()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tags_closed_in_the_wrong_order_keep_later_items() {
        let document =
            read("<rss><channel><item><title>أ<b></title></item><item><title>ب</title></item></channel></rss>");
        let channel = document.root.first("channel").unwrap();
        let titles: Vec<String> = channel.all("item").filter_map(|i| i.text_of(&["title"])).collect();
        assert_eq!(titles, ["أ", "ب"]);
    }

    #[test]
    fn bare_markup_characters_stay_text() {
        let document =
            read("<rss><channel><title>A & B, 3 < 5, س&nbsp;و&laquo;ص&raquo; &#1587;</title></channel></rss>");
        let title = document.root.first("channel").unwrap().text_of(&["title"]).unwrap();
        assert_eq!(title, "A & B, 3 < 5, س\u{a0}و«ص» س");
        let document = read("<rss><channel><title><![CDATA[3 < 5]]></title></channel></rss>");
        assert_eq!(
            document.root.first("channel").unwrap().text_of(&["title"]).unwrap(),
            "3 < 5"
        );
    }

    #[test]
    fn an_item_cut_at_the_end_is_dropped_and_said_so() {
        let document = read("<rss><channel><item><link>http://a.example/1</link></item><item><link>http://a.exa");
        assert!(document.cut);
        assert_eq!(document.root.first("channel").unwrap().all("item").count(), 1);
    }

    #[test]
    fn a_hundred_thousand_nested_tags_do_no_harm() {
        let document = read(&"<a>".repeat(100_000));
        assert_eq!(document.root.name, "a");
    }

    #[test]
    fn a_thousand_broken_tags_are_given_up_after_a_while() {
        let document = read(&format!("<rss>{}", "<![bad ".repeat(1000)));
        assert!(document.breaks > 0);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(<|>|&|;|/|!|\\[|\\]|-|\\?|=|\"|a|item|س|CDATA|xmlns:| ){0,60}") {
            read(&text);
        }
    }
}
