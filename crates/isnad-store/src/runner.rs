//! The lock that names the one process that runs stages.

use crate::error::{Result, StoreError};
use crate::store::Store;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::Write;

/// Held by the process that runs stages; given back when dropped or when the process ends, however it ends.
#[derive(Debug)]
pub struct RunnerLock {
    _file: File,
}

impl Store {
    /// Takes `DATA/lock`; `None` where another process holds it.
    pub fn try_lock_runner(&self) -> Result<Option<RunnerLock>> {
        let path = self.dir().join("lock");
        let failed = |error| StoreError::file(&path, error);
        let mut options = OpenOptions::new();
        let mut file = options
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        // For people who look who it is; the lock itself is the system's.
        file.set_len(0)
            .and_then(|()| writeln!(file, "{}", std::process::id()))
            .map_err(failed)?;
        Ok(Some(RunnerLock { _file: file }))
    }
}

#[cfg(test)]
mod tests {
    use crate::Access;
    use crate::Store;

    #[test]
    fn one_runner_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path(), Access::Write).unwrap();
        let other = Store::open(dir.path(), Access::Write).unwrap();
        let held = store.try_lock_runner().unwrap();
        assert!(held.is_some());
        assert!(other.try_lock_runner().unwrap().is_none());
        drop(held);
        assert!(other.try_lock_runner().unwrap().is_some());
    }
}
