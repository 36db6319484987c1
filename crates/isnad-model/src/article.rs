//! An article: one report at one outlet, as read from a capture.
//!
//! The JSON is the public contract of `isnad extract` and `isnad repair` (docs/FORMATS.md).
//! A field without a value is left out, never guessed.

use crate::ClaimedTime;
use serde::{Deserialize, Serialize};

/// What the text of an article rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Basis {
    /// The article's own page.
    #[default]
    Page,
    /// Only what a feed said of it.
    FeedSummary,
    /// Text that came without its page (scraped or exported).
    Text,
}

/// The direction in which an article's language is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Direction {
    /// Right to left.
    Rtl,
    /// Left to right.
    Ltr,
}

/// What a block of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum BlockKind {
    /// A paragraph.
    Paragraph,
    /// A subheading.
    Heading,
    /// A block quotation.
    Quote,
    /// One item of a list.
    ListItem,
    /// The caption of a picture that belongs to the article.
    Caption,
    /// A table of data: rows by line feed, cells by tabulator.
    Table,
    /// Preformatted text.
    Preformatted,
}

/// One block of an article's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text, white space folded (but for tables and preformatted text).
    pub text: String,
}

impl Block {
    /// A block of `kind` with `text`.
    pub fn new(kind: BlockKind, text: impl Into<String>) -> Block {
        Block {
            kind,
            text: text.into(),
        }
    }
}

/// An agency or outlet that the article itself credits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Credit {
    /// Its usual name: `رويترز`.
    pub name: String,
    /// The words that credit it, as written: `المصدر: رويترز`.
    pub text: String,
}

/// A link to another article that stood in or beside this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Related {
    /// The link's text.
    pub title: String,
    /// Its address, absolute, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// The lead image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Image {
    /// Its address, absolute.
    pub url: String,
    /// Its caption.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
}

/// One repair made to scraped text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Repair {
    /// Index of the block it concerns, in `blocks` of the repaired article.
    pub block: usize,
    /// `glue`, `insertion`, `heading` ...
    pub kind: String,
    /// The text as it stood.
    pub before: String,
    /// The text as it stands now; empty where something was taken out.
    pub after: String,
}

/// One report at one outlet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Article {
    /// External id: as given, else the name of the file or record.
    pub id: String,
    /// Address as given (not normalised).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Outlet as given or derived from the site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// When it was captured, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captured: Option<String>,
    /// Headline without the site's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// BCP 47 language: `ar`, `fa`, `en`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Direction of the language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// When it claims to have been published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<ClaimedTime>,
    /// When it claims to have been changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<ClaimedTime>,
    /// People who signed it (agencies are in `credit`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// Name of the site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// Whom it credits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credit: Vec<Credit>,
    /// The body.
    #[serde(default)]
    pub blocks: Vec<Block>,
    /// Links to other articles that stood in or beside the body.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
    /// Other articles that stood on the same page; ids are `ID#1`, `ID#2` ...
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schema(no_recursion))]
    pub embedded: Vec<Article>,
    /// Tags as the site gave them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Section of the site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Lead image.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// Repairs made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub repairs: Vec<Repair>,
    /// What the text rests on.
    #[serde(default)]
    pub basis: Basis,
}

impl Article {
    /// The Text of the article: all blocks joined by one U+000A, title excluded. Spans are byte offsets into it.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.blocks.iter().map(|b| b.text.len() + 1).sum());
        for (index, block) in self.blocks.iter().enumerate() {
            if index > 0 {
                text.push('\n');
            }
            text.push_str(&block.text);
        }
        text
    }

    /// Blocks of a plain text, one a line, so that [`Article::text`] gives the same bytes back.
    pub fn blocks_of_text(text: &str) -> Vec<Block> {
        text.split('\n')
            .map(|line| Block::new(BlockKind::Paragraph, line))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn blocks_of_text_keep_every_byte(text in "[ -~\\nء-ي]{0,80}") {
            let article = Article { blocks: Article::blocks_of_text(&text), ..Article::default() };
            prop_assert_eq!(article.text(), text);
        }
    }
}
