//! How far the index has followed the store's log.

use serde::{Deserialize, Serialize};

/// The last log entry of each lane that is in the index. Kept inside the index's own commit, so that
/// index and position cannot part, whatever is killed when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Last entry of the live lane.
    pub live: u64,
    /// Last entry of the backfill lane.
    pub backfill: u64,
}
