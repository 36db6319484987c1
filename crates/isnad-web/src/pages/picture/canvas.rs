//! A surface that knows from which edge reading starts.

use crate::pages::markup::{Markup, escaped};
use std::fmt::Write;

/// A picture that is being drawn.
pub(super) struct Canvas {
    width: f64,
    height: f64,
    is_rtl: bool,
    parts: String,
    has_links: bool,
}

/// A number with one decimal at most.
pub(super) fn number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    format!("{rounded}")
}

/// The width of `text` in pixels at the size of labels, estimated on the wide side.
pub(super) fn text_width(text: &str) -> f64 {
    let size = 12.5;
    let narrow = " .,:;،؛«»'\"|il";
    let width_of = |c: char| match c {
        '\u{064b}'..='\u{0652}' => 0.0,
        c if narrow.contains(c) => 0.34,
        _ => 0.53,
    };
    text.chars().map(width_of).sum::<f64>() * size
}

impl Canvas {
    pub(super) fn new(width: f64, height: f64, is_rtl: bool) -> Canvas {
        Canvas {
            width,
            height,
            is_rtl,
            parts: String::new(),
            has_links: false,
        }
    }

    /// `u` as SVG's x.
    pub(super) fn x(&self, u: f64) -> String {
        number(if self.is_rtl { self.width - u } else { u })
    }

    /// A point of a path.
    pub(super) fn at(&self, u: f64, y: f64) -> String {
        format!("{} {}", self.x(u), number(y))
    }

    pub(super) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let line = format!(
            "<line class=\"{class}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>",
            self.x(from.0),
            number(from.1),
            self.x(to.0),
            number(to.1)
        );
        self.parts.push_str(&line);
    }

    pub(super) fn path(&mut self, class: &str, d: &str) {
        let _ = write!(self.parts, "<path class=\"{class}\" d=\"{d}\"/>");
    }

    pub(super) fn circle(&mut self, class: &str, at: (f64, f64), radius: f64) {
        let circle = format!(
            "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{radius}\"/>",
            self.x(at.0),
            number(at.1)
        );
        self.parts.push_str(&circle);
    }

    /// A bar from its upper corner where reading starts.
    pub(super) fn bar(&mut self, class: &str, at: (f64, f64), size: (f64, f64)) {
        let class = match class {
            "" => String::new(),
            named => format!(" class=\"{named}\""),
        };
        // x is the left corner in either direction
        let corner = if self.is_rtl { at.0 + size.0 } else { at.0 };
        let _ = write!(
            self.parts,
            "<rect{class} x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            self.x(corner),
            number(at.1),
            number(size.0),
            number(size.1)
        );
    }

    /// Words at a place; `anchor` is SVG's, in reading direction.
    pub(super) fn text(&mut self, class: &str, at: (f64, f64), words: &str, anchor: &str) {
        self.spans(class, at, &[("", words)], anchor);
    }

    /// Words in several classes, one behind the other.
    pub(super) fn spans(&mut self, class: &str, at: (f64, f64), spans: &[(&str, &str)], anchor: &str) {
        let anchor = match anchor {
            "" => String::new(),
            anchor => format!(" text-anchor=\"{anchor}\""),
        };
        let _ = write!(
            self.parts,
            "<text class=\"{class}\" x=\"{}\" y=\"{}\"{anchor}>",
            self.x(at.0),
            number(at.1)
        );
        for (index, (span_class, words)) in spans.iter().enumerate() {
            let gap = if index > 0 { " " } else { "" };
            let _ = match *span_class {
                "" => write!(self.parts, "{gap}{}", escaped(words)),
                named => write!(self.parts, "{gap}<tspan class=\"{named}\">{}</tspan>", escaped(words)),
            };
        }
        self.parts.push_str("</text>");
    }

    /// Opens a link that `title` names.
    pub(super) fn open_link(&mut self, href: &str, title: &str) {
        self.has_links = true;
        let _ = write!(
            self.parts,
            "<a href=\"{}\"><title>{}</title>",
            escaped(href),
            escaped(title)
        );
    }

    pub(super) fn close_link(&mut self) {
        self.parts.push_str("</a>\n");
    }

    /// The picture under a name; one with links is a group, else it is an image.
    pub(super) fn finish(self, class: &str, label: &str, description: &str) -> Markup {
        let role = if self.has_links { "group" } else { "img" };
        let description = match description {
            "" => String::new(),
            words => format!("<desc>{}</desc>", escaped(words)),
        };
        Markup::of_escaped(format!(
            "<svg class=\"{class}\" viewBox=\"0 0 {} {}\" role=\"{role}\" aria-label=\"{}\">{description}{}</svg>",
            number(self.width),
            number(self.height),
            escaped(label),
            self.parts
        ))
    }
}
