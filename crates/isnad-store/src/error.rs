//! What can go wrong with the store, and what to do about it.

use std::path::{Path, PathBuf};

/// An error of the store. Each message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder holds no store.
    #[error("{0} holds no store; `isnad add` or `isnad import` with that --data makes one")]
    NotAStore(PathBuf),
    /// A newer Isnad wrote it.
    #[error("the store has schema {found}, this isnad knows up to {known}; use the newer isnad that wrote it")]
    NewerSchema {
        /// In the store.
        found: u32,
        /// Of this program.
        known: u32,
    },
    /// An older Isnad wrote it and it is opened only for reading.
    #[error(
        "the store has schema {found}, this isnad reads {known}; open it once for writing, e.g. with `isnad serve`"
    )]
    OlderSchema {
        /// In the store.
        found: u32,
        /// Of this program.
        known: u32,
    },
    /// No space left.
    #[error("the disk is full while {0}; make room and run it again, nothing acknowledged is lost")]
    DiskFull(String),
    /// No permission to write, or opened only for reading.
    #[error("cannot write while {0}: the folder or file is read-only; choose another --data or change its permissions")]
    ReadOnly(String),
    /// Another process holds the write lock for too long.
    #[error("another process keeps the store locked while {0}; try again when it has finished")]
    Busy(String),
    /// What is stored contradicts itself.
    #[error("{what} is damaged: {reason}; restore it from a backup or import the originals again")]
    Corrupt {
        /// The row or file.
        what: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A name or address that is already in use, or a row that does not exist.
    #[error("{0}")]
    Refused(String),
    /// Another failure of the database.
    #[error("database error while {doing}: {reason}")]
    Database {
        /// What was being done.
        doing: String,
        /// What it said.
        reason: String,
    },
    /// Another failure of a file.
    #[error("{}: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
}

/// A result of the store.
pub type Result<T> = std::result::Result<T, StoreError>;

impl StoreError {
    pub(crate) fn file(path: &Path, error: std::io::Error) -> StoreError {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                StoreError::DiskFull(format!("writing {}", path.display()))
            }
            ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => {
                StoreError::ReadOnly(format!("opening {}", path.display()))
            }
            _ => StoreError::File {
                path: path.to_owned(),
                reason: error.to_string(),
            },
        }
    }

    pub(crate) fn corrupt(what: impl Into<String>, reason: impl ToString) -> StoreError {
        StoreError::Corrupt {
            what: what.into(),
            reason: reason.to_string(),
        }
    }

    pub(crate) fn database(doing: &str, error: &rusqlite::Error) -> StoreError {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StoreError::DiskFull(doing.to_owned()),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => StoreError::ReadOnly(doing.to_owned()),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy(doing.to_owned()),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::corrupt("isnad.db", error),
            _ => StoreError::Database {
                doing: doing.to_owned(),
                reason: error.to_string(),
            },
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        StoreError::database("using isnad.db", &error)
    }
}

impl From<std::num::TryFromIntError> for StoreError {
    fn from(error: std::num::TryFromIntError) -> StoreError {
        StoreError::corrupt("a number in isnad.db", error)
    }
}
