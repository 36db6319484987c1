//! Why an article joined its story, in words a reader can check: what both have in title and lead, and the day.
//!
//! Words that stand side by side are one, so that a name is read as a name. The last entry is the day of the
//! nearest article of the story. Limits: words are named as the arrival has them.

use isnad_model::{Article, Features, Joined};

/// Why an article belongs to its story, as the linker knows it, which keeps no words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reason {
    /// The weightiest terms that it shares with the nearest article of the story, the weightiest first.
    pub keys: Vec<u32>,
    /// The day of that article.
    pub day: Option<String>,
    /// Probability that it belongs there.
    pub score: f32,
}

impl Reason {
    /// The same in words of the article.
    pub fn told(&self, article: &Article, features: &Features) -> Joined {
        let mut because = shared_words(article, features, &self.keys);
        because.extend(self.day.clone());
        Joined {
            because,
            score: self.score,
        }
    }
}

/// The words under the weightiest shared `keys`, neighbours joined, in order of weight.
fn shared_words(article: &Article, features: &Features, keys: &[u32]) -> Vec<String> {
    let text = article.text();
    let title = article.title.as_deref().unwrap_or("");
    let terms = &features.terms;
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
