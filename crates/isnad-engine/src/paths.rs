//! Where things lie in the data folder.

use std::path::{Path, PathBuf};

/// The data folder of one store.
#[derive(Clone, Debug)]
pub struct DataPaths {
    root: PathBuf,
}

impl DataPaths {
    /// The layout below `root`.
    pub fn new(root: impl Into<PathBuf>) -> DataPaths {
        DataPaths { root: root.into() }
    }

    /// The folder itself: the store's.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The search index; can be rebuilt from the store.
    pub fn index(&self) -> PathBuf {
        self.root.join("index")
    }
}
