//! Names of outlets, interned.

use crate::error::Result;
use rusqlite::{OptionalExtension, Transaction};
use std::collections::HashMap;

pub(crate) fn find(transaction: &Transaction<'_>, name: &str) -> Result<Option<i64>> {
    let mut statement = transaction.prepare_cached("SELECT id FROM outlets WHERE name = ?")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

pub(crate) fn intern(transaction: &Transaction<'_>, name: &str) -> Result<i64> {
    if let Some(id) = find(transaction, name)? {
        return Ok(id);
    }
    transaction
        .prepare_cached("INSERT INTO outlets (name) VALUES (?)")?
        .execute([name])?;
    Ok(transaction.last_insert_rowid())
}

/// Remembers ids within one transaction.
#[derive(Default)]
pub(crate) struct Interner(HashMap<String, i64>);

impl Interner {
    pub(crate) fn intern(&mut self, transaction: &Transaction<'_>, name: &str) -> Result<i64> {
        if let Some(id) = self.0.get(name) {
            return Ok(*id);
        }
        let id = intern(transaction, name)?;
        self.0.insert(name.to_owned(), id);
        Ok(id)
    }
}
