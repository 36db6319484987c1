//! Any bytes give an article, in time linear in their number.

use isnad_extract::{Hint, extract, from_feed_entry};
use isnad_model::FeedEntry;
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// Generous for a busy machine without optimisation; a quadratic reading takes minutes.
const LIMIT: Duration = Duration::from_secs(6);

#[test]
fn hostile_pages_are_read_in_linear_time() {
    let paragraph = "<p>وصل الوفد إلى العاصمة مساء أمس، وكان في استقباله عدد من المسؤولين.</p>";
    let many = 20_000;
    for (name, page) in [
        ("deep", format!("{}{paragraph}", "<div>".repeat(100_000))),
        (
            "deep with text at every level",
            format!("<div>{paragraph}").repeat(3_000),
        ),
        (
            "long attribute",
            format!("<p title='{}'>{paragraph}", "x".repeat(1_000_000)),
        ),
        ("unclosed links", "<a href=x>رابط طويل بعض الشيء".repeat(many)),
        ("unclosed comment", format!("{paragraph}<!--{}", paragraph.repeat(many))),
        ("headings that point to others", "<h3>اقرأ أيضاً</h3>".repeat(5_000)),
        (
            "related headings in one box",
            format!(
                "<div>{}</div>",
                "<b>اقرأ أيضاً</b><br><br><a href=/x>عنوان خبر آخر طويل</a><br><br>".repeat(2_000)
            ),
        ),
        ("dates", "<p>تاريخ النشر: 3 أيار 2024</p>".repeat(5_000)),
        ("nested tables", "<table><tr><td>".repeat(5_000)),
        ("first headings", "<h1>وصول الوفد</h1>".repeat(5_000)),
        (
            "linked data",
            "<script type='application/ld+json'>[[[[{\"@graph\":[".repeat(5_000),
        ),
        (
            "deep linked data",
            format!("<script type=application/ld+json>{}</script>", "[".repeat(200_000)),
        ),
        ("times", "<time datetime=x>x</time>".repeat(many)),
        (
            "figures",
            format!(
                "<meta property=og:image content='https://a.example/a.jpg'>{}",
                "<figure>".repeat(5_000)
            ),
        ),
    ] {
        let started = Instant::now();
        extract(page.as_bytes(), &Hint::default());
        let taken = started.elapsed();
        assert!(taken < LIMIT, "{name}: {taken:?}");
    }
}

fn page_soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<div class=related>",
        "</div>",
        "<h1>",
        "</h1>",
        "<a href='/x'>",
        "</a>",
        "<br>",
        "<table><tr><td>",
        "</table>",
        "<li>",
        "<ul>",
        "</ul>",
        "وصل الوفد إلى العاصمة مساء أمس، ",
        "اقرأ أيضاً: ",
        "المصدر: رويترز",
        "(أ ف ب)",
        "<time datetime='2024-05-01'>",
        "3 أيار 2024",
        "<title>خبر | موقع</title>",
        "<meta name=author content='سعاد'>",
        "<script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"x\"}</script>",
        "&nbsp;",
        "\u{200f}",
        "<figure><img src=a.jpg><figcaption>",
        "</figure>",
        "<blockquote>",
        "<meta property='article:published_time' content='",
        "9999999999'>",
        "<html lang=ar>",
        "<article>",
        "</article>",
        "by ",
        "، و ",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_page_gives_an_article(page in page_soup()) {
        let hint = Hint { url: Some("https://a.example/2024/5/1/x".into()), ..Hint::default() };
        let article = extract(page.as_bytes(), &hint);
        prop_assert_eq!(article.blocks.iter().filter(|block| block.text.trim().is_empty()).count(), 0);
        prop_assert_eq!(extract(page.as_bytes(), &hint), article);
    }

    #[test]
    fn any_bytes_give_an_article(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        extract(&bytes, &Hint::default());
    }

    #[test]
    fn any_feed_entry_gives_an_article(summary in page_soup()) {
        let entry = FeedEntry { summary_html: Some(summary), ..FeedEntry::default() };
        from_feed_entry(&entry, &Hint::default());
    }
}
