//! Where the index lies: `<schema hash>-<n>/` beside a file `CURRENT` that names the one in use.
//!
//! `CURRENT` is replaced by rename, so it names a whole folder at any moment. A folder that it does not
//! name is left over from an earlier layout or from a start that was killed, and is removed.

use crate::error::SearchError;
use std::io::Write;
use std::path::{Path, PathBuf};

const CURRENT: &str = "CURRENT";

/// The folder in use, if there is one.
pub fn current(root: &Path) -> Result<Option<PathBuf>, SearchError> {
    let pointer = root.join(CURRENT);
    let written = match std::fs::read_to_string(&pointer) {
        Ok(written) => written,
        Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(failure) => {
            return Err(SearchError::File {
                path: pointer,
                source: failure,
            });
        }
    };
    let name = written.trim();
    let folder = root.join(name);
    Ok((number_of(name).is_some() && folder.is_dir()).then_some(folder))
}

/// Whether `folder` holds an index of this schema hash.
pub fn is_of(folder: &Path, hash: &str) -> bool {
    let name = folder.file_name().and_then(|name| name.to_str());
    name.and_then(|name| name.rsplit_once('-'))
        .is_some_and(|(prefix, _)| prefix == hash)
}

/// Makes the next folder for `hash`, empty.
pub fn create_next(root: &Path, hash: &str) -> Result<PathBuf, SearchError> {
    let last = folders(root)?
        .iter()
        .filter_map(|name| number_of(name))
        .max()
        .unwrap_or(0);
    let folder = root.join(format!("{hash}-{}", last + 1));
    std::fs::create_dir_all(&folder).map_err(SearchError::file(&folder))?;
    Ok(folder)
}

/// Makes `folder` the one in use, durably, and removes all others.
pub fn put_in_use(root: &Path, folder: &Path) -> Result<(), SearchError> {
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let unfinished = root.join("CURRENT.new");
    let mut file = std::fs::File::create(&unfinished).map_err(SearchError::file(&unfinished))?;
    writeln!(file, "{name}").map_err(SearchError::file(&unfinished))?;
    file.sync_all().map_err(SearchError::file(&unfinished))?;
    let pointer = root.join(CURRENT);
    std::fs::rename(&unfinished, &pointer).map_err(SearchError::file(&pointer))?;
    let directory = std::fs::File::open(root).map_err(SearchError::file(root))?;
    directory.sync_all().map_err(SearchError::file(root))?;
    remove_others(root, folder)
}

/// Removes every index folder but `folder`.
pub fn remove_others(root: &Path, folder: &Path) -> Result<(), SearchError> {
    for name in folders(root)? {
        let other = root.join(&name);
        if other != folder {
            std::fs::remove_dir_all(&other).map_err(SearchError::file(&other))?;
        }
    }
    Ok(())
}

/// Names of the index folders below `root`, in order.
fn folders(root: &Path) -> Result<Vec<String>, SearchError> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(root).map_err(SearchError::file(root))? {
        let entry = entry.map_err(SearchError::file(root))?;
        if let Some(name) = entry.file_name().to_str().filter(|name| number_of(name).is_some()) {
            names.push(name.to_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// The n of `<16 hex digits>-<n>`; `None` for any other name, which is not ours to touch.
fn number_of(name: &str) -> Option<u64> {
    let (hash, number) = name.split_once('-')?;
    let is_hash = hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit());
    if !is_hash || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    number.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_index_folders_are_removed() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("notes-1")).unwrap();
        let first = create_next(root.path(), "0123456789abcdef").unwrap();
        put_in_use(root.path(), &first).unwrap();
        let second = create_next(root.path(), "fedcba9876543210").unwrap();
        assert!(second.ends_with("fedcba9876543210-2"));
        put_in_use(root.path(), &second).unwrap();
        assert_eq!(current(root.path()).unwrap(), Some(second.clone()));
        assert!(!first.exists() && root.path().join("notes-1").exists());
        assert!(is_of(&second, "fedcba9876543210") && !is_of(&second, "0123456789abcdef"));
    }

    #[test]
    fn a_pointer_to_nowhere_is_no_index() {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join(CURRENT), "../../etc\n").unwrap();
        assert_eq!(current(root.path()).unwrap(), None);
        std::fs::write(root.path().join(CURRENT), "0123456789abcdef-9\n").unwrap();
        assert_eq!(current(root.path()).unwrap(), None);
    }
}
