//! The same text under the same parents as html5ever, on our own fixtures and on the shared pages.

use isnad_html::{Tree, decode};
use proptest::prelude::*;
use std::path::Path;

mod oracle;
use oracle::{difference, ours, theirs};

/// Fixture files of `corpus/`, one oddity each, named after it.
#[test]
fn fixtures_give_the_same_text_under_the_same_parents() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "html") {
            let source = std::fs::read_to_string(&path).unwrap();
            assert_eq!(ours(&source), theirs(&source), "{}", path.display());
            count += 1;
        }
    }
    assert!(count >= 10, "the corpus has only {count} pages");
}

#[test]
fn shared_pages_give_the_same_text_under_the_same_parents() {
    let shared =
        std::env::var("ISNAD_SHARED").unwrap_or(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared").into());
    let folder = Path::new(&shared).join("gold/pages/html");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: no pages at {}", folder.display());
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "html") {
            let bytes = std::fs::read(&path).unwrap();
            let source = decode(&bytes, None).text;
            let (our, their) = (ours(&source), theirs(&source));
            let differing = our.iter().zip(&their).position(|(one, other)| one != other);
            assert!(our == their, "{} at {differing:?}", path.display());
        }
    }
}

#[test]
fn a_difference_is_told_by_its_class() {
    let page = "<table><tr><td>a</td></tr>b</table>";
    assert_eq!(
        difference(&ours(page), &theirs(page)),
        "order",
        "html5ever moves b before the table"
    );
    let list = |page: &str| theirs(page);
    assert_eq!(difference(&list("<p>a"), &list("<p>a")), "same");
    assert_eq!(difference(&list("<p>a"), &list("<div>a")), "parent");
    assert_eq!(difference(&list("<p>a"), &list("<p>ab")), "text");
}

/// Pages made of real tags in any order.
fn tag_soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<li>",
        "<ul>",
        "</ul>",
        "<b>",
        "</b>",
        "<a href='x'>",
        "</a>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "</td>",
        "<h2>",
        "</h2>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<svg>",
        "</svg>",
        "<title>",
        "</title>",
        "<br>",
        "</br>",
        "<form>",
        "</form>",
        "<option>",
        "<select>",
        "</select>",
        "<dd>",
        "<template>",
        "</template>",
        "<x-a>",
        "</x-a>",
        "خبر",
        " text ",
        "&amp;",
        "<",
        "\0",
        "<a b='",
        "<![CDATA[",
        "]]>",
        "<body>",
        "</body>",
        "<html>",
        "<head>",
        "</head>",
        "<noscript>",
        "</noscript>",
        "<button>",
        "<!doctype html>",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_tag_soup_gives_a_sound_tree(source in tag_soup()) {
        assert_sound(&source);
    }

    #[test]
    fn any_text_gives_a_sound_tree(source in "\\PC{0,80}") {
        assert_sound(&source);
    }

    #[test]
    fn well_formed_blocks_agree_with_html5ever(texts in prop::collection::vec("[a-zء-ي]{1,8}", 1..8)) {
        let page: String = texts
            .iter()
            .enumerate()
            .map(|(at, text)| match at % 4 {
                0 => format!("<p>{text}"),
                1 => format!("<ul><li>{text}<li><b>{text}</ul>"),
                2 => format!("<div><h2>{text}</h2>{text}</div>"),
                _ => format!("<table><tr><td>{text}<td><a href=x>{text}</a></table>"),
            })
            .collect();
        prop_assert_eq!(ours(&page), theirs(&page));
    }
}

/// Every node lies within its parent, spans are in order and cut no character.
fn assert_sound(source: &str) {
    let tree = Tree::parse(source);
    for (index, node) in tree.nodes().iter().enumerate() {
        assert!(node.end as usize > index && node.end as usize <= tree.nodes().len());
        if index > 0 {
            let parent = tree.node(node.parent as usize);
            assert!((node.parent as usize) < index && node.end <= parent.end);
        }
        tree.attributes(index).for_each(drop);
        tree.own_text(index);
        assert!(tree.written(index).len() <= source.len());
    }
    assert_eq!(tree.end(0), tree.nodes().len());
}
