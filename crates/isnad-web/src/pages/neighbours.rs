//! The copies around an article, told from its side.

use super::chain::copied_why;
use super::front::headline;
use super::markup::{Markup, foreign};
use super::picture::grade_class;
use super::words::Language;
use crate::error::ApiError;
use isnad_engine::find::Finder;
use isnad_model::{ArticleId, Copy, CopyOrigin, Grade};
use isnad_store::{ArticleView, CopiesOf};

const MOST_NEIGHBOURS: usize = 12;

pub(super) struct Neighbours {
    pub(super) heading: &'static str,
    pub(super) lines: Vec<Neighbour>,
}

pub(super) struct Neighbour {
    pub(super) id: i32,
    pub(super) title: Markup,
    pub(super) outlet: Markup,
    pub(super) class: &'static str,
    pub(super) grade: &'static str,
    pub(super) why: String,
}

/// The copies around an article, told from its side.
pub(super) fn neighbours(finder: &Finder, view: &ArticleView, language: Language) -> Result<Vec<Neighbours>, ApiError> {
    let store = finder.store();
    let copies = store.copies_of(view.id)?;
    let mut groups = [
        ("copied", Vec::new()),
        ("copied_by_these", Vec::new()),
        ("shares_with", Vec::new()),
    ];
    let all = each_once(&copies);
    for (other, copy, share) in all {
        let Some(other) = store.article(other)? else { continue };
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

/// Each other article once, with the surer of its relations and the share of this text in it: two articles have two
/// relations where the earlier was linked again after it was changed.
pub(super) fn each_once(copies: &CopiesOf) -> Vec<(ArticleId, &Copy, f32)> {
    let of_earlier = copies
        .of_earlier
        .iter()
        .map(|(other, copy)| (*other, copy, copy.contained));
    let by_later = copies
        .by_later
        .iter()
        .map(|(other, copy)| (*other, copy, copy.containing));
    let mut all: Vec<(ArticleId, &Copy, f32)> = of_earlier.chain(by_later).collect();
    all.sort_by(|(one_id, one, one_share), (other_id, other, other_share)| {
        let surer = (*one_id, one.grade as u8).cmp(&(*other_id, other.grade as u8));
        surer.then(other_share.total_cmp(one_share))
    });
    all.dedup_by_key(|(other, ..)| *other);
    all
}

/// 0 where the article copied the other, 1 where the other copied it, 2 where the direction is not known.
pub(super) fn group_of(copy: &Copy, own_id: &str, other_id: &str) -> usize {
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
