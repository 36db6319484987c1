//! Building the tree: which element an end tag ends, and which elements end silently.
//!
//! One stack of open elements, no recursion. A search through the stack that finds nothing is charged to a budget,
//! so that a page of unclosed tags costs time linear in its length.
//! Source: the HTML standard, 13.2.6; the differences are named in the crate's documentation.

use crate::tag::{TAG_COUNT, Tag};
use crate::tokens::{Token, Tokenizer};
use crate::tree::Node;

/// Steps of fruitless searches that are free; beyond them a search gives up after [`SHORT_SEARCH`] elements.
const FREE_STEPS: usize = 1_000_000;
const SHORT_SEARCH: usize = 64;

/// The nodes of `source`.
pub(crate) fn build(source: &str) -> Vec<Node> {
    let mut builder = Builder::new(source);
    let mut tokens = Tokenizer::new(source);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text { start, end } => builder.text(start, end),
            Token::Cdata { start, end } => builder.leaf(Tag::RawText, start, end),
            Token::Start {
                tag,
                start,
                end,
                self_closing,
            } => {
                let opened = builder.start(tag, start, end, self_closing);
                if opened && !builder.in_foreign() {
                    builder.content_without_tags(tag, start, &mut tokens);
                }
            }
            Token::End { tag, start, end } => builder.end(tag, &source[start..end]),
            Token::Doctype { start, end } => builder.doctype(&source[start..end]),
        }
        tokens.in_foreign = builder.in_foreign();
    }
    builder.finish()
}

#[derive(Clone, Copy)]
struct Open {
    node: u32,
    tag: Tag,
    /// Part of SVG or MathML.
    foreign: bool,
    /// Its end tag came while other elements were open in it: it ends with them.
    ended: bool,
    /// How many paragraphs were open in the scope around it, where it opens a scope.
    outer_paragraphs: u32,
}

struct Builder<'t> {
    source: &'t str,
    nodes: Vec<Node>,
    stack: Vec<Open>,
    open_count: [u32; TAG_COUNT],
    open_paragraphs: u32,
    html: Option<usize>,
    head: Option<usize>,
    body: Option<usize>,
    form_is_open: bool,
    quirks: bool,
    fruitless_steps: usize,
}

impl<'t> Builder<'t> {
    fn new(source: &'t str) -> Builder<'t> {
        let mut builder = Builder {
            source,
            nodes: Vec::with_capacity(source.len() / 24 + 8),
            stack: Vec::with_capacity(64),
            open_count: [0; TAG_COUNT],
            open_paragraphs: 0,
            html: None,
            head: None,
            body: None,
            form_is_open: false,
            quirks: true,
            fruitless_steps: 0,
        };
        builder.push(Tag::Document, 0, 0, false);
        builder
    }

    fn finish(mut self) -> Vec<Node> {
        while !self.stack.is_empty() {
            self.pop();
        }
        self.nodes
    }

    fn top(&self) -> Tag {
        self.stack.last().map_or(Tag::Document, |open| open.tag)
    }

    /// Whether what comes next is part of SVG or MathML.
    fn in_foreign(&self) -> bool {
        self.stack.last().is_some_and(|open| {
            let takes_html = matches!(open.tag, Tag::ForeignObject | Tag::Desc | Tag::Title);
            open.foreign && !takes_html
        })
    }

    fn add(&mut self, tag: Tag, start: usize, stop: usize) -> u32 {
        let index = self.nodes.len() as u32;
        self.nodes.push(Node {
            tag,
            parent: self.stack.last().map_or(0, |open| open.node),
            end: index + 1,
            start: start as u32,
            stop: stop as u32,
        });
        index
    }

    fn leaf(&mut self, tag: Tag, start: usize, stop: usize) {
        if stop > start || !tag.is_text() {
            self.add(tag, start, stop);
        }
    }

    fn push(&mut self, tag: Tag, start: usize, stop: usize, foreign: bool) -> usize {
        let node = self.add(tag, start, stop);
        self.stack.push(Open {
            node,
            tag,
            foreign,
            ended: false,
            outer_paragraphs: self.open_paragraphs,
        });
        self.open_count[tag as usize] += 1;
        if tag.is_scope() {
            self.open_paragraphs = 0;
        } else if tag == Tag::P {
            self.open_paragraphs += 1;
        }
        node as usize
    }

    fn pop(&mut self) {
        let Some(open) = self.stack.pop() else {
            return;
        };
        self.nodes[open.node as usize].end = self.nodes.len() as u32;
        if !open.ended {
            self.open_count[open.tag as usize] -= 1;
        }
        if open.tag.is_scope() {
            self.open_paragraphs = open.outer_paragraphs;
        } else if open.tag == Tag::P {
            self.open_paragraphs -= 1;
        }
    }

    /// Ends everything above the element at `depth` of the stack, the element too.
    fn pop_through(&mut self, depth: usize) {
        while self.stack.len() > depth {
            self.pop();
        }
        while self.stack.last().is_some_and(|open| open.ended) {
            self.pop();
        }
    }

    /// Ends elements until `stop` holds for the current one.
    fn pop_until(&mut self, stop: impl Fn(Tag) -> bool) {
        while self.stack.len() > 1 && !stop(self.top()) {
            self.pop();
        }
    }

    /// Depth of the innermost open element for which `wanted` holds, unless one for which `boundary` holds is met
    /// first.
    fn find(&mut self, wanted: impl Fn(&Open) -> bool, boundary: impl Fn(Tag) -> bool) -> Option<usize> {
        let budget = if self.fruitless_steps > FREE_STEPS {
            SHORT_SEARCH
        } else {
            usize::MAX
        };
        let mut steps = 0;
        for (depth, open) in self.stack.iter().enumerate().rev() {
            if wanted(open) {
                return Some(depth);
            }
            if boundary(open.tag) || steps >= budget {
                break;
            }
            steps += 1;
        }
        self.fruitless_steps += steps;
        None
    }

    fn is_open(&self, tag: Tag) -> bool {
        self.open_count[tag as usize] > 0
    }

    fn doctype(&mut self, content: &str) {
        if self.html.is_some() {
            return;
        }
        let lower = content.to_ascii_lowercase();
        let old = ["html 3", "html 2", "html 4.0 transitional", "html 4.0 frameset"];
        let without_address = lower.contains("html 4.01 transitional") && !lower.contains(".dtd");
        self.quirks = without_address || old.iter().any(|name| lower.contains(name));
    }

    fn ensure_html(&mut self) {
        if self.html.is_none() {
            self.html = Some(self.push(Tag::Html, 0, 0, false));
        }
    }

    fn ensure_body(&mut self) {
        if self.body.is_some() || self.is_open(Tag::Template) {
            return;
        }
        self.ensure_html();
        self.pop_until(|tag| tag == Tag::Html);
        self.body = Some(self.push(Tag::Body, 0, 0, false));
    }

    fn text(&mut self, start: usize, end: usize) {
        if self.body.is_none() {
            let blank = self.source.as_bytes()[start..end].iter().all(u8::is_ascii_whitespace);
            if blank {
                return;
            }
            self.ensure_body();
        }
        self.leaf(Tag::Text, start, end);
    }

    /// The content of elements in which tags are text, right after their start tag.
    fn content_without_tags(&mut self, tag: Tag, tag_start: usize, tokens: &mut Tokenizer) {
        let (kind, span) = if tag == Tag::Plaintext {
            (Tag::RawText, tokens.rest())
        } else if tag.is_raw() || tag.is_rcdata() {
            let name = &self.source.as_bytes()[tag_start + 1..tag_start + 1 + tag.name().len()];
            let kind = if tag.is_raw() { Tag::RawText } else { Tag::Text };
            (kind, tokens.raw_text(name))
        } else {
            return;
        };
        self.leaf(kind, span.0, span.1);
        self.pop();
    }

    /// A start tag. True if an element was opened that takes content.
    fn start(&mut self, tag: Tag, start: usize, end: usize, self_closing: bool) -> bool {
        if self.in_foreign() {
            if !tag.breaks_out_of_foreign() {
                self.push(tag, start, end, true);
                if self_closing {
                    self.pop();
                }
                return false;
            }
            while self.in_foreign() {
                self.pop();
            }
        }
        match tag {
            Tag::Html => return self.start_html(start, end),
            Tag::Head => return self.start_head(start, end),
            Tag::Body => return self.start_body(start, end),
            _ => {}
        }
        if tag.is_head_content() && self.body.is_none() {
            self.ensure_html();
            if self.head.is_none() {
                self.head = Some(self.push(Tag::Head, 0, 0, false));
            }
        } else {
            self.ensure_body();
            if !self.make_room(tag) {
                return false;
            }
        }
        let tag = if tag == Tag::Image { Tag::Img } else { tag };
        if tag.is_void() {
            self.add(tag, start, end);
            return false;
        }
        let foreign = matches!(tag, Tag::Svg | Tag::Math);
        self.push(tag, start, end, foreign);
        if foreign && self_closing {
            self.pop();
            return false;
        }
        true
    }

    fn start_html(&mut self, start: usize, end: usize) -> bool {
        match self.html {
            None => self.html = Some(self.push(Tag::Html, start, end, false)),
            Some(node) => self.span_implied(node, start, end),
        }
        false
    }

    fn start_head(&mut self, start: usize, end: usize) -> bool {
        self.ensure_html();
        if self.head.is_none() && self.body.is_none() {
            self.head = Some(self.push(Tag::Head, start, end, false));
        }
        false
    }

    fn start_body(&mut self, start: usize, end: usize) -> bool {
        match self.body {
            Some(node) => self.span_implied(node, start, end),
            None if self.is_open(Tag::Template) => {}
            None => {
                self.ensure_html();
                self.pop_until(|tag| tag == Tag::Html);
                self.body = Some(self.push(Tag::Body, start, end, false));
            }
        }
        false
    }

    /// A tag that comes late gives its attributes to the element that was implied.
    fn span_implied(&mut self, node: usize, start: usize, end: usize) {
        let implied = &mut self.nodes[node];
        if implied.start == implied.stop {
            (implied.start, implied.stop) = (start as u32, end as u32);
        }
    }

    /// Ends what the start tag ends silently. False if the tag itself is to be ignored.
    fn make_room(&mut self, tag: Tag) -> bool {
        use Tag::*;
        if tag.is_table_part() {
            return self.make_room_in_table(tag);
        }
        match tag {
            Li => self.end_item(|open| open == Li),
            Dd | Dt => self.end_item(|open| matches!(open, Dd | Dt)),
            Form if self.form_is_open && !self.is_open(Template) => return false,
            Form => self.form_is_open = true,
            Button if self.is_open(Button) => {
                if let Some(depth) = self.find(|open| open.tag == Button, Tag::is_scope) {
                    self.pop_through(depth);
                }
            }
            A | Nobr => self.end_formatting(tag),
            Option | Optgroup => {
                if self.top() == Option {
                    self.pop();
                }
                if tag == Optgroup && self.top() == Optgroup {
                    self.pop();
                }
            }
            Rb | Rtc | Rp | Rt if self.is_open(Ruby) => {
                while self.top().is_implied_end() && !(matches!(tag, Rp | Rt) && self.top() == Rtc) {
                    self.pop();
                }
            }
            _ => {}
        }
        let ends_paragraph = tag.is_block() && !(tag == Table && self.quirks);
        if ends_paragraph {
            self.end_paragraph();
        }
        if tag.is_heading() && self.top().is_heading() {
            self.pop();
        }
        true
    }

    fn make_room_in_table(&mut self, tag: Tag) -> bool {
        use Tag::*;
        let in_table = |open: Tag| matches!(open, Table | Template);
        if !self.is_open(Table) && !self.is_open(Template) {
            return false;
        }
        match tag {
            Td | Th => self.pop_until(|open| in_table(open) || matches!(open, Tr | Tbody | Thead | Tfoot | Body)),
            Tr => self.pop_until(|open| in_table(open) || matches!(open, Tbody | Thead | Tfoot | Body)),
            Col => self.pop_until(|open| in_table(open) || matches!(open, Colgroup | Body)),
            _ => self.pop_until(|open| in_table(open) || open == Body),
        }
        true
    }

    fn end_paragraph(&mut self) {
        if self.open_paragraphs == 0 {
            return;
        }
        if let Some(depth) = self.stack.iter().rposition(|open| open.tag == Tag::P) {
            self.pop_through(depth);
        }
    }

    /// Ends the list item that a new item follows.
    fn end_item(&mut self, is_item: impl Fn(Tag) -> bool) {
        let boundary = |tag: Tag| tag.is_special() && !matches!(tag, Tag::Address | Tag::Div | Tag::P);
        if let Some(depth) = self.find(|open| is_item(open.tag), boundary) {
            self.pop_through(depth);
        }
    }

    /// Ends a formatting element; if blocks are open within it, it ends together with them.
    fn end_formatting(&mut self, tag: Tag) {
        if !self.is_open(tag) {
            return;
        }
        let boundary = |open: Tag| matches!(open, Tag::Td | Tag::Th) || open.is_scope();
        let Some(depth) = self.find(|open| open.tag == tag && !open.ended, boundary) else {
            return;
        };
        let holds_block = self.stack[depth + 1..]
            .iter()
            .any(|open| open.tag.is_special() && !open.ended);
        if holds_block {
            self.stack[depth].ended = true;
            self.open_count[tag as usize] -= 1;
        } else {
            self.pop_through(depth);
        }
    }

    fn end(&mut self, tag: Tag, name: &str) {
        use Tag::*;
        match tag {
            Html | Body => {}
            Head => {
                if self.is_open(Head) {
                    self.pop_until(|open| open == Head);
                    self.pop();
                }
            }
            Br => {
                self.ensure_body();
                self.leaf(Br, 0, 0);
            }
            P => self.end_paragraph(),
            Form => {
                self.form_is_open = false;
                while self.top().is_implied_end() {
                    self.pop();
                }
                if self.top() == Form {
                    self.pop_through(self.stack.len() - 1);
                }
            }
            H1 | H2 | H3 | H4 | H5 | H6 => {
                if let Some(depth) = self.find(|open| open.tag.is_heading(), Tag::is_scope) {
                    self.pop_through(depth);
                }
            }
            Other => {
                let source = self.source;
                let same = |open: &Open, nodes: &[Node]| {
                    let start = nodes[open.node as usize].start as usize + 1;
                    let written = source.as_bytes().get(start..start + name.len());
                    open.tag == Other && written.is_some_and(|bytes| bytes.eq_ignore_ascii_case(name.as_bytes()))
                };
                if self.is_open(Other) {
                    let nodes = std::mem::take(&mut self.nodes);
                    let found = self.find(|open| same(open, &nodes), Tag::is_special);
                    self.nodes = nodes;
                    if let Some(depth) = found {
                        self.pop_through(depth);
                    }
                }
            }
            _ if !self.is_open(tag) => {}
            _ if tag.is_formatting() => self.end_formatting(tag),
            _ => {
                let boundary: fn(Tag) -> bool = match tag {
                    Li => |open| open.is_scope() || matches!(open, Ol | Ul),
                    Table | Caption | Tbody | Thead | Tfoot | Tr | Td | Th => |open| matches!(open, Table | Html),
                    Template | Svg | Math | Select => |open| open == Html,
                    _ if tag.is_block() || tag.is_scope() || tag == Button => Tag::is_scope,
                    _ => Tag::is_special,
                };
                if let Some(depth) = self.find(|open| open.tag == tag, boundary) {
                    self.pop_through(depth);
                }
            }
        }
    }
}
