//! The headline, without the name of the site.
//!
//! The page names its article in several places: the title element, OpenGraph, JSON-LD, a heading of the first rank.
//! What readers see counts: the heading that agrees with the others. Limits: a kicker that a site writes into its
//! heading stays.

use super::head::{Field, Head};
use crate::content::text::folded;
use crate::lines::bare;
use isnad_html::{Tag, Tree};
use isnad_text::{fold, words};
use std::collections::BTreeSet;

/// Separators between a headline and the name of a site; within words they do not count.
const SEPARATORS: [&str; 13] = [
    " | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " / ", " ‹ ", "| ", " |",
];

/// A heading agrees with a title if they share so much of their words.
const AGREEMENT: f32 = 0.6;

/// The headline; `site_names` are names of the site, any spelling.
pub(crate) fn title(tree: &Tree, head: &Head, site_names: &[String]) -> Option<String> {
    let named: Vec<String> = head
        .first(Field::Title)
        .into_iter()
        .chain(head.title.as_deref())
        .chain(head.linked.headline.as_deref())
        .map(|raw| without_site(raw, site_names))
        .filter(|title| !bare(title).is_empty())
        .collect();
    let headings = headings(tree);
    let best = headings
        .iter()
        .map(|heading| {
            let agreement = named.iter().map(|title| agreement(heading, title)).fold(0.0, f32::max);
            (heading, agreement)
        })
        .filter(|(_, agreement)| *agreement >= AGREEMENT)
        .reduce(|best, next| if next.1 > best.1 { next } else { best });
    if let Some((heading, _)) = best {
        return Some(without_site(heading, site_names));
    }
    let is_site = |heading: &String| site_names.iter().any(|name| bare(name) == bare(heading));
    named
        .into_iter()
        .next()
        .or_else(|| headings.into_iter().find(|heading| !is_site(heading)))
}

/// Headings of the first rank and what is marked as the headline, in order.
fn headings(tree: &Tree) -> Vec<String> {
    let has_marked = tree.source().contains("headline");
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
        .map(|index| folded(&tree.text(index)))
        .filter(|text| !text.is_empty() && text.chars().count() < 400)
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
    fn a_hyphen_in_the_headline_stays() {
        assert_eq!(
            read("<title>قمة روسية - أمريكية</title>").as_deref(),
            Some("قمة روسية - أمريكية")
        );
    }
}
