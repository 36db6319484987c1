//! Ids for life: small integers that clients may keep.
//!
//! Article ids stay within 1..=2³¹−1 because phone clients of the reader dialects store them in
//! signed 32-bit fields. A story's id is the id of its founding article.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// One report at one outlet, for life; 1..=2³¹−1.
    ArticleId(i32)
);
id!(
    /// The id of a story: that of its founding article. Merges leave redirects.
    StoryId(i32)
);
id!(
    /// Raw bytes as they arrived once.
    CaptureId(i64)
);
id!(
    /// One text of an article as its outlet published it.
    RevisionId(i64)
);
