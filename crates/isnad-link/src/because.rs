//! Why an article joined its story, in words a reader can check: what both have in title and lead, and the day.
//!
//! Words that stand side by side are one, so that a name is read as a name. The last entry is the day of the
//! nearest article of the story. Limits: words are named as the arrival has them.

use crate::Arrival;

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
