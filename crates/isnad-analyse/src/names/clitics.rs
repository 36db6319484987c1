//! Where a name begins in a word: the letters written before it and not part of it (و ف ب ل ك س).
//!
//! Limits: decided for the word alone. Listed names are kept whole (وليد, لبنان), unlisted ones follow the counts of
//! [`isnad_text::stem::without_clitics`]. A name with the article after ل keeps the second ل (لقاهرة in للقاهرة).

use super::lexicon::is_listed;
use isnad_text::stem;

const SINGLE: [&str; 12] = ["و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "وو", "فك"];

/// Letters to leave out of the folded word, and the rest («ال» in the place of «لل»).
pub fn bare(folded: &str) -> (usize, String) {
    let whole = (0, folded.to_owned());
    if folded.chars().nth(2).is_none() || !folded.starts_with(['و', 'ف', 'ب', 'ل', 'ك']) || is_listed(folded) {
        return whole;
    }
    for clitic in SINGLE {
        let Some(rest) = folded.strip_prefix(clitic) else {
            continue;
        };
        let letters = clitic.chars().count();
        if is_listed(rest) && rest.chars().nth(2).is_some() {
            return (letters, rest.to_owned());
        }
        if clitic.ends_with('ل')
            && let Some(after) = rest.strip_prefix('ل')
        {
            let with_article = format!("ال{after}");
            if is_listed(&with_article) {
                return (letters, with_article);
            }
        }
    }
    let cut = stem::without_clitics(folded);
    if cut == folded {
        return whole;
    }
    match folded.strip_suffix(cut.as_ref()) {
        Some(before) => (before.chars().count(), cut.into_owned()),
        None => {
            let kept = cut.chars().count() - "ال".chars().count();
            // of لل the second letter stays with the name
            let letters = folded.chars().count().saturating_sub(kept + 1);
            (letters, cut.into_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_begin_after_their_clitics() {
        for (word, letters, rest) in [
            ("وليد", 0, "وليد"),
            ("لبنان", 0, "لبنان"),
            ("بلبنان", 1, "لبنان"),
            ("ولبنان", 1, "لبنان"),
            ("لبوتين", 1, "بوتين"),
            ("للقاهره", 1, "القاهره"),
            ("وبالقاهره", 2, "القاهره"),
            ("والتر", 0, "والتر"),
            ("بوش", 0, "بوش"),
            ("كلينتون", 0, "كلينتون"),
        ] {
            assert_eq!(bare(word), (letters, rest.to_owned()), "{word}");
        }
    }
}
