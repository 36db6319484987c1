//! What both drawings of a chain share: nodes, edges, labels.

use super::canvas::Canvas;
use super::lanes::Lane;
use crate::pages::words::Language;
use isnad_model::Grade;
use std::collections::BTreeMap;

/// A lane at its place.
pub(super) struct Placed<'a> {
    pub(super) lane: &'a Lane,
    pub(super) index: usize,
    pub(super) depth: usize,
    pub(super) u: f64,
    pub(super) y: f64,
}

/// One trunk for each parent and grade, drawn to its deepest child; its siblings only leave it. The deeper
/// a trunk goes, the nearer it is to the edge where reading starts.
pub(super) fn draw_edges(canvas: &mut Canvas, placed: &[Placed<'_>], short: (f64, f64), tip_gap: f64) {
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
        let line = match at.u > from.u {
            true => {
                let corner = format!("Q{} {}", canvas.at(trunk_u, at.y), canvas.at(trunk_u + 8.0, at.y));
                format!("{start}{corner}L{}", canvas.at(end_u, at.y))
            }
            // below the deepest level both stand in one column: the edge goes around its start side
            false => {
                let side_u = from.u - 20.0;
                format!(
                    "M{}L{}L{}L{}",
                    canvas.at(from.u - 8.0, from.y + 3.0),
                    canvas.at(side_u, from.y + 3.0),
                    canvas.at(side_u, at.y),
                    canvas.at(end_u, at.y)
                )
            }
        };
        canvas.path(&format!("edge {class}"), &line);
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

pub(super) fn draw_node(canvas: &mut Canvas, row: &Placed<'_>) {
    if row.lane.seconds.is_none() {
        return canvas.circle("unseen", (row.u, row.y), 7.5);
    }
    if row.lane.is_first {
        canvas.circle("ring", (row.u, row.y), 10.0);
    }
    canvas.circle("seen", (row.u, row.y), 6.5);
    if row.lane.folded > 0 {
        canvas.circle("ring", (row.u, row.y), 9.0);
    }
}

pub(super) fn open(canvas: &mut Canvas, lane: &Lane) {
    if let Some(href) = &lane.href {
        canvas.open_link(href, &format!("{}: {}", lane.name, lane.why));
    }
}

pub(super) fn close(canvas: &mut Canvas, lane: &Lane) {
    if lane.href.is_some() {
        canvas.close_link();
    }
}

/// The words of a label behind its time, by their classes.
pub(super) fn label(row: &Placed<'_>, language: Language) -> Vec<(&'static str, String)> {
    let mut words = Vec::new();
    let (class, word) = grade_word(row, language);
    if !word.is_empty() {
        words.push((class, word.to_owned()));
    }
    if !row.lane.why.is_empty() {
        words.push(("", row.lane.why.clone()));
    }
    if row.lane.is_before_change {
        words.push(("w-dispute", language.word("before_change").to_owned()));
    }
    if row.lane.is_changed_later {
        words.push(("w-dispute", language.word("changed_later").to_owned()));
    }
    words
}

/// Words by class as the canvas takes them.
pub(super) fn refs<'a>(words: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    words.iter().map(|(class, word)| (*class, word.as_str())).collect()
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
