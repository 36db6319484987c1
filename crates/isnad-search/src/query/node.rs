//! A query as a tree.

use super::date::DateRange;
use isnad_model::ArticleId;

/// Where a word is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Title and text.
    Any,
    /// The title.
    Title,
    /// The name of the outlet.
    Source,
    /// The authors.
    Author,
    /// Tags and keywords.
    Tag,
    /// Persons, places and organizations that the article names.
    Name,
    /// The host of the address.
    Site,
}

/// Which time a range is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeField {
    /// The claimed time, never later than seen; seen where nothing is claimed.
    Date,
    /// The claimed time only.
    Published,
    /// When it was seen.
    Seen,
}

/// Which mark of the reader is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkWanted {
    /// It was read.
    Read,
    /// It was not read.
    Unread,
    /// It is starred.
    Starred,
}

/// One part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Every article.
    All,
    /// A word as typed.
    Word {
        /// Where.
        scope: Scope,
        /// The word.
        text: String,
        /// In this spelling only.
        exact: bool,
        /// Any word that begins so.
        prefix: bool,
    },
    /// Words that follow one another.
    Phrase {
        /// Where.
        scope: Scope,
        /// The words, two or more.
        words: Vec<String>,
    },
    /// Words with at most so many others between them, in any order and any of their forms.
    Near {
        /// Where.
        scope: Scope,
        /// The words, two or more.
        words: Vec<String>,
        /// Most other words between them, all together.
        within: u32,
    },
    /// Something that the article has, by its name in `data/has.tsv`.
    Has(&'static str),
    /// Articles of a story; which they are is told by [`super::Query::with_stories`].
    Story(i32),
    /// A language code.
    Language(String),
    /// What the text rests on.
    Basis(String),
    /// A mark of the reader. Marks are not in the index: finds nothing until it is bound to the articles that bear it.
    Marked(MarkWanted),
    /// One of these articles.
    Ids(Vec<ArticleId>),
    /// A span of time.
    Time(TimeField, DateRange),
    /// All of them.
    And(Vec<Node>),
    /// At least one of them.
    Or(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
}

impl Node {
    /// A plain word.
    pub fn word(scope: Scope, text: &str) -> Node {
        Node::Word {
            scope,
            text: text.to_owned(),
            exact: false,
            prefix: false,
        }
    }

    /// Shows this node and all below it.
    pub fn visit(&self, see: &mut impl FnMut(&Node)) {
        see(self);
        match self {
            Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| part.visit(see)),
            Node::Not(part) => part.visit(see),
            _ => {}
        }
    }

    /// Replaces those nodes for which there is another.
    pub fn replace(&mut self, other: &mut impl FnMut(&Node) -> Option<Node>) {
        if let Some(node) = other(self) {
            *self = node;
            return;
        }
        match self {
            Node::And(parts) | Node::Or(parts) => parts.iter_mut().for_each(|part| part.replace(other)),
            Node::Not(part) => part.replace(other),
            _ => {}
        }
    }
}
