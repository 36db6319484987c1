//! The attributes of a start tag, read from its span when they are asked for.

use memchr::memchr;
use std::ops::Range;

/// Names and raw values of a start tag's attributes, in order. A value without `=` is empty.
#[derive(Clone, Debug)]
pub struct Attributes<'t> {
    source: &'t str,
    at: usize,
}

/// What ends an attribute's name beside white space.
fn ends_name(byte: u8) -> bool {
    matches!(byte, b'/' | b'>' | b'=') || byte.is_ascii_whitespace()
}

/// Where an attribute's name and value stand, and where the next attribute may begin.
pub(crate) struct Place {
    name: Range<usize>,
    value: Range<usize>,
    pub(crate) next: usize,
}

/// The attribute at `at`; `None` at the end of the tag.
pub(crate) fn next_attribute(bytes: &[u8], mut at: usize) -> Option<Place> {
    while bytes
        .get(at)
        .is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b'/')
    {
        at += 1;
    }
    let name_start = at;
    if matches!(bytes.get(at), None | Some(b'>')) {
        return None;
    }
    // An equals sign that comes first belongs to the name.
    at += 1;
    while bytes.get(at).is_some_and(|byte| !ends_name(*byte)) {
        at += 1;
    }
    let name = name_start..at;
    let mut after = at;
    while bytes.get(after).is_some_and(u8::is_ascii_whitespace) {
        after += 1;
    }
    if bytes.get(after) != Some(&b'=') {
        return Some(Place {
            name,
            value: at..at,
            next: at,
        });
    }
    after += 1;
    while bytes.get(after).is_some_and(u8::is_ascii_whitespace) {
        after += 1;
    }
    match bytes.get(after) {
        Some(quote @ (b'"' | b'\'')) => {
            let start = after + 1;
            let end = memchr(*quote, &bytes[start..]).map_or(bytes.len(), |found| start + found);
            let next = (end + 1).min(bytes.len());
            Some(Place {
                name,
                value: start..end,
                next,
            })
        }
        _ => {
            let start = after;
            while bytes
                .get(after)
                .is_some_and(|byte| *byte != b'>' && !byte.is_ascii_whitespace())
            {
                after += 1;
            }
            Some(Place {
                name,
                value: start..after,
                next: after,
            })
        }
    }
}

impl<'t> Attributes<'t> {
    /// The attributes in the start tag `tag`, which begins with `<`.
    pub(crate) fn of_tag(tag: &'t str) -> Attributes<'t> {
        let name_end = tag
            .bytes()
            .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'));
        Attributes {
            source: tag,
            at: name_end.unwrap_or(tag.len()),
        }
    }
}

impl<'t> Iterator for Attributes<'t> {
    type Item = (&'t str, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let place = next_attribute(self.source.as_bytes(), self.at)?;
        self.at = place.next;
        Some((self.source.get(place.name)?, self.source.get(place.value)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_in_every_form() {
        let tag = "<a HREF='x y' title=\"it's\" data-a=1/2 checked = yes =odd hidden/>";
        let found: Vec<(&str, &str)> = Attributes::of_tag(tag).collect();
        let expected = [
            ("HREF", "x y"),
            ("title", "it's"),
            ("data-a", "1/2"),
            ("checked", "yes"),
            ("=odd", ""),
            ("hidden", ""),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_tag_without_attributes_has_none() {
        assert_eq!(Attributes::of_tag("<br/>").count(), 0);
        assert_eq!(Attributes::of_tag("<p>").count(), 0);
    }
}
