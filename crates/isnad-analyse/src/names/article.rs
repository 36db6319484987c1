//! The names of an article: tagged sentence by sentence, carried over the article, joined.

use super::alias;
use super::feature::Features;
use super::frames;
use super::join;
use super::kind::{self, Label, OUTSIDE};
use super::lexicon::Forms;
use super::model::Model;
use super::sentence::{self, Token};
use super::span;
use super::spread;
use super::table::Table;
use isnad_model::{Article, Mention, Name, NameKind, SpanIn};

/// Bytes of a Text that are read for names.
const LONGEST_TEXT: usize = 256 * 1024;

/// A part of an article, tagged.
pub(super) struct Tagged<'t> {
    pub text: &'t str,
    pub within: Option<SpanIn>,
    pub tokens: Vec<Token>,
    pub labels: Vec<Label>,
}

/// One mention with its kind, before joining.
pub(super) struct Found {
    pub kind: NameKind,
    pub mention: Mention,
    /// The name as it stands alone: of «لقاهرة» in «للقاهرة» it is «القاهرة».
    pub alone: String,
}

/// The persons, places and organizations of `article`, written in `language`, most mentioned first.
///
/// ```
/// use isnad_model::{Article, Block, BlockKind, NameKind};
/// let article = Article {
///     blocks: vec![Block::new(BlockKind::Paragraph, "وصل الرئيس عبد الفتاح السيسي إلى موسكو.")],
///     ..Article::default()
/// };
/// let names = isnad_analyse::names::names(&article, "ar");
/// assert_eq!((names[0].text.as_str(), names[0].kind), ("عبد الفتاح السيسي", NameKind::Person));
/// ```
pub fn names(article: &Article, language: &str) -> Vec<Name> {
    if language != "ar" {
        return Vec::new();
    }
    let text = article.text();
    let mut end = text.len().min(LONGEST_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut forms = Forms::new(Table::shipped());
    let mut parts: Vec<Tagged<'_>> = Vec::with_capacity(2);
    if let Some(title) = article.title.as_deref() {
        parts.push(tag(title, Some(SpanIn::Title), &mut forms));
    }
    parts.push(tag(&text[..end], None, &mut forms));
    for part in &mut parts {
        frames::tag(part, &forms);
    }
    spread::spread(&mut parts, &forms);
    let mut found = Vec::new();
    for part in &parts {
        for name in span::from_labels(part.text, &forms, &part.tokens, &part.labels) {
            let kind = alias::listed_kind(name.kind, &alone(part.text, name.start, name.end));
            let end = name.start + alias::without_nation(kind, &part.text[name.start..name.end]).len();
            found.push(Found {
                kind,
                alone: alone(part.text, name.start, end),
                mention: Mention {
                    start: name.start,
                    end,
                    text: part.text[name.start..end].to_owned(),
                    within: part.within,
                },
            });
        }
    }
    join::join(found)
}

fn tag<'t>(text: &'t str, within: Option<SpanIn>, forms: &mut Forms<'_>) -> Tagged<'t> {
    let model = Model::shipped();
    let mut features = Features::default();
    let mut tagged = Tagged {
        text,
        within,
        tokens: Vec::with_capacity(text.len() / 8),
        labels: Vec::with_capacity(text.len() / 8),
    };
    sentence::each(text, forms, |forms, tokens| {
        features.fill(forms, tokens);
        tagged.labels.extend(model.decode(&features, tokens.len()));
        tagged.tokens.extend_from_slice(tokens);
    });
    // a name does not go on over the end of a sentence
    for at in 0..tagged.labels.len() {
        let before = if at == 0 { OUTSIDE } else { tagged.labels[at - 1] };
        if !kind::may_follow(before, tagged.labels[at]) {
            tagged.labels[at] = OUTSIDE;
        }
    }
    tagged
}

fn alone(text: &str, start: usize, end: usize) -> String {
    let written = &text[start..end];
    match written.strip_prefix('ل') {
        Some(rest) if text[..start].ends_with('ل') => format!("ال{rest}"),
        _ => written.to_owned(),
    }
}
