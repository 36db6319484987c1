//! Pages made to hurt: each must be read in time linear in its length.

use isnad_html::{Tag, Tree};
use std::time::{Duration, Instant};

/// Generous for a busy machine without optimisation; a quadratic reading takes minutes.
const LIMIT: Duration = Duration::from_secs(4);

fn read(name: &str, source: &str) -> usize {
    let started = Instant::now();
    let count = Tree::parse(source).nodes().len();
    let taken = started.elapsed();
    assert!(taken < LIMIT, "{name}: {taken:?}");
    count
}

#[test]
fn deep_nesting_is_kept_and_linear() {
    let source = format!("{}x{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
    assert!(read("deep", &source) > 100_000);
}

#[test]
fn hostile_repetition_is_linear() {
    let many = 50_000;
    for (name, source) in [
        ("unclosed links", "<a href=x>y".repeat(many)),
        ("unclosed links and blocks", "<a href=x><div>".repeat(many)),
        ("misnested", "<b><p></b>".repeat(many)),
        (
            "end tags that find nothing",
            format!("<div><table><td>{}{}", "<i>".repeat(many), "</div>".repeat(many)),
        ),
        (
            "end tags of unknown elements",
            format!("{}{}", "<x-y>".repeat(many), "</x-z>".repeat(many)),
        ),
        (
            "items within formatting",
            format!("<ul>{}{}", "<b>".repeat(many), "<li></li>".repeat(many)),
        ),
        ("tables without rows", "<table><b>x".repeat(many)),
        ("lone ampersands", "&&lt".repeat(many)),
        ("open comments", "<!--".repeat(many)),
        ("open dashes", format!("<!--{}", "-".repeat(many * 10))),
        (
            "scripts in a comment",
            format!("<script><!--{}", "<script></script >".repeat(many)),
        ),
        ("open quotes", "<a b='".repeat(many)),
        ("lone angles", "<".repeat(many * 10)),
        ("forms", "<form><p></form>".repeat(many)),
        ("buttons", "<button><span>".repeat(many)),
        ("options", "<select><option>".repeat(many)),
    ] {
        read(name, &source);
    }
}

#[test]
fn a_long_attribute_is_one_span() {
    let source = format!("<p title='{}'>text</p>", "x".repeat(1_000_000));
    let tree = Tree::parse(&source);
    let paragraph = tree.all(Tag::P).next().unwrap();
    assert_eq!(tree.text(paragraph), "text");
    assert_eq!(tree.attribute(paragraph, "title").unwrap().len(), 1_000_000);
}
