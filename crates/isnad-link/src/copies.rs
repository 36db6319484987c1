//! Copies: which earlier members of the window share text with an arrival, and how much.
//!
//! Candidates share a fingerprint that is no formula; each is then measured exactly. Limits: texts under
//! five words have no fingerprints; a text in more articles than `formula_articles` is taken for a formula.

use crate::grade::judge;
use crate::overlap::{Comparison, Overlap};
use crate::postings::Postings;
use crate::{FoundCopy, Member, Settings};
use isnad_model::{ArticleId, CopyKind};
use rustc_hash::FxHashMap;
use std::ops::RangeInclusive;

/// Slots of members that share fingerprints with `arrival`, those with most first.
pub(crate) fn candidates(
    arrival: &Member,
    prints: &Postings,
    window: &RangeInclusive<i32>,
    days: &[i32],
    settings: &Settings,
    id_of: impl Fn(u32) -> ArticleId,
) -> Vec<u32> {
    let mut shared: FxHashMap<u32, u32> = FxHashMap::default();
    for print in &arrival.prints {
        let slots = prints.within(*print, window, days);
        if slots.len() > settings.formula_articles {
            continue;
        }
        for slot in slots {
            *shared.entry(*slot).or_default() += 1;
        }
    }
    let mut ranked: Vec<(u32, u32)> = shared.into_iter().collect();
    ranked.sort_unstable_by_key(|(slot, count)| (std::cmp::Reverse(*count), id_of(*slot)));
    ranked.truncate(settings.copy_candidates);
    ranked.into_iter().map(|(slot, _)| slot).collect()
}

/// The relation between `arrival`, made ready as `comparison`, and `other`, if they share enough.
pub(crate) fn relation(
    arrival: &Member,
    comparison: &mut Comparison<'_>,
    other: &Member,
    settings: &Settings,
) -> Option<FoundCopy> {
    let overlap = comparison.with(&other.word_marks);
    let kind = kind_of(&overlap, settings)?;
    let shares = (overlap.contained(), overlap.containing());
    let verdict = judge(arrival, other, kind, shares, settings);
    Some(FoundCopy {
        kind,
        contained: shares.0,
        containing: shares.1,
        grade: verdict.grade,
        from: verdict.from,
        gap_seconds: arrival.linking_time.checked_sub(other.linking_time),
        evidence: verdict.evidence,
    })
}

/// What an overlap amounts to; `None` where it is too small to speak of.
pub fn kind_of(overlap: &Overlap, settings: &Settings) -> Option<CopyKind> {
    let shares = (overlap.contained(), overlap.containing());
    let (of_shorter, of_longer) = if overlap.this_words <= overlap.other_words {
        shares
    } else {
        (shares.1, shares.0)
    };
    let stray = overlap.this_stray_run.max(overlap.other_stray_run);
    if shares.0.min(shares.1) >= settings.copy_share && stray <= settings.copy_stray_words {
        return Some(CopyKind::Copy);
    }
    if of_shorter >= settings.edited_share && of_longer >= settings.edited_longer_share {
        return Some(CopyKind::EditedCopy);
    }
    let is_partial =
        shares.0.max(shares.1) >= settings.partial_share || overlap.longest_run >= settings.partial_run_words;
    is_partial.then_some(CopyKind::Partial)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(this: (u32, u32), other: (u32, u32), run: u32, stray: u32) -> Option<CopyKind> {
        let overlap = Overlap {
            this_words: this.0,
            this_shared: this.1,
            other_words: other.0,
            other_shared: other.1,
            longest_run: run,
            this_stray_run: stray,
            other_stray_run: stray,
        };
        kind_of(&overlap, &Settings::default())
    }

    #[test]
    fn a_text_with_another_byline_is_a_copy() {
        assert_eq!(kind((200, 192), (205, 192), 120, 8), Some(CopyKind::Copy));
    }

    #[test]
    fn a_text_with_a_new_lead_is_an_edited_copy() {
        assert_eq!(kind((240, 190), (200, 190), 120, 40), Some(CopyKind::EditedCopy));
    }

    #[test]
    fn an_item_of_a_round_up_is_a_partial_copy() {
        assert_eq!(kind((60, 58), (900, 58), 58, 800), Some(CopyKind::Partial));
    }

    #[test]
    fn a_shared_phrase_is_nothing() {
        assert_eq!(kind((200, 9), (300, 9), 9, 180), None);
    }
}
