//! A reading: what analysis found in one revision.

use crate::Features;
use serde::{Deserialize, Serialize};

/// One keyword.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Keyword {
    /// The form most used.
    pub text: String,
    /// Weight; the highest of an article first.
    pub score: f32,
    /// Other spellings found in the article.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<String>,
}

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum NameKind {
    /// A person, real or not.
    Person,
    /// A country, city, region, sea, street or named building.
    Place,
    /// A body, company, party, armed group, outlet or club.
    Organization,
}

/// Where a span stands that does not stand in the Text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum SpanIn {
    /// In the title.
    Title,
}

/// One place where a name stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Mention {
    /// First byte in the Text, or in the title.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// As written there, without what is written together with it and does not belong to it.
    pub text: String,
    /// `title` where the span stands in the title; nothing where it stands in the Text.
    #[serde(rename = "in", default, skip_serializing_if = "Option::is_none")]
    pub within: Option<SpanIn>,
}

/// A person, place or organization with all places where the article names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Name {
    /// The form most used, of a person the fullest.
    pub text: String,
    /// What it names.
    pub kind: NameKind,
    /// One spelling for all spellings of the name, to compare names of different articles by; not for people to read.
    pub key: String,
    /// Where it stands, title first.
    pub mentions: Vec<Mention>,
}

/// What analysis found in an article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// External id of the article.
    pub id: String,
    /// BCP 47 language, where it could be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Keywords, best first.
    #[serde(default)]
    pub keywords: Vec<Keyword>,
    /// Persons, places and organizations, most mentioned first.
    #[serde(default)]
    pub names: Vec<Name>,
    /// Number of the [`Statistics`](https://docs.rs/isnad-analyse) snapshot it was made with.
    #[serde(default)]
    pub statistics: u32,
    /// What linking needs; kept by the store in binary form and not part of the JSON.
    #[serde(skip)]
    pub features: Features,
}
