//! One article to its reading.

use crate::{Statistics, features, keywords, names};
use isnad_model::{Article, BlockKind, Reading};
use isnad_text::language;

/// So much text decides the language, title first.
const LANGUAGE_SAMPLE_BYTES: usize = 4096;

/// What analysis finds in `article`.
///
/// ```
/// use isnad_analyse::{Statistics, analyse};
/// use isnad_model::{Article, Block, BlockKind};
/// let article = Article {
///     id: "a1".into(),
///     title: Some("افتتاح جسر النهر الجديد".into()),
///     blocks: vec![Block::new(BlockKind::Paragraph, "افتتح وزير الأشغال جسر النهر بعد عامين من العمل.")],
///     ..Article::default()
/// };
/// let reading = analyse(&article, &Statistics::shipped());
/// assert_eq!(reading.language.as_deref(), Some("ar"));
/// assert!(reading.keywords[0].text.contains("جسر النهر"));
/// ```
pub fn analyse(article: &Article, statistics: &Statistics) -> Reading {
    let found_language = identify(article).or_else(|| article.language.clone());
    let code = found_language.as_deref().unwrap_or("");
    let names = names::names(article, code);
    Reading {
        id: article.id.clone(),
        keywords: keywords::keywords(article, code, &names, statistics),
        names,
        language: found_language,
        statistics: statistics.number(),
        features: features::features(article, statistics),
    }
}

fn identify(article: &Article) -> Option<String> {
    let mut sample = article.title.clone().unwrap_or_default();
    for block in &article.blocks {
        if sample.len() >= LANGUAGE_SAMPLE_BYTES {
            break;
        }
        if matches!(block.kind, BlockKind::Table | BlockKind::Preformatted) {
            continue;
        }
        sample.push('\n');
        sample.push_str(head(&block.text, LANGUAGE_SAMPLE_BYTES));
    }
    language::identify(&sample).map(str::to_owned)
}

/// At most `bytes` of `text`, cut on a character.
fn head(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
