//! Cutting HTML into text, start tags and end tags, as byte spans.
//!
//! Source: the tokenizer of the HTML standard, 13.2.5, without its error reports.

use crate::attributes::next_attribute;
use crate::tag::{Tag, pack};
use memchr::{memchr, memmem};

/// One piece of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// Text between tags.
    Text { start: usize, end: usize },
    /// The content of a CDATA section.
    Cdata { start: usize, end: usize },
    /// `<name ...>`
    Start {
        tag: Tag,
        start: usize,
        end: usize,
        self_closing: bool,
    },
    /// `</name>`: the span is that of the name.
    End { tag: Tag, start: usize, end: usize },
    /// `<!doctype ...>`: the span is that of its content.
    Doctype { start: usize, end: usize },
}

pub(crate) struct Tokenizer<'t> {
    bytes: &'t [u8],
    at: usize,
    /// A tag that was found after the text just given out.
    waiting: Option<Token>,
    /// Whether `<![CDATA[` opens a section (in SVG and MathML) or a bogus comment.
    pub(crate) in_foreign: bool,
}

impl<'t> Tokenizer<'t> {
    pub(crate) fn new(source: &'t str) -> Tokenizer<'t> {
        Tokenizer {
            bytes: source.as_bytes(),
            at: 0,
            waiting: None,
            in_foreign: false,
        }
    }

    pub(crate) fn next(&mut self) -> Option<Token> {
        if let Some(token) = self.waiting.take() {
            return Some(token);
        }
        loop {
            let start = self.at;
            let Some((open, markup)) = self.next_markup(start) else {
                self.at = self.bytes.len();
                return text_token(start, self.at);
            };
            match markup {
                Markup::Nothing { next } => {
                    self.at = next;
                    if open > start {
                        return text_token(start, open);
                    }
                }
                Markup::Token { token, next } => {
                    self.at = next;
                    if open > start {
                        self.waiting = Some(token);
                        return text_token(start, open);
                    }
                    return Some(token);
                }
            }
        }
    }

    /// The first piece of markup from `start` on, and where it begins.
    fn next_markup(&self, start: usize) -> Option<(usize, Markup)> {
        let mut search = start;
        loop {
            let open = search + memchr(b'<', &self.bytes[search..])?;
            if let Some(markup) = self.markup(open) {
                return Some((open, markup));
            }
            search = open + 1;
        }
    }

    /// The text up to the end tag of a raw-text element whose name is `name`; the end tag is passed.
    pub(crate) fn raw_text(&mut self, name: &[u8]) -> (usize, usize) {
        let start = self.at;
        let mut escape = name.eq_ignore_ascii_case(b"script").then(|| ScriptEscape::new(start));
        let mut search = start;
        while let Some(found) = memmem::find(&self.bytes[search..], b"</") {
            let open = search + found;
            search = open + 2;
            let name_end = search + name.len();
            let written = self.bytes.get(search..name_end).unwrap_or(b"");
            if !written.eq_ignore_ascii_case(name) || !ends_tag_name(self.bytes.get(name_end)) {
                continue;
            }
            if escape
                .as_mut()
                .is_some_and(|state| state.hides_end_tag(self.bytes, open))
            {
                continue;
            }
            self.at = memchr(b'>', &self.bytes[name_end..]).map_or(self.bytes.len(), |gt| name_end + gt + 1);
            return (start, open);
        }
        self.at = self.bytes.len();
        (start, self.at)
    }

    /// Everything that is left, as text.
    pub(crate) fn rest(&mut self) -> (usize, usize) {
        let start = self.at;
        self.at = self.bytes.len();
        (start, self.at)
    }

    /// What the `<` at `open` begins; `None` if it is a character of the text.
    fn markup(&self, open: usize) -> Option<Markup> {
        match self.bytes.get(open + 1) {
            Some(byte) if byte.is_ascii_alphabetic() => self.start_tag(open),
            Some(b'/') => self.end_tag(open),
            Some(b'!') => self.declaration(open),
            Some(b'?') => self.bogus_comment(open + 1),
            _ => None,
        }
    }

    fn start_tag(&self, open: usize) -> Option<Markup> {
        let (tag, mut at) = self.name(open + 1);
        while let Some(place) = next_attribute(self.bytes, at) {
            at = place.next;
        }
        let Some(gt) = memchr(b'>', &self.bytes[at..]).map(|found| at + found) else {
            return Some(Markup::Nothing { next: self.bytes.len() });
        };
        let token = Token::Start {
            tag,
            start: open,
            end: gt + 1,
            self_closing: self.bytes[gt - 1] == b'/',
        };
        Some(Markup::Token { token, next: gt + 1 })
    }

    fn end_tag(&self, open: usize) -> Option<Markup> {
        match self.bytes.get(open + 2) {
            Some(byte) if byte.is_ascii_alphabetic() => {}
            Some(b'>') => return Some(Markup::Nothing { next: open + 3 }),
            Some(_) => return self.bogus_comment(open + 2),
            None => return None,
        }
        let (tag, name_end) = self.name(open + 2);
        let mut at = name_end;
        while let Some(place) = next_attribute(self.bytes, at) {
            at = place.next;
        }
        let Some(gt) = memchr(b'>', &self.bytes[at..]).map(|found| at + found) else {
            return Some(Markup::Nothing { next: self.bytes.len() });
        };
        let token = Token::End {
            tag,
            start: open + 2,
            end: name_end,
        };
        Some(Markup::Token { token, next: gt + 1 })
    }

    /// The tag named at `start` and where its name ends.
    fn name(&self, start: usize) -> (Tag, usize) {
        let mut end = start;
        while self
            .bytes
            .get(end)
            .is_some_and(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>'))
        {
            end += 1;
        }
        (Tag::of_packed(pack(&self.bytes[start..end])), end)
    }

    fn declaration(&self, open: usize) -> Option<Markup> {
        let rest = &self.bytes[open + 2..];
        if rest.starts_with(b"--") {
            return Some(Markup::Nothing {
                next: self.comment_end(open + 4),
            });
        }
        if rest.len() >= 7 && rest[..7].eq_ignore_ascii_case(b"doctype") {
            let end = memchr(b'>', rest).map_or(self.bytes.len(), |found| open + 2 + found);
            let token = Token::Doctype { start: open + 9, end };
            return Some(Markup::Token {
                token,
                next: (end + 1).min(self.bytes.len()),
            });
        }
        if self.in_foreign && rest.starts_with(b"[CDATA[") {
            let start = open + 9;
            let end = memmem::find(&self.bytes[start..], b"]]>").map_or(self.bytes.len(), |found| start + found);
            let token = Token::Cdata { start, end };
            return Some(Markup::Token {
                token,
                next: (end + 3).min(self.bytes.len()),
            });
        }
        self.bogus_comment(open + 2)
    }

    /// One past the end of the comment whose content starts at `start`.
    fn comment_end(&self, start: usize) -> usize {
        let rest = &self.bytes[start..];
        if rest.starts_with(b">") {
            return start + 1;
        }
        if rest.starts_with(b"->") {
            return start + 2;
        }
        let mut search = 0;
        while let Some(found) = memmem::find(&rest[search..], b"--") {
            let dashes = search + found;
            let mut after = dashes + 2;
            if rest.get(after) == Some(&b'!') {
                after += 1;
            }
            if rest.get(after) == Some(&b'>') {
                return start + after + 1;
            }
            search = dashes + 1;
        }
        self.bytes.len()
    }

    fn bogus_comment(&self, start: usize) -> Option<Markup> {
        let next = memchr(b'>', &self.bytes[start..]).map_or(self.bytes.len(), |found| start + found + 1);
        Some(Markup::Nothing { next })
    }
}

enum Markup {
    /// Something that leaves no token.
    Nothing { next: usize },
    /// A tag.
    Token { token: Token, next: usize },
}

fn text_token(start: usize, end: usize) -> Option<Token> {
    (end > start).then_some(Token::Text { start, end })
}

fn ends_tag_name(byte: Option<&u8>) -> bool {
    byte.is_some_and(|byte| matches!(byte, b'/' | b'>') || byte.is_ascii_whitespace())
}

/// Within `<!-- <script` a script's text may hold `</script>`; read once from left to right.
struct ScriptEscape {
    scanned: usize,
    state: EscapeState,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum EscapeState {
    Plain,
    Comment,
    ScriptInComment,
}

impl ScriptEscape {
    fn new(start: usize) -> ScriptEscape {
        ScriptEscape {
            scanned: start,
            state: EscapeState::Plain,
        }
    }

    /// Whether the end tag at `open` is text; it then ends the inner script.
    fn hides_end_tag(&mut self, bytes: &[u8], open: usize) -> bool {
        if self.state == EscapeState::Plain && memmem::find(&bytes[self.scanned..open], b"<!--").is_none() {
            self.scanned = open;
            return false;
        }
        while let Some(found) = memchr::memchr2(b'<', b'-', &bytes[self.scanned..open]) {
            let at = self.scanned + found;
            let rest = &bytes[at..];
            self.scanned = at + 1;
            let opens_script =
                rest.len() > 7 && rest[..7].eq_ignore_ascii_case(b"<script") && ends_tag_name(rest.get(7));
            self.state = match self.state {
                EscapeState::Plain if rest.starts_with(b"<!--") => EscapeState::Comment,
                EscapeState::Comment if opens_script => EscapeState::ScriptInComment,
                EscapeState::Comment | EscapeState::ScriptInComment if rest.starts_with(b"-->") => EscapeState::Plain,
                unchanged => unchanged,
            };
        }
        self.scanned = open;
        let hidden = self.state == EscapeState::ScriptInComment;
        if hidden {
            self.state = EscapeState::Comment;
        }
        hidden
    }
}
