//! Other whole articles on the same page: what sites load under the one asked for.
//!
//! Only the plain case: an `article` element beside that of the main text, with a heading of its own and several
//! paragraphs, comparable in length. Teasers and comments are not articles.

use super::Core;
use super::body::fragment;
use super::survey::Survey;
use super::text::text_under;
use crate::lines;
use isnad_html::{Tag, Tree};
use isnad_model::Article;

/// An embedded article has at least so many paragraphs.
const FEWEST_PARAGRAPHS: usize = 3;

/// And this share of the main article's text.
const LEAST_SHARE: f32 = 0.3;

/// An article beside that of the page.
#[derive(Debug)]
pub(crate) struct Embedded {
    /// Its element.
    pub element: usize,
    /// What it says.
    pub article: Article,
}

/// The other articles, with ids derived from `id`.
pub(crate) fn embedded(tree: &Tree, survey: &Survey, core: &Core, id: &str) -> Vec<Embedded> {
    let Some(root) = core.root else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut index = 0;
    while index < tree.nodes().len() {
        let holds_root = index <= root && root < tree.end(index);
        let is_inside_root = index > root && index < tree.end(root);
        let is_candidate = tree.tag(index) == Tag::Article
            && !holds_root
            && !is_inside_root
            && core.weights[index] > 0.5
            && survey.facts[index].good > LEAST_SHARE * survey.facts[root].good;
        if !is_candidate {
            index += 1;
            continue;
        }
        let heading = (index + 1..tree.end(index)).find(|at| matches!(tree.tag(*at), Tag::H1 | Tag::H2));
        if let Some(title) = heading
            .map(|at| text_under(tree, survey, at))
            .filter(|title| !title.is_empty())
        {
            let blocks = fragment(tree, survey, index, &lines::bare(&title));
            if blocks.len() >= FEWEST_PARAGRAPHS {
                let article = Article {
                    id: format!("{id}#{}", found.len() + 1),
                    title: Some(title),
                    blocks,
                    ..Article::default()
                };
                found.push(Embedded {
                    element: index,
                    article,
                });
            }
        }
        index = tree.end(index);
    }
    found
}
