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
    /// Number of the [`Statistics`](https://docs.rs/isnad-analyse) snapshot it was made with.
    #[serde(default)]
    pub statistics: u32,
    /// What linking needs; kept by the store in binary form and not part of the JSON.
    #[serde(skip)]
    pub features: Features,
}
