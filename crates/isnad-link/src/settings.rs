//! The numbers that linking is tuned by.
//!
//! Why one struct: a window or threshold is part of what a link means, so it is stated once, beside
//! its unit. Tuned on the read week of stories and the read pairs of copies; see docs of the crate.

use crate::JoinWeights;
use crate::join::shipped_join;

/// Thresholds and windows. The defaults are what the project measures itself with.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Articles this many days before or after are compared.
    pub window_days: i32,
    /// A fingerprint in more articles of the window than this is a formula, not a trace of copying.
    pub formula_articles: usize,
    /// Candidates for copies that are measured exactly, at most, those that share most fingerprints first.
    pub copy_candidates: usize,
    /// Fewer shared words than this are no copy: notes of rights, short standing phrases.
    pub least_shared_words: u32,
    /// A pair is at least a partial copy when an unbroken run of this many words is shared ...
    pub partial_run_words: u32,
    /// ... or this share of either text.
    pub partial_share: f32,
    /// From this share of the shorter text on, a pair is an edited copy, however long the other is.
    pub edited_whole_share: f32,
    /// From this share of the shorter text on, a pair is an edited copy ...
    pub edited_share: f32,
    /// ... if the shares of both texts add up to this; else most of the longer is something else.
    pub edited_both_shares: f32,
    /// A copy may have this many words more or other before the shared text: dateline, byline ...
    pub copy_head_words: u32,
    /// ... and behind it: credits, captions.
    pub copy_tail_words: u32,
    /// Within the text of a copy, one difference of this many words or more may stand: a phrase ...
    pub copy_phrase_words: u32,
    /// ... of at most this many words.
    pub copy_longest_phrase_words: u32,
    /// Of the shorter text of a copy at most this share differs, head and tail apart.
    pub copy_differing_share: f32,
    /// Claimed intervals must lie this far apart for a direction to be likely.
    pub likely_margin_seconds: i64,
    /// The copying text must stand in the other to this share for a direction to be likely.
    pub likely_share: f32,
    /// Of the earlier text, this share must stand in the later one by the same outlet; between outlets
    /// `likely_share`.
    pub likely_own_share: f32,
    /// Fewer shared words than this say nothing of a direction: notes and standing phrases.
    pub likely_words: f32,
    /// An agency's report is printed within this time; what is edited from an older one shares ...
    pub report_seconds: u64,
    /// ... at least this of both texts, else both fill one form.
    pub same_form_share: f32,
    /// Articles of one hour that are put into stories together, at most.
    pub hour_articles: usize,
    /// Members that are scored exactly for the choice of a story, at most.
    pub story_candidates: usize,
    /// Terms by which a member can be found.
    pub indexed_terms: usize,
    /// Terms in more articles of the window than this find no candidates.
    pub common_term_articles: usize,
    /// What tells that an article belongs to a story.
    pub join: JoinWeights,
    /// From these log odds on an article joins a story.
    pub join_odds: f32,
    /// From these mean log odds of the smaller story's articles on, two stories become one.
    pub merge_odds: f32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            window_days: 14,
            formula_articles: 50,
            copy_candidates: 64,
            least_shared_words: 12,
            partial_run_words: 16,
            partial_share: 0.3,
            edited_whole_share: 0.8,
            edited_share: 0.5,
            edited_both_shares: 1.06,
            copy_head_words: 15,
            copy_tail_words: 15,
            copy_phrase_words: 7,
            copy_longest_phrase_words: 18,
            copy_differing_share: 0.15,
            likely_margin_seconds: 10_800,
            likely_share: 0.9,
            likely_own_share: 0.5,
            likely_words: 40.0,
            report_seconds: 43_200,
            same_form_share: 0.75,
            hour_articles: 1024,
            story_candidates: 64,
            indexed_terms: 24,
            common_term_articles: 600,
            join: shipped_join(),
            join_odds: -0.25,
            merge_odds: 0.25,
        }
    }
}
