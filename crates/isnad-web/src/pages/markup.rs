//! The one place where HTML is written by code: everything that goes in is escaped here.

use super::when::{self, Moment};
use super::words::Language;
use crate::error::ApiError;
use isnad_engine::diff::Piece;
use isnad_text::language::{TextDirection, direction};
use std::fmt::{self, Display, Write};
use std::ops::Range;

/// HTML that needs no escaping any more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Markup(String);

impl Markup {
    /// Takes HTML whose parts were escaped: only this module and the pictures make it.
    pub(super) fn of_escaped(html: String) -> Markup {
        Markup(html)
    }

    /// A template, which escapes what goes into it.
    pub(super) fn of_template(template: &impl askama::Template) -> Result<Markup, ApiError> {
        template
            .render()
            .map(Markup)
            .map_err(|error| ApiError::internal(&error))
    }
}

impl Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Markup {}

/// `text` with every character escaped that means something to HTML.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// The direction of a language as HTML writes it; `auto` where it is not known.
pub(crate) fn direction_of(language: Option<&str>) -> &'static str {
    match language.map(direction) {
        Some(TextDirection::RightToLeft) => "rtl",
        Some(TextDirection::LeftToRight) => "ltr",
        None => "auto",
    }
}

/// The direction of words of an unknown language: that of their first letter (UAX 9, P2).
fn written_direction(text: &str) -> &'static str {
    let is_rtl = |c: char| matches!(c, '\u{0590}'..='\u{08ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    match text.chars().find(|c| c.is_alphabetic()).map(is_rtl) {
        Some(true) => "rtl",
        Some(false) => "ltr",
        None => "auto",
    }
}

/// Words that are not ours, isolated with their own language and direction.
pub(crate) fn foreign(text: &str, language: Option<&str>) -> Markup {
    marked(text, &[], language)
}

/// The same, with ranges of bytes marked as hits.
pub(crate) fn marked(text: &str, hits: &[Range<usize>], language: Option<&str>) -> Markup {
    let mut html = match language {
        Some(code) => format!("<bdi lang=\"{}\" dir=\"{}\">", escaped(code), direction_of(language)),
        None => format!("<bdi dir=\"{}\">", written_direction(text)),
    };
    let mut at = 0;
    for hit in hits {
        let (Some(before), Some(inside)) = (text.get(at..hit.start), text.get(hit.clone())) else {
            continue;
        };
        let _ = write!(html, "{}<mark>{}</mark>", escaped(before), escaped(inside));
        at = hit.end;
    }
    html.push_str(&escaped(text.get(at..).unwrap_or_default()));
    html.push_str("</bdi>");
    Markup(html)
}

/// Repaired words in a block of text.
#[derive(Clone, Debug)]
pub(crate) struct Fix {
    /// Their bytes.
    pub(crate) range: Range<usize>,
    /// The name of their place.
    pub(crate) id: String,
    /// Where it is told what was repaired.
    pub(crate) href: String,
}

/// A block of text with its repaired words marked; `fixes` in their order, without overlaps.
pub(crate) fn fixed(text: &str, fixes: &[Fix]) -> Markup {
    let mut html = String::with_capacity(text.len() + fixes.len() * 64);
    let mut at = 0;
    for fix in fixes {
        let (Some(before), Some(inside)) = (text.get(at..fix.range.start), text.get(fix.range.clone())) else {
            continue;
        };
        let (id, href) = (escaped(&fix.id), escaped(&fix.href));
        let _ = write!(
            html,
            "{}<a class=\"fix\" href=\"{href}\" id=\"{id}\">{}</a>",
            escaped(before),
            escaped(inside)
        );
        at = fix.range.end;
    }
    html.push_str(&escaped(text.get(at..).unwrap_or_default()));
    Markup(html)
}

/// A sentence of an outlet with what was changed in it inside `element` (`ins` or `del`).
pub(crate) fn changed(pieces: &[Piece], element: &'static str, language: Option<&str>) -> Markup {
    let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
    let direction = match language {
        Some(_) => direction_of(language),
        None => written_direction(&text),
    };
    let mut html = match language {
        Some(code) => format!("<bdi lang=\"{}\" dir=\"{direction}\">", escaped(code)),
        None => format!("<bdi dir=\"{direction}\">"),
    };
    for piece in pieces {
        let _ = match piece.is_changed {
            true => write!(html, "<{element}>{}</{element}>", escaped(&piece.text)),
            false => write!(html, "{}", escaped(&piece.text)),
        };
    }
    html.push_str("</bdi>");
    Markup(html)
}

/// A moment as a `time` element, beside others of the day `near`.
pub(crate) fn time(language: Language, moment: Option<Moment>, near: Option<jiff::civil::Date>) -> Markup {
    let Some(moment) = moment else {
        return Markup(escaped(language.word("unknown_time")));
    };
    let at = when::civil(moment.seconds);
    let machine = match moment.is_exact {
        true => at.strftime("%Y-%m-%dT%H:%MZ").to_string(),
        false => at.strftime("%Y-%m-%d").to_string(),
    };
    Markup(format!(
        "<time datetime=\"{machine}\">{}</time>",
        escaped(&when::moment_words(language, moment, near))
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_are_marked_and_everything_is_escaped() {
        let text = "<b>غرق & نجاة";
        let start = text.find("غرق").unwrap();
        let hit = start..start + "غرق".len();
        let html = marked(text, std::slice::from_ref(&hit), Some("ar")).to_string();
        assert_eq!(
            html,
            "<bdi lang=\"ar\" dir=\"rtl\">&lt;b&gt;<mark>غرق</mark> &amp; نجاة</bdi>"
        );
    }

    #[test]
    fn ranges_that_do_not_fit_are_left_unmarked() {
        assert_eq!(
            marked("نص", &[1..3, 0..9], None).to_string(),
            "<bdi dir=\"rtl\">نص</bdi>"
        );
    }
}
