//! Text and HTML as feeds mix them: entities, escaped markup in titles, plain text where HTML is due.

use isnad_html::decode_text;
use std::borrow::Cow;

/// A title that may be HTML: tags taken out, references resolved, white space folded.
pub(crate) fn plain_title(html: &str) -> String {
    fold_white_space(&decode_text(&without_tags(html)))
}

/// `text` in one line, white space folded.
pub(crate) fn fold_white_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What looks like a tag is taken out; a `<` that begins no tag stays.
fn without_tags(html: &str) -> Cow<'_, str> {
    if !html.contains('<') {
        return Cow::Borrowed(html);
    }
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        kept.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let begins_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        if !begins_tag {
            kept.push('<');
            rest = after;
            continue;
        }
        let Some(end) = after.find('>') else {
            // A title cut inside a tag.
            break;
        };
        if after.get(..2).is_some_and(|name| name.eq_ignore_ascii_case("br")) {
            kept.push(' ');
        }
        rest = &after[end + 1..];
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

/// `text` as HTML says it.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// Plain text as HTML: a paragraph for each stretch between blank lines, line breaks kept.
pub(crate) fn html_of_plain(text: &str) -> String {
    let normal = text.replace("\r\n", "\n");
    let paragraphs: Vec<String> = normal
        .split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| escape(paragraph).replace('\n', "<br>"))
        .collect();
    match paragraphs.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        several => several.iter().map(|paragraph| format!("<p>{paragraph}</p>")).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_their_markup_and_keep_their_signs() {
        assert_eq!(
            plain_title("<b>عاجل</b> | وصول&nbsp;الوفد &quot;فجراً&quot;"),
            "عاجل | وصول الوفد \"فجراً\""
        );
        assert_eq!(plain_title("  3 < 5 &amp; R&D  "), "3 < 5 & R&D");
        assert_eq!(plain_title("سطر<br/>وسطر"), "سطر وسطر");
        assert_eq!(plain_title("&#8220;نعم&#8221; &#147;لا&#148; &#x633;"), "“نعم” “لا” س");
        assert_eq!(plain_title("&unknown; &;"), "&unknown; &;");
    }

    #[test]
    fn plain_text_becomes_html() {
        assert_eq!(html_of_plain("أ < ب"), "أ &lt; ب");
        assert_eq!(html_of_plain("سطر\nسطر\n\nفقرة"), "<p>سطر<br>سطر</p><p>فقرة</p>");
        assert_eq!(html_of_plain(" "), "");
    }
}
