//! Why an article joined its story, in words a reader can check: what both have in title and lead, and the day.
//!
//! Words that stand side by side are one, so that a name is read as a name. The last entry is the day of the
//! nearest article of the story. Limits: words are named as the arrival has them.

use crate::Arrival;

const SECONDS_PER_DAY: i64 = 86_400;

/// The words under the weightiest shared `keys`, neighbours joined, in order of weight.
pub(crate) fn shared_words(arrival: &Arrival<'_>, keys: &[u32]) -> Vec<String> {
    let text = arrival.article.text();
    let title = arrival.article.title.as_deref().unwrap_or("");
    let terms = &arrival.features.terms;
    // place (title first), span, and rank of the weightiest key in it
    let mut spans: Vec<(bool, usize, usize, usize)> = keys
        .iter()
        .enumerate()
        .filter_map(|(rank, key)| {
            let at = terms.binary_search_by_key(key, |term| term.key).ok()?;
            let term = terms[at];
            let start = term.start as usize;
            Some((term.title == 0, start, start + usize::from(term.length), rank))
        })
        .collect();
    spans.sort_unstable();
    let mut joined: Vec<(bool, usize, usize, usize)> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if last.0 == span.0 && span.1 == last.2 + 1 => {
                last.2 = span.2;
                last.3 = last.3.min(span.3);
            }
            _ => joined.push(span),
        }
    }
    joined.sort_unstable_by_key(|span| span.3);
    joined
        .into_iter()
        .filter_map(|(is_text, start, end, _)| {
            let place = if is_text { text.as_str() } else { title };
            place.get(start..end).map(str::to_owned)
        })
        .collect()
}

/// The day of a time in UTC, `2018-03-20`.
pub(crate) fn written_day(seconds: i64) -> String {
    // days to civil date after Howard Hinnant, http://howardhinnant.github.io/date_algorithms.html
    let shifted = seconds.div_euclid(SECONDS_PER_DAY) + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_in_the_calendar() {
        for (seconds, expected) in [
            (0, "1970-01-01"),
            (1_521_504_000, "2018-03-20"),
            (951_782_400, "2000-02-29"),
            (-1, "1969-12-31"),
        ] {
            assert_eq!(written_day(seconds), expected);
        }
    }
}
