//! A backup while the store is in use.
//!
//! The database first, in one step and so in one state; then of each WARC file what that state names.
//! Files are only appended to, so those bytes are there whatever is written meanwhile.

use crate::error::{Result, StoreError};
use crate::store::{Access, Store};
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::fs::{File, OpenOptions};
use std::io::Read;
use std::path::Path;

impl Store {
    /// Copies the store into the empty or new folder `to_dir`, where it opens as a store of its own.
    pub fn backup(&self, to_dir: &Path) -> Result<()> {
        let failed = |error| StoreError::file(to_dir, error);
        let captures = to_dir.join("captures");
        std::fs::create_dir_all(to_dir).map_err(failed)?;
        if std::fs::read_dir(to_dir).map_err(failed)?.next().is_some() {
            let reason = format!("{} is not empty; name a new folder for the backup", to_dir.display());
            return Err(StoreError::Refused(reason));
        }
        std::fs::create_dir_all(&captures).map_err(failed)?;
        let database = to_dir.join("isnad.db");
        self.read(|transaction| {
            let mut target = Connection::open(&database)?;
            let outcome = Backup::new(transaction, &mut target)?.step(-1)?;
            match outcome {
                StepResult::Done => Ok(()),
                _ => Err(StoreError::Busy("copying the database".to_owned())),
            }
        })?;
        File::open(&database).and_then(|file| file.sync_all()).map_err(failed)?;
        let copied = Store::open(to_dir, Access::Read)?;
        for (name, committed_bytes) in copied.files()? {
            copy_start(&self.captures_dir().join(&name), &captures.join(&name), committed_bytes)?;
        }
        Ok(())
    }

    /// Names of the WARC files with their acknowledged lengths.
    pub(crate) fn files(&self) -> Result<Vec<(String, u64)>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached("SELECT name, committed_bytes FROM files ORDER BY id")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let mut files = Vec::new();
            for row in rows {
                let (name, committed_bytes): (String, i64) = row?;
                files.push((name, u64::try_from(committed_bytes)?));
            }
            Ok(files)
        })
    }
}

fn copy_start(from: &Path, to: &Path, bytes: u64) -> Result<()> {
    if bytes == 0 {
        return Ok(());
    }
    let source = File::open(from).map_err(|error| StoreError::file(from, error))?;
    let opened = OpenOptions::new().create_new(true).write(true).open(to);
    let mut target = opened.map_err(|error| StoreError::file(to, error))?;
    let copied = std::io::copy(&mut source.take(bytes), &mut target).map_err(|error| StoreError::file(to, error))?;
    if copied < bytes {
        let reason = format!("it has {copied} bytes where {bytes} were acknowledged");
        return Err(StoreError::corrupt(from.display().to_string(), reason));
    }
    target.sync_all().map_err(|error| StoreError::file(to, error))
}
