//! What goes into linking and what comes out of it, per article.

use crate::{Closed, Member};
use isnad_model::{Article, ArticleId, Copy, CopyKind, CopyOrigin, Difference, Features, Grade, Interval, Joined};

/// An article that arrives to be linked.
#[derive(Clone, Copy, Debug)]
pub struct Arrival<'a> {
    /// Its id for life.
    pub article_id: ArticleId,
    /// The time it is linked by ([`isnad_model::linking_time`]), unix seconds. Without one it is linked with nothing.
    pub linking_time: Option<i64>,
    /// The hour it arrives in, by a clock of the caller: articles of one hour are put into stories in an order of
    /// their own ([`crate::Linker::push`]).
    pub hour: i64,
    /// When it claims to have been published.
    pub published: Option<Interval>,
    /// Its outlet: key or name.
    pub source: &'a str,
    /// Where the article was linked before and its outlet changed it: what was kept of it then. Not needed where
    /// that is in memory.
    pub before: Option<&'a Member>,
    /// What was read.
    pub article: &'a Article,
    /// What analysis made of it.
    pub features: &'a Features,
}

/// Where a shared text comes from, as far as is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopyFrom {
    /// One of the two articles.
    Article(ArticleId),
    /// An agency or outlet whose own text was not seen.
    Agency(String),
}

/// A relation between the arrival and an article that arrived before it.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundCopy {
    /// How much is shared.
    pub kind: CopyKind,
    /// Share of the arrival's words that stand in the other.
    pub contained: f32,
    /// Share of the other's words that stand in the arrival.
    pub containing: f32,
    /// What may be said of the direction.
    pub grade: Grade,
    /// Where the shared text comes from.
    pub from: Option<CopyFrom>,
    /// Linking time of the arrival minus that of the other.
    pub gap_seconds: Option<i64>,
    /// What the grade rests on, for people.
    pub evidence: Vec<String>,
    /// Where the two texts differ, in words.
    pub differences: Vec<Difference>,
}

impl FoundCopy {
    /// The public form, with ids as the outlets' articles came with; `name_of` knows them.
    pub fn to_copy(&self, of: ArticleId, name_of: impl Fn(ArticleId) -> String) -> Copy {
        Copy {
            of: name_of(of),
            kind: self.kind,
            contained: hundredths(self.contained),
            containing: hundredths(self.containing),
            grade: self.grade,
            from: self.from.as_ref().map(|from| match from {
                CopyFrom::Article(id) => CopyOrigin::Article(name_of(*id)),
                CopyFrom::Agency(agency) => CopyOrigin::Agency { agency: agency.clone() },
            }),
            gap_seconds: self.gap_seconds,
            evidence: self.evidence.clone(),
            differences: self.differences.clone(),
        }
    }
}

/// Two decimals are what the measure can bear.
pub(crate) fn hundredths(share: f32) -> f32 {
    (share * 100.0).round() / 100.0
}

/// What linking decided about an arrival.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Linking day whose partition it now stands in; `None` without a time.
    pub day: Option<i32>,
    /// What is to be kept of it.
    pub member: Member,
    /// The hours that it closed, and what that changed about earlier arrivals before it was linked.
    pub closed: Closed,
    /// The story it joined or founded.
    pub story: ArticleId,
    /// Agency or outlet that it credits.
    pub origin: Option<String>,
    /// Copies among earlier arrivals of the window, ascending by id.
    pub copies: Vec<(ArticleId, FoundCopy)>,
    /// Why it joined its story.
    pub joined: Joined,
}
