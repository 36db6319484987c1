//! The headline, without the name of the site.
//!
//! The page names its article in several places: the title element, OpenGraph, JSON-LD, a heading of the first rank.
//! What readers see counts: the heading that agrees with the others, without the kicker or subtitle that stands in it
//! where another place names the headline alone. Where OpenGraph and JSON-LD agree on another wording, that counts.
//! Limits: of the wordings that one page gives a headline, a reader may prefer any.

use super::head::{Field, Head};
use crate::content::text::folded;
use crate::lines::bare;
use isnad_html::{Tag, Tree};
use isnad_text::{fold, words};
use memchr::memmem;
use std::collections::BTreeSet;

/// Separators between a headline and the name of a site; within words they do not count.
const SEPARATORS: [&str; 15] = [
    " | ", " - ", " – ", " — ", " :: ", " : ", " » ", " « ", " · ", " • ", " / ", " ‹ ", "| ", " |", "ㅣ",
];

/// A heading agrees with a title if they share so much of their words.
const AGREEMENT: f32 = 0.6;

/// More headings than these are a list.
const MOST_HEADINGS: usize = 100;

/// A part of a heading is no headline with fewer words.
const FEWEST_WORDS: usize = 3;

/// The headline; `site_names` are names of the site, any spelling.
pub(crate) fn title(tree: &Tree, head: &Head, site_names: &[String]) -> Option<String> {
    let clean = |raw: &str| Some(without_site(raw, site_names)).filter(|title| !bare(title).is_empty());
    let stated = head.first(Field::Title).and_then(clean);
    let linked = head.linked.headline.as_deref().and_then(clean);
    let element = head.title.as_deref().and_then(clean);
    let named: Vec<&String> = [&stated, &element, &linked].into_iter().flatten().collect();
    let headings = headings(tree);
    let best = headings
        .iter()
        .map(|heading| {
            let agreement = named
                .iter()
                .map(|title| agreement(&heading.text, title))
                .fold(0.0, f32::max);
            (heading, agreement)
        })
        .filter(|(_, agreement)| *agreement >= AGREEMENT)
        .reduce(|best, next| if next.1 > best.1 { next } else { best });
    if let Some((heading, _)) = best {
        if let (Some(stated), Some(linked)) = (&stated, &linked)
            && bare(stated) == bare(linked)
        {
            return Some(stated.clone());
        }
        let part = named.iter().find(|title| heading.has_part(title));
        return Some(part.map_or_else(|| without_site(&heading.text, site_names), |part| (*part).clone()));
    }
    let is_site = |heading: &Heading| site_names.iter().any(|name| bare(name) == bare(&heading.text));
    let first_heading = headings.iter().find(|heading| !is_site(heading));
    named
        .first()
        .map(|title| (*title).clone())
        .or_else(|| first_heading.map(|heading| heading.text.clone()))
}

/// A heading, and the texts of its nodes.
struct Heading {
    text: String,
    parts: Vec<String>,
}

impl Heading {
    /// Whether `title` is this heading without what stands before or after it, in other nodes or behind a mark.
    fn has_part(&self, title: &str) -> bool {
        let wanted = bare(title);
        if title.split_whitespace().count() < FEWEST_WORDS || wanted == bare(&self.text) {
            return false;
        }
        let by_nodes = (1..self.parts.len())
            .any(|at| bare(&self.parts[at..].concat()) == wanted || bare(&self.parts[..at].concat()) == wanted);
        let by_mark = || {
            let marks = self.text.match_indices([':', '|', '–', '—']);
            marks
                .into_iter()
                .any(|(at, mark)| bare(&self.text[at + mark.len()..]) == wanted)
        };
        by_nodes || by_mark()
    }
}

/// Headings of the first rank and what is marked as the headline, in order.
fn headings(tree: &Tree) -> Vec<Heading> {
    let has_marked = memmem::find(tree.source().as_bytes(), b"headline").is_some();
    let is_headline = |index: usize| {
        let tag = tree.tag(index);
        tag == Tag::H1
            || has_marked
                && matches!(tag, Tag::H2 | Tag::H3 | Tag::Span | Tag::Div)
                && tree
                    .attribute(index, "itemprop")
                    .is_some_and(|value| value.split(' ').any(|name| name == "headline"))
    };
    (0..tree.nodes().len())
        .filter(|index| is_headline(*index))
        .take(MOST_HEADINGS)
        .map(|index| Heading {
            text: folded(&tree.text(index)),
            parts: tree
                .within(index, Tag::Text)
                .map(|part| tree.own_text(part).into_owned())
                .filter(|part| !bare(part).is_empty())
                .collect(),
        })
        .filter(|heading| !heading.text.is_empty() && heading.text.chars().count() < 400)
        .collect()
}

/// Share of the words of both that both have.
fn agreement(one: &str, other: &str) -> f32 {
    let set = |text: &str| -> BTreeSet<String> { words(text).map(|word| fold(word.of(text))).collect() };
    let (one, other) = (set(one), set(other));
    let shared = one.intersection(&other).count() as f32;
    2.0 * shared / ((one.len() + other.len()) as f32).max(1.0)
}

/// `raw` without parts that name the site, at its end or its beginning.
pub(crate) fn without_site(raw: &str, site_names: &[String]) -> String {
    let names: Vec<String> = site_names
        .iter()
        .map(|name| bare(name))
        .filter(|name| name.chars().count() > 2)
        .collect();
    let is_site = |part: &str| {
        let compared = bare(part);
        !compared.is_empty()
            && names.iter().any(|name| {
                let close = compared.len() <= name.len() * 2 && name.len() <= compared.len() * 2;
                *name == compared || close && (name.contains(&compared) || compared.contains(name.as_str()))
            })
    };
    let mut text = raw.trim();
    if let Some(end) = site_in_the_middle(text, &is_site) {
        text = text[..end].trim();
    }
    for _ in 0..4 {
        let last = SEPARATORS
            .iter()
            .filter_map(|mark| text.rfind(mark).map(|at| (at, mark.len())))
            .max();
        let first = SEPARATORS
            .iter()
            .filter_map(|mark| text.find(mark).map(|at| (at, mark.len())))
            .min();
        let (Some(last), Some(first)) = (last, first) else {
            break;
        };
        if is_site(&text[last.0 + last.1..]) {
            text = text[..last.0].trim();
        } else if is_site(&text[..first.0]) {
            text = text[first.0 + first.1..].trim();
        } else {
            break;
        }
    }
    text.to_owned()
}

/// Where the site's name begins that more parts follow: a motto, a section.
fn site_in_the_middle(text: &str, is_site: &impl Fn(&str) -> bool) -> Option<usize> {
    let mut marks: Vec<(usize, usize)> = SEPARATORS
        .iter()
        .flat_map(|mark| text.match_indices(mark).map(|(at, mark)| (at, at + mark.len())))
        .collect();
    marks.sort_unstable();
    let (first, _) = *marks.first()?;
    if first == 0 || is_site(&text[..first]) {
        return None;
    }
    marks
        .windows(2)
        .find(|two| two[0].1 <= two[1].0 && is_site(&text[two[0].1..two[1].0]))
        .map(|two| two[0].0)
}

/// The last part of a title element: often the name of the site.
pub(crate) fn tail(title: &str) -> Option<&str> {
    let last = SEPARATORS
        .iter()
        .filter_map(|mark| title.rfind(mark).map(|at| at + mark.len()))
        .max()?;
    Some(title[last..].trim()).filter(|tail| !tail.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Option<String> {
        let tree = Tree::parse(html);
        title(&tree, &super::super::head::head(&tree), &["صحيفة المدينة".to_owned()])
    }

    #[test]
    fn the_sites_name_goes() {
        assert_eq!(
            read("<title>وصول الوفد إلى العاصمة - المدينة</title>").as_deref(),
            Some("وصول الوفد إلى العاصمة")
        );
        assert_eq!(
            read("<title>صحيفة المدينة | وصول الوفد</title>").as_deref(),
            Some("وصول الوفد")
        );
    }

    #[test]
    fn the_heading_that_agrees_counts() {
        let page =
            "<title>وصول الوفد إلى العاصمة - أخبار</title><h1>صحيفة المدينة</h1><h1>وصول الوفد إلى العاصمة مساء</h1>";
        assert_eq!(read(page).as_deref(), Some("وصول الوفد إلى العاصمة مساء"));
    }

    #[test]
    fn a_kicker_in_the_heading_goes_where_the_headline_is_named_alone() {
        let page = "<meta property='og:title' content='وصول الوفد إلى العاصمة'><h1><span>زيارة رسمية</span> وصول الوفد إلى العاصمة</h1>";
        assert_eq!(read(page).as_deref(), Some("وصول الوفد إلى العاصمة"));
        let page = "<title>وصول الوفد إلى العاصمة</title><h1>عاجل: وصول الوفد إلى العاصمة</h1>";
        assert_eq!(read(page).as_deref(), Some("وصول الوفد إلى العاصمة"));
    }

    #[test]
    fn what_two_places_state_counts_before_the_heading() {
        let page = "<meta property='og:title' content='زيارة: وصول الوفد إلى العاصمة'>\
            <script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"زيارة: وصول الوفد إلى العاصمة\"}</script>\
            <h1>وصول الوفد إلى العاصمة</h1>";
        assert_eq!(read(page).as_deref(), Some("زيارة: وصول الوفد إلى العاصمة"));
    }

    #[test]
    fn what_follows_the_sites_name_goes_with_it() {
        assert_eq!(
            read("<title>وصول الوفد | صحيفة المدينة | أول الأخبار</title>").as_deref(),
            Some("وصول الوفد")
        );
    }

    #[test]
    fn a_hyphen_in_the_headline_stays() {
        assert_eq!(
            read("<title>قمة روسية - أمريكية</title>").as_deref(),
            Some("قمة روسية - أمريكية")
        );
    }
}
