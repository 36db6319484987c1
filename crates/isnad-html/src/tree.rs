//! The tree: an array of nodes in the order they are written, each knowing its parent and where its content ends.

use crate::attributes::Attributes;
use crate::construction;
use crate::entities::{decode_attribute, decode_text};
use crate::tag::Tag;
use std::borrow::Cow;

/// One node. Its descendants are the nodes from the next index up to, not including, `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub tag: Tag,
    /// Index of the parent; the document is its own parent.
    pub parent: u32,
    /// One past the index of the last descendant.
    pub end: u32,
    /// First byte of the text or of the start tag in the source.
    pub start: u32,
    /// One past the last byte of the text or of the start tag; equal to `start` for an implied element.
    pub stop: u32,
}

/// A parsed page. Node 0 is the document.
#[derive(Clone, Debug)]
pub struct Tree<'t> {
    source: &'t str,
    nodes: Vec<Node>,
}

impl<'t> Tree<'t> {
    /// Parses a page or a fragment of one. Takes any text, in time linear in its length.
    pub fn parse(source: &'t str) -> Tree<'t> {
        let mut limit = source.len().min(u32::MAX as usize - 1);
        while !source.is_char_boundary(limit) {
            limit -= 1;
        }
        let source = &source[..limit];
        Tree {
            source,
            nodes: construction::build(source),
        }
    }

    /// The text the tree was made from.
    pub fn source(&self) -> &'t str {
        self.source
    }

    /// All nodes in the order they are written.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The node at `index`.
    pub fn node(&self, index: usize) -> Node {
        self.nodes[index]
    }

    /// What the node at `index` is.
    pub fn tag(&self, index: usize) -> Tag {
        self.nodes[index].tag
    }

    /// Index of the parent.
    pub fn parent(&self, index: usize) -> usize {
        self.nodes[index].parent as usize
    }

    /// One past the index of the last descendant.
    pub fn end(&self, index: usize) -> usize {
        self.nodes[index].end as usize
    }

    /// The parent, its parent and so on, the document last.
    pub fn ancestors(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = index;
        std::iter::from_fn(move || {
            if at == 0 {
                return None;
            }
            at = self.parent(at);
            Some(at)
        })
    }

    /// Indexes of the children.
    pub fn children(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.end(index);
        let mut next = index + 1;
        std::iter::from_fn(move || {
            if next >= end {
                return None;
            }
            let child = next;
            next = self.end(child);
            Some(child)
        })
    }

    /// Indexes of all elements `tag`, in order.
    pub fn all(&self, tag: Tag) -> impl Iterator<Item = usize> + '_ {
        (0..self.nodes.len()).filter(move |index| self.nodes[*index].tag == tag)
    }

    /// Indexes of the elements `tag` under the node at `index`, in order.
    pub fn within(&self, index: usize, tag: Tag) -> impl Iterator<Item = usize> + '_ {
        (index + 1..self.end(index)).filter(move |inner| self.nodes[*inner].tag == tag)
    }

    /// The bytes of the text or of the start tag at `index`, as written.
    pub fn written(&self, index: usize) -> &'t str {
        let node = self.nodes[index];
        &self.source[node.start as usize..node.stop as usize]
    }

    /// Name of the element at `index` as written; empty for text.
    pub fn element_name(&self, index: usize) -> &'t str {
        if self.tag(index).is_text() {
            return "";
        }
        let tag = self.written(index);
        let name = tag.get(1..).unwrap_or("");
        let end = name
            .bytes()
            .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'));
        &name[..end.unwrap_or(name.len())]
    }

    /// Attributes of the element at `index`, values as written.
    pub fn attributes(&self, index: usize) -> Attributes<'t> {
        let written = if self.tag(index).is_text() {
            ""
        } else {
            self.written(index)
        };
        Attributes::of_tag(written)
    }

    /// Value of an attribute with its entities decoded; `name` in lower case.
    ///
    /// ```
    /// let tree = isnad_html::Tree::parse("<a HREF='?a=1&amp;b=2'>x</a>");
    /// let link = tree.all(isnad_html::Tag::A).next().unwrap();
    /// assert_eq!(tree.attribute(link, "href").as_deref(), Some("?a=1&b=2"));
    /// ```
    pub fn attribute(&self, index: usize, name: &str) -> Option<Cow<'t, str>> {
        self.attributes(index)
            .find(|(written, _)| written.eq_ignore_ascii_case(name))
            .map(|(_, value)| decode_attribute(value))
    }

    /// The text of a text node, entities decoded; empty for elements.
    pub fn own_text(&self, index: usize) -> Cow<'t, str> {
        match self.tag(index) {
            Tag::Text => decode_text(self.written(index)),
            Tag::RawText => Cow::Borrowed(self.written(index)),
            _ => Cow::Borrowed(""),
        }
    }

    /// All text under the node at `index`, as written but for entities; scripts and style sheets are left out.
    pub fn text(&self, index: usize) -> String {
        let mut out = String::new();
        for inner in index..self.end(index) {
            if self.tag(inner) == Tag::Text {
                out.push_str(&self.own_text(inner));
            }
        }
        out
    }
}
