//! A revision: one text of an article as its outlet published it.

use crate::{ArticleId, CaptureId, RevisionId};
use serde::{Deserialize, Serialize};

/// The outlet's page had this text from `captured` on. A better extractor makes a new reading of the
/// same revision, never a new revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// Its id.
    pub id: RevisionId,
    /// Whose text it is.
    pub article: ArticleId,
    /// The capture it was read from.
    pub capture: CaptureId,
    /// 1 for the first text seen, then 2 ...
    pub number: u32,
    /// When the capture was made, RFC 3339.
    pub captured: String,
    /// Headline at that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}
