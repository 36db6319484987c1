//! Lines that belong to the site, not to the article.

use isnad_text::fold;
use std::collections::BTreeSet;
use std::sync::LazyLock;

const BOILERPLATE: &str = include_str!("../data/boilerplate_lines.txt");
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

/// A line that stands on many articles of a site and says nothing of this one.
pub(crate) fn is_boilerplate(line: &str) -> bool {
    if line.len() > LONGEST_LINE_CHARS * 4 || line.chars().count() > LONGEST_LINE_CHARS {
        return false;
    }
    let compared = bare(line);
    WHOLE_LINES.contains(&compared)
        || BEGINNINGS
            .iter()
            .any(|beginning| compared.starts_with(beginning.as_str()))
}

/// A heading over links to other articles.
pub(crate) fn is_related_heading(line: &str) -> bool {
    line.len() < 160 && HEADINGS.contains(&bare(line))
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
    }
}
