//! One pass over the tree: the blocks of text on the page, and what every element holds.
//!
//! A block is a run of inline content between the borders of block elements, table cells and line breaks that end a
//! paragraph. Nothing is copied: a block is a range of nodes with its counts.

use super::hints::{HintMemory, Hints};
use isnad_html::{Tag, Tree};

/// Facts of a node, those of an element summed over everything in it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Fact {
    /// Characters of visible text, white space aside.
    pub chars: u32,
    /// How many of them are in links.
    pub link_chars: u32,
    /// Sum of the scores of its blocks that look like an article's text.
    pub good: f32,
    /// Hints of its own attributes.
    pub hints: Hints,
    /// Hash of its class, 0 without one: blocks in elements of one class are of one kind.
    pub class: u32,
    /// Of an element that is looked into: the nearest border around it.
    pub border: u32,
    /// Not shown, or never text: a script, a navigation.
    pub excluded: bool,
}

/// A run of inline content.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    /// The nearest element around it that is no inline element.
    pub container: usize,
    /// First node.
    pub first: usize,
    /// Last node.
    pub last: usize,
    /// Characters, white space aside.
    pub chars: u32,
    /// Characters in links.
    pub link_chars: u32,
    /// Punctuation of sentences.
    pub marks: u32,
    /// Runs of characters without white space.
    pub words: u32,
    /// Digits.
    pub digits: u32,
    /// Whether it ends like a sentence.
    pub ends_sentence: bool,
    /// How much it looks like a paragraph of an article; negative where it looks like anything else.
    pub score: f32,
}

/// What the pass found.
#[derive(Debug)]
pub(crate) struct Survey {
    /// One a node.
    pub facts: Vec<Fact>,
    /// In the order of the page.
    pub blocks: Vec<Block>,
}

/// Less text than this on a page makes the survey look into what is hidden.
const LITTLE_TEXT: f32 = 400.0;

/// Surveys a page. What is hidden counts only where there is next to no other text: some pages show their article
/// by a script.
pub(crate) fn survey(tree: &Tree) -> Survey {
    let shown = survey_with(tree, false);
    if shown.facts[0].good >= LITTLE_TEXT {
        return shown;
    }
    let all = survey_with(tree, true);
    if all.facts[0].good > 3.0 * shown.facts[0].good {
        all
    } else {
        shown
    }
}

/// The same of everything, hidden or not.
pub(crate) fn survey_of_all(tree: &Tree) -> Survey {
    survey_with(tree, true)
}

fn survey_with(tree: &Tree, with_hidden: bool) -> Survey {
    let mut pass = Pass {
        tree,
        with_hidden,
        facts: vec![Fact::default(); tree.nodes().len()],
        blocks: Vec::new(),
        current: None,
        breaks: 0,
        ends_sentence: false,
    };
    pass.run();
    let mut survey = Survey {
        facts: pass.facts,
        blocks: pass.blocks,
    };
    for block in &mut survey.blocks {
        block.score = score(tree, block);
        let fact = &mut survey.facts[block.container];
        if block.score > 0.0 {
            fact.good += block.score;
        }
    }
    for index in (1..survey.facts.len()).rev() {
        let fact = survey.facts[index];
        let parent = &mut survey.facts[tree.parent(index)];
        parent.chars += fact.chars;
        parent.link_chars += fact.link_chars;
        parent.good += fact.good;
    }
    survey
}

/// Elements that begin and end a block.
pub(crate) fn is_border(tag: Tag) -> bool {
    tag.is_block()
        || tag.is_table_part()
        || matches!(tag, Tag::Body | Tag::Html | Tag::Document | Tag::Video | Tag::Audio)
}

/// Elements whose content is never an article's text.
fn is_never_text(tag: Tag) -> bool {
    use Tag::*;
    matches!(
        tag,
        Script
            | Style
            | Noscript
            | Template
            | Iframe
            | Object
            | Svg
            | Button
            | Select
            | Textarea
            | Input
            | Nav
            | Head
            | Title
            | Noembed
            | Noframes
            | Menu
            | Dialog
            | Audio
            | Video
            | Applet
    )
}

/// How much a block looks like a paragraph of an article.
fn score(tree: &Tree, block: &Block) -> f32 {
    let chars = block.chars as f32;
    let links = block.link_chars as f32;
    let density = links / chars.max(1.0);
    if density > 0.5 {
        return -links.min(120.0);
    }
    if tree.tag(block.container).is_heading() {
        return 0.0;
    }
    let text = (chars - 2.0 * links).clamp(0.0, 1000.0);
    let in_paragraph = if tree.tag(block.container) == Tag::P { 1.25 } else { 1.0 };
    match (block.marks, block.chars) {
        (0, 0..=60) => -10.0,
        (0, _) => text * 0.3 * in_paragraph,
        (_, 0..=40) => 0.0,
        (1, 41..=80) => text * 0.5 * in_paragraph,
        _ => text * in_paragraph,
    }
}

struct Pass<'s, 't> {
    tree: &'s Tree<'t>,
    /// Whether hidden elements count as shown.
    with_hidden: bool,
    facts: Vec<Fact>,
    blocks: Vec<Block>,
    current: Option<Block>,
    /// Line breaks since the last text.
    breaks: u32,
    /// Whether the last text ends like a sentence.
    ends_sentence: bool,
}

impl<'t> Pass<'_, 't> {
    fn run(&mut self) {
        let tree = self.tree;
        let mut words = HintMemory::default();
        // Ends of the open elements that are borders, with the index of each; and of the open links.
        let mut borders: Vec<(usize, usize)> = vec![(tree.nodes().len(), 0)];
        let mut link_end = 0;
        let mut index = 0;
        while index < tree.nodes().len() {
            while borders.len() > 1 && borders.last().is_some_and(|(end, _)| *end <= index) {
                borders.pop();
                self.flush();
            }
            let tag = tree.tag(index);
            if tag == Tag::Text {
                let container = borders.last().map_or(0, |(_, border)| *border);
                self.text(index, container, index < link_end);
                index += 1;
                continue;
            }
            if tag == Tag::Br {
                self.line_break();
                index += 1;
                continue;
            }
            let mut excluded = is_never_text(tag);
            if !excluded && tag != Tag::RawText && carries_hints(tag) {
                let hidden = self.read_attributes(index, &mut words);
                // Some pages hide their body until a script has run.
                excluded = hidden && !self.with_hidden && !matches!(tag, Tag::Body | Tag::Html);
            }
            if excluded {
                self.facts[index].excluded = true;
                let end = tree.end(index);
                if is_border(tag) {
                    self.flush();
                }
                index = end;
                continue;
            }
            self.facts[index].border = borders.last().map_or(0, |(_, border)| *border as u32);
            if tag == Tag::A && is_link(tree, index) {
                link_end = link_end.max(tree.end(index));
            }
            if is_border(tag) {
                self.flush();
                borders.push((tree.end(index), index));
            }
            index += 1;
        }
        self.flush();
    }

    /// Notes the hints of an element. True if it is not shown.
    fn read_attributes(&mut self, index: usize, words: &mut HintMemory<'t>) -> bool {
        let mut found = match self.tree.tag(index) {
            Tag::Aside | Tag::Footer => Hints::ASIDE,
            Tag::Figcaption => Hints::CAPTION,
            _ => Hints::default(),
        };
        let mut excluded = false;
        for (name, value) in self.tree.attributes(index) {
            if name.eq_ignore_ascii_case("class") {
                let class = class_hash(value);
                self.facts[index].class = class;
                found = found.with(words.hints(value, class));
            } else if name.eq_ignore_ascii_case("id") {
                found = found.with(words.hints(value, class_hash(value)));
            } else if name.eq_ignore_ascii_case("itemprop") {
                if value.eq_ignore_ascii_case("articleBody") {
                    found = found.with(Hints::BODY);
                }
            } else if name.eq_ignore_ascii_case("role") {
                let role = value.to_ascii_lowercase();
                excluded |= matches!(
                    role.as_str(),
                    "navigation" | "search" | "dialog" | "alertdialog" | "menu" | "menubar" | "contentinfo" | "banner"
                );
                if role == "complementary" {
                    found = found.with(Hints::ASIDE);
                }
            } else if name.eq_ignore_ascii_case("hidden") {
                excluded = true;
            } else if name.eq_ignore_ascii_case("style") {
                excluded |= hides(value);
            }
        }
        self.facts[index].hints = found;
        excluded
    }

    fn text(&mut self, index: usize, container: usize, in_link: bool) {
        let counted = count(self.tree.written(index));
        if counted.chars == 0 {
            return;
        }
        let ends_paragraph = self.breaks >= 2
            || self.breaks == 1 && self.ends_sentence && self.current.as_ref().is_some_and(|block| block.chars > 40);
        if ends_paragraph {
            self.flush();
        }
        self.breaks = 0;
        self.ends_sentence = counted.ends_sentence;
        let link_chars = if in_link { counted.chars } else { 0 };
        let fact = &mut self.facts[index];
        (fact.chars, fact.link_chars) = (counted.chars, link_chars);
        let block = self.current.get_or_insert(Block {
            container,
            first: index,
            last: index,
            chars: 0,
            link_chars: 0,
            marks: 0,
            words: 0,
            digits: 0,
            ends_sentence: false,
            score: 0.0,
        });
        block.last = index;
        block.words += counted.words;
        block.digits += counted.digits;
        block.ends_sentence = counted.ends_sentence;
        block.chars += counted.chars;
        block.link_chars += link_chars;
        block.marks += counted.marks;
    }

    fn line_break(&mut self) {
        if self.current.is_some() {
            self.breaks += 1;
        }
    }

    fn flush(&mut self) {
        self.breaks = 0;
        self.blocks.extend(self.current.take());
    }
}

/// A link holds so many nodes at most; with more its end tag is missing.
const LARGEST_LINK_NODES: usize = 200;

/// An anchor without an address is a place to jump to.
fn is_link(tree: &Tree, index: usize) -> bool {
    tree.end(index) - index <= LARGEST_LINK_NODES && tree.attribute(index, "href").is_some()
}

/// Elements whose attributes are worth reading.
fn carries_hints(tag: Tag) -> bool {
    !matches!(
        tag,
        Tag::A | Tag::B | Tag::I | Tag::Em | Tag::Strong | Tag::Img | Tag::Br | Tag::Link | Tag::Meta | Tag::Tr
    )
}

/// FNV-1a over the letters of a class; numbers in it count for nothing.
fn class_hash(value: &str) -> u32 {
    let letters = value.bytes().filter(|byte| !byte.is_ascii_digit());
    letters.fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

fn hides(style: &str) -> bool {
    let bare: String = style
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_ascii_lowercase();
    bare.contains("display:none") || bare.contains("visibility:hidden")
}

struct Counted {
    chars: u32,
    marks: u32,
    words: u32,
    digits: u32,
    ends_sentence: bool,
}

/// Counts characters and marks without decoding entities: `&nbsp;` counts for white space, others for one character.
fn count(raw: &str) -> Counted {
    let mut counted = Counted {
        chars: 0,
        marks: 0,
        words: 0,
        digits: 0,
        ends_sentence: false,
    };
    let mut in_word = false;
    let mut rest = raw.chars();
    while let Some(c) = rest.next() {
        if c.is_whitespace() || c == '\u{200b}' {
            in_word = false;
            continue;
        }
        if c == '&' {
            let tail = rest.as_str();
            if let Some(after) = tail.strip_prefix("nbsp;").or_else(|| tail.strip_prefix("#160;")) {
                rest = after.chars();
                in_word = false;
                continue;
            }
            let semicolon = tail.bytes().take(10).position(|byte| byte == b';');
            if let Some(length) = semicolon.filter(|length| tail.is_char_boundary(length + 1)) {
                rest = tail[length + 1..].chars();
            }
        }
        counted.chars += 1;
        counted.words += u32::from(!in_word);
        in_word = true;
        counted.digits += u32::from(c.is_ascii_digit() || matches!(c, '٠'..='٩' | '۰'..='۹'));
        let closes = matches!(c, '.' | '!' | '?' | '؟' | '۔' | '。' | '…' | ':');
        counted.marks += u32::from(closes && c != ':' || matches!(c, ',' | '،' | '؛' | ';' | '、' | '，'));
        counted.ends_sentence = closes || (counted.ends_sentence && matches!(c, '"' | '»' | '”' | ')' | '\'' | '’'));
    }
    counted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(html: &str) -> Vec<(u32, u32, u32)> {
        let tree = Tree::parse(html);
        let survey = survey(&tree);
        survey
            .blocks
            .iter()
            .map(|block| (block.chars, block.link_chars, block.marks))
            .collect()
    }

    #[test]
    fn blocks_end_at_block_elements_and_double_breaks() {
        assert_eq!(
            blocks("<div>ab <b>c</b><p>d.</p>e<br><br>f<br>g</div>"),
            [(3, 0, 0), (2, 0, 1), (1, 0, 0), (2, 0, 0)]
        );
    }

    #[test]
    fn hidden_and_scripted_text_is_not_counted() {
        assert_eq!(
            blocks("<p style='display: none'>a</p><script>b</script><nav>c</nav><p>&nbsp;d<a href=x>e</a><a name=y>"),
            [(2, 1, 0)]
        );
    }
}
