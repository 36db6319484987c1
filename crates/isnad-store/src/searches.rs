//! Searches that the user keeps.

use crate::error::Result;
use crate::store::Store;
use rusqlite::params;

/// The id of a search that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SearchId(pub i64);

/// A search that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedSearch {
    /// Its id.
    pub id: SearchId,
    /// The query as it was written.
    pub query: String,
    /// When it was saved, unix seconds.
    pub saved_at: i64,
}

impl Store {
    /// Keeps a search. One that is kept already stays as it is.
    pub fn save_search(&self, query: &str, now: i64) -> Result<SearchId> {
        self.write("saving a search", |transaction| {
            transaction.execute(
                "INSERT INTO searches (query, saved_at) VALUES (?, ?) ON CONFLICT (query) DO NOTHING",
                params![query, now],
            )?;
            let sql = "SELECT id FROM searches WHERE query = ?";
            Ok(SearchId(transaction.query_row(sql, [query], |row| row.get(0))?))
        })
    }

    /// Keeps a search no longer; whether it was kept.
    pub fn forget_search(&self, id: SearchId) -> Result<bool> {
        self.write("forgetting a search", |transaction| {
            let gone = transaction.execute("DELETE FROM searches WHERE id = ?", [id.0])?;
            Ok(gone > 0)
        })
    }

    /// All searches that are kept, in the order in which they were saved.
    pub fn searches(&self) -> Result<Vec<SavedSearch>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached("SELECT id, query, saved_at FROM searches ORDER BY id")?;
            let rows = statement.query_map([], |row| {
                Ok(SavedSearch {
                    id: SearchId(row.get(0)?),
                    query: row.get(1)?,
                    saved_at: row.get(2)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}
