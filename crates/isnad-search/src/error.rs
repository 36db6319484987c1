//! What can go wrong with the index on disk.

use std::path::PathBuf;

/// An index that could not be opened, written or searched.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// Nobody has made an index there.
    #[error("no index in {0}; import articles first, or run the stages once")]
    Missing(PathBuf),
    /// The index was made by another version of the program.
    #[error("the index in {0} was made by another version; let the stages run once, they rebuild it from the log")]
    OtherVersion(PathBuf),
    /// Another process writes this index.
    #[error("another process writes the index in {0}; stop it, or only read")]
    Busy(PathBuf),
    /// Opened for reading, asked to write.
    #[error("the index was opened for reading; open it for writing to change it")]
    ReadOnly,
    /// An earlier write panicked; what it held is not trusted.
    #[error("an earlier write to the index broke off; open the index again, it continues at its last commit")]
    Broken,
    /// The position kept in the last commit cannot be read.
    #[error("the last commit of the index holds no readable position: {0}; delete the index folder, it is rebuilt")]
    Position(String),
    /// A file operation failed.
    #[error("{path}: {source}")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The index engine failed.
    #[error("index: {0}")]
    Engine(#[from] tantivy::TantivyError),
}

impl SearchError {
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> SearchError {
        let path = path.into();
        move |source| SearchError::File { path, source }
    }
}
