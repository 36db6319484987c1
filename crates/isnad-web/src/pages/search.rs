//! `/search`: the query, hits with their words marked, facets that narrow it down, searches that are kept.

use super::facets::{self, Facet, Narrowing};
use super::frame::{Frame, Section};
use super::front::headline;
use super::marks::Marker;
use super::markup::{Markup, foreign, marked, time};
use super::visitor::Visitor;
use super::when;
use super::words::Language;
use super::{in_query, page};
use crate::app::App;
use crate::error::ApiError;
use crate::extract::Parameters;
use crate::feeds::{self, FeedLink};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use isnad_engine::find::{FindOptions, Finder, Found, FoundArticle};
use isnad_model::StoryId;
use isnad_search::{Cursor, Order, Query, QueryError, highlights};
use isnad_store::{ArticleView, Marks};
use serde::Deserialize;
use std::collections::HashMap;

const HITS: usize = 20;

/// An example of each operator, in Arabic and English, with the key of what it means.
const OPERATORS: [([&str; 2], &str); 10] = [
    (["\"غرق عبّارة\"", "\"ferry sinks\""], "op.phrase"),
    (["-رأي", "-opinion"], "op.not"),
    (["ميناء أو مرفأ", "port OR harbour"], "op.or"),
    (["عنوان:عبّارة", "title:ferry"], "op.title"),
    (["مصدر:الشراع", "source:ledger"], "op.source"),
    (["بعد:2030/03/10", "after:2030/03/10"], "op.after"),
    (["قبل:2030/03/14", "before:2030/03/14"], "op.before"),
    (["لغة:ar", "lang:en"], "op.lang"),
    (["حال:محفوظ", "is:starred"], "op.mark"),
    (["=ميغالدا", "=megalda"], "op.exact"),
];
const EXAMPLES: usize = 4;

const ORDERS: [(&str, &str, Order); 3] = [
    ("relevance", "by_relevance", Order::Relevance),
    ("newest", "by_newest", Order::Newest),
    ("oldest", "by_oldest", Order::Oldest),
];

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    order: Option<String>,
    copies: Option<String>,
    after: Option<String>,
}

/// A query that is not understood, with the word at which it stops being one.
struct Fault {
    reason: String,
    before: String,
    at: String,
    after: String,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    frame: Frame,
    title: String,
    q: String,
    examples: Vec<&'static str>,
    operators: Vec<(&'static str, &'static str)>,
    saved: Vec<Link>,
    can_save: bool,
    fault: Option<Fault>,
    results: Option<Results>,
    feeds: Vec<FeedLink>,
}

struct Results {
    total: String,
    suggestion: Option<Link>,
    sorts: Vec<Link>,
    filters: Vec<Link>,
    hits: Vec<Hit>,
    facets: Vec<Facet>,
    first: Option<String>,
    next: Option<String>,
}

struct Link {
    words: String,
    href: String,
    is_current: bool,
}

struct Hit {
    id: i32,
    title: Markup,
    snippet: Markup,
    outlet: Markup,
    time: Markup,
    /// Its story, and the title of that where it is another's.
    story: Option<(i32, Option<Markup>)>,
    copies: Option<String>,
    is_read: bool,
    marks: Markup,
}

/// A page of hits with what the store knows of them.
struct Told {
    found: Found,
    suggestion: Option<String>,
    marks: Vec<Marks>,
    stories: HashMap<StoryId, ArticleView>,
}

impl Told {
    fn of((found, suggestion): (Found, Option<String>), finder: &Finder) -> Result<Told, ApiError> {
        let store = finder.store();
        let ids: Vec<_> = found.hits.iter().map(|hit| hit.article.id).collect();
        let stories: Vec<StoryId> = found.hits.iter().filter_map(|hit| hit.article.story).collect();
        let leads = store.story_leads(&stories)?;
        Ok(Told {
            marks: store.marks(&ids)?,
            stories: stories
                .into_iter()
                .zip(leads)
                .filter_map(|(id, lead)| Some((id, lead?)))
                .collect(),
            found,
            suggestion,
        })
    }
}

/// `GET /search`.
pub(super) async fn search(
    State(app): State<App>,
    visitor: Visitor,
    Parameters(asked): Parameters<Asked>,
) -> Result<Response, ApiError> {
    let language = visitor.language;
    let order = asked.order.as_deref().unwrap_or(ORDERS[0].0);
    let order = ORDERS
        .into_iter()
        .find(|(name, ..)| *name == order)
        .unwrap_or(ORDERS[0]);
    let after = asked.after.as_deref().map(str::parse::<Cursor>).transpose();
    let options = FindOptions {
        limit: HITS,
        after: after.map_err(ApiError::bad_request)?,
        order: order.2,
        fold_copies: asked.copies.as_deref() != Some("all"),
        now_seconds: app.now_seconds(),
        facets: true,
    };
    let (mut fault, mut results) = (None, None);
    if !asked.q.trim().is_empty() {
        match Query::parse(&asked.q) {
            Ok(query) => {
                let wanted = query.clone();
                let wanted_options = options.clone();
                let written = asked.q.clone();
                let told = app
                    .read(move |finder| Told::of(finder.find_or_suggest(&written, &wanted, &wanted_options)?, finder))
                    .await?;
                let marker = Marker::new(&app, &visitor);
                results = Some(results_of(told, &query, &asked, order.0, &options, language, &marker)?);
            }
            Err(error) => fault = Some(fault_of(&asked.q, &error, language)),
        }
    }
    let kept = app.read(|finder| Ok(finder.store().searches()?)).await?;
    let is_kept = kept.iter().any(|search| search.query == asked.q.trim());
    let of_language = |pair: [&'static str; 2]| pair[language as usize];
    let template = SearchPage {
        title: match asked.q.trim() {
            "" => language.word("search").to_owned(),
            words => words.to_owned(),
        },
        examples: OPERATORS
            .iter()
            .take(EXAMPLES)
            .map(|(pair, _)| of_language(*pair))
            .collect(),
        operators: OPERATORS
            .iter()
            .map(|(pair, key)| (of_language(*pair), language.word(key)))
            .collect(),
        saved: kept
            .into_iter()
            .map(|search| Link {
                href: format!("/search?q={}&order=newest", in_query(&search.query)),
                is_current: search.query == asked.q.trim(),
                words: search.query,
            })
            .collect(),
        can_save: app.is_writing() && results.is_some() && !is_kept,
        feeds: match results {
            Some(_) => feeds::of_search(&app, language, asked.q.trim(), options.fold_copies),
            None => Vec::new(),
        },
        q: asked.q,
        fault,
        results,
        frame: Frame::new(&visitor, Section::Search),
    };
    Ok(visitor.bind(page(&template)?))
}

fn fault_of(written: &str, error: &QueryError, language: Language) -> Fault {
    let place = (error.position + 1).to_string();
    let split = |at: usize| written.char_indices().nth(at).map_or(written.len(), |(byte, _)| byte);
    let start = split(error.position);
    let word_chars = written[start..].chars().take_while(|c| !c.is_whitespace()).count();
    let end = split(error.position + word_chars.max(1));
    let parts = error.fault.parts();
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let what = language.fill(&format!("fault.{}", error.fault.key()), &parts);
    Fault {
        reason: format!("{}{what}", language.fill("bad_query", &[("n", &place)])),
        before: written[..start].to_owned(),
        at: written[start..end].to_owned(),
        after: written[end..].to_owned(),
    }
}

fn results_of(
    told: Told,
    query: &Query,
    asked: &Asked,
    order: &str,
    options: &FindOptions,
    language: Language,
    marker: &Marker,
) -> Result<Results, ApiError> {
    let words = asked.q.trim();
    let copies = if options.fold_copies { "fold" } else { "all" };
    let address =
        |q: &str, order: &str, copies: &str| format!("/search?q={}&order={order}&copies={copies}", in_query(q));
    let sorts: Vec<Link> = ORDERS
        .iter()
        .map(|(name, key, _)| Link {
            words: language.word(key).to_owned(),
            href: address(words, name, copies),
            is_current: *name == order,
        })
        .collect();
    let narrowed = |q: &str| address(q, order, copies);
    let narrowing = Narrowing {
        query: words,
        is_either: query.is_either(),
        address: &narrowed,
    };
    let folds = [("fold", "fold_copies"), ("all", "all_copies")].map(|(name, key)| Link {
        words: language.word(key).to_owned(),
        href: address(words, order, name),
        is_current: name == copies,
    });
    let parts = [
        ("unread", "is:unread", "حال:غير_مقروء"),
        ("saved", "is:starred", "حال:محفوظ"),
    ];
    let marks = parts.map(|(key, english, arabic)| {
        let (href, is_current) = narrowing.with(if language.is_rtl() { arabic } else { english });
        Link {
            words: language.word(key).to_owned(),
            href,
            is_current,
        }
    });
    let Told {
        found,
        suggestion,
        marks: of_hits,
        stories,
    } = told;
    let facets = [
        facets::sources(&found.sources, &narrowing, language),
        facets::dates(&found.days, &narrowing, language),
        facets::languages(&found.languages, &narrowing, language),
    ];
    let hits = found.hits.into_iter().zip(of_hits);
    Ok(Results {
        total: language.count("articles", found.total),
        suggestion: suggestion.map(|better| Link {
            href: address(&better, order, copies),
            words: better,
            is_current: false,
        }),
        sorts,
        filters: folds.into_iter().chain(marks).collect(),
        hits: hits
            .map(|(hit, marks)| hit_of(hit, marks, &stories, query, language, marker))
            .collect::<Result<_, _>>()?,
        facets: facets
            .into_iter()
            .filter(|facet| facet.values.len() > 1 || facet.values.iter().any(|value| value.is_current))
            .collect(),
        first: options.after.map(|_| address(words, order, copies)),
        next: found.next.map(|next| {
            format!(
                "{}&after={}",
                address(words, order, copies),
                in_query(&next.to_string())
            )
        }),
    })
}

fn hit_of(
    hit: FoundArticle,
    marks: Marks,
    stories: &HashMap<StoryId, ArticleView>,
    query: &Query,
    language: Language,
    marker: &Marker,
) -> Result<Hit, ApiError> {
    let view = hit.article;
    let content = view.language.as_deref();
    let story = view.story.map(|id| {
        let lead = stories.get(&id).filter(|lead| lead.id != view.id);
        (id.0, lead.map(|lead| headline(lead, language)))
    });
    Ok(Hit {
        id: view.id.0,
        title: match view.title.as_deref() {
            Some(title) => marked(title, &highlights(title, query), content),
            None => headline(&view, language),
        },
        snippet: marked(&hit.snippet, &hit.highlights, content),
        outlet: foreign(&view.source, None),
        time: time(language, when::appeared(&view), None),
        story,
        copies: (hit.copies > 0).then(|| language.count("folded", u64::from(hit.copies))),
        is_read: marks.read_at.is_some(),
        marks: marker.article(view.id, marks)?,
    })
}
