//! The chain: who copied whom, as a forest drawn without crossings; wide over time, slim for phones.
//!
//! Lanes are in depth first order, siblings by time: a subtree is consecutive lanes, so no edge of a tree
//! crosses another. A shared source gets no tip, an unseen text no time.

use super::canvas::{Canvas, text_width};
use crate::pages::markup::Markup;
use crate::pages::when::clock;
use crate::pages::words::Language;
use isnad_model::Grade;
use std::collections::BTreeMap;

const PITCH: f64 = 46.0;
const TOP: f64 = 60.0;
const GUTTER: f64 = 172.0;
const WIDTH: f64 = 952.0;
const SLIM_PITCH: f64 = 62.0;
const SLIM_WIDTH: f64 = 358.0;
const SLIM_TOP: f64 = 24.0;
const DEEPEST: usize = 5;
const MOST_LANES: usize = 24;
const LONGEST_SECONDS: i64 = 12 * 3600;

/// One text of the chain.
#[derive(Clone, Debug)]
pub(crate) struct Lane {
    /// Who published it.
    pub(crate) name: String,
    /// What else is said below the name.
    pub(crate) sub: String,
    /// When, unix seconds; none for a text that was not seen.
    pub(crate) seconds: Option<i64>,
    /// Whether its clock time is known, not only its day.
    pub(crate) is_exact: bool,
    /// Whom it was copied from: an index into the lanes.
    pub(crate) parent: Option<usize>,
    /// How sure that is.
    pub(crate) grade: Grade,
    /// Why.
    pub(crate) why: String,
    /// Its page.
    pub(crate) href: Option<String>,
    /// Whether it is the first text of the story.
    pub(crate) is_first: bool,
}

/// A drawing and how many lanes it had to leave out.
#[derive(Clone, Debug)]
pub(crate) struct ChainPicture {
    /// The drawing.
    pub(crate) svg: Markup,
    /// Lanes that are only in the table.
    pub(crate) left_out: usize,
}

/// A lane at its place.
struct Placed<'a> {
    lane: &'a Lane,
    index: usize,
    depth: usize,
    u: f64,
    y: f64,
}

/// The lanes in depth first order with their depth; `first_of` as for siblings.
pub(crate) fn in_order(lanes: &[Lane]) -> Vec<(usize, usize)> {
    let mut children: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (index, lane) in lanes.iter().enumerate() {
        children.entry(lane.parent).or_default().push(index);
    }
    let first_seconds: Vec<i64> = (0..lanes.len())
        .map(|index| first_seconds(lanes, &children, index))
        .collect();
    for siblings in children.values_mut() {
        siblings.sort_by_key(|index| (first_seconds[*index], *index));
    }
    let mut order = Vec::with_capacity(lanes.len());
    let mut waiting: Vec<(usize, usize)> = Vec::new();
    let push = |waiting: &mut Vec<(usize, usize)>, parent: Option<usize>, depth: usize| {
        let siblings = children.get(&parent).map_or(&[][..], Vec::as_slice);
        waiting.extend(siblings.iter().rev().map(|index| (*index, depth)));
    };
    push(&mut waiting, None, 0);
    while let Some((index, depth)) = waiting.pop() {
        order.push((index, depth));
        push(&mut waiting, Some(index), depth + 1);
    }
    order
}

/// When a lane was published; for an unseen text, when its first child was.
fn first_seconds(lanes: &[Lane], children: &BTreeMap<Option<usize>, Vec<usize>>, index: usize) -> i64 {
    let of_children = || {
        let siblings = children.get(&Some(index)).map_or(&[][..], Vec::as_slice);
        siblings.iter().filter_map(|child| lanes[*child].seconds).min()
    };
    lanes[index].seconds.or_else(of_children).unwrap_or(i64::MAX)
}

/// The chain over time; `None` where a clock time is missing, so that no position would be true.
pub(crate) fn chain_wide(lanes: &[Lane], language: Language, label: &str, description: &str) -> Option<ChainPicture> {
    let start_seconds = lanes.iter().filter_map(|lane| lane.seconds).min()?;
    let order = kept(lanes, start_seconds);
    let left_out = lanes.len() - order.len();
    let last_seconds = order.iter().filter_map(|(index, _)| lanes[*index].seconds).max()?;
    let end_seconds = last_seconds.max(start_seconds + 3600);
    let mut placed: Vec<Placed<'_>> = order
        .iter()
        .enumerate()
        .map(|(row, (index, depth))| Placed {
            lane: &lanes[*index],
            index: *index,
            depth: *depth,
            u: 0.0,
            y: TOP + row as f64 * PITCH + 0.5,
        })
        .collect();
    let scale = |seconds: i64, pad: f64| {
        let share = (seconds - start_seconds) as f64 / (end_seconds - start_seconds) as f64;
        GUTTER + 34.0 + share * (WIDTH - GUTTER - 34.0 - pad)
    };
    let pad = smallest_pad(&mut placed, lanes, &scale, language);
    let u_of = |seconds: i64| scale(seconds, pad);
    let height = TOP + PITCH * placed.len() as f64 - 18.0;
    let mut canvas = Canvas::new(WIDTH, height, language.is_rtl());
    draw_hours(&mut canvas, start_seconds, end_seconds, height, &u_of);
    let rows = placed.len().saturating_sub(1);
    for row in &placed[..rows] {
        canvas.line("lane", (0.0, row.y + PITCH / 2.0), (WIDTH, row.y + PITCH / 2.0));
    }
    draw_edges(&mut canvas, &placed, (16.0, 8.0), 9.0);
    for row in &placed {
        draw_wide_row(&mut canvas, row, &placed, language);
    }
    Some(ChainPicture {
        svg: canvas.finish("pic wide-pic", label, description),
        left_out,
    })
}

/// The chain down the page: order and depth, no axis of time. `class` says where it is shown.
pub(crate) fn chain_slim(
    lanes: &[Lane],
    language: Language,
    class: &str,
    label: &str,
    has_clock: bool,
) -> ChainPicture {
    let order: Vec<(usize, usize)> = in_order(lanes).into_iter().take(MOST_LANES).collect();
    let height = SLIM_TOP + SLIM_PITCH * order.len() as f64 - 18.0;
    let mut canvas = Canvas::new(SLIM_WIDTH, height, language.is_rtl());
    let placed: Vec<Placed<'_>> = order
        .iter()
        .enumerate()
        .map(|(row, (index, depth))| Placed {
            lane: &lanes[*index],
            index: *index,
            depth: *depth,
            u: 12.0 + (*depth).min(DEEPEST) as f64 * 26.0,
            y: SLIM_TOP + row as f64 * SLIM_PITCH,
        })
        .collect();
    draw_edges(&mut canvas, &placed, (14.0, 7.0), 8.0);
    for row in &placed {
        let offset = row.u + if row.lane.is_first { 17.0 } else { 15.0 };
        open(&mut canvas, row.lane);
        draw_node(&mut canvas, row);
        canvas.text("name", (offset, row.y + 5.0), &row.lane.name, "");
        if has_clock {
            let time = row.lane.seconds.map_or("—".to_owned(), clock);
            canvas.text("tick", (SLIM_WIDTH, row.y + 5.0), &time, "end");
        }
        let (class, word) = grade_word(row, language);
        canvas.spans("soft", (offset, row.y + 25.0), &spans(class, word, &row.lane.why), "");
        close(&mut canvas, row.lane);
    }
    ChainPicture {
        svg: canvas.finish(class, label, ""),
        left_out: lanes.len() - placed.len(),
    }
}

/// The lanes that the wide drawing has room for: 24, within twelve hours, no child without its parent.
fn kept(lanes: &[Lane], start_seconds: i64) -> Vec<(usize, usize)> {
    let mut is_kept = vec![false; lanes.len()];
    let mut order = Vec::new();
    for (index, depth) in in_order(lanes) {
        let lane = &lanes[index];
        let is_in_time = lane.seconds.is_none_or(|at| at - start_seconds <= LONGEST_SECONDS);
        let has_parent = lane.parent.is_none_or(|parent| is_kept[parent]);
        if is_in_time && has_parent && order.len() < MOST_LANES {
            is_kept[index] = true;
            order.push((index, depth));
        }
    }
    // an unseen text all of whose children fell out says nothing
    let has_child: Vec<bool> = (0..lanes.len())
        .map(|index| order.iter().any(|(child, _)| lanes[*child].parent == Some(index)))
        .collect();
    order.retain(|(index, _)| lanes[*index].seconds.is_some() || has_child[*index]);
    order
}

/// Puts the nodes at their times with the smallest margin at the end that leaves room for every label.
fn smallest_pad(
    placed: &mut [Placed<'_>],
    lanes: &[Lane],
    scale: &impl Fn(i64, f64) -> f64,
    language: Language,
) -> f64 {
    let mut pad = 24.0;
    loop {
        for row in 0..placed.len() {
            let own = placed[row].index;
            let first_child = placed
                .iter()
                .filter(|other| other.lane.parent == Some(own))
                .filter_map(|other| other.lane.seconds)
                .min();
            placed[row].u = match (lanes[own].seconds, first_child) {
                (Some(at), _) => scale(at, pad),
                (None, Some(child)) => (scale(child, pad) - 52.0).max(GUTTER + 14.0),
                (None, None) => GUTTER + 14.0,
            };
        }
        let fits = placed
            .iter()
            .all(|row| fits_after(row, language) || fits_before(row, placed, language));
        if fits || pad >= 400.0 {
            return pad;
        }
        pad += 8.0;
    }
}

fn label_width(row: &Placed<'_>, language: Language) -> f64 {
    let (_, word) = grade_word(row, language);
    text_width("00:00  ") + text_width(word) + text_width(&row.lane.why)
}

fn fits_after(row: &Placed<'_>, language: Language) -> bool {
    row.u + 18.0 + label_width(row, language) < WIDTH - 2.0
}

/// Whether the label fits before the node and the time still behind it.
fn fits_before(row: &Placed<'_>, placed: &[Placed<'_>], language: Language) -> bool {
    let time_end = row.u + 18.0 + text_width("00:00");
    room_before(row, placed) > label_width(row, language) && time_end < WIDTH
}

fn room_before(row: &Placed<'_>, placed: &[Placed<'_>]) -> f64 {
    let parent = placed.iter().find(|other| Some(other.index) == row.lane.parent);
    row.u - parent.map_or(GUTTER, |other| other.u) - 34.0
}

fn draw_hours(canvas: &mut Canvas, start: i64, end: i64, height: f64, u_of: &impl Fn(i64) -> f64) {
    let mut hour = start.div_euclid(3600) + i64::from(start.rem_euclid(3600) > 0);
    while hour * 3600 <= end {
        let u = u_of(hour * 3600);
        canvas.line("grid", (u, 30.0), (u, height));
        canvas.text("tick", (u, 22.0), &clock(hour * 3600), "middle");
        hour += 1;
    }
    canvas.line("base", (0.0, 30.5), (WIDTH, 30.5));
}

/// One trunk for each parent and grade, drawn to its deepest child; its siblings only leave it. The deeper
/// a trunk goes, the nearer it is to the edge where reading starts.
fn draw_edges(canvas: &mut Canvas, placed: &[Placed<'_>], short: (f64, f64), tip_gap: f64) {
    let rank = |grade: Grade| grade as u8;
    let mut deepest: BTreeMap<(usize, u8), usize> = BTreeMap::new();
    for (row, at) in placed.iter().enumerate() {
        if let Some(parent) = at.lane.parent {
            deepest.insert((parent, rank(at.lane.grade)), row);
        }
    }
    for (row, at) in placed.iter().enumerate().rev() {
        let Some(parent) = at.lane.parent else { continue };
        let Some(from) = placed.iter().find(|other| other.index == parent) else {
            continue;
        };
        let own_deepest = deepest[&(parent, rank(at.lane.grade))];
        let trunks: Vec<usize> = deepest
            .range((parent, 0)..=(parent, u8::MAX))
            .map(|(_, last)| *last)
            .collect();
        let place = trunks.iter().filter(|last| **last > own_deepest).count() as f64;
        let trunk_u = from.u + 5.0 * (place - (trunks.len() as f64 - 1.0) / 2.0);
        let class = grade_class(at.lane.grade);
        let end_u = at.u
            - if at.lane.grade == Grade::SharedSource {
                short.1
            } else {
                short.0
            };
        let start = match own_deepest == row {
            true => format!(
                "M{}L{}",
                canvas.at(trunk_u, from.y + 9.0),
                canvas.at(trunk_u, at.y - 8.0)
            ),
            false => format!("M{}", canvas.at(trunk_u, at.y - 8.0)),
        };
        let corner = format!("Q{} {}", canvas.at(trunk_u, at.y), canvas.at(trunk_u + 8.0, at.y));
        let branch = format!("{start}{corner}L{}", canvas.at(end_u, at.y));
        canvas.path(&format!("edge {class}"), &branch);
        if at.lane.grade != Grade::SharedSource {
            let (u, y) = (at.u - tip_gap, at.y);
            let tip = format!(
                "M{}L{}L{}Z",
                canvas.at(u, y),
                canvas.at(u - 8.0, y - 4.5),
                canvas.at(u - 8.0, y + 4.5)
            );
            canvas.path(&format!("tip {class}"), &tip);
        }
    }
}

fn draw_wide_row(canvas: &mut Canvas, row: &Placed<'_>, placed: &[Placed<'_>], language: Language) {
    let (u, y, lane) = (row.u, row.y, row.lane);
    let offset = if lane.is_first { 16.0 } else { 13.0 };
    let (class, word) = grade_word(row, language);
    open(canvas, lane);
    canvas.text("name", (2.0, y - 3.0), &lane.name, "");
    canvas.text("soft", (2.0, y + 14.0), &lane.sub, "");
    draw_node(canvas, row);
    let time = lane.seconds.map(clock).unwrap_or_default();
    let reason = spans(class, word, &lane.why);
    if fits_after(row, language) || !fits_before(row, placed, language) {
        let mut told = Vec::new();
        if !time.is_empty() {
            told.push(("tick", time.as_str()));
        }
        told.extend(reason);
        canvas.spans("soft", (u + offset, y + 4.0), &told, "");
    } else {
        canvas.text("tick", (u + offset, y + 4.0), &time, "");
        let label_y = if lane.parent.is_some() { y - 7.0 } else { y + 4.0 };
        canvas.spans("soft", (u - 20.0, label_y), &reason, "end");
    }
    close(canvas, lane);
}

fn draw_node(canvas: &mut Canvas, row: &Placed<'_>) {
    if row.lane.seconds.is_none() {
        return canvas.circle("unseen", (row.u, row.y), 7.5);
    }
    if row.lane.is_first {
        canvas.circle("ring", (row.u, row.y), 10.0);
    }
    canvas.circle("seen", (row.u, row.y), 6.5);
}

fn open(canvas: &mut Canvas, lane: &Lane) {
    if let Some(href) = &lane.href {
        canvas.open_link(href, &format!("{}: {}", lane.name, lane.why));
    }
}

fn close(canvas: &mut Canvas, lane: &Lane) {
    if lane.href.is_some() {
        canvas.close_link();
    }
}

fn spans<'a>(class: &'a str, word: &'a str, why: &'a str) -> Vec<(&'a str, &'a str)> {
    match word {
        "" => vec![("", why)],
        word => vec![(class, word), ("", why)],
    }
}

fn grade_word(row: &Placed<'_>, language: Language) -> (&'static str, &'static str) {
    if row.lane.parent.is_none() || row.depth == 0 {
        return ("", "");
    }
    let key = grade_class(row.lane.grade);
    let class = match row.lane.grade {
        Grade::Proven => "w-proven",
        Grade::Likely => "w-likely",
        Grade::SharedSource => "w-shared",
    };
    (class, language.word(key))
}

/// The class of a grade, which is also its word's key.
pub(crate) fn grade_class(grade: Grade) -> &'static str {
    match grade {
        Grade::Proven => "proven",
        Grade::Likely => "likely",
        Grade::SharedSource => "shared",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lane(name: &str, minutes: Option<i64>, parent: Option<usize>, grade: Grade) -> Lane {
        Lane {
            name: name.to_owned(),
            sub: String::new(),
            seconds: minutes.map(|minutes| 1_899_676_800 + minutes * 60),
            is_exact: true,
            parent,
            grade,
            why: "يطابقه".to_owned(),
            href: Some("/article/1".to_owned()),
            is_first: minutes == Some(0),
        }
    }

    #[test]
    fn a_subtree_is_consecutive_and_siblings_go_by_time() {
        let lanes = [
            lane("a", Some(0), None, Grade::Proven),
            lane("late child", Some(50), Some(0), Grade::Proven),
            lane("early child", Some(10), Some(0), Grade::Proven),
            lane("grandchild", Some(60), Some(2), Grade::Likely),
            lane("child of unseen", Some(5), Some(5), Grade::Proven),
            lane("unseen", None, None, Grade::Proven),
        ];
        assert_eq!(in_order(&lanes), [(0, 0), (2, 1), (3, 2), (1, 1), (5, 0), (4, 1)]);
    }

    #[test]
    fn a_shared_source_has_no_tip_and_an_unseen_text_no_time() {
        let lanes = [
            lane("unseen", None, None, Grade::SharedSource),
            lane("a", Some(0), Some(0), Grade::SharedSource),
            lane("b", Some(4), Some(0), Grade::SharedSource),
        ];
        let svg = chain_wide(&lanes, Language::Arabic, "س", "").unwrap().svg.to_string();
        assert!(!svg.contains("class=\"tip"), "{svg}");
        assert_eq!(svg.matches("class=\"unseen\"").count(), 1);
        assert_eq!(svg.matches("00:0").count(), 3, "{svg}"); // the hour, and the two that were seen
    }

    #[test]
    fn a_label_that_stands_before_its_node_leaves_the_time_inside_the_picture() {
        let lanes = [
            lane("a", Some(0), None, Grade::Proven),
            lane("b", Some(600), Some(0), Grade::Proven),
        ];
        let svg = chain_wide(&lanes, Language::English, "s", "").unwrap().svg.to_string();
        let at = svg
            .rfind("class=\"tick\" x=\"")
            .expect("the time of the last text stands alone");
        let x: f64 = svg[at + 16..].split('"').next().unwrap().parse().unwrap();
        assert!(svg.contains("text-anchor=\"end\""), "{svg}");
        assert!(x + text_width("00:00") < WIDTH, "{x}");
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let mut lanes = vec![lane("a", Some(0), None, Grade::Proven)];
        lanes.extend((1..40).map(|at| lane("b", Some(at), Some(0), Grade::Proven)));
        lanes.push(lane("next day", Some(2000), Some(0), Grade::Proven));
        assert_eq!(chain_wide(&lanes, Language::English, "s", "").unwrap().left_out, 17);
        assert_eq!(chain_slim(&lanes, Language::English, "pic", "s", true).left_out, 17);
    }
}
