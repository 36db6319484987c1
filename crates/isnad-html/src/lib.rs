//! A flat zero-copy HTML tree, charset detection included.
//!
//! What: [`decode`] turns bytes into text, [`Tree::parse`] text into a tree whose nodes are byte spans of it.
//! Why: a page is read once, in one pass, without a copy of its text; entities are decoded only where text is
//! taken. Limits: a tree for reading, not for rendering: formatting that a browser would clone into the next
//! paragraph is lost, content that a browser moves out of a table stays where it is written; comments and the
//! doctype are not kept; input beyond 4 GiB is cut off.
//! Source: the tree construction of <https://html.spec.whatwg.org/multipage/parsing.html>, simplified.
//!
//! ```
//! use isnad_html::{Tag, Tree};
//! let tree = Tree::parse("<ul><li>خبر<li>عاجل &amp; مهم</ul>");
//! let items: Vec<String> = tree.all(Tag::Li).map(|node| tree.text(node)).collect();
//! assert_eq!(items, ["خبر", "عاجل & مهم"]);
//! ```

mod attributes;
mod charset;
mod construction;
mod entities;
mod tag;
mod tokens;
mod tree;

pub use attributes::Attributes;
pub use charset::{Decoded, decode};
pub use entities::{decode_attribute, decode_text};
pub use tag::Tag;
pub use tree::{Node, Tree};
