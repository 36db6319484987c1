//! What linking found: copies with their grade, and the story an article joined.
//!
//! The JSON of [`Linked`] is the public contract of `isnad link` (docs/FORMATS.md).

use serde::{Deserialize, Serialize};

/// How much of a text is another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum CopyKind {
    /// The same text but for a phrase, credits and spelling.
    Copy,
    /// Reworked, cut or extended; about half or more of the shorter is the other's text.
    EditedCopy,
    /// A shared paragraph, quotation or item.
    Partial,
}

/// What may be said of the direction of a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Grade {
    /// A credit names it.
    Proven,
    /// Strict containment with a clear margin of time.
    Likely,
    /// Cannot be told: both may rest on a third text.
    SharedSource,
}

/// What an article was copied from: another article, or an agency whose own text was not seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum CopyOrigin {
    /// The external id of the article.
    Article(String),
    /// An unseen agency.
    Agency {
        /// Its usual name.
        agency: String,
    },
}

/// A relation between an article and one that arrived earlier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Copy {
    /// External id of the other article, which arrived earlier.
    pub of: String,
    /// How much is shared.
    pub kind: CopyKind,
    /// Share of this text that stands in the other, 0..=1.
    pub contained: f32,
    /// Share of the other text that stands in this one, 0..=1.
    pub containing: f32,
    /// What may be said of the direction.
    pub grade: Grade,
    /// Where the shared text comes from, as far as is known.
    pub from: Option<CopyOrigin>,
    /// Linking time of this article minus that of the other.
    pub gap_seconds: Option<i64>,
    /// What the grade rests on, for people.
    pub evidence: Vec<String>,
    /// Where the two texts differ, in order; empty where they are the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<Difference>,
}

/// A place where two texts differ: half-open spans of words, numbered from 0 as `isnad_text::words` cuts the Text.
///
/// Words that only one of the two has leave an empty span in the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Difference {
    /// First word and the one behind the last, in this text.
    pub this: [u32; 2],
    /// The same in the other text.
    pub other: [u32; 2],
}

/// Why an article joined its story.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Joined {
    /// Words, names and days that decided; empty for the founder.
    pub because: Vec<String>,
    /// The similarity that decided, 0..=1; 0 for the founder.
    pub score: f32,
}

/// One line of `isnad link --follow`: what happens, as it happens. Ids are external ids; a story is named by that
/// of its founder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum LinkEvent {
    /// An article arrived.
    Assigned {
        /// The article.
        id: String,
        /// The story it joined or founded.
        story: String,
        /// Agency or outlet that the article itself credits.
        origin: Option<String>,
        /// Copies of earlier arrivals.
        copies: Vec<Copy>,
        /// Why it joined.
        joined: Joined,
    },
    /// Two stories became one.
    Merged {
        /// What was.
        from: String,
        /// What it is now.
        into: String,
    },
    /// An article changed its story, as by the merge told before.
    Moved {
        /// The article.
        id: String,
        /// The story it left.
        from: String,
        /// The story it is in now.
        story: String,
    },
}

/// One line of `isnad link`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Linked {
    /// External id of the article.
    pub id: String,
    /// Story decided when it arrived, from what had arrived before: the founder's external id.
    pub first_story: String,
    /// Story after merges.
    pub story: String,
    /// Agency or outlet that the article itself credits.
    pub origin: Option<String>,
    /// Copies of earlier arrivals.
    pub copies: Vec<Copy>,
    /// Why it joined.
    pub joined: Joined,
}
