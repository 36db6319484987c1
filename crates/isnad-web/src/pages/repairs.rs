//! The prose with its repaired words marked, and the list of what was repaired.
//!
//! Limits: a repair is marked where its words stand in its block; where they do not, the list leads to the block.

use super::markup::{Fix, Markup, fixed, foreign};
use super::words::Language;
use isnad_model::{Article, BlockKind, Repair};
use std::ops::Range;

/// Places of one kind that are listed at once; the others are folded.
const FEW_PLACES: usize = 8;

/// A block of the text as it is shown.
pub(super) struct Shown {
    pub(super) kind: &'static str,
    pub(super) text: Markup,
    pub(super) rows: Vec<Vec<String>>,
    /// Marks a block that a repair points to.
    pub(super) anchor: Option<usize>,
}

/// All repairs of one kind.
pub(super) struct RepairGroup {
    /// What the page calls the list.
    pub(super) anchor: String,
    pub(super) what: String,
    pub(super) first: Vec<Place>,
    pub(super) others: Vec<Place>,
}

/// Where something was repaired.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) before: Markup,
    pub(super) href: Option<String>,
}

/// The blocks of an article, and its repairs by kind in the order of their first place.
pub(super) fn repaired(article: &Article, content: Option<&str>, language: Language) -> (Vec<Shown>, Vec<RepairGroup>) {
    let mut fixes: Vec<Vec<Fix>> = vec![Vec::new(); article.blocks.len()];
    let mut is_target = vec![false; article.blocks.len()];
    let mut groups: Vec<(&str, Vec<Place>)> = Vec::new();
    for (number, repair) in article.repairs.iter().enumerate() {
        let found = mark_of(article, repair, &fixes);
        let href = match (found, is_target.get_mut(repair.block)) {
            (Some(range), _) => {
                fixes[repair.block].push(Fix {
                    range,
                    id: format!("r{number}"),
                    href: format!("#fix-{}", repair.kind),
                });
                fixes[repair.block].sort_by_key(|fix| fix.range.start);
                Some(format!("#r{number}"))
            }
            (None, Some(target)) => {
                *target = true;
                Some(format!("#b{}", repair.block))
            }
            (None, None) => None,
        };
        let place = Place {
            before: foreign(repair.before.trim(), content),
            href,
        };
        match groups.iter_mut().find(|(kind, _)| *kind == repair.kind) {
            Some((_, places)) => places.push(place),
            None => groups.push((&repair.kind, vec![place])),
        }
    }
    let blocks = article.blocks.iter().enumerate();
    let shown = blocks
        .filter(|(_, block)| !block.text.trim().is_empty())
        .map(|(index, block)| Shown {
            kind: kind_of(block.kind),
            rows: match block.kind {
                BlockKind::Table => block
                    .text
                    .lines()
                    .map(|row| row.split('\t').map(str::to_owned).collect())
                    .collect(),
                _ => Vec::new(),
            },
            text: fixed(&block.text, &fixes[index]),
            anchor: Some(index).filter(|index| is_target[*index]),
        });
    (
        shown.collect(),
        groups
            .into_iter()
            .map(|(kind, places)| group(kind, places, language))
            .collect(),
    )
}

fn kind_of(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Paragraph => "p",
        BlockKind::Heading => "h2",
        BlockKind::Quote => "quote",
        BlockKind::ListItem => "item",
        BlockKind::Caption => "caption",
        BlockKind::Table => "table",
        BlockKind::Preformatted => "pre",
    }
}

/// Where the repaired words stand in their block: the first place that no other repair has taken. What was taken
/// out, or is a block of its own now, has no words to mark.
fn mark_of(article: &Article, repair: &Repair, fixes: &[Vec<Fix>]) -> Option<Range<usize>> {
    let words = repair.after.trim();
    let block = article.blocks.get(repair.block)?;
    if words.is_empty() || words.contains('\n') || block.kind == BlockKind::Table {
        return None;
    }
    let is_free = |range: &Range<usize>| {
        let overlaps = |fix: &Fix| fix.range.start < range.end && range.start < fix.range.end;
        !fixes[repair.block].iter().any(overlaps)
    };
    let places = block.text.match_indices(words);
    places.map(|(start, found)| start..start + found.len()).find(is_free)
}

fn group(kind: &str, places: Vec<Place>, language: Language) -> RepairGroup {
    let known = language.find(&format!("repair.{kind}"));
    let what = known.or_else(|| language.find("repair.other")).unwrap_or_default();
    let many = places.len() > 1;
    let counted = language.count("in_places", places.len() as u64);
    let split = places.len().min(FEW_PLACES);
    RepairGroup {
        anchor: format!("fix-{kind}"),
        what: if many {
            format!("{what} {counted}")
        } else {
            what.to_owned()
        },
        others: places[split..].to_vec(),
        first: places[..split].to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_model::Block;

    fn repair(block: usize, kind: &str, before: &str, after: &str) -> Repair {
        Repair {
            block,
            kind: kind.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
        }
    }

    #[test]
    fn repaired_words_are_marked_each_at_its_own_place() {
        let article = Article {
            blocks: vec![
                Block::new(BlockKind::Paragraph, "عاد إلى الرصيف وقال، ثم عاد إلى الرصيف وقال."),
                Block::new(BlockKind::Heading, "سترات قليلة"),
            ],
            repairs: vec![
                repair(0, "glue", "الرصيفوقال", "الرصيف وقال"),
                repair(0, "glue", "الرصيفوقال", "الرصيف وقال"),
                repair(1, "heading", "قليلةوروت", "قليلة\nوروت"),
                repair(2, "credit", "المصدر: س", ""),
            ],
            ..Article::default()
        };
        let (blocks, groups) = repaired(&article, Some("ar"), Language::Arabic);
        let prose = blocks[0].text.to_string();
        assert_eq!(
            prose.matches("<a class=\"fix\" href=\"#fix-glue\" id=\"r").count(),
            2,
            "{prose}"
        );
        assert!(prose.starts_with("عاد إلى <a class=\"fix\" href=\"#fix-glue\" id=\"r0\">الرصيف وقال</a>،"));
        assert_eq!(blocks[1].anchor, Some(1), "a heading is marked as a whole");
        let told: Vec<(&str, usize)> = groups
            .iter()
            .map(|group| (group.what.as_str(), group.first.len()))
            .collect();
        assert_eq!(
            told,
            [
                ("فصلنا كلمتين ملتصقتين في موضعين", 2),
                ("أعدنا عنوانا فرعيا إلى سطره", 1),
                ("أخرجنا سطر الإسناد", 1)
            ]
        );
        assert_eq!(groups[2].first[0].href, None, "behind the last block there is no place");
    }
}
