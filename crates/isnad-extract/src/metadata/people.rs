//! Who signed the article, and whom it credits.
//!
//! People are authors; agencies are credits, wherever the page names them; the site itself is neither.
//! Limits: a name is what looks like one: two to five words without digits, or one word where the page says that it
//! is a person.

use super::head::{Field, Head};
use crate::content::hints::Hints;
use crate::content::survey::Survey;
use crate::content::text::text_under;
use crate::lines;
use isnad_html::{Tag, Tree};
use isnad_model::{Block, Credit};
use isnad_text::agencies;
use isnad_text::markers::{MarkerClass, opening};

/// An article names so many people and sources at most; what names more is a list.
const MOST_PEOPLE: usize = 50;

/// More marked bylines than these are those of other articles.
const MOST_BYLINES: usize = 100;

/// A byline is no longer than this.
const LONGEST_BYLINE_CHARS: usize = 120;

/// A line that only credits is no longer than this.
const LONGEST_CREDIT_CHARS: usize = 90;

/// A credit stands among so many lines after the text, where it is not within.
const LINES_AFTER_TEXT: usize = 4;

/// A byline stands among so many lines before the text.
const LINES_BEFORE_TEXT: usize = 6;

/// A byline that only its words tell has so many characters at most, white space aside.
const LONGEST_OPENED_BYLINE_CHARS: u32 = 60;

/// A block with a higher score is a paragraph of the text.
const PARAGRAPH_SCORE: f32 = 20.0;

/// Authors and credits.
#[derive(Debug, Default)]
pub(crate) struct People {
    pub authors: Vec<String>,
    pub credit: Vec<Credit>,
}

impl People {
    fn add_byline(&mut self, written: &str, site_names: &[String]) {
        for part in split(written) {
            if self.authors.len() + self.credit.len() >= MOST_PEOPLE {
                return;
            }
            let mentioned = agencies::mentions(&part);
            if let Some(mention) = mentioned.first() {
                let whole = agencies::named(&part).is_some();
                if whole || mention.certain {
                    self.add_credit(mention.name, &part);
                    continue;
                }
            }
            let name = clean_name(&part);
            let is_new = !self
                .authors
                .iter()
                .any(|known| lines::bare(known) == lines::bare(&name));
            if is_new && is_name(&name, site_names) {
                self.authors.push(name);
            }
        }
    }

    fn add_credit(&mut self, name: &str, text: &str) {
        if !self.credit.iter().any(|known| known.name == name) {
            self.credit.push(Credit {
                name: name.to_owned(),
                text: text.trim().to_owned(),
            });
        }
    }
}

/// Reads both. Lines of `blocks` that only credit are taken out of it.
pub(crate) fn people(
    tree: &Tree,
    survey: &Survey,
    head: &Head,
    site_names: &[String],
    root: Option<usize>,
    blocks: &mut Vec<Block>,
) -> People {
    let mut people = People::default();
    for name in &head.linked.authors {
        people.add_byline(name, site_names);
    }
    if people.authors.is_empty() {
        let all = head.all(Field::Author).map(|meta| meta.value.as_str());
        let metas: Vec<&str> = all.take(MOST_PEOPLE).collect();
        for written in metas.iter().filter(|written| is_shown(tree, survey, written)) {
            people.add_byline(written, site_names);
        }
    }
    if people.authors.is_empty()
        && let Some(byline) = byline(tree, survey)
    {
        people.add_byline(&byline, site_names);
    }
    if people.authors.is_empty()
        && let Some(line) = opened_byline(tree, survey, root)
    {
        people.add_byline(&line, site_names);
    }
    credits_of_text(blocks, &mut people);
    if people.credit.is_empty()
        && let Some(root) = root
    {
        credit_after_text(tree, survey, root, &mut people);
    }
    people
}

/// A line of its own right after the last paragraph, in a box that templates keep for it.
fn credit_after_text(tree: &Tree, survey: &Survey, root: usize, people: &mut People) {
    let is_paragraph = |at: &usize| survey.blocks[*at].score > PARAGRAPH_SCORE;
    let from = survey.blocks.partition_point(|block| block.first < root);
    let to = survey.blocks.partition_point(|block| block.first < tree.end(root));
    let Some(last) = (from..to).rev().find(is_paragraph) else {
        return;
    };
    for block in survey.blocks[last + 1..].iter().take(LINES_AFTER_TEXT) {
        if block.chars as usize > LONGEST_CREDIT_CHARS || survey.facts[block.container].hints.has(Hints::COMMENT) {
            return;
        }
        let line = crate::content::text::text_between(tree, survey, block.first, block.last);
        if credit_line(&line, people) {
            return;
        }
    }
}

/// Whether a line of the page shows what a meta element names: templates name the site or its web designer there.
fn is_shown(tree: &Tree, survey: &Survey, written: &str) -> bool {
    let first = lines::bare(split(written).first().map_or(written, String::as_str));
    !first.is_empty()
        && survey.blocks.iter().filter(|block| block.chars < 120).any(|block| {
            let line = crate::content::text::text_between(tree, survey, block.first, block.last);
            lines::bare(&line).contains(&first)
        })
}

/// The first byline that the page marks as one.
fn byline(tree: &Tree, survey: &Survey) -> Option<String> {
    let marked = |index: usize| {
        let may_be_one = matches!(
            tree.tag(index),
            Tag::A | Tag::Address | Tag::Span | Tag::Div | Tag::P | Tag::Li
        );
        may_be_one
            && tree.attributes(index).any(|(name, value)| match name.len() {
                3 => name.eq_ignore_ascii_case("rel") && value.split(' ').any(|word| word == "author"),
                8 => name.eq_ignore_ascii_case("itemprop") && value == "author",
                5 => name.eq_ignore_ascii_case("class") && value.split(' ').any(names_byline),
                _ => false,
            })
    };
    (0..tree.nodes().len())
        .filter(|index| !survey.facts[*index].excluded && !survey.facts[*index].hints.has(Hints::COMMENT))
        .filter(|index| marked(*index))
        .take(MOST_BYLINES)
        .map(|index| text_under(tree, survey, index))
        .find(|text| !text.is_empty() && text.chars().count() <= LONGEST_BYLINE_CHARS)
}

/// Classes of bylines.
fn names_byline(word: &str) -> bool {
    let classes = ["author", "byline", "author-name", "authorname", "by-author", "writer"];
    classes.iter().any(|class| word.eq_ignore_ascii_case(class))
}

/// A short line that words such as «بقلم:» open, above the text or right below it.
fn opened_byline(tree: &Tree, survey: &Survey, root: Option<usize>) -> Option<String> {
    let root = root?;
    let is_paragraph = |at: &usize| survey.blocks[*at].score > PARAGRAPH_SCORE;
    let from = survey.blocks.partition_point(|block| block.first < root);
    let to = survey.blocks.partition_point(|block| block.first < tree.end(root));
    let first = (from..to).find(is_paragraph)?;
    let last = (from..to).rev().find(is_paragraph)?;
    let above = first.saturating_sub(LINES_BEFORE_TEXT)..first;
    let below = last + 1..(last + 1 + LINES_AFTER_TEXT).min(survey.blocks.len());
    above.rev().chain(below).find_map(|at| {
        let block = &survey.blocks[at];
        if block.chars > LONGEST_OPENED_BYLINE_CHARS || survey.facts[block.container].hints.has(Hints::COMMENT) {
            return None;
        }
        let line = crate::content::text::text_between(tree, survey, block.first, block.last);
        lines::opens_byline(&line).then_some(line)
    })
}

/// The names in a byline.
fn split(written: &str) -> Vec<String> {
    let bare = written
        .trim()
        .trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | '*' | '-' | ':' | '|' | ' '));
    let joined = [" and ", " und ", " et ", " & ", " | ", " / ", " و "]
        .iter()
        .fold(bare.to_owned(), |text, mark| text.replace(mark, ","));
    joined
        .split([',', '،', ';', '؛', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A part of a byline without "by" and without the city after it.
fn clean_name(part: &str) -> String {
    let without_opening = lines::without_byline_words(part);
    let without_place = [" - ", " – ", " — ", ": "]
        .iter()
        .filter_map(|mark| without_opening.find(mark))
        .min()
        .map_or(without_opening, |at| &without_opening[..at]);
    without_place
        .trim_matches(|c: char| !c.is_alphanumeric() && c != '.')
        .to_owned()
}

fn is_name(name: &str, site_names: &[String]) -> bool {
    let count = name.split_whitespace().count();
    let compared = lines::bare(name);
    let names_site = site_names.iter().map(|site| lines::bare(site)).any(|site| {
        site.chars().count() > 2 && (site == compared || compared.contains(&site) || site.contains(&compared))
    });
    (1..=6).contains(&count)
        && compared.chars().count() >= 2
        && name.chars().count() < 60
        && !name.contains(['@', '/', '<', '{', '|', '…'])
        && !name.chars().any(char::is_numeric)
        && !names_site
}

/// Credits in the first and last lines; a line that says nothing else leaves the text.
fn credits_of_text(blocks: &mut Vec<Block>, people: &mut People) {
    let from_end = blocks.len().saturating_sub(3);
    let mut kept = Vec::with_capacity(blocks.len());
    for (at, block) in std::mem::take(blocks).into_iter().enumerate() {
        let near_edge = at < 2 || at >= from_end;
        let is_short = block.text.chars().count() <= LONGEST_CREDIT_CHARS;
        if near_edge && is_short && credit_line(&block.text, people) {
            continue;
        }
        if near_edge {
            bracketed(&block.text, at < 2, people);
        }
        kept.push(block);
    }
    *blocks = kept;
}

/// `المصدر: رويترز`, `--(بترا)`: true if the line is one, and its credit is noted.
fn credit_line(line: &str, people: &mut People) -> bool {
    if let Some(name) = agencies::named(line) {
        people.add_credit(name, line);
        return true;
    }
    let Some(label) = opening(line, MarkerClass::Credit).filter(|label| label.separated) else {
        return false;
    };
    let named = line[label.rest..].trim_matches(|c: char| !c.is_alphanumeric());
    if named.is_empty() || named.split_whitespace().count() > 6 {
        return false;
    }
    let mention = agencies::mentions(named).into_iter().next();
    people.add_credit(mention.map_or(named, |mention| mention.name), line);
    true
}

/// An agency in brackets where a dateline or a signature stands: `لندن (رويترز) -`, `... انتهى. (د ب أ)`.
fn bracketed(text: &str, at_start: bool, people: &mut People) {
    let candidate = if at_start {
        let head_end = text.char_indices().nth(60).map_or(text.len(), |(at, _)| at);
        let head = &text[..head_end];
        head.find('(')
            .and_then(|open| head[open + 1..].find(')').map(|close| &head[open..open + close + 2]))
    } else {
        let trimmed = text.trim_end_matches(['.', ' ']);
        let inside = trimmed.ends_with(')').then(|| trimmed.rfind('(')).flatten();
        inside.map(|open| &trimmed[open..])
    };
    if let Some(written) = candidate
        && let Some(name) = agencies::named(written)
    {
        people.add_credit(name, written);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_model::BlockKind;

    #[test]
    fn agencies_are_credits_and_people_are_authors() {
        let mut people = People::default();
        people.add_byline("بقلم: سعاد حداد - القاهرة، رويترز", &[]);
        people.add_byline("By Jane Doe and AFP", &[]);
        assert_eq!(people.authors, ["سعاد حداد", "Jane Doe"]);
        let names: Vec<&str> = people.credit.iter().map(|credit| credit.name.as_str()).collect();
        assert_eq!(names, ["رويترز", "فرانس برس"]);
    }

    #[test]
    fn a_line_that_only_credits_leaves_the_text() {
        let paragraph = |text: &str| Block::new(BlockKind::Paragraph, text);
        let mut blocks = vec![
            paragraph("عمّان (بترا) - وصل الوفد."),
            paragraph("وغادر."),
            paragraph("المصدر: صحيفة الجبل"),
        ];
        let mut people = People::default();
        credits_of_text(&mut blocks, &mut people);
        assert_eq!(blocks.len(), 2);
        let names: Vec<&str> = people.credit.iter().map(|credit| credit.name.as_str()).collect();
        assert_eq!(names, ["بترا", "صحيفة الجبل"]);
    }

    #[test]
    fn the_site_is_no_author() {
        let mut people = People::default();
        people.add_byline("فريق صحيفة الجبل", &["صحيفة الجبل".to_owned()]);
        assert!(people.authors.is_empty());
    }
}
