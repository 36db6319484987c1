//! `/article/{id}`: the clean text with its evidence: credit, times, chain, versions, repairs.

use super::chain::copied_why;
use super::frame::{Frame, Section};
use super::front::headline;
use super::marks::Marker;
use super::markup::{Markup, direction_of, foreign, time};
use super::picture::grade_class;
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
use isnad_model::{
    Article, ArticleId, Basis, BlockKind, ClaimedTime, Copy, CopyOrigin, Grade, Keyword, Precision, Zone, parse_instant,
};
use isnad_store::{ArticleView, RevisionRow};

const RELATED: usize = 6;
const MOST_NEIGHBOURS: usize = 12;

#[derive(Template)]
#[template(path = "article.html")]
struct ArticlePage {
    frame: Frame,
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
    first_seen: Markup,
    basis_note: Option<&'static str>,
    blocks: Vec<Shown>,
    embedded: Vec<Embedded>,
    parent: Option<(i32, Markup)>,
    keywords: Vec<Tag>,
    story: Option<i32>,
    neighbours: Vec<Neighbours>,
    versions: Vec<Version>,
    repairs: Vec<Repaired>,
    related: Vec<Line>,
}

struct Credited {
    name: Markup,
    words: Markup,
}

struct Claim {
    time: Markup,
    evidence: Markup,
    note: Option<&'static str>,
}

struct Shown {
    kind: &'static str,
    text: String,
    rows: Vec<Vec<String>>,
    /// Marks a place that a repair points to.
    anchor: Option<usize>,
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

struct Neighbours {
    heading: &'static str,
    lines: Vec<Neighbour>,
}

struct Neighbour {
    id: i32,
    title: Markup,
    outlet: Markup,
    class: &'static str,
    grade: &'static str,
    why: String,
}

struct Version {
    time: Markup,
    title: Markup,
    capture: i64,
    is_summary: bool,
    is_latest: bool,
}

struct Repaired {
    what: &'static str,
    before: Markup,
    anchor: Option<usize>,
}

struct Line {
    id: i32,
    title: Markup,
    outlet: Markup,
    time: Markup,
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
        .read(move |finder| {
            let marks = finder.store().marks(&[ArticleId(id)])?.pop().unwrap_or_default();
            let marks = marker.article(ArticleId(id), marks)?;
            build(finder, &asking, ArticleId(id), marks)
        })
        .await?;
    Ok(visitor.bind(page(&template)?))
}

fn build(finder: &Finder, visitor: &Visitor, id: ArticleId, marks: Markup) -> Result<ArticlePage, ApiError> {
    let store = finder.store();
    let language = visitor.language;
    let (view, article) = store
        .full_articles(&[id])?
        .pop()
        .ok_or_else(|| ApiError::not_found(format!("no article {id}")))?;
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
    let related = finder.related(id, RELATED)?.unwrap_or_default();
    let content = view.language.as_deref();
    let first_seconds = revisions.iter().map(|revision| revision.captured_at).min();
    let repairs = repairs(&article, content, language);
    Ok(ArticlePage {
        title: headline(&view, language),
        title_words: view
            .title
            .clone()
            .unwrap_or_else(|| language.word("untitled").to_owned()),
        language: content.unwrap_or_default().to_owned(),
        direction: direction_of(content),
        outlet: foreign(&view.source, None),
        url: view.url.clone().filter(|url| is_web(url)),
        credits: article
            .credit
            .iter()
            .map(|credit| Credited {
                name: foreign(&credit.name, content),
                words: foreign(&credit.text, content),
            })
            .collect(),
        authors: (!article.authors.is_empty()).then(|| language.list(&article.authors)),
        published: article.published.as_ref().map(|claimed| claim(claimed, language)),
        modified: article.modified.as_ref().map(|claimed| claim(claimed, language)),
        first_seen: seen(first_seconds, language),
        basis_note: basis_note(view.basis, language),
        blocks: blocks(&article, &repairs),
        embedded: embedded(finder, id, &article, language)?,
        parent: parent.map(|parent| (parent.id.0, headline(&parent, language))),
        keywords: keywords.iter().map(|keyword| tag(keyword, language)).collect(),
        story: view.story.map(|story| story.0),
        neighbours: neighbours(finder, &view, language)?,
        versions: versions(&revisions, content, language),
        repairs,
        related: related
            .iter()
            .map(|other| Line {
                id: other.id.0,
                title: headline(other, language),
                outlet: foreign(&other.source, None),
                time: time(language, when::appeared(other), None),
            })
            .collect(),
        marks,
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
        evidence: foreign(&claimed.evidence, None),
        note: note.and_then(|key| language.find(key)),
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

fn basis_note(basis: Basis, language: Language) -> Option<&'static str> {
    match basis {
        Basis::Page => None,
        Basis::FeedSummary => language.find("from_summary"),
        Basis::Text => language.find("from_text"),
    }
}

fn blocks(article: &Article, repairs: &[Repaired]) -> Vec<Shown> {
    let is_anchor = |index: &usize| repairs.iter().any(|repair| repair.anchor == Some(*index));
    article
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| !block.text.trim().is_empty())
        .map(|(index, block)| Shown {
            kind: match block.kind {
                BlockKind::Paragraph => "p",
                BlockKind::Heading => "h2",
                BlockKind::Quote => "quote",
                BlockKind::ListItem => "item",
                BlockKind::Caption => "caption",
                BlockKind::Table => "table",
                BlockKind::Preformatted => "pre",
            },
            rows: match block.kind {
                BlockKind::Table => block
                    .text
                    .lines()
                    .map(|row| row.split('\t').map(str::to_owned).collect())
                    .collect(),
                _ => Vec::new(),
            },
            text: block.text.clone(),
            anchor: Some(index).filter(is_anchor),
        })
        .collect()
}

fn repairs(article: &Article, content: Option<&str>, language: Language) -> Vec<Repaired> {
    let what = |kind: &str| {
        let known = language.find(&format!("repair.{kind}"));
        known.or_else(|| language.find("repair.other")).unwrap_or_default()
    };
    article
        .repairs
        .iter()
        .map(|repair| Repaired {
            what: what(&repair.kind),
            before: foreign(repair.before.trim(), content),
            anchor: Some(repair.block).filter(|block| *block < article.blocks.len()),
        })
        .collect()
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

/// The copies around an article, told from its side.
fn neighbours(finder: &Finder, view: &ArticleView, language: Language) -> Result<Vec<Neighbours>, ApiError> {
    let store = finder.store();
    let copies = store.copies_of(view.id)?;
    let mut groups = [
        ("copied", Vec::new()),
        ("copied_by_these", Vec::new()),
        ("shares_with", Vec::new()),
    ];
    let all = copies
        .of_earlier
        .iter()
        .map(|(other, copy)| (other, copy, copy.contained))
        .chain(
            copies
                .by_later
                .iter()
                .map(|(other, copy)| (other, copy, copy.containing)),
        );
    for (other, copy, share) in all {
        let Some(other) = store.article(*other)? else { continue };
        let group = group_of(copy, &view.external_id, &other.external_id);
        groups[group].1.push((share, neighbour(&other, copy, share, language)));
    }
    Ok(groups
        .into_iter()
        .filter(|(_, lines)| !lines.is_empty())
        .map(|(key, mut lines)| {
            lines.sort_by(|(one, _), (other, _)| other.total_cmp(one));
            Neighbours {
                heading: language.find(key).unwrap_or(key),
                lines: lines.into_iter().take(MOST_NEIGHBOURS).map(|(_, line)| line).collect(),
            }
        })
        .collect())
}

/// 0 where the article copied the other, 1 where the other copied it, 2 where the direction is not known.
fn group_of(copy: &Copy, own_id: &str, other_id: &str) -> usize {
    match &copy.from {
        _ if copy.grade == Grade::SharedSource => 2,
        Some(CopyOrigin::Article(from)) if from == other_id => 0,
        Some(CopyOrigin::Article(from)) if from == own_id => 1,
        _ => 2,
    }
}

fn neighbour(other: &ArticleView, copy: &Copy, share: f32, language: Language) -> Neighbour {
    let class = grade_class(copy.grade);
    let mut why = copied_why(language, copy, share);
    if let (Some(CopyOrigin::Agency { agency }), Grade::Proven) = (&copy.from, copy.grade) {
        why = format!(
            "{why}{}{}",
            language.word("comma"),
            language.fill("both_credit", &[("name", agency)])
        );
    }
    Neighbour {
        id: other.id.0,
        title: headline(other, language),
        outlet: foreign(&other.source, None),
        class,
        grade: language.word(class),
        why,
    }
}

fn versions(revisions: &[RevisionRow], content: Option<&str>, language: Language) -> Vec<Version> {
    revisions
        .iter()
        .map(|revision| Version {
            time: seen(
                parse_instant(&revision.captured).or(Some(revision.captured_at)),
                language,
            ),
            title: foreign(revision.title.as_deref().unwrap_or_default(), content),
            capture: revision.capture.0,
            is_summary: revision.basis == Basis::FeedSummary,
            is_latest: revision.is_latest,
        })
        .collect()
}
