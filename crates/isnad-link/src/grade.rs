//! What may be said of the direction of a copy.
//!
//! *Proven*: a credit of one article names the other's outlet, or both credit the same agency. *Likely*: no
//! agency is named, the claimed times are disjoint with a clear margin, and each text stands almost wholly in
//! the other (of the earlier, half is enough within one outlet). All else is *shared source*: two outlets that
//! rewrite an unseen agency text look like copies of each other, and the order of times alone proves nothing.
//! A credit proves nothing of a shared part: titles and verdicts recur in an agency's reports on different
//! events, and so do whole forms (weather, cables), which are told by their age. Limits: a captured time is when we saw a text, not when it was
//! published, so it never makes a direction likely.

use crate::{CopyFrom, Member, Settings, outlet_name};
use isnad_model::{CopyKind, Grade};

/// Grade, source and evidence of a copy.
pub(crate) struct Verdict {
    pub(crate) grade: Grade,
    pub(crate) from: Option<CopyFrom>,
    pub(crate) evidence: Vec<String>,
}

/// Judges the pair of an arrival and an earlier member.
pub(crate) fn judge(this: &Member, other: &Member, kind: CopyKind, shares: (f32, f32), settings: &Settings) -> Verdict {
    by_credit(this, other)
        .filter(|_| is_one_report(this, other, kind, shares, settings))
        .or_else(|| by_time(this, other, kind, shares, settings))
        .unwrap_or_else(|| undecided(this, other))
}

/// True where what is shared is one report, and not a form that was filled anew another day.
fn is_one_report(this: &Member, other: &Member, kind: CopyKind, shares: (f32, f32), settings: &Settings) -> bool {
    let gap_seconds = this.linking_time.abs_diff(other.linking_time);
    match kind {
        CopyKind::Copy => true,
        CopyKind::EditedCopy => {
            gap_seconds <= settings.report_seconds || shares.0.min(shares.1) >= settings.same_form_share
        }
        CopyKind::Partial => false,
    }
}

fn by_credit(this: &Member, other: &Member) -> Option<Verdict> {
    let this_outlet = outlet_name(&this.source);
    let other_outlet = outlet_name(&other.source);
    if this_outlet == other_outlet {
        return None;
    }
    let proven = |from: CopyFrom, evidence: String| {
        Some(Verdict {
            grade: Grade::Proven,
            from: Some(from),
            evidence: vec![evidence],
        })
    };
    if this.origin.as_deref() == Some(other_outlet.as_str()) {
        return proven(CopyFrom::Article(other.article), format!("this credits {other_outlet}"));
    }
    if other.origin.as_deref() == Some(this_outlet.as_str()) {
        return proven(
            CopyFrom::Article(this.article),
            format!("the other credits {this_outlet}"),
        );
    }
    let agency = this.origin.as_deref()?;
    if this.origin_is_relayed && other.origin_is_relayed {
        return None;
    }
    if other.origin.as_deref() == Some(agency) {
        return proven(CopyFrom::Agency(agency.to_owned()), format!("both credit {agency}"));
    }
    None
}

fn by_time(this: &Member, other: &Member, kind: CopyKind, shares: (f32, f32), settings: &Settings) -> Option<Verdict> {
    let (this_time, other_time) = (this.published?, other.published?);
    let (earlier, later, later_share, earlier_share, margin_seconds) = if other_time.is_before(&this_time) {
        (other, this, shares.0, shares.1, this_time.earliest - other_time.latest)
    } else if this_time.is_before(&other_time) {
        (this, other, shares.1, shares.0, other_time.earliest - this_time.latest)
    } else {
        return None;
    };
    let same_outlet = this.source == other.source;
    let names_agency = this.origin.is_some() || other.origin.is_some();
    let shared_words = later_share * later.word_marks.len() as f32;
    if kind == CopyKind::Partial || later_share < settings.likely_share || shared_words < settings.likely_words {
        return None;
    }
    let least_of_earlier = if same_outlet {
        settings.likely_own_share
    } else {
        settings.likely_share
    };
    if earlier_share < least_of_earlier {
        return None;
    }
    if !same_outlet && (names_agency || margin_seconds < settings.likely_margin_seconds) {
        return None;
    }
    Some(Verdict {
        grade: Grade::Likely,
        from: Some(CopyFrom::Article(earlier.article)),
        evidence: vec![
            format!("{:.0} % of the later text stands in the earlier", later_share * 100.0),
            format!("published at least {} min earlier", margin_seconds / 60),
        ],
    })
}

fn undecided(this: &Member, other: &Member) -> Verdict {
    let mut evidence = Vec::new();
    for (who, member) in [("this", this), ("the other", other)] {
        if let Some(origin) = &member.origin {
            evidence.push(format!("{who} credits {origin}"));
        }
    }
    Verdict {
        grade: Grade::SharedSource,
        from: this
            .origin
            .as_ref()
            .or(other.origin.as_ref())
            .map(|agency| CopyFrom::Agency(agency.to_string())),
        evidence,
    }
}
