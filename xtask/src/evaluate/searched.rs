//! A store filled for one evaluation, with a server to ask.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use super::workshop::Workshop;
use crate::server::Server;
use crate::{child, http};

/// A store with everything of one file in it, served; both end with the value.
pub struct Searched {
    server: Server,
    store: PathBuf,
}

impl Searched {
    /// Imports `input` into a new store and serves it.
    pub fn over(workshop: &Workshop, name: &str, input: &Path) -> Result<Searched> {
        let store = workshop.path(&format!("{name}.data"));
        if store.exists() {
            fs::remove_dir_all(&store)?;
        }
        let mut import = workshop.isnad(&["import"]);
        child::measured(import.arg(input).arg("--data").arg(&store))?;
        let server = Server::start(workshop.isnad(&["serve"]), &store)?;
        Ok(Searched { server, store })
    }

    /// How many articles a query finds, copies not folded.
    pub fn total(&self, query: &str) -> Result<u64> {
        let answer = self.answer(query, 1)?;
        answer["total"]
            .as_u64()
            .with_context(|| format!("no total for {query}"))
    }

    fn answer(&self, query: &str, limit: usize) -> Result<Value> {
        let asked = http::percent_encoded(query);
        let path = format!("/api/v1/search?q={asked}&limit={limit}&copies=all");
        serde_json::from_str(&http::get(self.server.address, &path)?).with_context(|| format!("no JSON for {query}"))
    }

    /// The hits of a query, copies not folded.
    pub fn hits(&self, query: &str, limit: usize) -> Result<Vec<Value>> {
        let answer = self.answer(query, limit)?;
        answer["hits"]
            .as_array()
            .cloned()
            .with_context(|| format!("no hits for {query}"))
    }
}

impl Drop for Searched {
    fn drop(&mut self) {
        // the next run makes the store anew, whatever is left of this one
        let _ = fs::remove_dir_all(&self.store);
    }
}
