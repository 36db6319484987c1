//! `/feed/`: every search and the stories of the day as RSS 2.0, Atom and JSON Feed.
//!
//! What: `/feed/search.rss?q=...` and `/feed/stories.rss`, also with `.atom` and `.json`. Entries keep their id for
//! life; a copy that arrives later is no new entry where copies are folded, since the entry is the report.
//! Addresses carry all that decides what is in them (`lang` for our own words, `key` on a server with a
//! token): feed readers send no cookies. Answers depend on nothing else, so they can be asked for conditionally.
//! Limits: the newest 50.
//! Source: RSS 2.0.11, RFC 4287 (Atom), JSON Feed 1.1, RFC 9110 (conditional requests), RFC 9562 (UUID version 8).

mod atom;
mod channel;
mod id;
mod json;
mod rss;
mod search;
mod seen;
mod stories;

pub(crate) use seen::Seen;

use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Parameters, Path};
use crate::guard::FEEDS;
use crate::pages::in_query;
use crate::pages::words::Language;
use axum::Router;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use channel::Channel;
use serde::Deserialize;

/// Most entries of a feed.
const ENTRIES: usize = 50;

/// The addresses of all feeds.
pub(crate) fn routes() -> Router<App> {
    Router::new().route(&format!("{FEEDS}{{name}}"), get(feed))
}

/// The form of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// RSS 2.0.
    Rss,
    /// Atom 1.0.
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl Form {
    /// All forms, in the order in which pages name them.
    pub(crate) const ALL: [Form; 3] = [Form::Rss, Form::Atom, Form::Json];

    /// What people call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Form::Rss => "RSS",
            Form::Atom => "Atom",
            Form::Json => "JSON Feed",
        }
    }

    /// Its media type.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Form::Rss => "application/rss+xml",
            Form::Atom => "application/atom+xml",
            Form::Json => "application/feed+json",
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Form::Rss => "rss",
            Form::Atom => "atom",
            Form::Json => "json",
        }
    }

    fn write(self, channel: &Channel) -> Result<Vec<u8>, ApiError> {
        let written = match self {
            Form::Rss => rss::write(channel),
            Form::Atom => atom::write(channel),
            Form::Json => json::write(channel),
        };
        written.map_err(|error| ApiError::internal(&error))
    }
}

/// A link to a feed, as pages show it.
pub(crate) struct FeedLink {
    /// What people call its form.
    pub(crate) name: &'static str,
    /// Its media type.
    pub(crate) media_type: &'static str,
    /// Its address on this server.
    pub(crate) href: String,
}

/// The feeds of a search, in every form.
pub(crate) fn of_search(app: &App, language: Language, query: &str, fold_copies: bool) -> Vec<FeedLink> {
    let copies = if fold_copies { "" } else { "&copies=all" };
    links(app, language, "search", &format!("&q={}{copies}", in_query(query)))
}

/// The feeds of the stories, in every form.
pub(crate) fn of_stories(app: &App, language: Language) -> Vec<FeedLink> {
    links(app, language, "stories", "")
}

fn links(app: &App, language: Language, of: &str, further: &str) -> Vec<FeedLink> {
    let key = app.inner.guard.feed_key();
    let key = key.map_or(String::new(), |key| format!("&key={key}"));
    let link = |form: Form| FeedLink {
        name: form.name(),
        media_type: form.media_type(),
        href: format!("{FEEDS}{of}.{}?lang={}{further}{key}", form.ending(), language.code()),
    };
    Form::ALL.into_iter().map(link).collect()
}

/// What the address of a feed says.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
    copies: Option<String>,
    lang: Option<String>,
}

/// Where this server is, as the one who asks sees it.
struct Place {
    base: String,
    address: String,
}

impl Place {
    fn of(headers: &HeaderMap, uri: &Uri) -> Place {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let scheme = match text("x-forwarded-proto") {
            Some("https") => "https",
            _ => "http",
        };
        // the guard has checked that this is one of our names
        let base = format!("{scheme}://{}", text(HOST.as_str()).unwrap_or("localhost"));
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        Place {
            address: format!("{base}{path}"),
            base,
        }
    }
}

/// `GET /feed/{name}`.
async fn feed(
    State(app): State<App>,
    Path(name): Path<String>,
    Parameters(asked): Parameters<Asked>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (of, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    let form = Form::ALL.into_iter().find(|form| form.ending() == ending);
    let (Some(form), "search" | "stories") = (form, of) else {
        let hint = "there are search and stories, each as .rss, .atom and .json";
        return Err(ApiError::not_found(format!("no feed «{name}»; {hint}")));
    };
    let language = asked.lang.as_deref().and_then(Language::of_code).unwrap_or_default();
    let place = Place::of(&headers, &uri);
    let address = place.address.clone();
    let now = app.now_seconds();
    let is_search = of == "search";
    let body = app
        .read(move |finder| {
            let channel = match is_search {
                true => search::channel(finder, &asked, language, &place, now)?,
                false => stories::channel(finder, language, &place)?,
            };
            form.write(&channel)
        })
        .await?;
    let validity = app.inner.feeds_seen.validity(&address, &body, now);
    let mut response = match validity.is_known(&headers) {
        true => axum::http::StatusCode::NOT_MODIFIED.into_response(),
        false => {
            let media_type = format!("{}; charset=utf-8", form.media_type());
            ([(CONTENT_TYPE, media_type)], body).into_response()
        }
    };
    validity.write(response.headers_mut());
    // to be kept, and asked about each time
    let keeping = axum::http::HeaderValue::from_static("private, no-cache");
    response.headers_mut().insert(CACHE_CONTROL, keeping);
    Ok(response)
}
