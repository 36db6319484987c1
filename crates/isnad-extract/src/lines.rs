//! Lines that belong to the site, not to the article.

use isnad_text::{fold, fold_into, words};
use std::collections::BTreeSet;
use std::sync::LazyLock;

const BOILERPLATE: &str = include_str!("../data/boilerplate_lines.txt");
const BYLINE_WORDS: &str = include_str!("../data/byline_words.txt");
const UPDATE_WORDS: &str = include_str!("../data/update_words.txt");
const PICTURE_CREDITS: &str = include_str!("../data/picture_credits.txt");
const RELATED_HEADINGS: &str = include_str!("../data/related_headings.txt");

/// A line that only begins like boilerplate is boilerplate up to this length.
const LONGEST_LINE_CHARS: usize = 120;

static WHOLE_LINES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    entries(BOILERPLATE)
        .filter(|line| !line.ends_with('*'))
        .map(bare)
        .collect()
});

static BEGINNINGS: LazyLock<Vec<String>> = LazyLock::new(|| {
    entries(BOILERPLATE)
        .filter_map(|line| line.strip_suffix('*'))
        .map(bare)
        .collect()
});

static HEADINGS: LazyLock<BTreeSet<String>> = LazyLock::new(|| entries(RELATED_HEADINGS).map(bare).collect());

static CREDIT_WORDS: LazyLock<BTreeSet<String>> = LazyLock::new(|| entries(PICTURE_CREDITS).map(bare).collect());

static UPDATES: LazyLock<Vec<String>> = LazyLock::new(|| entries(UPDATE_WORDS).map(padded).collect());

static BYLINE_OPENINGS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut all: Vec<String> = entries(BYLINE_WORDS).map(fold).collect();
    all.sort_by_key(|opening| std::cmp::Reverse(opening.len()));
    all
});

fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// `text` folded, letters and digits only.
pub(crate) fn bare(text: &str) -> String {
    let mut folded = fold(text);
    folded.retain(char::is_alphanumeric);
    folded
}

/// Whether anything is left of `text` by [`bare`].
pub(crate) fn has_letter_or_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_alphanumeric()) || !bare(text).is_empty()
}

/// A line that stands on many articles of a site and says nothing of this one.
pub(crate) fn is_boilerplate(line: &str) -> bool {
    if line.len() > LONGEST_LINE_CHARS * 4 || line.chars().count() > LONGEST_LINE_CHARS {
        return false;
    }
    if line.starts_with('©') {
        return true;
    }
    let compared = bare(line);
    WHOLE_LINES.contains(&compared)
        || BEGINNINGS
            .iter()
            .any(|beginning| compared.starts_with(beginning.as_str()))
}

/// A caption with the credit of its picture in brackets at its end is no longer than this.
const LONGEST_CAPTION_CHARS: usize = 300;

/// The credit of a picture is no longer than this.
const LONGEST_PICTURE_CREDIT_CHARS: usize = 80;

/// The credit of a picture, alone or in brackets at the end of a caption.
pub(crate) fn is_picture_credit(line: &str) -> bool {
    if line.len() > 4 * LONGEST_CAPTION_CHARS {
        return false;
    }
    let opens_credit = |text: &str| {
        let Some((word, rest)) = text.split_once([':', '：']) else {
            return false;
        };
        word.len() < LONGEST_PICTURE_CREDIT_CHARS
            && text.chars().count() <= LONGEST_PICTURE_CREDIT_CHARS
            && !rest.trim().is_empty()
            && CREDIT_WORDS.contains(&bare(word))
    };
    let Some(open) = line.trim_end_matches('.').strip_suffix(')') else {
        return opens_credit(line);
    };
    open.rfind('(').is_some_and(|at| opens_credit(&open[at + 1..])) && line.chars().count() <= LONGEST_CAPTION_CHARS
}

/// A web or mail address and nothing else.
pub(crate) fn is_address(line: &str) -> bool {
    let is_web = line.starts_with("http://") || line.starts_with("https://");
    let is_mail = line.contains('@') && line.contains('.') && !line.starts_with('@');
    (is_web || is_mail) && !line.contains(' ')
}

/// A number and nothing else: the code of a desk.
pub(crate) fn is_number(line: &str) -> bool {
    line.len() < 24
        && line
            .chars()
            .all(|c| c.is_numeric() || c.is_whitespace() || c.is_ascii_punctuation())
}

/// A heading over links to other articles.
pub(crate) fn is_related_heading(line: &str) -> bool {
    line.len() < 160 && HEADINGS.contains(&bare(line))
}

/// A heading over links has so many words at most.
const MOST_HEADING_WORDS: usize = 6;

/// A line that begins with a heading over links, the link in the same line.
pub(crate) fn opens_with_related_heading(line: &str) -> bool {
    let ends = words(line).take(MOST_HEADING_WORDS).map(|word| word.end);
    ends.into_iter().any(|end| HEADINGS.contains(&bare(&line[..end])))
}

/// Folded words with a space before, between and after.
fn padded(text: &str) -> String {
    let mut out = String::from(" ");
    for word in words(text) {
        fold_into(word.of(text), &mut out);
        out.push(' ');
    }
    out
}

/// Whether a line with a date says when the page was changed.
pub(crate) fn speaks_of_update(line: &str) -> bool {
    let compared = padded(line);
    UPDATES.iter().any(|word| compared.contains(word.as_str()))
}

/// A line that begins with the words of a byline and a colon, or with a word that nothing but a name follows.
pub(crate) fn opens_byline(line: &str) -> bool {
    let rest = without_byline_words(line);
    let opening = line[..line.len() - rest.len()].trim();
    let sure = ["بقلم", "written by"]
        .iter()
        .any(|word| fold(opening.trim_end_matches(':').trim()) == fold(word));
    !opening.is_empty() && !rest.trim().is_empty() && (sure || opening.ends_with([':', '：']))
}

/// A byline without the words that open it.
pub(crate) fn without_byline_words(byline: &str) -> &str {
    let mut rest = byline.trim();
    for _ in 0..2 {
        let opening = BYLINE_OPENINGS.iter().find_map(|opening| {
            let word_count = opening.split(' ').count();
            let end = words(rest).nth(word_count - 1)?.end;
            let next = rest[end..].chars().next()?;
            (fold(&rest[..end]) == *opening && !next.is_alphanumeric()).then_some(end)
        });
        let Some(end) = opening else {
            break;
        };
        rest = rest[end..].trim_start_matches(|c: char| !c.is_alphanumeric());
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_site_are_told_from_text() {
        assert!(is_boilerplate("ADVERTISEMENT"));
        assert!(is_boilerplate("تابعونا على تويتر وفيسبوك"));
        assert!(!is_boilerplate("شارك الوفد في الاجتماع الذي عقد أمس."));
        assert!(is_related_heading("إقرأ أيضاً:"));
        assert!(!is_related_heading("اقرأ الكتاب"));
        assert!(opens_with_related_heading("Le puede interesar: la bruja"));
        assert!(!opens_with_related_heading("Le puede costar caro"));
    }

    #[test]
    fn credits_of_pictures_are_told_from_text() {
        for credit in [
            "The bridge before it was built (Image: Agency)",
            "The bridge before it was built. (Photo credit: J. Doe / Agency).",
            "Photo: Agency",
            "الوفد عند وصوله (صورة: وكالة)",
        ] {
            assert!(is_picture_credit(credit), "{credit}");
        }
        for text in [
            "The council met (see the photo on page 3)",
            "Photo: the council met on Monday and after a long debate it agreed to build the bridge over the river.",
            "Photography: what the council says of it",
            "صورة الوفد في المطار",
        ] {
            assert!(!is_picture_credit(text), "{text}");
        }
    }

    #[test]
    fn bylines_lose_their_opening() {
        assert_eq!(without_byline_words("كتب: سالم حداد"), "سالم حداد");
        assert_eq!(without_byline_words("Written by Jane Doe"), "Jane Doe");
        assert_eq!(without_byline_words("Byron Doe"), "Byron Doe");
    }

    #[test]
    fn a_byline_is_told_from_a_sentence() {
        assert!(opens_byline("بقلم: سالم حداد"));
        assert!(opens_byline("بقلم سالم حداد"));
        assert!(opens_byline("كتب: سالم حداد"));
        assert!(!opens_byline("كتب سالم حداد إلى الوزير"));
        assert!(!opens_byline("بقلم:"));
    }

    #[test]
    fn updates_are_told_from_publication() {
        assert!(speaks_of_update("آخر تحديث: 3 أيار 2024"));
        assert!(!speaks_of_update("نشر في 3 أيار 2024"));
    }
}
