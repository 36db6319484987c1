//! Pages made to hurt, in any size: reading one must take time linear in its length.

/// A page of a size.
pub type Page = fn(usize) -> String;

/// Names and pages.
pub const ALL: [(&str, Page); 37] = [
    ("nested blocks", |size| nested(size, "<div>", "</div>")),
    ("nested blocks with classes", |size| {
        nested(size, "<div class='related comment'>", "</div>")
    }),
    ("nested articles", |size| {
        nested(size, "<article><h1>a</h1>", "</article>")
    }),
    ("nested quotes and lists", |size| nested(size, "<ul><li>", "</ul>")),
    ("unclosed links", |size| {
        within("<a href=x>some words, and more. ".repeat(MANY * size))
    }),
    ("unclosed formatting", |size| within("<b><p>".repeat(MANY * size))),
    ("unclosed comment", |size| {
        within(format!("<!--{}", "- -- a".repeat(MANY * size)))
    }),
    ("unclosed attribute", |size| {
        within(format!("<a href='{}", "x y <p>".repeat(MANY * size)))
    }),
    ("many attributes", |size| {
        let attributes: String = (0..MANY * size)
            .map(|at| format!(" data-a{at}='b' class=related"))
            .collect();
        within(format!("<p{attributes}>{PARAGRAPH}</p>"))
    }),
    ("a long class", |size| {
        within(format!(
            "<p class='{}'>{PARAGRAPH}</p>",
            "a-related ".repeat(MANY * size)
        ))
    }),
    ("tables of data", |size| {
        within("<table><tr><td>one<td>2<tr><td>three<td>4</table>".repeat(MANY / 4 * size))
    }),
    ("nested tables", |size| {
        within("<table><tr><td>one<td>two<tr><td>".repeat(MANY / 4 * size))
    }),
    ("a table of many rows", |size| {
        within(format!("<table>{}</table>", "<tr><td>one<td>2".repeat(MANY * size)))
    }),
    ("paragraphs", |size| {
        within(format!("<p>{PARAGRAPH}</p>").repeat(MANY / 20 * size))
    }),
    ("line breaks", |size| within("some words.<br>".repeat(MANY * size))),
    ("links to other articles", |size| {
        within("<p><b>Read also: <a href=/a>another article of the day</a></b> and more.</p>".repeat(MANY / 10 * size))
    }),
    ("headings", |size| {
        within("<h1>a headline of the day</h1>".repeat(MANY / 4 * size))
    }),
    ("bylines", |size| {
        within("<p class=author>by Jane Doe, 3 May 2024</p>".repeat(MANY / 10 * size))
    }),
    ("figures", |size| {
        let figure = "<figure><img src=/a.jpg><figcaption>a picture</figcaption></figure>";
        within(format!(
            "<meta property=og:image content=/b.jpg>{}",
            figure.repeat(MANY / 4 * size)
        ))
    }),
    ("linked data", |size| {
        let items = "{\"@type\":\"Article\",\"name\":\"a\",\"author\":{\"@id\":\"x\"}},".repeat(MANY / 4 * size);
        within(format!("<script type='application/ld+json'>[{items}{{}}]</script>"))
    }),
    ("nested formatting", |size| nested(size, "<i>", "</i>")),
    ("paragraphs in nested formatting", |size| {
        let paragraphs = "<p>some words.</p>".repeat(MANY * size);
        within(format!("{}{paragraphs}", "<i>".repeat(MANY * size)))
    }),
    ("nested quotes with text", |size| {
        within("<blockquote>some words, and more. ".repeat(MANY * size))
    }),
    ("nested sections with text", |size| {
        within("<div>some words, and more. ".repeat(MANY * size))
    }),
    ("empty links", |size| {
        within(format!(
            "<p>{PARAGRAPH} Read also: {}",
            "<a href=/x></a>".repeat(MANY * size)
        ))
    }),
    ("text between blocks", |size| {
        within("word <p>word</p>".repeat(MANY * size))
    }),
    ("headings over links", |size| {
        let headings = "<p>Related articles</p>".repeat(MANY / 4 * size);
        within(headings + &"<p><a href=/x>another article of the day</a></p>".repeat(MANY / 4 * size))
    }),
    ("nested headlines", |size| {
        nested(size, "<span itemprop=headline>", "</span>")
    }),
    ("a heading of many parts", |size| {
        within(format!(
            "<h1>The bridge{} is built</h1>",
            "<b> </b>".repeat(MANY * size)
        ))
    }),
    ("nested bylines", |size| nested(size, "<span class=author>", "</span>")),
    ("nested dates", |size| {
        nested(size, "<span itemprop=datePublished>", "</span>")
    }),
    ("nested times", |size| nested(size, "<time>", "</time>")),
    ("nested figures", |size| {
        let page = nested(size, "<figure>", "</figure>");
        format!("<meta property=og:image content=https://news.example/b.jpg>{page}")
    }),
    ("authors in meta elements", |size| {
        let authors: String = (0..MANY / 4 * size)
            .map(|at| format!("<meta name=author content='Jane Doe{at}'>"))
            .collect();
        within(authors + &"<p>one line of the page</p>".repeat(MANY / 4 * size))
    }),
    ("linked authors", |size| {
        let authors: String = (0..MANY / 4 * size)
            .map(|at| format!("{{\"@id\":\"{at}\"}},"))
            .collect();
        let article = format!("{{\"@type\":\"Article\",\"headline\":\"a\",\"author\":[{authors}{{}}]}}");
        within(format!("<script type='application/ld+json'>{article}</script>"))
    }),
    ("articles beside each other", |size| {
        let article = format!(
            "<article><h2>a title</h2>{}</article>",
            format!("<p>{PARAGRAPH}</p>").repeat(4)
        );
        within(article.repeat(MANY / 40 * size))
    }),
    ("tags", |size| {
        within("<a rel=tag href=/t>bridge</a> ".repeat(MANY / 2 * size))
    }),
];

/// Of what is small, so many times; four times as many in the largest page.
const MANY: usize = 25_000;

const PARAGRAPH: &str = "The council met on Monday, and after a long debate it agreed to build the bridge. \
    Work begins in spring, said the mayor, and should end within two years.";

fn within(what: String) -> String {
    format!("<title>The bridge is built</title><body><h1>The bridge is built</h1><p>{PARAGRAPH}</p>{what}")
}

fn nested(size: usize, open: &str, close: &str) -> String {
    let depth = MANY * size;
    within(format!(
        "{}<p>{PARAGRAPH}</p>{}",
        open.repeat(depth),
        close.repeat(depth)
    ))
}
