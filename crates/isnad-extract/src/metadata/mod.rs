//! What a page says about its article: title, times, people, language, place on the site.

pub(crate) mod head;
mod json_ld;
pub(crate) mod people;
pub(crate) mod title;
pub(crate) mod when;

use head::{Field, Head};
use isnad_html::{Tag, Tree};
use isnad_model::{Direction, Image};
use isnad_text::language::{self, TextDirection};
use url::Url;

/// Names by which the site may call itself: its stated names first, then the parts of its host.
pub(crate) fn site_names(head: &Head, url: Option<&Url>) -> Vec<String> {
    let mut names: Vec<String> = head.all(Field::Site).map(|meta| meta.value.clone()).collect();
    names.extend(head.linked.publisher.clone());
    if let Some(host) = url.and_then(Url::host_str) {
        let bare_host = host.strip_prefix("www.").unwrap_or(host);
        names.push(bare_host.to_owned());
        let labels: Vec<&str> = bare_host.split('.').collect();
        let owners = labels.iter().take(labels.len().saturating_sub(1));
        names.extend(owners.filter(|label| label.len() > 3).map(|label| (*label).to_owned()));
    }
    names
}

/// Name of the site as it is shown.
pub(crate) fn site(head: &Head, title: Option<&str>, url: Option<&Url>) -> Option<String> {
    let stated = head
        .first(Field::Site)
        .map(str::to_owned)
        .or_else(|| head.linked.publisher.clone());
    let from_title = || {
        let whole = head.title.as_deref()?;
        let rest = whole.strip_prefix(title?)?;
        title::tail(rest)
            .map(str::to_owned)
            .filter(|tail| tail.chars().count() < 50)
    };
    let from_host = || {
        url.and_then(Url::host_str)
            .map(|host| host.strip_prefix("www.").unwrap_or(host).to_owned())
    };
    stated.or_else(from_title).or_else(from_host)
}

/// Language of the text; what the page states counts where the text does not tell.
pub(crate) fn language(head: &Head, text: &str) -> Option<String> {
    let stated = || {
        let written = head
            .language
            .as_deref()
            .or(head.linked.language.as_deref())
            .or(head.first(Field::Language))?;
        let code = written.split(['-', '_']).next()?.trim().to_ascii_lowercase();
        let is_code = (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_lowercase());
        is_code.then_some(code)
    };
    let stated = stated();
    if stated.as_deref().is_some_and(|code| has_function_words(text, code)) {
        return stated;
    }
    language::identify(text).map(str::to_owned).or(stated)
}

/// Languages in Latin letters whose function words are known.
const WITH_FUNCTION_WORDS: [&str; 2] = ["en", "fr"];

/// Words in a text that settle its language together with what the page states.
const SETTLING_WORDS: usize = 60;

/// Whether so many words of `text` are function words of the language `code` that no other is likely: a third of its
/// first words. It costs a tenth of asking for any language.
fn has_function_words(text: &str, code: &str) -> bool {
    if !WITH_FUNCTION_WORDS.contains(&code) {
        return false;
    }
    let mut folded = String::new();
    let is_function_word = |word: isnad_text::Word| {
        folded.clear();
        isnad_text::fold_into(word.of(text), &mut folded);
        isnad_text::stop_words::contains(code, &folded)
    };
    let first = isnad_text::words(text).take(SETTLING_WORDS);
    let known: Vec<bool> = first.map(is_function_word).collect();
    known.len() == SETTLING_WORDS && 3 * known.iter().filter(|is_known| **is_known).count() >= SETTLING_WORDS
}

/// Direction of a language.
pub(crate) fn direction(code: &str) -> Direction {
    match language::direction(code) {
        TextDirection::RightToLeft => Direction::Rtl,
        TextDirection::LeftToRight => Direction::Ltr,
    }
}

/// Tags the site shows or states, in order, each once.
pub(crate) fn tags(tree: &Tree, head: &Head) -> Vec<String> {
    let stated = || {
        let all = head.all(Field::Tag).flat_map(|meta| split_tags(&meta.value));
        all.collect::<Vec<String>>()
    };
    let linked = || {
        head.linked
            .keywords
            .iter()
            .flat_map(|keyword| split_tags(keyword))
            .collect::<Vec<String>>()
    };
    let shown = || {
        tree.all(Tag::A)
            .filter(|link| {
                tree.attribute(*link, "rel")
                    .is_some_and(|rel| rel.split(' ').any(|word| word == "tag"))
            })
            .map(|link| crate::content::text::folded(&tree.text(link)))
            .collect::<Vec<String>>()
    };
    let sources: [&dyn Fn() -> Vec<String>; 3] = [&stated, &linked, &shown];
    let found = sources
        .into_iter()
        .map(|source| source())
        .find(|list| !list.is_empty())
        .unwrap_or_default();
    let mut seen = std::collections::BTreeSet::new();
    found
        .into_iter()
        .filter(|tag| !tag.is_empty() && seen.insert(tag.clone()))
        .collect()
}

fn split_tags(written: &str) -> Vec<String> {
    written
        .split([',', '،', ';'])
        .map(|tag| tag.trim().trim_start_matches('#').to_owned())
        .collect()
}

/// The lead image stands among so many figures.
const MOST_FIGURES: usize = 200;

/// The lead image with the caption of the figure that shows it.
pub(crate) fn image(tree: &Tree, head: &Head, base: Option<&Url>) -> Option<Image> {
    let written = head.first(Field::Image).or(head.linked.image.as_deref())?;
    let url = absolute(written, base)?;
    let file = url
        .split(['?', '#'])
        .next()
        .and_then(|path| path.rsplit('/').next())
        .unwrap_or("")
        .to_owned();
    let figures: Vec<usize> = tree.all(Tag::Figure).take(MOST_FIGURES).collect();
    let shows_it = |figure: usize| {
        !file.is_empty()
            && tree
                .within(figure, Tag::Img)
                .any(|image| tree.written(image).contains(&file))
    };
    let caption = figures
        .into_iter()
        .filter(|figure| shows_it(*figure))
        .find_map(|figure| {
            let caption = tree.within(figure, Tag::Figcaption).next()?;
            Some(crate::content::text::folded(&tree.text(caption))).filter(|text| !text.is_empty())
        });
    Some(Image { url, caption })
}

/// The address a base of the page makes of `written`; `None` for what is no web address.
pub(crate) fn absolute(written: &str, base: Option<&Url>) -> Option<String> {
    let trimmed = written.trim();
    let url = match base {
        Some(base) => base.join(trimmed).ok()?,
        None => Url::parse(trimmed).ok()?,
    };
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(stated: &str, text: &str) -> Option<String> {
        let page = format!("<html lang={stated}>");
        language(&head::head(&Tree::parse(&page)), text)
    }

    #[test]
    fn a_stated_language_is_believed_only_where_the_text_agrees() {
        let english =
            "The council met on Monday and after a long debate it agreed to build the bridge over the river. "
                .repeat(4);
        let spanish =
            "El ayuntamiento se reunió el lunes y acordó construir el puente sobre el río en la primavera. ".repeat(4);
        assert!(has_function_words(&english, "en") && !has_function_words(&spanish, "en"));
        assert_eq!(read("en-GB", &english).as_deref(), Some("en"));
        assert_eq!(read("en", &spanish).as_deref(), Some("es"));
        assert_eq!(read("fr", &english).as_deref(), Some("en"));
    }
}
