//! The index on disk: opened, fed from the log, committed with its position.
//!
//! The store is the truth; the index can be deleted at any time and is rebuilt from the log. A commit
//! holds the documents and the [`Position`] up to which they follow the log, in one atomic write; what
//! was applied after it is lost with the process and applied again. Applying replaces by id, so a
//! replay changes nothing.
//! Limits: one process writes (an advisory file lock that dies with its process); scores depend on how
//! many replaced documents wait to be merged away.

use crate::document::IndexDocument;
use crate::error::SearchError;
use crate::folder;
use crate::form::{SEPARATOR, text_forms};
use crate::position::Position;
use crate::query::MOST_BETWEEN;
use crate::schema::{self, Fields};
use isnad_model::{ArticleId, Basis};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use tantivy::directory::error::LockError;
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term};

/// Places left empty between title and text, so that no words are near one another over them, whatever is asked for.
const GAP_WORDS: u32 = MOST_BETWEEN + 1;
/// The engine refuses a smaller budget per thread.
const SMALLEST_HEAP_BYTES: usize = 16_000_000;

/// A handle to the index; clones share it. Searching never waits for writing.
#[derive(Clone)]
pub struct Index {
    folder: PathBuf,
    index: tantivy::Index,
    reader: IndexReader,
    writer: Option<Arc<Mutex<IndexWriter>>>,
    pub(crate) fields: Fields,
}

impl Index {
    /// Opens the index below `root` for writing, or starts an empty one at position 0 where there is
    /// none, or only one of another layout, or a damaged one. `heap_bytes` is the memory of all
    /// `threads` together.
    pub fn open_for_writing(root: &Path, heap_bytes: usize, threads: usize) -> Result<Index, SearchError> {
        std::fs::create_dir_all(root).map_err(SearchError::file(root))?;
        let hash = schema::hash(&schema::build().0);
        let existing = folder::current(root)?.filter(|found| folder::is_of(found, &hash));
        if let Some(folder) = existing {
            match Index::open_folder(&folder) {
                Ok(index) => {
                    let writable = index.with_writer(heap_bytes, threads)?;
                    folder::remove_others(root, &folder)?;
                    return Ok(writable);
                }
                Err(SearchError::Engine(damage)) => {
                    tracing::warn!(folder = %folder.display(), %damage, "index cannot be read, rebuilding it from the log");
                }
                Err(other) => return Err(other),
            }
        }
        Index::start(root, &hash)?.with_writer(heap_bytes, threads)
    }

    /// Opens the index below `root` for searching only. What others commit is seen after
    /// [`Index::reload`].
    pub fn open_for_reading(root: &Path) -> Result<Index, SearchError> {
        let folder = folder::current(root)?.ok_or_else(|| SearchError::Missing(root.to_owned()))?;
        if !folder::is_of(&folder, &schema::hash(&schema::build().0)) {
            return Err(SearchError::OtherVersion(root.to_owned()));
        }
        Index::open_folder(&folder)
    }

    fn start(root: &Path, hash: &str) -> Result<Index, SearchError> {
        let folder = folder::create_next(root, hash)?;
        tantivy::Index::create_in_dir(&folder, schema::build().0)?;
        let index = Index::open_folder(&folder)?;
        folder::put_in_use(root, &folder)?;
        Ok(index)
    }

    fn open_folder(folder: &Path) -> Result<Index, SearchError> {
        let mut index = tantivy::Index::open_in_dir(folder)?;
        index.set_tokenizers(schema::tokenizers());
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let (_, fields) = schema::build();
        Ok(Index {
            folder: folder.to_owned(),
            index,
            reader,
            writer: None,
            fields,
        })
    }

    fn with_writer(mut self, heap_bytes: usize, threads: usize) -> Result<Index, SearchError> {
        let threads = threads.max(1);
        let budget = heap_bytes.max(SMALLEST_HEAP_BYTES * threads);
        let writer = match self.index.writer_with_num_threads(threads, budget) {
            Ok(writer) => writer,
            Err(TantivyError::LockFailure(LockError::LockBusy, _)) => return Err(SearchError::Busy(self.folder)),
            Err(other) => return Err(other.into()),
        };
        self.writer = Some(Arc::new(Mutex::new(writer)));
        Ok(self)
    }

    /// How far the last commit follows the log.
    pub fn position(&self) -> Result<Position, SearchError> {
        match self.index.load_metas()?.payload {
            None => Ok(Position::default()),
            Some(payload) => serde_json::from_str(&payload).map_err(|_| SearchError::Position(payload)),
        }
    }

    /// Adds `documents`, each in place of an earlier one of its id. Seen by searches after
    /// [`Index::commit`].
    pub fn apply(&self, documents: &[IndexDocument]) -> Result<(), SearchError> {
        let writer = self.writer()?;
        for document in documents {
            writer.delete_term(self.id_term(document.id));
            writer.add_document(self.engine_document(document))?;
        }
        Ok(())
    }

    /// Removes the documents of these ids; unknown ids are no error.
    pub fn remove(&self, ids: &[ArticleId]) -> Result<(), SearchError> {
        let writer = self.writer()?;
        for id in ids {
            writer.delete_term(self.id_term(*id));
        }
        Ok(())
    }

    /// Makes all that was applied durable together with `position`, and visible to this handle.
    pub fn commit(&self, position: Position) -> Result<(), SearchError> {
        let mut writer = self.writer()?;
        let payload = serde_json::json!({ "live": position.live, "backfill": position.backfill }).to_string();
        let mut prepared = writer.prepare_commit()?;
        prepared.set_payload(&payload);
        prepared.commit()?;
        drop(writer);
        self.reload()
    }

    /// Sees what was committed since, by this or another process.
    pub fn reload(&self) -> Result<(), SearchError> {
        Ok(self.reader.reload()?)
    }

    /// A number that grows whenever searches begin to see another commit.
    pub fn generation(&self) -> u64 {
        self.reader.searcher().generation().generation_id()
    }

    /// Number of articles in the index.
    pub fn len(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Whether no article is in the index.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Waits until background merges are done and releases the writer: for tools that measure.
    pub fn finish_merges(mut self) -> Result<(), SearchError> {
        let writer = self.writer.take().ok_or(SearchError::ReadOnly)?;
        let writer = Arc::into_inner(writer).ok_or(SearchError::Broken)?;
        Ok(writer
            .into_inner()
            .map_err(|_| SearchError::Broken)?
            .wait_merging_threads()?)
    }

    pub(crate) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    fn writer(&self) -> Result<MutexGuard<'_, IndexWriter>, SearchError> {
        let writer = self.writer.as_ref().ok_or(SearchError::ReadOnly)?;
        writer.lock().map_err(|_| SearchError::Broken)
    }

    pub(crate) fn id_term(&self, id: ArticleId) -> Term {
        Term::from_field_i64(self.fields.id, i64::from(id.0))
    }

    fn engine_document(&self, document: &IndexDocument) -> TantivyDocument {
        let fields = &self.fields;
        let mut out = TantivyDocument::new();
        out.add_i64(fields.id, i64::from(document.id.0));
        let title = text_forms(&document.title);
        out.add_text(fields.title, &title.loose);
        out.add_text(fields.title_keys, &title.keys);
        out.add_text(fields.title_exact, &title.exact);
        let text = text_forms(&document.text);
        out.add_text(fields.body, &text.loose);
        let gap = [SEPARATOR; GAP_WORDS as usize + 1].iter().collect::<String>();
        let whole = [title.keys.as_str(), &title.keys, &text.keys].join(&gap);
        out.add_text(fields.whole_keys, whole);
        out.add_text(fields.exact, &title.exact);
        out.add_text(fields.exact, &text.exact);
        if let Some(source) = &document.source {
            out.add_text(fields.source, &text_forms(source).loose);
            out.add_text(fields.source_name, source);
        }
        for author in &document.authors {
            out.add_text(fields.author, &text_forms(author).loose);
        }
        for tag in &document.tags {
            out.add_text(fields.tag, &text_forms(tag).loose);
        }
        for form in document.names.iter().flat_map(|name| &name.forms) {
            out.add_text(fields.name_keys, &text_forms(form).keys);
        }
        if let Some(host) = document.url.as_deref().and_then(host_of) {
            out.add_text(fields.site, &text_forms(host).loose);
        }
        if let Some(language) = &document.language {
            out.add_text(fields.language, language);
        }
        out.add_text(fields.basis, basis_name(document.basis));
        let has = [
            ("title", !document.title.is_empty()),
            ("text", !document.text.is_empty()),
            ("author", !document.authors.is_empty()),
            ("tag", !document.tags.is_empty()),
            ("url", document.url.is_some()),
            ("date", document.published_seconds.is_some()),
            ("image", document.has_image),
            ("credit", document.has_credit),
        ];
        for (name, _) in has.into_iter().filter(|(_, is_there)| *is_there) {
            out.add_text(fields.has, name);
        }
        out.add_i64(fields.time, document.time_seconds());
        out.add_i64(fields.seen, document.seen_seconds);
        if let Some(published) = document.published_seconds {
            out.add_i64(fields.published, published);
        }
        out
    }
}

/// The place of the first word of the text in the field of all keys, of an article whose title has so many words: the title
/// stands there twice before it. An empty title takes one place.
pub(crate) fn text_begin(title_words: u32) -> u32 {
    2 * (title_words.max(1) + GAP_WORDS)
}

/// The host of an address, without `www.`.
fn host_of(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    let bare = host.strip_prefix("www.").unwrap_or(host);
    (!bare.is_empty()).then_some(bare)
}

/// The name of a basis, as in the JSON of articles.
fn basis_name(basis: Basis) -> &'static str {
    match basis {
        Basis::Page => "page",
        Basis::FeedSummary => "feed_summary",
        Basis::Text => "text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_found_in_odd_addresses() {
        assert_eq!(host_of("https://www.shiraa.example/a?b"), Some("shiraa.example"));
        assert_eq!(host_of("http://u:p@shiraa.example:8080/"), Some("shiraa.example"));
        assert_eq!(host_of("shiraa.example/a"), None);
        assert_eq!(host_of("http:///a"), None);
    }
}
