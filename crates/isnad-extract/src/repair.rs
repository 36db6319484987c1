//! Repair of scraped text: text whose page was lost, as a scraper left it.
//!
//! What: title, date, credit and tags lines are read and leave the body; pointers to other articles
//! become `related`; spaces that were lost come back; subheadings glued to paragraphs stand apart; an
//! article appended after the closing lines becomes `embedded`. Every change is in `repairs`.
//! Why: corpora, exports and copied text reach Isnad so, and each of these faults spoils keywords,
//! names and fingerprints. How: markers from data, a word model for seams ([`glue`]), one way through
//! the lines. Limits: one block a line (but for headings found); Arabic first: other languages keep their
//! words as they are; where the hint has a title the text is taken for body alone.

mod assemble;
mod frame;
pub mod glue;
mod insertion;
mod spacing;

use crate::{Hint, metadata};
use assemble::Body;
use isnad_model::{Article, Basis, Related, Repair};
use isnad_text::markers::{self, MarkerClass};
use isnad_text::{fold, language};

/// How many lines after the title may hold the date.
const HEAD_LINES: usize = 4;
const LONGEST_POINTED_TITLE_WORDS: usize = 25;
const SHORTEST_POINTED_TITLE_WORDS: usize = 3;

/// Reads an article out of scraped text.
///
/// ```
/// use isnad_extract::{Hint, repair};
/// let text = "افتتاح جسر جديد\nتاريخ النشر: 3 مايو 2021\nافتتح الوزير الجسر أمس.\nاقرأ أيضاًإغلاق الطريق القديم في العاصمةوقال الوزير إن الجسر يخدم آلاف السيارات.";
/// let article = repair(text, &Hint { id: "a1".into(), ..Hint::default() });
/// assert_eq!(article.title.as_deref(), Some("افتتاح جسر جديد"));
/// assert_eq!(article.related[0].title, "إغلاق الطريق القديم في العاصمة");
/// assert_eq!(article.blocks[1].text, "وقال الوزير إن الجسر يخدم آلاف السيارات.");
/// ```
pub fn repair(text: &str, hint: &Hint) -> Article {
    let lines: Vec<String> = text
        .split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'])
        .map(one_space)
        .filter(|line| !line.is_empty())
        .collect();
    let mut article = hint.to_article();
    article.basis = Basis::Text;
    let head = read_head(&lines, &mut article);
    let rest = &lines[head..];
    let appended = appended_articles(rest);
    let body_end = appended.first().map_or(rest.len(), |part| part.marker);
    read_body(&rest[..body_end], &mut article);
    for part in &appended {
        article.repairs.push(Repair {
            block: article.blocks.len(),
            kind: "embedded".into(),
            before: rest[part.marker].clone(),
            after: String::new(),
        });
        let mut embedded = Article {
            id: format!("{}#{}", article.id, article.embedded.len() + 1),
            title: Some(rest[part.title].clone()),
            source: article.source.clone(),
            captured: article.captured.clone(),
            basis: Basis::Text,
            ..Article::default()
        };
        read_body(&rest[part.title + 1..part.end], &mut embedded);
        tell_language(&mut embedded);
        article.embedded.push(embedded);
    }
    tell_language(&mut article);
    article
}

/// Tells the language from title and text; where they give no evidence, what the hint says stays.
fn tell_language(article: &mut Article) {
    let sample = format!("{}\n{}", article.title.as_deref().unwrap_or(""), article.text());
    if let Some(code) = language::identify(&sample) {
        article.language = Some(code.to_owned());
    }
    article.direction = article.language.as_deref().map(metadata::direction);
}

fn one_space(line: &str) -> String {
    let mut words = line.split(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\0'));
    let mut out = String::with_capacity(line.len());
    for word in words.by_ref().filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Reads title and date from the first lines; the number of lines that were theirs.
fn read_head(lines: &[String], article: &mut Article) -> usize {
    let mut at = 0;
    match &article.title {
        Some(title) => {
            if lines.len() > 1 && fold(&lines[0]) == fold(title) {
                at = 1;
            }
        }
        None => {
            if lines.len() > 1 && frame::is_title(&lines[0]) && frame::date(&lines[0], None).is_none() {
                article.title = Some(lines[0].clone());
                at = 1;
            }
        }
    }
    if article.published.is_some() {
        return at;
    }
    let last = lines.len().min(at + HEAD_LINES);
    let dated = (at..last).find_map(|index| Some((index, frame::date(&lines[index], article.captured.as_deref())?)));
    if let Some((index, published)) = dated
        && index == at
    {
        article.published = Some(published);
        article.repairs.push(taken(0, "date", &lines[index]));
        at += 1;
    }
    at
}

fn taken(block: usize, kind: &str, before: &str) -> Repair {
    Repair {
        block,
        kind: kind.into(),
        before: before.into(),
        after: String::new(),
    }
}

fn read_body(lines: &[String], article: &mut Article) {
    let mut body = Body::default();
    let mut tags_line = None;
    let mut at = 0;
    while at < lines.len() {
        let line = &lines[at];
        at += 1;
        if let Some(credit) = frame::credit(line) {
            article.credit.push(credit);
            body.repairs.push(taken(body.blocks.len(), "credit", line));
        } else if let Some(tags) = frame::keywords(line) {
            tags_line = Some(tags);
            body.repairs.push(taken(body.blocks.len(), "keywords", line));
        } else if is_marker_alone(line) {
            body.repairs.push(taken(body.blocks.len(), "insertion", line));
            for title in pointed_titles(&lines[at..]) {
                body.related.push(Related {
                    title: title.clone(),
                    url: None,
                });
                body.repairs.push(taken(body.blocks.len(), "insertion", title));
                at += 1;
            }
        } else {
            body.push_line(line);
        }
    }
    article.blocks = body.blocks;
    article.related.append(&mut body.related);
    article.repairs.append(&mut body.repairs);
    if let Some(tags) = tags_line {
        article.tags = frame::tags(tags, article);
    }
}

/// True if a line is nothing but a marker that points to what follows.
fn is_marker_alone(line: &str) -> bool {
    let is_alone =
        |class| markers::opening(line, class).is_some_and(|found| found.rest == line.len() && found.separated);
    is_alone(MarkerClass::ReadAlso) || (line.ends_with([':', '|', '.', '…']) && is_alone(MarkerClass::Pointer))
}

/// The titles on the lines after a marker that stands alone: the first line if it is short, then all that look like titles.
fn pointed_titles(lines: &[String]) -> &[String] {
    let count = lines
        .iter()
        .take_while(|line| {
            let words = line.split_whitespace().count();
            (SHORTEST_POINTED_TITLE_WORDS..=LONGEST_POINTED_TITLE_WORDS).contains(&words)
                && frame::is_title(line)
                && !insertion::has_sentence_end_inside(line)
        })
        .count();
    &lines[..count]
}

struct Appended {
    marker: usize,
    title: usize,
    end: usize,
}

/// Articles that stand after the closing lines of the first: a marker alone, a title, paragraphs.
fn appended_articles(lines: &[String]) -> Vec<Appended> {
    let Some(closing) = lines
        .iter()
        .position(|line| frame::credit(line).is_some() || frame::keywords(line).is_some())
    else {
        return Vec::new();
    };
    let marks: Vec<usize> = (closing + 1..lines.len())
        .filter(|index| is_marker_alone(&lines[*index]))
        .collect();
    let ends = marks.iter().copied().skip(1).chain([lines.len()]);
    let parts: Vec<Appended> = marks
        .iter()
        .zip(ends)
        .map(|(marker, end)| Appended {
            marker: *marker,
            title: marker + 1,
            end,
        })
        .collect();
    let is_article = |part: &Appended| {
        part.end > part.title + 1
            && frame::is_title(&lines[part.title])
            && lines[part.title + 1..part.end]
                .iter()
                .any(|line| !frame::is_title(line))
    };
    if parts.iter().all(is_article) {
        parts
    } else {
        Vec::new()
    }
}
