//! The schema and its changes: numbered SQL files, the number in `user_version`.

use crate::error::{Result, StoreError};
use rusqlite::Connection;

/// In order; the first makes schema 1.
const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001_start.sql"),
    include_str!("../migrations/0002_desk.sql"),
    include_str!("../migrations/0003_corrections.sql"),
    include_str!("../migrations/0004_story_page.sql"),
    include_str!("../migrations/0005_open_hours.sql"),
    include_str!("../migrations/0006_word_counts.sql"),
];

/// The schema that this program reads and writes.
pub(crate) const KNOWN: u32 = MIGRATIONS.len() as u32;

pub(crate) fn found(connection: &Connection) -> Result<u32> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Refuses a schema that cannot be read as it is.
pub(crate) fn check(connection: &Connection) -> Result<()> {
    let found = found(connection)?;
    match found.cmp(&KNOWN) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Less => Err(StoreError::OlderSchema { found, known: KNOWN }),
        std::cmp::Ordering::Greater => Err(StoreError::NewerSchema { found, known: KNOWN }),
    }
}

/// Brings the schema up to date, each step in a transaction of its own.
pub(crate) fn migrate(connection: &mut Connection) -> Result<()> {
    loop {
        let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let found = found(&transaction)?;
        if found > KNOWN {
            return Err(StoreError::NewerSchema { found, known: KNOWN });
        }
        let Some(sql) = MIGRATIONS.get(found as usize) else {
            return Ok(());
        };
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", found + 1)?;
        transaction.commit()?;
    }
}
