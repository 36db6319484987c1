//! `/article/{id}`: the clean text with its evidence: credit, times, chain, versions, repairs.

use super::frame::{Frame, Section};
use super::front::headline;
use super::marks::Marker;
use super::markup::{Markup, direction_of, foreign, time};
use super::neighbours::{Neighbours, neighbours};
use super::related::{Order, related};
use super::repairs::{RepairGroup, Shown, repaired};
use super::visitor::Visitor;
use super::when::{self, Moment};
use super::words::Language;
use super::{in_query, page};
use crate::app::App;
use crate::error::ApiError;
use crate::extract::Path;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use isnad_engine::find::Finder;
use isnad_model::{Article, ArticleId, Basis, ClaimedTime, CopyOrigin, Grade, Keyword, Precision, Zone};
use isnad_store::{ArticleView, CopiesOf, RevisionRow};

/// After a month it says more of us than of the outlet how long it took until a text was seen.
const MOST_TOLD_SECONDS: i64 = 30 * when::DAY_SECONDS;

#[derive(Template)]
#[template(path = "article.html")]
struct ArticlePage {
    frame: Frame,
    id: i32,
    marks: Markup,
    title: Markup,
    title_words: String,
    language: String,
    direction: &'static str,
    outlet: Markup,
    url: Option<String>,
    credits: Vec<Credited>,
    authors: Option<String>,
    published: Option<Claim>,
    modified: Option<Claim>,
    first_seen: FirstSeen,
    basis_note: Option<&'static str>,
    blocks: Vec<Shown>,
    embedded: Vec<Embedded>,
    parent: Option<(i32, Markup)>,
    keywords: Vec<Tag>,
    story: Option<i32>,
    neighbours: Vec<Neighbours>,
    versions: Vec<Version>,
    latest: Option<Markup>,
    repairs: Vec<RepairGroup>,
    related: Vec<Order>,
}

struct Credited {
    name: Markup,
    words: Markup,
    /// Whether a copy proves it.
    is_proven: bool,
}

/// When the text was first seen, beside its claim.
struct FirstSeen {
    time: Markup,
    is_same_day: bool,
    note: String,
}

struct Claim {
    time: Markup,
    evidence: Markup,
    note: Option<&'static str>,
}

struct Embedded {
    id: i32,
    title: Markup,
    lead: Markup,
    time: Markup,
    outlet: Markup,
}

struct Tag {
    text: String,
    variants: Option<String>,
    href: String,
}

struct Version {
    number: u32,
    name: String,
    time: Markup,
    title: Option<Markup>,
    capture: i64,
    is_summary: bool,
    is_latest: bool,
    /// The number of the version to compare it with.
    before: Option<u32>,
}

/// `GET /article/{id}`.
pub(super) async fn article(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i32>,
) -> Result<Response, ApiError> {
    let marker = Marker::new(&app, &visitor);
    let asking = visitor.clone();
    let template = app
        .read(move |finder| build(finder, &asking, ArticleId(id), &marker))
        .await?;
    Ok(visitor.bind(page(&template)?))
}

fn build(finder: &Finder, visitor: &Visitor, id: ArticleId, marker: &Marker) -> Result<ArticlePage, ApiError> {
    let store = finder.store();
    let language = visitor.language;
    let (view, article) = store
        .full_articles(&[id])?
        .pop()
        .ok_or_else(|| ApiError::not_found(format!("no article {id}")).told("reason.no_article", id))?;
    let keywords = store
        .readings(&[view.revision])?
        .pop()
        .map(|read| read.reading.keywords)
        .unwrap_or_default();
    let revisions = store.revisions_of(id)?;
    let parent = match view.parent {
        Some(parent) => store.article(parent)?,
        None => None,
    };
    let content = view.language.as_deref();
    let first = revisions.iter().min_by_key(|revision| revision.captured_at);
    let (blocks, repairs) = repaired(&article, content, language);
    Ok(ArticlePage {
        id: id.0,
        marks: marker.article(id, store.marks(&[id])?.pop().unwrap_or_default())?,
        title: headline(&view, language),
        title_words: view
            .title
            .clone()
            .unwrap_or_else(|| language.word("untitled").to_owned()),
        language: content.unwrap_or_default().to_owned(),
        direction: direction_of(content),
        outlet: foreign(&view.source, None),
        url: view.url.clone().filter(|url| is_web(url)),
        credits: credits(finder, &view, &article)?,
        authors: (!article.authors.is_empty()).then(|| language.list(&article.authors)),
        published: article.published.as_ref().map(|claimed| claim(claimed, language)),
        modified: article.modified.as_ref().map(|claimed| claim(claimed, language)),
        first_seen: first_seen(first, article.published.as_ref(), language),
        basis_note: basis_note(view.basis, language),
        blocks,
        embedded: embedded(finder, id, &article, language)?,
        parent: parent.map(|parent| (parent.id.0, headline(&parent, language))),
        keywords: keywords.iter().map(|keyword| tag(keyword, language)).collect(),
        story: view.story.map(|story| story.0),
        neighbours: neighbours(finder, &view, language)?,
        latest: latest(&revisions, language),
        versions: versions(&revisions, content, language),
        repairs,
        related: related(finder, id, content, language)?,
        frame: Frame::new(visitor, Section::Today),
    })
}

/// Only addresses of the web become links: others (`javascript:`) would run.
fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

fn claim(claimed: &ClaimedTime, language: Language) -> Claim {
    let is_exact = claimed.precision <= Precision::Hour;
    let moment = claimed.point().map(|seconds| Moment {
        seconds,
        is_exact,
        is_claimed: true,
    });
    let note = match (claimed.precision, claimed.zone) {
        (Precision::Month, _) => Some("precision_month"),
        (Precision::Day, _) => Some("precision_day"),
        (_, Zone::Unknown) => Some("zone_unknown"),
        (_, Zone::Source) => Some("zone_source"),
        (_, Zone::Stated) => None,
    };
    Claim {
        time: time(language, moment, None),
        evidence: said_by(&claimed.evidence, language),
        note: note.and_then(|key| language.find(key)),
    }
}

/// What says so, in the words of the interface, with what stood there.
fn said_by(evidence: &str, language: Language) -> Markup {
    let (kind, rest) = evidence.split_once(' ').unwrap_or((evidence, ""));
    let (key, detail) = match kind {
        "meta" | "json-ld" | "microdata" => ("evidence.page", evidence),
        "text:" | "text" => ("evidence.text", rest),
        "input" => ("evidence.input", ""),
        "url" => ("evidence.url", ""),
        "feed" | "rss" | "atom" | "rdf" => ("evidence.feed", rest),
        _ => return foreign(evidence, None),
    };
    let words = foreign(language.word(key), Some(language.code()));
    match detail {
        "" => words,
        detail => Markup::of_escaped(format!("{words} ({})", foreign(detail, None))),
    }
}

/// Whom the text credits, and whether a proven copy of it rests on that.
fn credits(finder: &Finder, view: &ArticleView, article: &Article) -> Result<Vec<Credited>, ApiError> {
    let store = finder.store();
    let copies = if article.credit.is_empty() {
        CopiesOf::default()
    } else {
        store.copies_of(view.id)?
    };
    let mut proven: Vec<String> = Vec::new();
    let proving = copies.of_earlier.iter().chain(&copies.by_later);
    for (other, copy) in proving.filter(|(_, copy)| copy.grade == Grade::Proven) {
        match &copy.from {
            Some(CopyOrigin::Agency { agency }) => proven.push(agency.clone()),
            Some(CopyOrigin::Article(from)) if *from != view.external_id => {
                proven.extend(store.article(*other)?.map(|origin| origin.source));
            }
            _ => {}
        }
    }
    let content = view.language.as_deref();
    let credited = article.credit.iter().map(|credit| Credited {
        name: foreign(&credit.name, content),
        words: foreign(&credit.text, content),
        is_proven: proven.contains(&credit.name),
    });
    Ok(credited.collect())
}

fn first_seen(first: Option<&RevisionRow>, claimed: Option<&ClaimedTime>, language: Language) -> FirstSeen {
    let moment = first.map(|revision| Moment {
        seconds: revision.captured_at,
        is_exact: true,
        is_claimed: false,
    });
    let exact = claimed.filter(|claim| claim.precision <= Precision::Hour && claim.zone != Zone::Unknown);
    let published = exact.and_then(ClaimedTime::point);
    let day_of = |seconds: i64| when::civil(seconds).date();
    let near = published.map(day_of);
    let mut notes = Vec::new();
    if first.is_some_and(|revision| revision.basis == Basis::FeedSummary) {
        notes.push(language.word("in_feed").to_owned());
    }
    if let (Some(seen), Some(published)) = (moment, published)
        && (1..=MOST_TOLD_SECONDS).contains(&(seen.seconds - published))
    {
        let t = when::long_span(language, seen.seconds - published);
        notes.push(language.fill("after_span", &[("t", &t)]));
    }
    FirstSeen {
        time: time(language, moment, near),
        is_same_day: near.is_some() && near == moment.map(|seen| day_of(seen.seconds)),
        note: language.list(&notes),
    }
}

fn seen(seconds: Option<i64>, language: Language) -> Markup {
    let moment = seconds.map(|seconds| Moment {
        seconds,
        is_exact: true,
        is_claimed: false,
    });
    time(language, moment, None)
}

/// When the text was last seen changed, where it has versions.
fn latest(revisions: &[RevisionRow], language: Language) -> Option<Markup> {
    let pages: Vec<&RevisionRow> = revisions.iter().filter(|revision| revision.number > 0).collect();
    let last = pages.iter().map(|revision| revision.captured_at).max();
    (pages.len() > 1).then(|| seen(last, language))
}

fn basis_note(basis: Basis, language: Language) -> Option<&'static str> {
    match basis {
        Basis::Page => None,
        Basis::FeedSummary => language.find("from_summary"),
        Basis::Text => language.find("from_text"),
    }
}

fn embedded(finder: &Finder, id: ArticleId, article: &Article, language: Language) -> Result<Vec<Embedded>, ApiError> {
    let views = finder.store().embedded_in(id)?;
    let lead_of = |view: &ArticleView| {
        let own = article.embedded.iter().find(|part| part.title == view.title);
        own.and_then(|part| part.blocks.first()).map(|block| block.text.clone())
    };
    Ok(views
        .iter()
        .map(|view| Embedded {
            id: view.id.0,
            title: headline(view, language),
            lead: foreign(&lead_of(view).unwrap_or_default(), view.language.as_deref()),
            time: time(language, when::appeared(view), None),
            outlet: foreign(&view.source, None),
        })
        .collect())
}

fn tag(keyword: &Keyword, language: Language) -> Tag {
    Tag {
        text: keyword.text.clone(),
        variants: (!keyword.variants.is_empty()).then(|| language.list(&keyword.variants)),
        href: format!(
            "/search?q={}",
            in_query(&format!("\"{}\"", keyword.text.replace('"', " ")))
        ),
    }
}

/// The versions by their times; the headline is told where it is another than that of the one before.
fn versions(revisions: &[RevisionRow], content: Option<&str>, language: Language) -> Vec<Version> {
    let mut told: Vec<Version> = Vec::with_capacity(revisions.len());
    let mut in_order: Vec<&RevisionRow> = revisions.iter().collect();
    in_order.sort_by_key(|revision| (revision.captured_at, revision.number));
    let mut before: Option<&RevisionRow> = None;
    for revision in in_order {
        let moment = Moment {
            seconds: revision.captured_at,
            is_exact: true,
            is_claimed: false,
        };
        let near = before.map(|earlier| when::civil(earlier.captured_at).date());
        let is_new_title = before.is_some_and(|earlier| earlier.title != revision.title);
        told.push(Version {
            number: revision.number,
            name: language.fill("version_n", &[("n", &revision.number.to_string())]),
            time: time(language, Some(moment), near),
            title: revision
                .title
                .as_deref()
                .filter(|_| is_new_title)
                .map(|title| foreign(title, content)),
            capture: revision.capture.0,
            is_summary: revision.basis == Basis::FeedSummary,
            is_latest: revision.is_latest,
            before: before
                .map(|earlier| earlier.number)
                .filter(|number| *number > 0 && revision.number > 0),
        });
        before = Some(revision);
    }
    told
}
