//! The chain of a story: two pictures, what they have no room for, and the table that says it all.

use super::chain::lanes;
use super::markup::{Markup, foreign, time};
use super::picture::{Lane, chain_slim, chain_wide, grade_class, in_order, past_the_axis};
use super::story::Told;
use super::when::{self, Moment};
use super::words::Language;
use isnad_model::{Grade, StoryId};
use jiff::civil::Date;

/// Rows of a page of the table.
const ROWS: usize = 48;
/// Texts past the end of the axis that are listed below the picture.
const MOST_LATER: usize = 12;

/// The chain as the page shows it.
pub(super) struct ChainPart {
    pub(super) pictures: Vec<Markup>,
    pub(super) note: Option<String>,
    /// Texts past the end of the axis.
    pub(super) later: Vec<ChainRow>,
    pub(super) rows: Vec<ChainRow>,
    /// Addresses of the pages of the table, where there are several, and which of them this is.
    pub(super) pages: Vec<String>,
    pub(super) page: usize,
    pub(super) is_open: bool,
}

/// A row of the table.
pub(super) struct ChainRow {
    pub(super) outlet: Markup,
    pub(super) href: String,
    pub(super) time: Markup,
    pub(super) from: Markup,
    pub(super) grade: Graded,
    pub(super) why: String,
    pub(super) is_before_change: bool,
    /// Whether it may be said that one copied the other.
    pub(super) has_direction: bool,
}

/// A grade as class and word.
pub(super) struct Graded {
    pub(super) class: &'static str,
    pub(super) word: &'static str,
}

/// The class and the word of a grade.
pub(super) fn graded(grade: Grade, language: Language) -> Graded {
    let class = grade_class(grade);
    Graded {
        class,
        word: language.word(class),
    }
}

/// The chain of a story; none where no text copies another.
pub(super) fn chain_part(
    told: &Told<'_>,
    near: Option<Date>,
    id: StoryId,
    asked_page: usize,
    language: Language,
) -> Option<ChainPart> {
    let lanes = lanes(told.members, &told.changes, language);
    let start_seconds = lanes.iter().filter_map(|lane| lane.seconds).min()?;
    let label = language.word("chain_label");
    let is_exact = lanes.iter().all(|lane| lane.is_exact);
    let has_clock = is_exact && near.is_some();
    let wide = match is_exact {
        true => chain_wide(&lanes, language, label, language.word("chain_described")),
        false => None,
    };
    let slim_class = if wide.is_some() { "pic slim-pic" } else { "pic any-pic" };
    let slim = chain_slim(&lanes, language, slim_class, label, has_clock);
    let left_out = wide.as_ref().unwrap_or(&slim).left_out.len() as u64;
    let late = if wide.is_some() {
        past_the_axis(&lanes)
    } else {
        Vec::new()
    };
    let mut notes = Vec::new();
    if wide.is_none() {
        notes.push(language.word("chain_days_only").to_owned());
    } else if near.is_none() {
        let day = when::day_words(language, when::civil(start_seconds).date());
        notes.push(language.fill("axis_begins", &[("day", &day)]));
    }
    if left_out > 0 {
        notes.push(language.fill("chain_cut", &[("n", &language.count("articles", left_out))]));
    }
    let order: Vec<usize> = in_order(&lanes)
        .into_iter()
        .map(|(index, _)| index)
        .filter(|index| lanes[*index].parent.is_some() && lanes[*index].href.is_some())
        .collect();
    let pages = order.len().div_ceil(ROWS).max(1);
    let page = asked_page.clamp(1, pages) - 1;
    let row = |index: &usize| chain_row(&lanes, *index, near, language);
    Some(ChainPart {
        pictures: wide.into_iter().chain([slim]).map(|picture| picture.svg).collect(),
        note: (!notes.is_empty()).then(|| notes.join(" ")),
        later: late.iter().filter_map(row).take(MOST_LATER).collect(),
        rows: order.iter().skip(page * ROWS).take(ROWS).filter_map(row).collect(),
        pages: match pages {
            1 => Vec::new(),
            many => (1..=many)
                .map(|number| format!("/story/{id}?chain={number}#chain-table"))
                .collect(),
        },
        page,
        is_open: page > 0,
    })
}

fn chain_row(lanes: &[Lane], index: usize, near: Option<Date>, language: Language) -> Option<ChainRow> {
    let lane = &lanes[index];
    let parent = &lanes[lane.parent?];
    let moment = lane.seconds.map(|seconds| Moment {
        seconds,
        is_exact: lane.is_exact,
        is_claimed: false,
    });
    Some(ChainRow {
        outlet: foreign(&lane.name, None),
        href: lane.href.clone()?,
        time: time(language, moment, near),
        from: foreign(&parent.name, None),
        grade: graded(lane.grade, language),
        why: lane.why.clone(),
        is_before_change: lane.is_before_change,
        has_direction: lane.grade != Grade::SharedSource,
    })
}
