//! Our own WARC files: monthly, appended to only under the database's write lock, cut back to what was
//! acknowledged.
//!
//! A file is named in the database before it is made, so a file that the database does not know is
//! somebody else's and is never touched.

use crate::error::{Result, StoreError};
use isnad_warc::MemberWriter;
use rusqlite::{OptionalExtension, Transaction, params};
use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

/// gzip level: text shrinks to a third, at some 150 MB/s.
pub(crate) const GZIP_LEVEL: u32 = 1;

/// Cuts every file back to its acknowledged length.
pub(crate) fn cut_back(dir: &Path, transaction: &Transaction<'_>) -> Result<()> {
    let mut statement = transaction.prepare("SELECT name, committed_bytes FROM files")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        let committed_bytes = u64::try_from(row.get::<_, i64>(1)?)?;
        let path = dir.join(&name);
        let length_bytes = match path.metadata() {
            Ok(metadata) => metadata.len(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => 0,
            Err(error) => return Err(StoreError::file(&path, error)),
        };
        if length_bytes > committed_bytes {
            tracing::warn!(file = %name, cut_bytes = length_bytes - committed_bytes, "cutting what was not acknowledged");
            let file = OpenOptions::new().write(true).open(&path);
            file.and_then(|file| file.set_len(committed_bytes))
                .map_err(|error| StoreError::file(&path, error))?;
        }
        if length_bytes < committed_bytes {
            tracing::error!(file = %name, missing_bytes = committed_bytes - length_bytes, "captures are missing");
        }
    }
    Ok(())
}

/// The id of the file `name`; names it in the database where it is new.
pub(crate) fn current(transaction: &Transaction<'_>, dir: &Path, name: &str) -> Result<i64> {
    let mut statement = transaction.prepare_cached("SELECT id FROM files WHERE name = ?")?;
    if let Some(id) = statement.query_row([name], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    let path = dir.join(name);
    if path.exists() {
        return Err(StoreError::corrupt(
            path.display().to_string(),
            "the database does not know this file; move it away (and import it, if it holds captures)",
        ));
    }
    transaction.execute("INSERT INTO files (name, committed_bytes) VALUES (?, 0)", [name])?;
    Ok(transaction.last_insert_rowid())
}

/// A file being appended to within one transaction.
pub(crate) struct Append {
    file: File,
    path: std::path::PathBuf,
    id: i64,
    start: u64,
    offset: u64,
}

impl Append {
    /// Opens the file at its acknowledged end, cutting off what a killed process left behind it.
    pub(crate) fn begin(transaction: &Transaction<'_>, dir: &Path, id: i64, date: &str) -> Result<Append> {
        let mut statement = transaction.prepare_cached("SELECT name, committed_bytes FROM files WHERE id = ?")?;
        let (name, acknowledged): (String, i64) = statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let committed_bytes = u64::try_from(acknowledged)?;
        let path = dir.join(&name);
        let failed = |error| StoreError::file(&path, error);
        let mut options = OpenOptions::new();
        let mut file = options
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(failed)?;
        let length_bytes = file.metadata().map_err(failed)?.len();
        if length_bytes < committed_bytes {
            let reason = format!("it has {length_bytes} bytes where {committed_bytes} were acknowledged");
            return Err(StoreError::corrupt(path.display().to_string(), reason));
        }
        if length_bytes > committed_bytes {
            file.set_len(committed_bytes).map_err(failed)?;
        }
        file.seek(SeekFrom::Start(committed_bytes)).map_err(failed)?;
        let mut append = Append {
            file,
            path,
            id,
            start: committed_bytes,
            offset: committed_bytes,
        };
        if committed_bytes == 0 {
            append.write_warcinfo(&name, date)?;
        }
        Ok(append)
    }

    fn write_warcinfo(&mut self, name: &str, date: &str) -> Result<()> {
        let fields = [
            ("software", concat!("isnad ", env!("CARGO_PKG_VERSION"))),
            ("format", "WARC File Format 1.1"),
            (
                "conformsTo",
                "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            ),
        ];
        let mut member = Vec::new();
        MemberWriter::new(GZIP_LEVEL)
            .write_warcinfo(&mut member, &format!("<urn:isnad:file:{name}>"), date, &fields)
            .map_err(|error| StoreError::file(&self.path, error))?;
        self.write(&member)?;
        // The folder's entry must be as durable as the file.
        if let Some(dir) = self.path.parent() {
            let synced = File::open(dir).and_then(|folder| folder.sync_all());
            synced.map_err(|error| StoreError::file(dir, error))?;
        }
        Ok(())
    }

    /// Writes one or several members; the offset of the first.
    pub(crate) fn write(&mut self, members: &[u8]) -> Result<u64> {
        let offset = self.offset;
        if let Err(error) = self.file.write_all(members) {
            // Best effort: the next append and the next start cut it back as well.
            let _ = self.file.set_len(self.start);
            return Err(StoreError::file(&self.path, error));
        }
        self.offset += members.len() as u64;
        Ok(offset)
    }

    /// Makes what was written durable, and its length part of the transaction.
    pub(crate) fn finish(self, transaction: &Transaction<'_>) -> Result<()> {
        self.file
            .sync_data()
            .map_err(|error| StoreError::file(&self.path, error))?;
        let mut statement = transaction.prepare_cached("UPDATE files SET committed_bytes = ? WHERE id = ?")?;
        statement.execute(params![i64::try_from(self.offset)?, self.id])?;
        Ok(())
    }
}
