//! RSS 0.9x, 1.0 and 2.0.
//!
//! Limits: of several `category` domains all are taken; enclosures are not articles.

use super::text::plain_title;
use super::xml::Element;
use super::{Feed, FeedKind, absolute, date, distinct, filled, language_tag};
use isnad_model::{ClaimedTime, FeedEntry};
use url::Url;

/// Fields that say when an item was published, best first, with their evidence.
const PUBLISHED: [(&str, &str); 6] = [
    ("pubdate", "feed pubDate"),
    ("dc:date", "feed dc:date"),
    ("dcterms:created", "feed dcterms:created"),
    ("atom:published", "feed atom:published"),
    ("published", "feed published"),
    ("date", "feed date"),
];
/// Fields that say when an item was changed.
const UPDATED: [(&str, &str); 4] = [
    ("atom:updated", "feed atom:updated"),
    ("dcterms:modified", "feed dcterms:modified"),
    ("updated", "feed updated"),
    ("lastbuilddate", "feed lastBuildDate"),
];

/// Reads `<rss>`, `<rdf:RDF>` or a bare `<channel>`.
pub(super) fn read(root: &Element, base: Option<&Url>) -> Feed {
    let channel = match root.name.as_str() {
        "channel" => root,
        _ => root.first("channel").unwrap_or(root),
    };
    let site_url = link_of(channel).and_then(|link| absolute(&link, base));
    let site = site_url.as_deref().and_then(|url| Url::parse(url).ok());
    let link_base = site.as_ref().or(base);
    let language = language_tag(channel.text_of(&["language", "dc:language"]).as_deref())
        .or_else(|| language_tag(root.attribute("xml:lang")));
    // RSS 1.0 has the items beside the channel, RSS 0.9x and 2.0 within; some feeds have both.
    let beside = root.all("item").filter(|_| !std::ptr::eq(channel, root));
    let items = channel.all("item").chain(beside);
    let entries = items.map(|item| entry(item, link_base, language.as_deref())).collect();
    Feed {
        kind: if root.name == "rdf" {
            FeedKind::Rdf
        } else {
            FeedKind::Rss
        },
        title: channel
            .first("title")
            .and_then(|title| filled(plain_title(&title.text()))),
        site_url,
        language,
        entries,
        ttl_seconds: ttl_seconds(channel),
        warnings: Vec::new(),
    }
}

fn entry(item: &Element, base: Option<&Url>, feed_language: Option<&str>) -> FeedEntry {
    let guid = item.first("guid");
    let guid_text = guid.map(Element::text).filter(|text| !text.is_empty());
    let about = item.attribute("rdf:about").or_else(|| item.attribute("about"));
    let id = guid_text
        .clone()
        .or_else(|| item.text_of(&["atom:id", "dc:identifier"]));
    let own_base = item.attribute("xml:base").and_then(|written| Url::parse(written).ok());
    let base = own_base.as_ref().or(base);
    let permalink = guid_text.filter(|text| {
        let denied = guid.and_then(|g| g.attribute("ispermalink")) == Some("false");
        !denied && (text.starts_with("http://") || text.starts_with("https://"))
    });
    let url = item
        .text_of(&["feedburner:origlink"])
        .or_else(|| link_of(item))
        .or(permalink)
        .or_else(|| about.map(str::to_owned))
        .and_then(|link| absolute(&link, base));
    let summary = item.first("description").or_else(|| item.first("dc:description"));
    let content = ["content:encoded", "content", "fulltext", "body"]
        .iter()
        .find_map(|name| item.first(name).and_then(|element| filled(element.html())));
    let authors = item
        .elements()
        .filter(|element| {
            matches!(
                element.name.as_str(),
                "author" | "dc:creator" | "itunes:author" | "atom:author"
            )
        })
        .map(|element| {
            author_name(
                &element
                    .text_of(&["name", "atom:name"])
                    .unwrap_or_else(|| element.text()),
            )
        });
    FeedEntry {
        id: id
            .or_else(|| about.map(|written| written.trim().to_owned()))
            .unwrap_or_default(),
        url,
        title: item
            .text_of(&["title", "media:title", "dc:title"])
            .and_then(|title| filled(plain_title(&title))),
        summary_html: summary.and_then(|element| filled(element.html())),
        content_html: content,
        published: first_time(item, &PUBLISHED),
        updated: first_time(item, &UPDATED),
        authors: distinct(authors),
        categories: distinct(
            item.elements()
                .filter(|element| matches!(element.name.as_str(), "category" | "dc:subject"))
                .map(Element::text),
        ),
        language: language_tag(item.text_of(&["dc:language", "language"]).as_deref())
            .or_else(|| language_tag(item.attribute("xml:lang")))
            .or_else(|| feed_language.map(str::to_owned)),
    }
}

/// The text of `<link>`, else the address of an Atom link to the page.
fn link_of(element: &Element) -> Option<String> {
    if let Some(written) = element.text_of(&["link"]) {
        return Some(written);
    }
    element
        .elements()
        .filter(|link| matches!(link.name.as_str(), "atom:link" | "link"))
        .filter(|link| matches!(link.attribute("rel"), None | Some("alternate")))
        .find_map(|link| link.attribute("href").map(str::to_owned))
}

pub(super) fn first_time(element: &Element, fields: &[(&str, &str)]) -> Option<ClaimedTime> {
    fields
        .iter()
        .find_map(|(name, evidence)| date::parse(&element.text_of(&[name])?, evidence))
}

/// RSS asks for an e-mail address with the name in parentheses: `desk@a.example (سلمى العلي)`.
fn author_name(written: &str) -> String {
    if !written.contains('@') {
        return written.to_owned();
    }
    if let Some((_, after)) = written.split_once('(')
        && let Some((name, _)) = after.rsplit_once(')')
    {
        return name.trim().to_owned();
    }
    let is_of_address = |c: char| c.is_ascii_alphanumeric() || matches!(c, '@' | '.' | '_' | '%' | '+' | '-');
    let addresses: Vec<&str> = written
        .split(|c: char| !is_of_address(c))
        .filter(|word| word.contains('@'))
        .collect();
    let without_addresses = addresses
        .iter()
        .fold(written.to_owned(), |name, address| name.replace(address, " "));
    let is_edge = |c: char| c.is_whitespace() || matches!(c, ',' | '،' | ';' | '<' | '>' | '-' | ':');
    without_addresses.trim_matches(is_edge).to_owned()
}

fn ttl_seconds(channel: &Element) -> Option<u64> {
    if let Some(minutes) = channel.text_of(&["ttl"]).and_then(|text| text.parse::<u64>().ok()) {
        return minutes.checked_mul(60);
    }
    let period_seconds: u64 = match channel.text_of(&["sy:updateperiod"])?.to_ascii_lowercase().as_str() {
        "hourly" => 3600,
        "daily" => 86_400,
        "weekly" => 7 * 86_400,
        "monthly" => 30 * 86_400,
        "yearly" => 365 * 86_400,
        _ => return None,
    };
    let frequency = channel
        .text_of(&["sy:updatefrequency"])
        .and_then(|text| text.parse::<u64>().ok())
        .unwrap_or(1);
    period_seconds.checked_div(frequency)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn author_fields_give_names() {
        assert_eq!(author_name("desk@a.example (سلمى العلي)"), "سلمى العلي");
        assert_eq!(author_name("سلمى العلي، desk@a.example"), "سلمى العلي");
        assert_eq!(author_name("desk@a.example،سلمى العلي"), "سلمى العلي");
        assert_eq!(author_name("Salma Ali <desk@a.example>"), "Salma Ali");
        assert_eq!(author_name("desk@a.example"), "");
        assert_eq!(author_name("سلمى العلي"), "سلمى العلي");
    }
}
