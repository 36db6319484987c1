//! `/`: the stories of a day or a week, in four orders, and beside them what the day changed and whom it credits.
//!
//! Limits: the day is that of the newest report unless asked otherwise, and a day in UTC. A story is of each day on
//! which it has a text; its numbers are those of the whole story.

use super::frame::{Frame, Section};
use super::marks::Marker;
use super::markup::{Markup, foreign, time};
use super::picture::{SPAN_SECONDS, spark};
use super::rail::{Rail, rail};
use super::visitor::Visitor;
use super::when::{self, DAY_SECONDS, Moment};
use super::words::Language;
use super::{in_query, page};
use crate::app::App;
use crate::error::ApiError;
use crate::extract::Parameters;
use crate::feeds::{self, FeedLink};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use isnad_engine::find::Finder;
use isnad_model::{ArticleId, StoryId};
use isnad_store::{Activity, ArticleView, StoryCursor, StoryDigest, StoryFilter, StoryOrder, StoryQuery, StorySummary};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::HashMap;

const STORIES: usize = 24;
const OTHER_HEADLINES: usize = 3;
const LEDE_CHARS: usize = 260;
/// Languages that are offered to choose from.
const MOST_LANGUAGES: usize = 5;

const ORDERS: [(&str, StoryOrder); 4] = [
    ("most_outlets", StoryOrder::MostOutlets),
    ("most_articles", StoryOrder::MostArticles),
    ("newest", StoryOrder::Newest),
    ("first_seen", StoryOrder::FirstSeen),
];

#[derive(Deserialize)]
pub(super) struct Asked {
    day: Option<String>,
    days: Option<String>,
    order: Option<String>,
    only: Option<String>,
    after: Option<String>,
    lang: Option<String>,
}

#[derive(Template)]
#[template(path = "front.html")]
struct FrontPage {
    frame: Frame,
    heading: String,
    arrived: Option<String>,
    is_empty_store: bool,
    sorts: Vec<Link>,
    filters: Vec<Link>,
    languages: Vec<Link>,
    stories: Vec<Row>,
    next: Option<String>,
    has_sparks: bool,
    feeds: Vec<FeedLink>,
    rail: Rail,
}

struct Link {
    words: String,
    href: String,
    is_current: bool,
}

struct Row {
    id: i32,
    is_lead: bool,
    title: Markup,
    lede: Option<Markup>,
    first_word: String,
    first_outlet: Markup,
    first_time: Markup,
    languages: Option<String>,
    spark: Option<Markup>,
    caption: String,
    outlets: u64,
    outlets_noun: String,
    folded: u64,
    folded_noun: String,
    also: Vec<Headline>,
    is_read: bool,
    marks: Markup,
}

struct Headline {
    id: i32,
    title: Markup,
    outlet: Markup,
}

/// What the address asks for, understood.
struct Wanted {
    day: Option<Date>,
    days: i64,
    order: (&'static str, StoryOrder),
    only: Option<(&'static str, StoryFilter)>,
    after: Option<StoryCursor>,
    language: Option<String>,
}

impl Wanted {
    /// The address of the front page with these wishes, on its first page.
    fn address(&self, day: Date, days: i64, order: &str, language: Option<&str>) -> String {
        self.address_of(day, days, order, language, self.only.map(|(name, _)| name))
    }

    fn address_of(&self, day: Date, days: i64, order: &str, language: Option<&str>, only: Option<&str>) -> String {
        let part = |name: &str, value: Option<&str>| {
            let written = |value| format!("&{name}={}", in_query(value));
            value.map(written).unwrap_or_default()
        };
        let (language, only) = (part("lang", language), part("only", only));
        format!("/?day={day}&days={days}&order={order}{language}{only}")
    }
}

/// What the user's marks narrow the list down to, as addresses write it.
const ONLY: [(&str, StoryFilter); 2] = [("unread", StoryFilter::Unread), ("saved", StoryFilter::Starred)];

/// `GET /`.
pub(super) async fn front(
    State(app): State<App>,
    visitor: Visitor,
    Parameters(asked): Parameters<Asked>,
) -> Result<Response, ApiError> {
    let wanted = understood(&asked)?;
    let now = app.now_seconds();
    let feeds = feeds::of_stories(&app, visitor.language);
    let marker = Marker::new(&app, &visitor);
    let asking = visitor.clone();
    let template = app
        .read(move |finder| build(finder, &asking, &wanted, feeds, &marker, now))
        .await?;
    Ok(visitor.bind(page(&template)?))
}

fn understood(asked: &Asked) -> Result<Wanted, ApiError> {
    let day = asked.day.as_deref().map(|day| {
        day.parse::<Date>().map_err(|_| {
            ApiError::bad_request(format!("«{day}» is not a day; write 2030-03-14")).told("reason.no_day", day)
        })
    });
    let order = asked.order.as_deref().unwrap_or(ORDERS[0].0);
    let order = ORDERS.into_iter().find(|(name, _)| *name == order);
    let after = asked.after.as_deref().map(|after| {
        let parts = after.split_once('_');
        let cursor = parts.and_then(|(value, id)| Some((value.parse().ok()?, id.parse().ok()?)));
        let (value, id) = cursor
            .ok_or_else(|| ApiError::bad_request("not a place in the list of stories").told("reason.no_place", ""))?;
        Ok::<_, ApiError>(StoryCursor { value, id: StoryId(id) })
    });
    Ok(Wanted {
        day: day.transpose()?,
        days: if asked.days.as_deref() == Some("7") { 7 } else { 1 },
        order: order.ok_or_else(|| ApiError::bad_request("no such order of stories").told("reason.no_order", ""))?,
        only: ONLY.into_iter().find(|(name, _)| asked.only.as_deref() == Some(name)),
        after: after.transpose()?,
        language: asked.lang.clone().filter(|code| !code.is_empty()),
    })
}

fn build(
    finder: &Finder,
    visitor: &Visitor,
    wanted: &Wanted,
    feeds: Vec<FeedLink>,
    marker: &Marker,
    now: i64,
) -> Result<FrontPage, ApiError> {
    let store = finder.store();
    let language = visitor.language;
    let newest = store.stories(&StoryQuery {
        until: Some(now + 1),
        limit: 1,
        ..StoryQuery::default()
    })?;
    let last_seconds = newest.stories.first().map(|story| story.last_at.min(now));
    let day = wanted
        .day
        .unwrap_or_else(|| when::civil(last_seconds.unwrap_or(now)).date());
    let until = when::start_of(day) + DAY_SECONDS;
    let since = until - wanted.days * DAY_SECONDS;
    let query = StoryQuery {
        since: Some(since),
        until: Some(until),
        order: wanted.order.1,
        only: wanted.only.map(|(_, filter)| filter),
        limit: STORIES,
        after: wanted.after,
        language: wanted.language.clone(),
    };
    let found = store.stories(&query)?;
    let activity = store.activity(since, until)?;
    let mut stories = Vec::with_capacity(found.stories.len());
    let ids: Vec<StoryId> = found.stories.iter().map(|summary| summary.id).collect();
    let marks = store.story_marks(&ids)?;
    for (place, (summary, marks)) in found.stories.iter().zip(marks).enumerate() {
        let is_lead = place == 0 && wanted.after.is_none();
        let near = (wanted.days == 1).then_some(day);
        let shown = row(finder, summary, language, near, is_lead)?;
        stories.push(Row {
            is_read: marks.unread == 0,
            marks: marker.story(summary.id, marks)?,
            ..shown
        });
    }
    let base = |day: Date, days: i64, order: &str| wanted.address(day, days, order, wanted.language.as_deref());
    let heading = match wanted.days {
        1 => when::weekday_words(language, day),
        _ => language.fill("week_until", &[("day", &when::day_words(language, day))]),
    };
    Ok(FrontPage {
        heading,
        arrived: (activity.articles > 0).then(|| arrived(language, activity)),
        is_empty_store: last_seconds.is_none() && stories.is_empty(),
        sorts: ORDERS
            .iter()
            .map(|(name, _)| Link {
                words: language.word(name).to_owned(),
                href: base(day, wanted.days, name),
                is_current: *name == wanted.order.0,
            })
            .collect(),
        filters: filters(language, day, wanted, last_seconds, base),
        languages: languages(&store.languages(since, until)?, day, wanted, language),
        rail: rail(finder, (since, until), language)?,
        has_sparks: stories.iter().any(|story| story.spark.is_some()),
        stories,
        next: found.next.map(|next| {
            let cursor = in_query(&format!("{}_{}", next.value, next.id));
            format!("{}&after={cursor}", base(day, wanted.days, wanted.order.0))
        }),
        feeds,
        frame: Frame::new(visitor, Section::Today),
    })
}

fn filters(
    language: Language,
    day: Date,
    wanted: &Wanted,
    last_seconds: Option<i64>,
    base: impl Fn(Date, i64, &str) -> String,
) -> Vec<Link> {
    let link = |key: &str, day: Date, days: i64, is_current: bool| Link {
        words: language.word(key).to_owned(),
        href: base(day, days, wanted.order.0),
        is_current,
    };
    let mut links = vec![link("day_before", when::later(day, -1), 1, false)];
    if last_seconds.is_some_and(|last| when::start_of(day) + DAY_SECONDS <= last) {
        links.push(link("day_after", when::later(day, 1), 1, false));
    }
    links.push(link("seven_days", day, 7, wanted.days == 7));
    for (name, _) in ONLY {
        let is_current = wanted.only.is_some_and(|(current, _)| current == name);
        let only = (!is_current).then_some(name);
        let code = wanted.language.as_deref();
        links.push(Link {
            words: language.word(name).to_owned(),
            href: wanted.address_of(day, wanted.days, wanted.order.0, code, only),
            is_current,
        });
    }
    links
}

/// The languages of the day, where there are several.
fn languages(counts: &[(String, u32)], day: Date, wanted: &Wanted, language: Language) -> Vec<Link> {
    let link = |words: String, code: Option<&str>| Link {
        words,
        href: wanted.address(day, wanted.days, wanted.order.0, code),
        is_current: wanted.language.as_deref() == code,
    };
    if counts.len() < 2 && wanted.language.is_none() {
        return Vec::new();
    }
    let all = link(language.word("all_languages").to_owned(), None);
    let each = counts
        .iter()
        .take(MOST_LANGUAGES)
        .map(|(code, _)| link(language.language_name(code), Some(code)));
    std::iter::once(all).chain(each).collect()
}

fn arrived(language: Language, activity: Activity) -> String {
    language.fill(
        "arrived",
        &[
            ("articles", &language.count("articles", u64::from(activity.articles))),
            ("outlets", &language.count("of_outlets", u64::from(activity.outlets))),
            ("stories", &language.count("stories", u64::from(activity.stories))),
        ],
    )
}

fn row(
    finder: &Finder,
    summary: &StorySummary,
    language: Language,
    near: Option<Date>,
    is_lead: bool,
) -> Result<Row, ApiError> {
    let store = finder.store();
    let digest = store.story_digest(summary.id)?;
    let lead = &summary.lead;
    let folded = u64::from(digest.folded);
    let spread = Spread::of(digest.first_of_outlets.iter());
    let first = when::appeared(lead);
    let lede = match is_lead {
        true => store.full_articles(&[lead.id])?.pop().and_then(|(view, article)| {
            let block = article.blocks.iter().find(|block| block.text.chars().count() > 40)?;
            Some(foreign(&shortened(&block.text, LEDE_CHARS), view.language.as_deref()))
        }),
        false => None,
    };
    let outlets = u64::from(summary.outlets);
    Ok(Row {
        id: summary.id.0,
        is_lead,
        title: headline(lead, language),
        lede,
        first_word: first_word(language, first).to_owned(),
        first_outlet: foreign(&lead.source, None),
        first_time: time(language, first, near),
        languages: language_counts(&digest.languages, language),
        spark: spread.drawing(language),
        caption: spread.caption(language),
        outlets,
        outlets_noun: language.count("outlets_noun", outlets),
        folded,
        folded_noun: language.count("folded_noun", folded),
        is_read: false,
        marks: Markup::default(),
        also: if is_lead {
            other_headlines(finder, &digest, language)?
        } else {
            Vec::new()
        },
    })
}

fn first_word(language: Language, first: Option<Moment>) -> &'static str {
    let key = if first.is_some_and(|moment| moment.is_publication()) {
        "first_reporter"
    } else {
        "earliest_we_have"
    };
    language.find(key).unwrap_or(key)
}

/// The headline of an article, in its own language.
pub(super) fn headline(view: &ArticleView, language: Language) -> Markup {
    match view.title.as_deref().filter(|title| !title.is_empty()) {
        Some(title) => foreign(title, view.language.as_deref()),
        None => foreign(language.word("untitled"), Some(language.code())),
    }
}

/// How many texts each language has, most first; none where all are of one.
pub(super) fn language_counts(counts: &[(String, u32)], language: Language) -> Option<String> {
    let told: Vec<String> = counts
        .iter()
        .map(|(code, count)| format!("{} {count}", language.language_name(code)))
        .collect();
    (told.len() > 1).then(|| language.list(&told))
}

/// Headlines of other outlets, no copies.
fn other_headlines(finder: &Finder, digest: &StoryDigest, language: Language) -> Result<Vec<Headline>, ApiError> {
    let ids: Vec<ArticleId> = digest.first_of_outlets.iter().map(|view| view.id).collect();
    let originals = finder.store().folded_copies(&ids)?;
    let others = digest.first_of_outlets.iter().zip(originals).skip(1);
    let own = others.filter(|(view, original)| original.is_none() && view.title.is_some());
    Ok(own
        .take(OTHER_HEADLINES)
        .map(|(view, _)| Headline {
            id: view.id.0,
            title: headline(view, language),
            outlet: foreign(&view.source, None),
        })
        .collect())
}

fn shortened(text: &str, most_chars: usize) -> String {
    let Some((cut, _)) = text.char_indices().nth(most_chars) else {
        return text.to_owned();
    };
    let whole = text[..cut].rsplit_once(' ').map_or(&text[..cut], |(words, _)| words);
    format!("{whole}…")
}

/// How a story spread: the first report of each outlet.
pub(super) struct Spread {
    after_first_seconds: Vec<i64>,
    is_exact: bool,
}

impl Spread {
    /// The spread over the outlets of `articles`.
    pub(super) fn of<'a>(articles: impl Iterator<Item = &'a ArticleView>) -> Spread {
        let mut first_of: HashMap<&str, Moment> = HashMap::new();
        for article in articles {
            let Some(moment) = when::appeared(article) else {
                continue;
            };
            let known = first_of.entry(article.source.as_str()).or_insert(moment);
            if moment.seconds < known.seconds {
                *known = moment;
            }
        }
        let start = first_of.values().map(|moment| moment.seconds).min().unwrap_or(0);
        let mut after_first_seconds: Vec<i64> = first_of.values().map(|moment| moment.seconds - start).collect();
        after_first_seconds.sort_unstable();
        Spread {
            after_first_seconds,
            is_exact: first_of.values().all(|moment| moment.is_exact),
        }
    }

    fn half(&self, language: Language) -> String {
        let half = self.after_first_seconds.len().div_ceil(2);
        let reached = self
            .after_first_seconds
            .get(half.saturating_sub(1))
            .copied()
            .unwrap_or(0);
        when::short_span(language, reached)
    }

    fn drawing(&self, language: Language) -> Option<Markup> {
        let is_told = self.is_exact && self.after_first_seconds.len() > 1;
        let label = language.fill("spark_label", &[("caption", &self.caption(language))]);
        let within = self
            .after_first_seconds
            .iter()
            .filter(|after| **after <= SPAN_SECONDS)
            .count();
        (is_told && within > 0).then(|| spark(&self.after_first_seconds, language.is_rtl(), &label))
    }

    /// The spread in words.
    pub(super) fn caption(&self, language: Language) -> String {
        match (self.after_first_seconds.len(), self.is_exact) {
            (0, _) => String::new(),
            (1, _) => language.word("single_outlet").to_owned(),
            (_, false) => language.word("days_only").to_owned(),
            (2, true) => {
                let gap = when::short_span(language, self.after_first_seconds[1]);
                language.fill("second_after", &[("t", &gap)])
            }
            (_, true) => language.fill("half_within", &[("t", &self.half(language))]),
        }
    }
}
