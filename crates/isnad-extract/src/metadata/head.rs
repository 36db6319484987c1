//! What the page says of itself in its head and attributes, gathered in one pass.

use super::json_ld::{self, LinkedData};
use isnad_html::{Tag, Tree};
use std::collections::HashMap;
use std::sync::LazyLock;

const META_NAMES: &str = include_str!("../../data/meta_names.tsv");

/// The first column of `data/meta_names.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Title,
    Published,
    Modified,
    Author,
    Site,
    Section,
    Tag,
    Image,
    Url,
    Language,
}

/// Fields by name, with the rank of the name.
static FIELDS: LazyLock<HashMap<&'static str, (Field, usize)>> = LazyLock::new(|| {
    let lines = META_NAMES.lines().filter(|line| !line.starts_with('#'));
    lines
        .enumerate()
        .filter_map(|(rank, line)| {
            let (field, name) = line.split_once('\t')?;
            Some((name, (field_named(field)?, rank)))
        })
        .collect()
});

fn field_named(name: &str) -> Option<Field> {
    Some(match name {
        "title" => Field::Title,
        "published" => Field::Published,
        "modified" => Field::Modified,
        "author" => Field::Author,
        "site" => Field::Site,
        "section" => Field::Section,
        "tag" => Field::Tag,
        "image" => Field::Image,
        "url" => Field::Url,
        "language" => Field::Language,
        _ => return None,
    })
}

/// A value of a meta element.
#[derive(Clone, Debug)]
pub(crate) struct Meta {
    pub field: Field,
    pub rank: usize,
    /// Name in lower case.
    pub name: &'static str,
    pub value: String,
}

/// What was gathered.
#[derive(Debug, Default)]
pub(crate) struct Head {
    /// By rank of their names; of one name in the order of the page.
    pub metas: Vec<Meta>,
    pub linked: LinkedData,
    /// Text of the title element.
    pub title: Option<String>,
    /// Canonical address as written.
    pub canonical: Option<String>,
    /// Base address as written.
    pub base: Option<String>,
    /// Language attribute of the html element.
    pub language: Option<String>,
}

impl Head {
    /// Values of a field, the most telling name first.
    pub(crate) fn all(&self, field: Field) -> impl Iterator<Item = &Meta> {
        self.metas.iter().filter(move |meta| meta.field == field)
    }

    /// The most telling value of a field.
    pub(crate) fn first(&self, field: Field) -> Option<&str> {
        self.all(field).next().map(|meta| meta.value.as_str())
    }
}

/// Gathers.
pub(crate) fn head(tree: &Tree) -> Head {
    let mut head = Head::default();
    let mut scripts = Vec::new();
    for (index, node) in tree.nodes().iter().enumerate() {
        match node.tag {
            Tag::Meta => head.metas.extend(meta(tree, index)),
            Tag::Link => link(tree, index, &mut head),
            Tag::Base if head.base.is_none() => head.base = tree.attribute(index, "href").map(String::from),
            Tag::Html => {
                head.language = tree
                    .attribute(index, "lang")
                    .or_else(|| tree.attribute(index, "xml:lang"))
                    .map(String::from)
            }
            Tag::Title if head.title.is_none() => {
                let text = crate::content::text::folded(&tree.text(index));
                head.title = Some(text).filter(|title| !title.is_empty());
            }
            Tag::Script => {
                let kind = tree.attribute(index, "type");
                let is_linked_data = kind.is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"));
                if is_linked_data && index + 1 < tree.end(index) {
                    scripts.push(tree.written(index + 1));
                }
            }
            _ => {}
        }
    }
    head.metas.sort_by_key(|meta| meta.rank);
    head.linked = json_ld::read(scripts.into_iter());
    head
}

fn meta(tree: &Tree, index: usize) -> Option<Meta> {
    let mut value = None;
    let mut known = None;
    for (name, written) in tree.attributes(index) {
        if name.eq_ignore_ascii_case("content") {
            value = Some(written);
        } else if ["property", "name", "itemprop", "http-equiv"]
            .iter()
            .any(|key| name.eq_ignore_ascii_case(key))
        {
            let lower = written.trim().to_ascii_lowercase();
            let found = FIELDS
                .get_key_value(lower.as_str())
                .map(|(name, field)| (*name, *field));
            known = known.or(found);
        }
    }
    let (name, (field, rank)) = known?;
    let text = crate::content::text::folded(&isnad_html::decode_attribute(value?));
    (!text.is_empty()).then_some(Meta {
        field,
        rank,
        name,
        value: text,
    })
}

fn link(tree: &Tree, index: usize, head: &mut Head) {
    let is_canonical = tree
        .attribute(index, "rel")
        .is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
    if is_canonical && head.canonical.is_none() {
        head.canonical = tree.attribute(index, "href").map(|href| href.trim().to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_known_field() {
        for line in META_NAMES.lines().filter(|line| !line.starts_with('#')) {
            let (field, name) = line.split_once('\t').unwrap();
            assert!(field_named(field).is_some() && name == name.to_lowercase(), "{line}");
        }
    }

    #[test]
    fn the_most_telling_name_comes_first() {
        let page = "<meta name=date content=2020><meta property='article:published_time' content='2021'>";
        assert_eq!(head(&Tree::parse(page)).first(Field::Published), Some("2021"));
    }
}
