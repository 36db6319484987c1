//! What html5ever makes of a page and what we make of it, as lists of texts with their parents.
//!
//! Texts under one parent that touch are joined, white space is dropped, and what a browser adds to the tree
//! (`tbody`, a `b` opened again in the next paragraph) is left out of the comparison by naming the nearest parent
//! that is no formatting element.

use html5ever::tendril::TendrilSink;
use isnad_html::{Tag, Tree};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use std::collections::BTreeMap;

/// Texts with the names of their parents, in order.
pub type Texts = Vec<(String, String)>;

const FORMATTING: &[&str] = &[
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// Element names that stand for their parents.
fn is_transparent(name: &str) -> bool {
    FORMATTING.contains(&name)
}

fn push(list: &mut Texts, parent: &str, text: &str) {
    let folded: String = text.split_whitespace().collect();
    if folded.is_empty() {
        return;
    }
    match list.last_mut() {
        Some((last, joined)) if last == parent => {
            joined.push_str(&folded);
        }
        _ => list.push((parent.to_owned(), folded)),
    }
}

/// Ours: parent and text.
pub fn ours(source: &str) -> Texts {
    let tree = Tree::parse(source);
    let mut list = Vec::new();
    let mut index = 0;
    while index < tree.nodes().len() {
        if tree.tag(index) == Tag::Template {
            index = tree.end(index);
            continue;
        }
        if tree.tag(index).is_text() {
            let parent = tree
                .ancestors(index)
                .map(|at| tree.element_name(at).to_ascii_lowercase())
                .zip(tree.ancestors(index))
                .find(|(name, _)| !is_transparent(name));
            let (name, at) = parent.unwrap();
            // An implied element has no name in the source.
            let name = if name.is_empty() {
                tree.tag(at).name().to_owned()
            } else {
                name
            };
            push(&mut list, &name, &tree.own_text(index));
        }
        index += 1;
    }
    list
}

/// That of html5ever.
pub fn theirs(source: &str) -> Texts {
    let dom = html5ever::parse_document(RcDom::default(), Default::default()).one(source);
    let mut list = Vec::new();
    let mut stack: Vec<(Handle, String)> = vec![(dom.document.clone(), String::new())];
    while let Some((node, parent)) = stack.pop() {
        let name = match &node.data {
            NodeData::Element { name, .. } if is_transparent(&name.local) => parent.clone(),
            NodeData::Element { name, .. } => name.local.to_string().to_ascii_lowercase(),
            NodeData::Text { contents } => {
                push(&mut list, &parent, &contents.borrow());
                continue;
            }
            _ => parent.clone(),
        };
        let children = node.children.borrow();
        stack.extend(children.iter().rev().map(|child| (child.clone(), name.clone())));
    }
    list
}

/// What differs. `parent`: the texts are the same in the same order, one stands under another parent. `order`: the same
/// characters in another order, as where a browser moves text out of a table. `text`: one has what the other has not.
pub fn difference(ours: &Texts, theirs: &Texts) -> &'static str {
    if ours == theirs {
        return "same";
    }
    let text = |list: &Texts| list.iter().map(|(_, text)| text.as_str()).collect::<String>();
    let (our, their) = (text(ours), text(theirs));
    if our == their {
        return "parent";
    }
    let counted = |text: &str| {
        let mut counts: BTreeMap<char, usize> = BTreeMap::new();
        text.chars().for_each(|c| *counts.entry(c).or_default() += 1);
        counts
    };
    if counted(&our) == counted(&their) {
        "order"
    } else {
        "text"
    }
}
