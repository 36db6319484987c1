//! Element names as small numbers, and what the standard says of each.
//!
//! Source: the HTML standard, lists of 13.1.2 and 13.2.4.2. Names that no rule mentions are [`Tag::Other`];
//! the name itself can be read from the source.

macro_rules! tags {
    ($($variant:ident $name:literal)*) => {
        /// What a node is: an element of a known name, an element of another name, text, or the document.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Tag {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
            /// An element of another name.
            Other,
            /// Text with entities.
            Text,
            /// Text without entities: a script, a style sheet, a CDATA section.
            RawText,
            /// The document itself.
            Document,
        }

        const NAMES: &[&str] = &[$($name),*];
        const TAGS: &[Tag] = &[$(Tag::$variant),*];
    };
}

tags! {
    A "a" Abbr "abbr" Address "address" Applet "applet" Area "area" Article "article" Aside "aside" Audio "audio"
    B "b" Base "base" Basefont "basefont" Bgsound "bgsound" Big "big" Blockquote "blockquote" Body "body" Br "br"
    Button "button" Caption "caption" Center "center" Cite "cite" Code "code" Col "col" Colgroup "colgroup" Dd "dd"
    Del "del" Desc "desc" Details "details" Dialog "dialog" Dir "dir" Div "div" Dl "dl" Dt "dt" Em "em" Embed "embed"
    Fieldset "fieldset" Figcaption "figcaption" Figure "figure" Font "font" Footer "footer"
    ForeignObject "foreignobject" Form "form" Frame "frame" Frameset "frameset" H1 "h1" H2 "h2" H3 "h3" H4 "h4"
    H5 "h5" H6 "h6" Head "head" Header "header" Hgroup "hgroup" Hr "hr" Html "html" I "i" Iframe "iframe"
    Image "image" Img "img" Input "input" Ins "ins" Keygen "keygen" Label "label" Li "li" Link "link"
    Listing "listing" Main "main" Mark "mark" Marquee "marquee" Math "math" Menu "menu" Meta "meta" Nav "nav"
    Nobr "nobr" Noembed "noembed" Noframes "noframes" Noscript "noscript" Object "object" Ol "ol" Optgroup "optgroup"
    Option "option" P "p" Param "param" Picture "picture" Plaintext "plaintext" Pre "pre" Q "q" Rb "rb" Rp "rp"
    Rt "rt" Rtc "rtc" Ruby "ruby" S "s" Script "script" Search "search" Section "section" Select "select"
    Small "small" Source "source" Span "span" Strike "strike" Strong "strong" Style "style" Sub "sub"
    Summary "summary" Sup "sup" Svg "svg" Table "table" Tbody "tbody" Td "td" Template "template"
    Textarea "textarea" Tfoot "tfoot" Th "th" Thead "thead" Time "time" Title "title" Tr "tr" Track "track" Tt "tt"
    U "u" Ul "ul" Var "var" Video "video" Wbr "wbr" Xmp "xmp"
}

/// Number of different values of [`Tag`].
pub(crate) const TAG_COUNT: usize = NAMES.len() + 4;

/// A name of up to 16 bytes in one number, ASCII letters in lower case; 0 for longer names.
pub(crate) const fn pack(name: &[u8]) -> u128 {
    if name.len() > 16 {
        return 0;
    }
    let mut packed = 0u128;
    let mut at = 0;
    while at < name.len() {
        packed = (packed << 8) | (name[at] | 0x20) as u128;
        at += 1;
    }
    packed
}

const SLOTS: usize = 512;

const fn slot(packed: u128) -> usize {
    let mixed = (packed as u64 ^ (packed >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 55) as usize
}

/// Open addressing: a packed name and the number of its tag.
const TABLE: [(u128, u8); SLOTS] = {
    let mut table = [(0u128, 0u8); SLOTS];
    let mut at = 0;
    while at < NAMES.len() {
        let packed = pack(NAMES[at].as_bytes());
        let mut place = slot(packed);
        while table[place].0 != 0 {
            place = (place + 1) % SLOTS;
        }
        table[place] = (packed, at as u8);
        at += 1;
    }
    table
};

impl Tag {
    /// The tag of an element name, in any case.
    ///
    /// ```
    /// use isnad_html::Tag;
    /// assert_eq!(Tag::of_name("FIGcaption"), Tag::Figcaption);
    /// assert_eq!(Tag::of_name("amp-img"), Tag::Other);
    /// ```
    pub fn of_name(name: &str) -> Tag {
        Tag::of_packed(pack(name.as_bytes()))
    }

    pub(crate) fn of_packed(packed: u128) -> Tag {
        if packed == 0 {
            return Tag::Other;
        }
        let mut place = slot(packed);
        while TABLE[place].0 != 0 {
            if TABLE[place].0 == packed {
                return TAGS[TABLE[place].1 as usize];
            }
            place = (place + 1) % SLOTS;
        }
        Tag::Other
    }

    /// The element name; empty for other names, text and the document.
    pub fn name(self) -> &'static str {
        NAMES.get(self as usize).copied().unwrap_or("")
    }

    /// Text, with or without entities.
    pub fn is_text(self) -> bool {
        matches!(self, Tag::Text | Tag::RawText)
    }

    /// `h1` to `h6`.
    pub fn is_heading(self) -> bool {
        matches!(self, Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6)
    }

    /// Elements that never have content.
    pub fn is_void(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Area | Base
                | Basefont
                | Bgsound
                | Br
                | Col
                | Embed
                | Frame
                | Hr
                | Img
                | Input
                | Keygen
                | Link
                | Meta
                | Param
                | Source
                | Track
                | Wbr
        )
    }

    /// Elements whose content is text up to their own end tag, without entities.
    pub(crate) fn is_raw(self) -> bool {
        use Tag::*;
        matches!(self, Script | Style | Xmp | Iframe | Noembed | Noframes | Noscript)
    }

    /// Elements whose content is text up to their own end tag, with entities.
    pub(crate) fn is_rcdata(self) -> bool {
        matches!(self, Tag::Title | Tag::Textarea)
    }

    /// Elements that belong in the head when they come before the body.
    pub(crate) fn is_head_content(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Base | Basefont | Bgsound | Link | Meta | Title | Noframes | Noscript | Style | Script | Template
        )
    }

    /// Start tags that end an open paragraph, and whose end tag ends everything opened within.
    pub fn is_block(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Address
                | Article
                | Aside
                | Blockquote
                | Center
                | Details
                | Dialog
                | Dir
                | Div
                | Dl
                | Fieldset
                | Figcaption
                | Figure
                | Footer
                | Header
                | Hgroup
                | Listing
                | Main
                | Menu
                | Nav
                | Ol
                | P
                | Pre
                | Search
                | Section
                | Summary
                | Ul
                | H1
                | H2
                | H3
                | H4
                | H5
                | H6
                | Li
                | Dd
                | Dt
                | Form
                | Hr
                | Plaintext
                | Xmp
                | Table
        )
    }

    /// Parts of a table.
    pub fn is_table_part(self) -> bool {
        use Tag::*;
        matches!(self, Caption | Col | Colgroup | Tbody | Td | Tfoot | Th | Thead | Tr)
    }

    /// Formatting elements, whose end tag may come in the wrong order.
    pub(crate) fn is_formatting(self) -> bool {
        use Tag::*;
        matches!(
            self,
            A | B | Big | Code | Em | Font | I | Nobr | S | Small | Strike | Strong | Tt | U
        )
    }

    /// Elements that an end tag of another element ends silently.
    pub(crate) fn is_implied_end(self) -> bool {
        use Tag::*;
        matches!(self, Dd | Dt | Li | Optgroup | Option | P | Rb | Rp | Rt | Rtc)
    }

    /// Elements beyond which an end tag does not look for its start tag.
    pub(crate) fn is_scope(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Applet | Caption | Html | Table | Td | Th | Marquee | Object | Template | Document | ForeignObject
        )
    }

    /// Elements that stop the search for a misnested start tag.
    pub(crate) fn is_special(self) -> bool {
        use Tag::*;
        self.is_block() && self != Dialog
            || self.is_table_part()
            || self.is_scope()
            || self.is_void()
            || self.is_head_content()
            || matches!(self, Body | Button | Frameset | Head | Iframe | Select | Textarea)
    }

    /// Start tags that end foreign content (SVG, MathML).
    pub(crate) fn breaks_out_of_foreign(self) -> bool {
        use Tag::*;
        matches!(
            self,
            B | Big
                | Blockquote
                | Body
                | Br
                | Center
                | Code
                | Dd
                | Div
                | Dl
                | Dt
                | Em
                | Embed
                | H1
                | H2
                | H3
                | H4
                | H5
                | H6
                | Head
                | Hr
                | I
                | Img
                | Li
                | Listing
                | Menu
                | Meta
                | Nobr
                | Ol
                | P
                | Pre
                | Ruby
                | S
                | Small
                | Span
                | Strong
                | Strike
                | Sub
                | Sup
                | Table
                | Tt
                | U
                | Ul
                | Var
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_finds_its_tag() {
        for (name, tag) in NAMES.iter().zip(TAGS) {
            assert_eq!(Tag::of_name(&name.to_uppercase()), *tag);
            assert_eq!(tag.name(), *name);
        }
        for other in ["", "foo", "a:b", "blockquotes", "averyveryverylongname"] {
            assert_eq!(Tag::of_name(other), Tag::Other);
        }
    }
}
