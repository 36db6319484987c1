//! The store itself: opening it, its connections, its transactions.

use crate::error::{Result, StoreError};
use crate::{migrate, warc_file};
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

const DATABASE: &str = "isnad.db";
/// How long a transaction waits for another process.
const BUSY_TIMEOUT: Duration = Duration::from_secs(60);
const STATEMENTS_CACHED: usize = 128;

/// What a store is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Reading and writing; makes the store where there is none.
    Write,
    /// Reading only, also while another process writes; makes no store.
    Read,
}

/// The truth of one Isnad. May be shared by threads; one transaction writes at a time, reads go on beside it.
pub struct Store {
    dir: PathBuf,
    writer: Option<Mutex<Connection>>,
    readers: Mutex<Vec<Connection>>,
    /// Nobody can write here, so the database is read without its shared-memory files.
    immutable: bool,
}

impl Store {
    /// Opens the store in `data_dir`. For writing: makes or migrates it and cuts the WARC files back to what
    /// was acknowledged.
    pub fn open(data_dir: &Path, access: Access) -> Result<Store> {
        let mut store = Store {
            dir: data_dir.to_owned(),
            writer: None,
            readers: Mutex::new(Vec::new()),
            immutable: false,
        };
        match access {
            Access::Write => {
                let captures = store.captures_dir();
                std::fs::create_dir_all(&captures).map_err(|error| StoreError::file(&captures, error))?;
                let mut connection = store.open_writer()?;
                migrate::migrate(&mut connection)?;
                let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
                warc_file::cut_back(&store.captures_dir(), &transaction)?;
                transaction.commit()?;
                store.writer = Some(Mutex::new(connection));
            }
            Access::Read => {
                if !store.database_path().is_file() {
                    return Err(StoreError::NotAStore(data_dir.to_owned()));
                }
                let connection = store.open_reader().or_else(|_| {
                    store.immutable = true;
                    store.open_reader()
                })?;
                migrate::check(&connection)?;
                lock(&store.readers).push(connection);
            }
        }
        Ok(store)
    }

    /// The folder of the store.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    pub(crate) fn database_path(&self) -> PathBuf {
        self.dir.join(DATABASE)
    }

    pub(crate) fn captures_dir(&self) -> PathBuf {
        self.dir.join("captures")
    }

    fn open_writer(&self) -> Result<Connection> {
        let path = self.database_path();
        let opening = format!("opening {}", path.display());
        let connection = Connection::open(&path).map_err(|error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::CannotOpen) => StoreError::ReadOnly(opening.clone()),
            _ => StoreError::database(&opening, &error),
        })?;
        // SQLite falls back to reading where it may not write.
        if connection.is_readonly("main")? {
            return Err(StoreError::ReadOnly(opening));
        }
        connection.busy_timeout(BUSY_TIMEOUT)?;
        // The page size holds only for a database that is made now.
        connection.pragma_update(None, "page_size", 8192)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "cache_size", -65_536)?;
        connection.pragma_update(None, "wal_autocheckpoint", 2000)?;
        connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_CACHED);
        Ok(connection)
    }

    fn open_reader(&self) -> Result<Connection> {
        let path = self.database_path();
        let opening = format!("opening {}", path.display());
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
        let uri = match self.immutable {
            true => format!("file:{}?immutable=1", uri_path(&path)),
            false => format!("file:{}", uri_path(&path)),
        };
        let connection =
            Connection::open_with_flags(uri, flags).map_err(|error| StoreError::database(&opening, &error))?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.pragma_update(None, "cache_size", -16_384)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_CACHED);
        // The first query opens the files, so that a folder in which they cannot be opened is noticed here.
        migrate::found(&connection)?;
        Ok(connection)
    }

    /// Runs `work` in a transaction that is durable when this returns.
    pub(crate) fn write<T>(&self, doing: &str, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let Some(writer) = &self.writer else {
            return Err(StoreError::ReadOnly(format!(
                "{doing}: the store is opened for reading; elsewhere"
            )));
        };
        let mut connection = lock(writer);
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| StoreError::database(doing, &error))?;
        let value = work(&transaction)?;
        transaction
            .commit()
            .map_err(|error| StoreError::database(doing, &error))?;
        Ok(value)
    }

    /// Runs `work` on one consistent state of the database.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let pooled = lock(&self.readers).pop();
        let mut connection = match pooled {
            Some(connection) => connection,
            None => self.open_reader()?,
        };
        let transaction = connection.transaction()?;
        let outcome = work(&transaction);
        transaction.finish()?;
        lock(&self.readers).push(connection);
        outcome
    }
}

/// A panic in another thread leaves a connection whose transaction was rolled back: it can be used on.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A path as it stands in a `file:` URI.
fn uri_path(path: &Path) -> String {
    let text = path.to_string_lossy();
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '%' => escaped.push_str("%25"),
            '?' => escaped.push_str("%3f"),
            '#' => escaped.push_str("%23"),
            other => escaped.push(other),
        }
    }
    escaped
}
