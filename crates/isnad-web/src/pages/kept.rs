//! Rendered pages, kept until the store or the index changes: many readers ask for the same few.
//!
//! Two who ask for one page at once wait for one rendering. Limits: a page is at most half a minute old, since the clock
//! decides what is today; at most 256 are kept.
//! Safety: this stands behind the guard; a visitor's cookie and the token of his forms are taken out of what is kept, and
//! those of the next visitor put in.

use super::visitor::Visitor;
use super::words::Language;
use crate::app::App;
use crate::error::ApiError;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, SET_COOKIE};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use isnad_engine::{DataPaths, EngineError};
use isnad_search::Index;
use isnad_store::{Access, Store};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::OnceCell;

const MOST_PAGES: usize = 256;
const LONGEST: Duration = Duration::from_secs(30);
/// No page is near this.
const MOST_BYTES: usize = 16 << 20;

/// What decides how a page looks, besides the state.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    here: String,
    language: Language,
    theme: Option<&'static str>,
}

/// What can be read: it changes with every commit to the store or the index, also by another process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Version {
    store: i64,
    index: u64,
}

struct Entry {
    version: Version,
    made_at: Instant,
    page: Arc<OnceCell<Page>>,
}

/// A page without its visitor: his token belongs between the parts.
struct Page {
    headers: HeaderMap,
    parts: Vec<String>,
}

/// The pages that are kept.
pub(crate) struct Kept {
    store: Mutex<Store>,
    index: Index,
    entries: Mutex<HashMap<Key, Entry>>,
}

impl Kept {
    /// No pages yet, of the store at `paths` and its index.
    pub(crate) fn new(paths: &DataPaths, index: Index) -> Result<Kept, EngineError> {
        Ok(Kept {
            store: Mutex::new(Store::open(paths.root(), Access::Read)?),
            index,
            entries: Mutex::default(),
        })
    }

    fn version(&self) -> Result<Version, ApiError> {
        Ok(Version {
            store: locked(&self.store).data_version()?,
            index: self.index.generation(),
        })
    }

    /// The place of a page: filled, being filled, or new.
    fn place(&self, key: Key) -> Result<Arc<OnceCell<Page>>, ApiError> {
        let version = self.version()?;
        let is_fresh = |entry: &Entry| entry.version == version && entry.made_at.elapsed() < LONGEST;
        let mut entries = locked(&self.entries);
        if let Some(entry) = entries.get(&key).filter(|entry| is_fresh(entry)) {
            return Ok(entry.page.clone());
        }
        if entries.len() >= MOST_PAGES {
            entries.retain(|_, entry| is_fresh(entry));
        }
        if entries.len() >= MOST_PAGES {
            entries.clear();
        }
        let page = Arc::new(OnceCell::new());
        let entry = Entry {
            version,
            made_at: Instant::now(),
            page: page.clone(),
        };
        entries.insert(key, entry);
        Ok(page)
    }
}

impl Page {
    /// Takes the visitor out of a response; one that is no success is given back.
    async fn of(response: Response, visitor: &Visitor) -> Result<Page, Response> {
        if response.status() != StatusCode::OK {
            return Err(response);
        }
        let (mut head, body) = response.into_parts();
        let bytes: Bytes = to_bytes(body, MOST_BYTES)
            .await
            .map_err(|error| ApiError::internal(&error).into_response())?;
        let text = String::from_utf8_lossy(&bytes);
        head.headers.remove(SET_COOKIE);
        head.headers.remove(CONTENT_LENGTH);
        Ok(Page {
            headers: head.headers,
            parts: text.split(&visitor.form_token).map(str::to_owned).collect(),
        })
    }

    fn shown_to(&self, visitor: &Visitor) -> Response {
        let mut response = Response::new(Body::from(self.parts.join(&visitor.form_token)));
        *response.headers_mut() = self.headers.clone();
        match self.parts.len() {
            1 => response,
            _ => visitor.bind(response),
        }
    }
}

/// The layer of pages that only show what the store holds.
pub(super) async fn keep(State(app): State<App>, mut request: Request, next: Next) -> Response {
    if request.method() != Method::GET {
        return next.run(request).await;
    }
    let visitor = Visitor::of(&app, request.headers(), request.uri());
    // the handler makes the page for this visitor, and not for another new one
    request.extensions_mut().insert(visitor.clone());
    let key = Key {
        here: visitor.here.clone(),
        language: visitor.language,
        theme: visitor.theme,
    };
    let place = match app.inner.kept.place(key) {
        Ok(place) => place,
        Err(refusal) => return refusal.into_response(),
    };
    let made = place.get_or_try_init(|| async { Page::of(next.run(request).await, &visitor).await });
    match made.await {
        Ok(page) => page.shown_to(&visitor),
        Err(response) => response,
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
