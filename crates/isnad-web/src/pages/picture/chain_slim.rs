//! The chain down the page, for phones: order and depth, no axis of time.

use super::canvas::Canvas;
use super::chain_wide::ChainPicture;
use super::edges::{Placed, close, draw_edges, draw_node, label, open, refs};
use super::lanes::{Lane, fitted, in_order};
use crate::pages::when::clock;
use crate::pages::words::Language;

const PITCH: f64 = 62.0;
const WIDTH: f64 = 358.0;
const TOP: f64 = 24.0;
const STEP: f64 = 26.0;
/// Levels that are drawn; deeper ones stand in the column of the last.
const DEEPEST: usize = 5;

/// The drawing; `class` says where it is shown, `has_clock` whether the times are all of one day.
pub(crate) fn chain_slim(lanes: &[Lane], language: Language, class: &str, name: &str, has_clock: bool) -> ChainPicture {
    let all: Vec<usize> = (0..lanes.len()).collect();
    let (mut drawn, left_out) = fitted(lanes, &all, language);
    for lane in &mut drawn {
        lane.is_changed_later = !has_clock && !lane.changes.is_empty();
    }
    let order = in_order(&drawn);
    let height = TOP + PITCH * order.len() as f64 - 18.0;
    let mut canvas = Canvas::new(WIDTH, height, language.is_rtl());
    let placed: Vec<Placed<'_>> = order
        .iter()
        .enumerate()
        .map(|(row, (index, depth))| Placed {
            lane: &drawn[*index],
            index: *index,
            depth: *depth,
            u: 12.0 + (*depth).min(DEEPEST) as f64 * STEP,
            y: TOP + row as f64 * PITCH,
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
            canvas.text("tick", (WIDTH, row.y + 5.0), &time, "end");
        }
        canvas.spans("soft", (offset, row.y + 25.0), &refs(&label(row, language)), "");
        close(&mut canvas, row.lane);
        if let Some(at) = row.lane.changes.first().filter(|_| has_clock) {
            let words = language.fill("changed_at", &[("t", &clock(*at))]);
            canvas.text(
                "w-dispute soft",
                (WIDTH - 44.0, row.y + 5.0),
                &format!("◇ {words}"),
                "end",
            );
        }
    }
    ChainPicture {
        svg: canvas.finish(class, name, ""),
        left_out,
    }
}

#[cfg(test)]
mod tests {
    use super::super::lanes::lane;
    use super::*;
    use isnad_model::Grade;

    #[test]
    fn deep_levels_stand_in_one_column_and_their_edges_go_around() {
        let mut lanes = vec![lane("a", Some(0), None, Grade::Proven)];
        for at in 1..9 {
            lanes.push(lane("next", Some(at), Some(at as usize - 1), Grade::Proven));
        }
        let svg = chain_slim(&lanes, Language::English, "pic", "s", true).svg.to_string();
        let farthest = 12.0 + DEEPEST as f64 * STEP;
        for circle in svg.split("class=\"seen\" cx=\"").skip(1) {
            let x: f64 = circle.split('"').next().unwrap().parse().unwrap();
            assert!(x <= farthest, "{x}");
        }
        assert_eq!(svg.matches("class=\"edge proven\"").count(), 8);
        assert_eq!(svg.matches("class=\"tip proven\"").count(), 8, "{svg}");
    }
}
