//! The query language: the same in the command line, the interface and the reader.
//!
//! Words (all must occur), `"phrases"`, `=word` (this spelling only), `word*`, `OR` or `أو`, `-not`,
//! `( )`, and operators before a colon, in Latin or Arabic, listed in `data/operators.tsv`:
//! `title: source: author: tag: name: site: lang: basis: is: has: story: date: published: seen: after: before: near:`.
//! `near:` decides nothing; it ranks higher what is near a day or moment, and stands for the whole query.
//! `"غرق عبارة"~5` asks for words near one another, in any of their forms; a phrase without it wants them in a row
//! as spelled.
//! Dates are `2018`, `2018-03`, `2018-03-10`, `2018/3/10`, in any digits, a name (`today`, `أمس`, `week`), or a range
//! `from..to` of them, either end open; days are days in UTC.
//! Limits: a word joined by punctuation (`غزة-القاهرة`) is asked for as a phrase; a prefix before a colon
//! that is no operator is an ordinary word.

mod date;
mod either;
mod fault;
mod names;
mod node;
mod parser;

pub use date::DateRange;
use date::Moment;
pub use fault::QueryFault;
pub use node::{MarkWanted, Node, Scope, TimeField};
pub use parser::{MOST_BETWEEN, QueryError};

use isnad_model::ArticleId;

fn bind(node: &Node, read: &[ArticleId], starred: &[ArticleId]) -> Node {
    let all = |parts: &[Node]| parts.iter().map(|part| bind(part, read, starred)).collect();
    match node {
        Node::Marked(MarkWanted::Read) => Node::Ids(read.to_vec()),
        Node::Marked(MarkWanted::Unread) => Node::Not(Box::new(Node::Ids(read.to_vec()))),
        Node::Marked(MarkWanted::Starred) => Node::Ids(starred.to_vec()),
        Node::And(parts) => Node::And(all(parts)),
        Node::Or(parts) => Node::Or(all(parts)),
        Node::Not(inner) => Node::Not(Box::new(bind(inner, read, starred))),
        other => other.clone(),
    }
}

/// A query that was understood.
///
/// ```
/// use isnad_search::Query;
/// assert!(Query::parse("المصدر:الشراع (غرق OR \"تحطم عبارة\") -رأي date:2030-03-01..2030-03-05").is_ok());
/// let error = Query::parse("غرق \"عبارة").unwrap_err();
/// assert_eq!(error.position, 4);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    pub(crate) root: Node,
    /// What hits should be near.
    near: Option<Moment>,
}

impl Query {
    /// Reads a query.
    pub fn parse(written: &str) -> Result<Query, QueryError> {
        let (root, near) = parser::parse(written)?;
        Ok(Query { root, near })
    }

    /// Whether it asks for marks of the reader, which the index does not know; see [`Query::with_marks`].
    pub fn asks_for_marks(&self) -> bool {
        fn asks(node: &Node) -> bool {
            match node {
                Node::Marked(_) => true,
                Node::And(parts) | Node::Or(parts) => parts.iter().any(asks),
                Node::Not(inner) => asks(inner),
                _ => false,
            }
        }
        asks(&self.root)
    }

    /// The query with its marks bound to the articles that bear them now.
    pub fn with_marks(&self, read: &[ArticleId], starred: &[ArticleId]) -> Query {
        Query {
            root: bind(&self.root, read, starred),
            near: self.near,
        }
    }

    /// The moment that hits should be near, in unix seconds.
    pub fn near_seconds(&self, now_seconds: i64) -> Option<i64> {
        Some(self.near?.seconds(now_seconds))
    }

    /// Whether it asks for either of several things: what is written behind it would bind to the last of them.
    pub fn is_either(&self) -> bool {
        matches!(self.root, Node::Or(_))
    }

    /// The stories that the query asks for by number.
    pub fn stories(&self) -> Vec<i32> {
        let mut stories = Vec::new();
        self.root.visit(&mut |node| {
            if let Node::Story(story) = node {
                stories.push(*story);
            }
        });
        stories
    }

    /// The query with each story replaced by its articles, which `articles` tells: stories are not indexed, since
    /// they merge. An index by itself finds nothing for `story:`.
    pub fn with_stories(mut self, mut articles: impl FnMut(i32) -> Vec<ArticleId>) -> Query {
        self.root.replace(&mut |node| match node {
            Node::Story(story) => Some(Node::Ids(articles(*story))),
            _ => None,
        });
        self
    }

    /// Everything: for listing by time.
    pub fn all() -> Query {
        Query::of(Node::All)
    }

    fn of(root: Node) -> Query {
        Query { root, near: None }
    }
}
