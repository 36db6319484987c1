//! The chain over time, for wide pages: a forest drawn without crossings.
//!
//! Lanes are in depth first order, siblings by time: a subtree is consecutive lanes, so no edge of a tree
//! crosses another. A shared source gets no tip, an unseen text no time. ◇ stands where an outlet changed its text.

use super::canvas::{Canvas, text_width};
use super::edges::{Placed, close, draw_edges, draw_node, label, open, refs};
use super::lanes::{LONGEST_SECONDS, Lane, fitted, in_order, in_time};
use crate::pages::markup::Markup;
use crate::pages::when::clock;
use crate::pages::words::Language;

const PITCH: f64 = 46.0;
const TOP: f64 = 60.0;
const GUTTER: f64 = 172.0;
const WIDTH: f64 = 952.0;
/// The width of the space between two words of a label.
const SPACE: f64 = 5.0;
/// Changes of one text that are drawn.
const MOST_CHANGES: usize = 3;

/// A drawing and the lanes it has no room for, as indices.
#[derive(Clone, Debug)]
pub(crate) struct ChainPicture {
    /// The drawing.
    pub(crate) svg: Markup,
    /// Lanes that are only in the table.
    pub(crate) left_out: Vec<usize>,
}

/// The chain over time; `None` where there is no time at all.
pub(crate) fn chain_wide(lanes: &[Lane], language: Language, name: &str, description: &str) -> Option<ChainPicture> {
    let (mut drawn, left_out) = fitted(lanes, &in_time(lanes), language);
    let start_seconds = drawn.iter().filter_map(|lane| lane.seconds).min()?;
    let is_within = |at: &i64| (start_seconds..=start_seconds + LONGEST_SECONDS).contains(at);
    for lane in &mut drawn {
        lane.is_changed_later = !lane.changes.is_empty() && !lane.changes.iter().any(is_within);
    }
    let changes = drawn
        .iter()
        .flat_map(|lane| lane.changes.iter().copied())
        .filter(is_within);
    let last_seconds = drawn.iter().filter_map(|lane| lane.seconds).chain(changes).max()?;
    let end_seconds = last_seconds.max(start_seconds + 3600);
    let mut placed: Vec<Placed<'_>> = in_order(&drawn)
        .iter()
        .enumerate()
        .map(|(row, (index, depth))| Placed {
            lane: &drawn[*index],
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
    let pad = smallest_pad(&mut placed, &scale, language);
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
        draw_row(&mut canvas, row, &placed, language);
        let in_picture = row
            .lane
            .changes
            .iter()
            .filter(|at| (start_seconds..=end_seconds).contains(*at));
        for at in in_picture.take(MOST_CHANGES) {
            draw_change(&mut canvas, row, (u_of(*at), *at), language);
        }
    }
    Some(ChainPicture {
        svg: canvas.finish("pic wide-pic", name, description),
        left_out,
    })
}

/// The lanes that stand past the end of the axis, as indices in order of time.
pub(crate) fn past_the_axis(lanes: &[Lane]) -> Vec<usize> {
    let start = lanes.iter().filter_map(|lane| lane.seconds).min().unwrap_or(0);
    let is_late = |index: &usize| lanes[*index].seconds.is_some_and(|at| at - start > LONGEST_SECONDS);
    let mut late: Vec<usize> = (0..lanes.len()).filter(is_late).collect();
    late.sort_by_key(|index| (lanes[*index].seconds, *index));
    late
}

/// Puts the nodes at their times with the smallest margin at the end that leaves room for every label.
fn smallest_pad(placed: &mut [Placed<'_>], scale: &impl Fn(i64, f64) -> f64, language: Language) -> f64 {
    let mut pad = 24.0;
    loop {
        for row in 0..placed.len() {
            let own = placed[row].index;
            let first_child = placed
                .iter()
                .filter(|other| other.lane.parent == Some(own))
                .filter_map(|other| other.lane.seconds)
                .min();
            placed[row].u = match (placed[row].lane.seconds, first_child) {
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
    let words = label(row, language);
    text_width("00:00  ") + words.iter().map(|(_, word)| text_width(word) + SPACE).sum::<f64>()
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

fn draw_row(canvas: &mut Canvas, row: &Placed<'_>, placed: &[Placed<'_>], language: Language) {
    let (u, y, lane) = (row.u, row.y, row.lane);
    let offset = node_room(row);
    open(canvas, lane);
    canvas.text("name", (2.0, y - 3.0), &lane.name, "");
    canvas.text("soft", (2.0, y + 14.0), &lane.sub, "");
    draw_node(canvas, row);
    let time = lane.seconds.map(clock).unwrap_or_default();
    let words = label(row, language);
    if fits_after(row, language) || !fits_before(row, placed, language) {
        let mut told = Vec::new();
        if !time.is_empty() {
            told.push(("tick", time.as_str()));
        }
        told.extend(refs(&words));
        canvas.spans("soft", (u + offset, y + 4.0), &told, "");
    } else {
        canvas.text("tick", (u + offset, y + 4.0), &time, "");
        let label_y = if lane.parent.is_some() { y - 7.0 } else { y + 4.0 };
        canvas.spans("soft", (u - 20.0, label_y), &refs(&words), "end");
    }
    close(canvas, lane);
}

/// From the middle of a node to its label.
fn node_room(row: &Placed<'_>) -> f64 {
    if row.lane.is_first || row.lane.folded > 0 {
        16.0
    } else {
        13.0
    }
}

/// ◇ at the time of a change; below the label of the node where it would stand in it.
fn draw_change(canvas: &mut Canvas, row: &Placed<'_>, at: (f64, i64), language: Language) {
    let (u, seconds) = at;
    let label_end = row.u + node_room(row) + label_width(row, language);
    let y = if u - 9.0 < label_end { row.y + 16.0 } else { row.y };
    let diamond = format!(
        "M{}L{}L{}L{}Z",
        canvas.at(u, y - 7.0),
        canvas.at(u + 7.0, y),
        canvas.at(u, y + 7.0),
        canvas.at(u - 7.0, y)
    );
    canvas.path("fixed", &diamond);
    let words = language.fill("changed_at", &[("t", &clock(seconds))]);
    match u + 13.0 + text_width(&words) < WIDTH {
        true => canvas.text("w-dispute soft", (u + 13.0, y + 4.0), &words, ""),
        false => canvas.text("w-dispute soft", (u - 13.0, y + 4.0), &words, "end"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::lanes::lane;
    use super::*;
    use isnad_model::Grade;

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
    fn a_change_is_drawn_and_the_copies_before_it_say_so() {
        let mut lanes = vec![
            lane("a", Some(0), None, Grade::Proven),
            lane("b", Some(28), Some(0), Grade::Proven),
            lane("next day", Some(2000), Some(0), Grade::Proven),
        ];
        lanes[0].changes = vec![lanes[0].seconds.unwrap() + 148 * 60];
        lanes[1].is_before_change = true;
        let drawn = chain_wide(&lanes, Language::Arabic, "س", "").unwrap();
        let svg = drawn.svg.to_string();
        assert_eq!(svg.matches("class=\"fixed\"").count(), 1);
        assert!(svg.contains("02:28 عدّله") && svg.contains("قبل التعديل"), "{svg}");
        assert_eq!(drawn.left_out, [2]);
        assert_eq!(past_the_axis(&lanes), [2]);
    }
}
