//! What the index is told of an article.

use isnad_model::{ArticleId, Basis, Name, NameKind};

/// A name as the index sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexName {
    /// What it names.
    pub kind: NameKind,
    /// One spelling for all spellings of the name; equal between articles.
    pub key: String,
    /// The forms that the article writes, each once.
    pub forms: Vec<String>,
}

impl IndexName {
    /// What the index is told of a name.
    pub fn of(name: &Name) -> IndexName {
        let mut forms = vec![name.text.clone()];
        for mention in &name.mentions {
            if !forms.contains(&mention.text) {
                forms.push(mention.text.clone());
            }
        }
        IndexName {
            kind: name.kind,
            key: name.key.clone(),
            forms,
        }
    }
}

/// One article as the index sees it. Nothing of it is stored but its id: titles, texts and snippets
/// are made from the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexDocument {
    /// Its id; a document of the same id replaces the earlier one.
    pub id: ArticleId,
    /// Its title, empty if it has none.
    pub title: String,
    /// Its text (all blocks joined by line feeds).
    pub text: String,
    /// The outlet, as given or derived.
    pub source: Option<String>,
    /// Language code.
    pub language: Option<String>,
    /// Authors as written.
    pub authors: Vec<String>,
    /// Its address; the host is searchable.
    pub url: Option<String>,
    /// Tags of the site and keywords of the analysis.
    pub tags: Vec<String>,
    /// Persons, places and organizations.
    pub names: Vec<IndexName>,
    /// What it claims as its time, as one instant.
    pub published_seconds: Option<i64>,
    /// When it was seen (captured, else arrived).
    pub seen_seconds: i64,
    /// What its text rests on.
    pub basis: Basis,
    /// Whether it has an image.
    pub has_image: bool,
    /// Whether it credits an agency or another outlet.
    pub has_credit: bool,
}

impl IndexDocument {
    /// A document with nothing but its id and the time it was seen.
    pub fn new(id: ArticleId, seen_seconds: i64) -> IndexDocument {
        IndexDocument {
            id,
            title: String::new(),
            text: String::new(),
            source: None,
            language: None,
            authors: Vec::new(),
            url: None,
            tags: Vec::new(),
            names: Vec::new(),
            published_seconds: None,
            seen_seconds,
            basis: Basis::default(),
            has_image: false,
            has_credit: false,
        }
    }

    /// The time by which it is found and ordered: its claim, never later than it was seen.
    pub fn time_seconds(&self) -> i64 {
        self.published_seconds
            .map_or(self.seen_seconds, |claimed| claimed.min(self.seen_seconds))
    }
}
