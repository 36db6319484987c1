//! The lanes of a chain: their order, and which of them a drawing has room for.
//!
//! Past [`MOST_LANES`] the leaves of one parent and grade become one lane «+n»; a drawing over time ends after
//! twelve hours. What neither has room for is left out and told by the caller.

use crate::pages::when::clock;
use crate::pages::words::Language;
use isnad_model::Grade;
use std::collections::BTreeMap;

/// Lanes of a drawing at most.
pub(super) const MOST_LANES: usize = 24;
/// The longest span that is drawn over time.
pub(super) const LONGEST_SECONDS: i64 = 12 * 3600;
/// Leaves from which on they are folded: one stays, the others become one lane.
const FEWEST_FOLDED: usize = 3;

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
    /// When its outlet was seen to have changed it, unix seconds.
    pub(crate) changes: Vec<i64>,
    /// Whether it was taken over before the text it came from was changed.
    pub(crate) is_before_change: bool,
    /// Whether it was changed after the end of the axis.
    pub(crate) is_changed_later: bool,
    /// How many texts this lane stands for, where it stands for several.
    pub(crate) folded: usize,
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

/// The lanes within twelve hours of the first, without those whose parent fell out, and without unseen texts
/// that have no child left. As indices.
pub(super) fn in_time(lanes: &[Lane]) -> Vec<usize> {
    let Some(start) = lanes.iter().filter_map(|lane| lane.seconds).min() else {
        return Vec::new();
    };
    let mut is_kept = vec![false; lanes.len()];
    for (index, _) in in_order(lanes) {
        let lane = &lanes[index];
        let is_in_time = lane.seconds.is_none_or(|at| at - start <= LONGEST_SECONDS);
        is_kept[index] = is_in_time && lane.parent.is_none_or(|parent| is_kept[parent]);
    }
    let has_child = |index: usize| (0..lanes.len()).any(|child| is_kept[child] && lanes[child].parent == Some(index));
    (0..lanes.len())
        .filter(|index| is_kept[*index] && (lanes[*index].seconds.is_some() || has_child(*index)))
        .collect()
}

/// The lanes that a drawing of `kept` shows, with their parents among them, and the indices of those left out.
pub(super) fn fitted(lanes: &[Lane], kept: &[usize], language: Language) -> (Vec<Lane>, Vec<usize>) {
    let mut place_of = vec![None; lanes.len()];
    for (place, index) in kept.iter().enumerate() {
        place_of[*index] = Some(place);
    }
    let chosen: Vec<Lane> = kept
        .iter()
        .map(|index| Lane {
            parent: lanes[*index].parent.and_then(|parent| place_of[parent]),
            ..lanes[*index].clone()
        })
        .collect();
    let folds = folds(&chosen);
    let is_folded = |place: usize| folds.iter().any(|fold| fold.contains(&place));
    let mut shown = Vec::new();
    let mut is_shown = vec![false; chosen.len()];
    let room = MOST_LANES.saturating_sub(folds.len());
    for (place, _) in in_order(&chosen) {
        let has_parent = chosen[place].parent.is_none_or(|parent| is_shown[parent]);
        if !is_folded(place) && has_parent && shown.len() < room {
            is_shown[place] = true;
            shown.push(place);
        }
    }
    let mut new_place = vec![None; chosen.len()];
    for (new, place) in shown.iter().enumerate() {
        new_place[*place] = Some(new);
    }
    let moved = |lane: &Lane| lane.parent.and_then(|parent| new_place[parent]);
    let mut drawn: Vec<Lane> = shown
        .iter()
        .map(|place| Lane {
            parent: moved(&chosen[*place]),
            ..chosen[*place].clone()
        })
        .collect();
    let mut is_told = is_shown.clone();
    for fold in &folds {
        let parent = chosen[fold[0]].parent;
        if parent.is_some_and(|parent| !is_shown[parent]) {
            continue;
        }
        fold.iter().for_each(|place| is_told[*place] = true);
        let parent = moved(&chosen[fold[0]]);
        drawn.push(Lane {
            parent,
            ..folded(&chosen, fold, language)
        });
    }
    let told: Vec<usize> = (0..chosen.len())
        .filter(|place| is_told[*place])
        .map(|place| kept[place])
        .collect();
    let left_out = (0..lanes.len()).filter(|index| !told.contains(index)).collect();
    (drawn, left_out)
}

/// Which leaves become one lane: as many groups, the largest first, as it takes to have room.
fn folds(lanes: &[Lane]) -> Vec<Vec<usize>> {
    let mut surplus = lanes.len().saturating_sub(MOST_LANES);
    let mut is_parent = vec![false; lanes.len()];
    for parent in lanes.iter().filter_map(|lane| lane.parent) {
        is_parent[parent] = true;
    }
    let mut groups: BTreeMap<(usize, u8), Vec<usize>> = BTreeMap::new();
    for (place, lane) in lanes.iter().enumerate() {
        let (Some(parent), false) = (lane.parent, is_parent[place]) else {
            continue;
        };
        if !lane.is_first && lane.changes.is_empty() {
            groups.entry((parent, lane.grade as u8)).or_default().push(place);
        }
    }
    let mut groups: Vec<Vec<usize>> = groups
        .into_values()
        .filter(|group| group.len() >= FEWEST_FOLDED)
        .collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    let mut folds = Vec::new();
    for mut group in groups {
        if surplus == 0 {
            break;
        }
        group.sort_by_key(|place| (lanes[*place].seconds, *place));
        group.remove(0);
        surplus = surplus.saturating_sub(group.len() - 1);
        folds.push(group);
    }
    folds
}

/// One lane for several: its place is the time of the earliest, its words say until when.
fn folded(lanes: &[Lane], fold: &[usize], language: Language) -> Lane {
    let times: Vec<i64> = fold.iter().filter_map(|place| lanes[*place].seconds).collect();
    let (first, last) = (times.iter().min().copied(), times.iter().max().copied());
    let number = fold.len() as u64;
    Lane {
        name: format!("+{number}"),
        sub: language.count("folded_noun", number),
        seconds: first,
        why: last.map_or(String::new(), |last| {
            language.fill("until_time", &[("t", &clock(last))])
        }),
        href: Some("#chain-table".to_owned()),
        is_first: false,
        is_changed_later: false,
        is_before_change: fold.iter().all(|place| lanes[*place].is_before_change),
        folded: fold.len(),
        ..lanes[fold[0]].clone()
    }
}

/// A lane for tests, `minutes` after midnight.
#[cfg(test)]
pub(super) fn lane(name: &str, minutes: Option<i64>, parent: Option<usize>, grade: Grade) -> Lane {
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
        changes: Vec::new(),
        is_before_change: false,
        is_changed_later: false,
        folded: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn leaves_of_one_parent_and_grade_are_folded_until_there_is_room() {
        let mut lanes = vec![lane("a", Some(0), None, Grade::Proven)];
        lanes.extend((1..30).map(|at| lane("proven", Some(at), Some(0), Grade::Proven)));
        lanes.extend((1..4).map(|at| lane("likely", Some(at), Some(0), Grade::Likely)));
        let kept: Vec<usize> = (0..lanes.len()).collect();
        let (drawn, left_out) = fitted(&lanes, &kept, Language::Arabic);
        assert!(left_out.is_empty());
        let fold = drawn.last().unwrap();
        assert_eq!(
            (fold.name.as_str(), fold.folded, fold.grade),
            ("+28", 28, Grade::Proven)
        );
        assert_eq!(fold.seconds, lanes[2].seconds);
        assert_eq!(
            drawn.len(),
            6,
            "the origin, one proven and three likely copies, the fold"
        );
        let few = fitted(&lanes[..20], &kept[..20], Language::Arabic).0;
        assert!(few.len() == 20 && few.iter().all(|lane| lane.folded == 0));
    }

    #[test]
    fn what_neither_fits_nor_folds_is_left_out() {
        let mut lanes = vec![lane("a", Some(0), None, Grade::Proven)];
        for at in 1..40 {
            lanes.push(lane(
                "one after the other",
                Some(at),
                Some(at as usize - 1),
                Grade::Proven,
            ));
        }
        let kept: Vec<usize> = (0..lanes.len()).collect();
        let (drawn, left_out) = fitted(&lanes, &kept, Language::English);
        assert_eq!((drawn.len(), left_out.len()), (24, 16));
        lanes.push(lane("next day", Some(2000), Some(0), Grade::Proven));
        assert_eq!(in_time(&lanes).len(), 40);
    }
}
