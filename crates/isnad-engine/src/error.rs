//! What can go wrong while stages run.

use isnad_gather::{FetchError, OpmlError};
use isnad_search::SearchError;
use isnad_store::StoreError;

/// Why an operation of the engine ended.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index refused.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// Something could not be fetched.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// A list of feeds could not be read or written.
    #[error(transparent)]
    List(#[from] OpmlError),
    /// A member that the store kept for linking is damaged.
    #[error("link member of article {article} is damaged ({reason}); link the store again")]
    Member {
        /// Whose.
        article: i32,
        /// What is wrong with it.
        reason: String,
    },
    /// A thread could not be started, or ended by a fault of the program.
    #[error("stages stopped: {reason}")]
    Stage {
        /// Why.
        reason: String,
    },
    /// The address is no feed and names none.
    #[error("{url} is neither a feed nor a page that names one; give the address of the feed")]
    NoFeed {
        /// The address.
        url: String,
    },
}
