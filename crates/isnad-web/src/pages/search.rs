//! `/search`: the query, hits with their words marked, facets that narrow it down.

use super::frame::{Frame, Section};
use super::front::headline;
use super::markup::{Markup, foreign, marked, time};
use super::visitor::Visitor;
use super::when;
use super::words::Language;
use super::{in_query, page};
use crate::app::App;
use crate::error::ApiError;
use crate::extract::Parameters;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use isnad_engine::find::{FindOptions, Found, FoundArticle};
use isnad_search::{Cursor, FacetCount, Order, Query, highlights};
use serde::Deserialize;

const HITS: usize = 20;
const MOST_FACETS: usize = 12;

/// An example of each operator, in Arabic and English, with the key of what it means.
const OPERATORS: [([&str; 2], &str); 9] = [
    (["\"غرق عبّارة\"", "\"ferry sinks\""], "op.phrase"),
    (["-رأي", "-opinion"], "op.not"),
    (["ميناء أو مرفأ", "port OR harbour"], "op.or"),
    (["عنوان:عبّارة", "title:ferry"], "op.title"),
    (["مصدر:الشراع", "source:ledger"], "op.source"),
    (["بعد:2030/03/10", "after:2030/03/10"], "op.after"),
    (["قبل:2030/03/14", "before:2030/03/14"], "op.before"),
    (["لغة:ar", "lang:en"], "op.lang"),
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

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    frame: Frame,
    title: String,
    q: String,
    examples: Vec<&'static str>,
    operators: Vec<(&'static str, &'static str)>,
    fault: Option<String>,
    results: Option<Results>,
}

struct Results {
    total: String,
    sorts: Vec<Link>,
    folds: Vec<Link>,
    hits: Vec<Hit>,
    facets: Vec<Facet>,
    next: Option<String>,
}

struct Link {
    words: &'static str,
    href: String,
    is_current: bool,
}

struct Hit {
    id: i32,
    title: Markup,
    snippet: Markup,
    outlet: Markup,
    time: Markup,
    story: Option<i32>,
    copies: Option<String>,
}

struct Facet {
    heading: &'static str,
    values: Vec<FacetValue>,
}

struct FacetValue {
    name: Markup,
    count: u64,
    href: String,
    start: u64,
    width: u64,
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
                let found = app
                    .read(move |finder| Ok(finder.find(&wanted, &wanted_options)?))
                    .await?;
                results = Some(results_of(found, &query, &asked, order.0, &options, language));
            }
            Err(error) => {
                let place = (error.position + 1).to_string();
                fault = Some(format!("{}{error}", language.fill("bad_query", &[("n", &place)])));
            }
        }
    }
    let of_language = |pair: [&'static str; 2]| pair[language as usize];
    page(&SearchPage {
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
        q: asked.q,
        fault,
        results,
        frame: Frame::new(&visitor, Section::Search),
    })
}

fn results_of(
    found: Found,
    query: &Query,
    asked: &Asked,
    order: &str,
    options: &FindOptions,
    language: Language,
) -> Results {
    let copies = if options.fold_copies { "fold" } else { "all" };
    let address =
        |q: &str, order: &str, copies: &str| format!("/search?q={}&order={order}&copies={copies}", in_query(q));
    let word = |key: &'static str| language.find(key).unwrap_or(key);
    let sorts: Vec<Link> = ORDERS
        .iter()
        .map(|(name, key, _)| Link {
            words: word(key),
            href: address(&asked.q, name, copies),
            is_current: *name == order,
        })
        .collect();
    let folds = [("fold", "fold_copies"), ("all", "all_copies")]
        .into_iter()
        .map(|(name, key)| Link {
            words: word(key),
            href: address(&asked.q, order, name),
            is_current: name == copies,
        })
        .collect();
    let operator = |arabic: &'static str, english: &'static str| if language.is_rtl() { arabic } else { english };
    let narrowed = |name: &str, value: &str| address(&format!("{} {name}:\"{value}\"", asked.q.trim()), order, copies);
    let facets = [
        facet(
            word("source"),
            &found.sources,
            |value| foreign(value, None),
            |value| narrowed(operator("مصدر", "source"), value),
        ),
        facet(
            word("language"),
            &found.languages,
            |value| foreign(&language.language_name(value), Some(language.code())),
            |value| narrowed(operator("لغة", "lang"), value),
        ),
    ];
    Results {
        total: language.count("articles", found.total),
        sorts,
        folds,
        hits: found.hits.into_iter().map(|hit| hit_of(hit, query, language)).collect(),
        facets: facets.into_iter().filter(|facet| facet.values.len() > 1).collect(),
        next: found.next.map(|next| {
            format!(
                "{}&after={}",
                address(&asked.q, order, copies),
                in_query(&next.to_string())
            )
        }),
    }
}

fn hit_of(hit: FoundArticle, query: &Query, language: Language) -> Hit {
    let view = hit.article;
    let content = view.language.as_deref();
    Hit {
        id: view.id.0,
        title: match view.title.as_deref() {
            Some(title) => marked(title, &highlights(title, query), content),
            None => headline(&view, language),
        },
        snippet: marked(&hit.snippet, &hit.highlights, content),
        outlet: foreign(&view.source, None),
        time: time(language, when::appeared(&view), None),
        story: view.story.map(|story| story.0),
        copies: (hit.copies > 0).then(|| language.count("folded", u64::from(hit.copies))),
    }
}

fn facet(
    heading: &'static str,
    counts: &[FacetCount],
    name: impl Fn(&str) -> Markup,
    href: impl Fn(&str) -> String,
) -> Facet {
    let most = counts.iter().map(|count| count.count).max().unwrap_or(1).max(1);
    // a name with the quote in it cannot stand in a quoted value
    let values = counts
        .iter()
        .filter(|count| !count.value.contains('"') && !count.value.is_empty());
    Facet {
        heading,
        values: values
            .take(MOST_FACETS)
            .map(|count| {
                let width = (count.count * 100 / most).max(1);
                FacetValue {
                    name: name(&count.value),
                    count: count.count,
                    href: href(&count.value),
                    start: 100 - width,
                    width,
                }
            })
            .collect(),
    }
}
