//! An HTML page: its article.

use crate::content::survey::{Survey, survey, survey_of_all};
use crate::content::text::folded;
use crate::content::{Body, Core, body, chosen, core, embedded, fragment};
use crate::metadata::head::{Field, Head, head};
use crate::metadata::when::{Around, When, when};
use crate::metadata::{self, people, title};
use crate::{Hint, lines};
use isnad_html::{Tree, decode};
use isnad_model::{Article, Block, BlockKind};
use url::Url;

/// Reads the article out of an HTML page.
///
/// Takes any bytes; a page without an article gives an article without blocks. What the page does not say is taken
/// from `hint`; of the address and the time of capture the hint knows better.
pub fn extract(html: &[u8], hint: &Hint) -> Article {
    let decoded = decode(html, hint.content_type.as_deref());
    let tree = Tree::parse(&decoded.text);
    let survey = survey(&tree);
    let head = head(&tree);
    let stated_url = head.canonical.as_deref().or(head.first(Field::Url));
    let url = hint
        .url
        .clone()
        .or_else(|| stated_url.and_then(|written| metadata::absolute(written, None)));
    let page_url = url.as_deref().and_then(|written| Url::parse(written).ok());
    let base = match (&head.base, &page_url) {
        (Some(written), Some(page)) => page.join(written).ok(),
        (Some(written), None) => Url::parse(written).ok(),
        (None, page) => page.clone(),
    };
    let mut site_names = metadata::site_names(&head, page_url.as_ref());
    site_names.extend(hint.source.clone());
    let title = title::title(&tree, &head, &site_names).or_else(|| hint.title.clone());
    let bare_title = title.as_deref().map(lines::bare).unwrap_or_default();
    let core = core(&tree, &survey);
    let others = embedded(&tree, &survey, &core, &hint.id);
    let chosen = chosen(&tree, &survey, &core, &head, &bare_title, &others);
    let Body {
        mut blocks,
        mut related,
    } = body(&tree, &survey, &core, &chosen, &bare_title);
    if let Some(stated) = stated_blocks(&head, &blocks) {
        let hidden = blocks_of_all(&tree, &head, &bare_title);
        blocks = if 2 * chars(&hidden) > chars(&stated) {
            hidden
        } else {
            stated
        };
    }
    related
        .iter_mut()
        .for_each(|link| link.url = link.url.take().and_then(|url| metadata::absolute(&url, base.as_ref())));
    let Core { weights, root } = &core;
    let When { published, modified } = when(
        &tree,
        &survey,
        &Around {
            head: &head,
            url: url.as_deref(),
            captured: hint.captured.as_deref(),
            bare_title: &bare_title,
            weights,
            root: *root,
        },
    );
    let people = people::people(&tree, &survey, &head, &site_names, *root, &mut blocks);
    let site = metadata::site(&head, title.as_deref(), page_url.as_ref());
    let sample = sample(title.as_deref(), &blocks);
    let language = metadata::language(&head, &sample).or_else(|| hint.language.clone());
    Article {
        id: hint.id.clone(),
        source: hint.source.clone().or_else(|| site.clone()),
        captured: hint.captured.clone(),
        direction: language.as_deref().map(metadata::direction),
        language,
        title,
        published: published.or_else(|| hint.published.clone()),
        modified,
        authors: if people.authors.is_empty() {
            hint.authors.clone()
        } else {
            people.authors
        },
        site,
        credit: people.credit,
        blocks,
        related,
        embedded: others
            .into_iter()
            .map(|other| with_language(other.article, &head))
            .collect(),
        tags: metadata::tags(&tree, &head),
        section: head
            .first(Field::Section)
            .map(str::to_owned)
            .or_else(|| head.linked.section.clone()),
        image: metadata::image(&tree, &head, base.as_ref()),
        url,
        ..Article::default()
    }
}

/// The text in JSON-LD, where the page itself shows less than half of it: behind a script or a wall.
fn stated_blocks(head: &Head, blocks: &[Block]) -> Option<Vec<Block>> {
    let body = head.linked.body.as_deref()?;
    let stated = if body.contains("<p") || body.contains("<br") {
        fragment_blocks(body, None)
    } else {
        body.lines()
            .map(|line| folded(&isnad_html::decode_text(line)))
            .filter(|line| !line.is_empty())
            .map(|line| Block::new(BlockKind::Paragraph, line))
            .collect()
    };
    let stated_chars = chars(&stated);
    (stated_chars > 300 && stated_chars > 2 * chars(blocks)).then_some(stated)
}

/// The article's blocks where what is hidden counts as shown: a wall hides the rest of the text from readers, and the page
/// has it with its paragraphs.
fn blocks_of_all(tree: &Tree, head: &Head, bare_title: &str) -> Vec<Block> {
    let survey = survey_of_all(tree);
    let core = core(tree, &survey);
    let chosen = chosen(tree, &survey, &core, head, bare_title, &[]);
    body(tree, &survey, &core, &chosen, bare_title).blocks
}

fn chars(blocks: &[Block]) -> usize {
    blocks.iter().map(|block| block.text.chars().count()).sum()
}

/// An embedded article with the language of its own text.
fn with_language(article: Article, head: &Head) -> Article {
    let language = metadata::language(head, &sample(article.title.as_deref(), &article.blocks));
    Article {
        direction: language.as_deref().map(metadata::direction),
        language,
        ..article
    }
}

/// More text tells no more of its language.
const SAMPLE_CHARS: usize = 600;

/// Enough text to tell the language by.
fn sample(title: Option<&str>, blocks: &[Block]) -> String {
    let mut text = title.unwrap_or("").to_owned();
    for block in blocks.iter().take(6) {
        text.push('\n');
        text.extend(block.text.chars().take(SAMPLE_CHARS));
        if text.len() > SAMPLE_CHARS {
            break;
        }
    }
    text
}

/// The blocks of a piece of HTML, as a feed carries it; `title` is left out where it is repeated.
pub(crate) fn fragment_blocks(html: &str, title: Option<&str>) -> Vec<Block> {
    let tree = Tree::parse(html);
    let survey: Survey = survey(&tree);
    fragment(&tree, &survey, 0, &title.map(lines::bare).unwrap_or_default())
}
