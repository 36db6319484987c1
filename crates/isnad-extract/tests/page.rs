//! Whole pages, written for the purpose, as sites build them.

use isnad_extract::{Hint, extract};
use isnad_model::{Article, BlockKind, Direction, Precision};

const PAGE: &str = r#"<!doctype html><html lang="ar"><head>
<title>افتتاح جسر جديد فوق النهر - صحيفة الجبل</title>
<meta property="og:site_name" content="صحيفة الجبل"><meta property="article:section" content="محليات">
<meta property="og:image" content="/images/bridge.jpg">
</head><body>
<nav><a href="/">الرئيسية</a> <a href="/local">محليات</a></nav>
<div class="content"><h1>افتتاح جسر جديد فوق النهر</h1>
<div class="post-meta">بقلم <a rel="author" href="/a/7">سعاد حداد</a> <span>تاريخ النشر: 12 أيار 2024 - 10:35</span></div>
<figure><img src="/images/bridge.jpg"><figcaption>الجسر الجديد</figcaption></figure>
<div class="article-body">
<p>افتتح المحافظ صباح اليوم جسرا جديدا فوق النهر، بعد عامين من العمل المتواصل في المشروع.</p>
<p>وقال في كلمته إن الجسر يخدم أكثر من عشرين قرية، ويختصر الطريق إلى المدينة نصف ساعة.</p>
<p><strong>اقرأ أيضاً:</strong> <a href="/news/41">تأهيل الطريق الساحلي يبدأ الشهر المقبل</a></p>
<h2>مراحل المشروع</h2>
<p>بدأت الأعمال في الربيع، وتوقفت مرتين بسبب الفيضان، ثم استؤنفت بتمويل من وزارة النقل.</p>
<ul><li>المرحلة الأولى: الأساسات، واستغرقت ثمانية أشهر.</li><li>المرحلة الثانية: الهيكل، وانتهت في الخريف.</li></ul>
<p>المصدر: رويترز</p>
</div>
<div class="share-buttons">شارك <a href="https://social.example">انشر</a></div>
<div class="related-posts"><h3>مواضيع ذات صلة</h3><ul><li><a href="/news/39">وزارة النقل تعلن خطة جديدة للطرق الريفية</a></li></ul></div>
<div id="comments"><p>تعليق طويل من أحد القراء، يقول فيه إن الجسر تأخر كثيرا وإن الناس انتظروه أعواما طويلة.</p></div>
</div></body></html>"#;

fn read() -> Article {
    let hint = Hint {
        id: "a1".into(),
        url: Some("https://aljabal.example/news/40".into()),
        captured: Some("2024-05-12T12:00:00Z".into()),
        ..Hint::default()
    };
    extract(PAGE.as_bytes(), &hint)
}

#[test]
fn the_body_is_the_articles_own_text() {
    let kinds: Vec<BlockKind> = read().blocks.iter().map(|block| block.kind).collect();
    use BlockKind::*;
    assert_eq!(kinds, [Paragraph, Paragraph, Heading, Paragraph, ListItem, ListItem]);
}

#[test]
fn links_to_other_articles_are_related() {
    let related = read().related;
    let titles: Vec<&str> = related.iter().map(|link| link.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "تأهيل الطريق الساحلي يبدأ الشهر المقبل",
            "وزارة النقل تعلن خطة جديدة للطرق الريفية"
        ]
    );
    assert_eq!(related[0].url.as_deref(), Some("https://aljabal.example/news/41"));
}

#[test]
fn title_people_and_place_are_read() {
    let article = read();
    assert_eq!(article.title.as_deref(), Some("افتتاح جسر جديد فوق النهر"));
    assert_eq!(article.authors, ["سعاد حداد"]);
    assert_eq!((article.credit.len(), article.credit[0].name.as_str()), (1, "رويترز"));
    assert_eq!(article.site.as_deref(), Some("صحيفة الجبل"));
    assert_eq!(article.section.as_deref(), Some("محليات"));
    assert_eq!(
        (article.language.as_deref(), article.direction),
        (Some("ar"), Some(Direction::Rtl))
    );
    let image = article.image.unwrap();
    assert_eq!(
        (image.url.as_str(), image.caption.as_deref()),
        ("https://aljabal.example/images/bridge.jpg", Some("الجسر الجديد"))
    );
}

#[test]
fn the_visible_date_is_read_with_its_evidence() {
    let published = read().published.unwrap();
    assert_eq!(
        (published.time.as_str(), published.precision),
        ("2024-05-12T10:35", Precision::Minute)
    );
    assert!(
        published.evidence.starts_with("text: تاريخ النشر"),
        "{}",
        published.evidence
    );
}

#[test]
fn a_second_article_on_the_page_is_embedded() {
    let one = "<p>وصل الوفد إلى العاصمة مساء أمس، وكان في استقباله عدد من المسؤولين والصحفيين.</p>".repeat(6);
    let two = "<p>توقفت حركة القطارات صباحا، ثم عادت بعد ساعات إلى طبيعتها على الخطوط كلها.</p>".repeat(4);
    let page = format!(
        "<main><article><h1>وصول الوفد</h1>{one}</article><article><h2>القطارات تعود</h2>{two}</article></main>"
    );
    let hint = Hint {
        id: "a1".into(),
        ..Hint::default()
    };
    let article = extract(page.as_bytes(), &hint);
    assert_eq!((article.blocks.len(), article.embedded.len()), (6, 1));
    let other = &article.embedded[0];
    assert_eq!(
        (other.id.as_str(), other.title.as_deref(), other.blocks.len()),
        ("a1#1", Some("القطارات تعود"), 4)
    );
    assert_eq!(other.language.as_deref(), Some("ar"));
}

#[test]
fn the_parts_of_a_report_stay_together() {
    let part = |city: &str| {
        let line = format!("<p>وصل الوفد إلى {city} مساء أمس، وكان في استقباله عدد من المسؤولين والصحفيين.</p>");
        format!("<article><h2>{city}</h2>{}</article>", line.repeat(3))
    };
    let page = format!(
        "<main><h1>جولة الوفد</h1>{}{}{}</main>",
        part("حلب"),
        part("حمص"),
        part("حماة")
    );
    let article = extract(page.as_bytes(), &Hint::default());
    assert_eq!((article.blocks.len(), article.embedded.len()), (12, 0));
}

#[test]
fn the_text_behind_a_script_is_taken_from_linked_data() {
    let body = "وصل الوفد إلى العاصمة مساء أمس، وكان في استقباله عدد من المسؤولين.\\n".repeat(8);
    let page = format!(
        "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"وصول الوفد\",\"articleBody\":\"{body}\"}}</script><p>حمّل الصفحة"
    );
    assert_eq!(extract(page.as_bytes(), &Hint::default()).blocks.len(), 8);
}

/// Three paragraphs of news, each of them different.
const PARAGRAPHS: [&str; 3] = [
    "أعلنت البلدية صباح اليوم بدء أعمال الصيانة في الجسر القديم، وقالت إنها تستمر شهرين كاملين.",
    "وأوضح رئيسها أن حركة السير ستحول إلى الطريق الجنوبي، داعيا السكان إلى التعاون مع الشرطة.",
    "ورحب التجار بالقرار، لكنهم طالبوا بأن تنجز الأعمال ليلا، حتى لا تتأثر حركة الأسواق القريبة.",
];

fn texts(article: &Article) -> Vec<&str> {
    article.blocks.iter().map(|block| block.text.as_str()).collect()
}

#[test]
fn a_pointer_within_a_paragraph_leaves_it() {
    let [first, second, third] = PARAGRAPHS;
    let page = format!(
        "<h1>صيانة الجسر القديم</h1><div><p>{first}</p><p>{second} <strong>اقرأ أيضا: \
         <a href='/news/9'>حركة السير تعود إلى الطريق الشمالي</a></strong> ثم عاد إلى مكتبه.</p><p>{third}</p></div>"
    );
    let article = extract(page.as_bytes(), &Hint::default());
    assert_eq!(texts(&article), [first, &format!("{second} ثم عاد إلى مكتبه."), third]);
    assert_eq!(article.related[0].title, "حركة السير تعود إلى الطريق الشمالي");
}

#[test]
fn a_credit_in_a_box_after_the_text_is_read() {
    let body = PARAGRAPHS.map(|text| format!("<p>{text}</p>")).concat();
    for page in [
        format!("<h1>صيانة الجسر القديم</h1><div>{body}<p class='credit'>المصدر: صحيفة الجبل</p></div>"),
        format!("<h1>صيانة الجسر القديم</h1><div class='text'>{body}</div><div class='line'>المصدر: صحيفة الجبل</div>"),
    ] {
        let article = extract(page.as_bytes(), &Hint::default());
        assert_eq!(texts(&article), PARAGRAPHS, "{page}");
        assert_eq!(
            article.credit.first().map(|credit| credit.name.as_str()),
            Some("صحيفة الجبل"),
            "{page}"
        );
    }
}

#[test]
fn a_longer_article_below_does_not_take_the_place_of_the_first() {
    let body = PARAGRAPHS.map(|text| format!("<p>{text}</p>")).concat();
    let page = format!(
        "<main><article><h1>صيانة الجسر القديم</h1>{body}</article><article><h1>افتتاح حديقة جديدة</h1>\
         <p>افتتحت الحديقة مساء أمس بحضور مئات العائلات، وعزفت فرقة المدينة ألحانا قديمة حتى منتصف الليل.</p>\
         <p>وتضم الحديقة ملاعب للأطفال ومقاعد خشبية، ويسقيها نظام جديد يوفر نصف الماء كما تقول البلدية.</p>\
         <p>وقال مهندسها إن الأشجار اختيرت من الجبال القريبة، حتى تتحمل الصيف من غير سقاية كثيرة كل يوم.</p>\
         <p>وستبقى أبوابها مفتوحة حتى العاشرة ليلا، على أن تغلق يوما واحدا في الأسبوع لأعمال التنظيف.</p></article></main>"
    );
    let article = extract(
        page.as_bytes(),
        &Hint {
            id: "a".into(),
            ..Hint::default()
        },
    );
    assert_eq!(texts(&article), PARAGRAPHS);
    let embedded: Vec<_> = article.embedded.iter().map(|other| other.title.as_deref()).collect();
    assert_eq!(embedded, [Some("افتتاح حديقة جديدة")]);
}

#[test]
fn the_outlet_that_is_known_leaves_the_title() {
    let page = format!(
        "<title>نشرة الجبل :: صيانة الجسر القديم</title><p>{}</p>",
        PARAGRAPHS[0]
    );
    let hint = Hint {
        source: Some("نشرة الجبل".into()),
        ..Hint::default()
    };
    assert_eq!(
        extract(page.as_bytes(), &hint).title.as_deref(),
        Some("صيانة الجسر القديم")
    );
}

#[test]
fn a_link_that_points_elsewhere_leaves_the_running_paragraph() {
    let text = "<p>وصل الوفد إلى العاصمة مساء أمس، وكان في استقباله عدد من المسؤولين والصحفيين.</p>".repeat(4);
    let page = format!(
        "<h1>وصول الوفد</h1><article>{text}<p>وقال رئيس الوفد إن الزيارة ناجحة. اقرأ أيضا: \
         <a href='/2'>افتتاح رصيف جديد للعبارات</a> وأضاف أن الاتفاق يوقع غدا، بحضور الوزيرين.</p>{text}</article>"
    );
    let hint = Hint {
        url: Some("https://news.example/1".into()),
        ..Hint::default()
    };
    let article = extract(page.as_bytes(), &hint);
    let texts: Vec<&str> = article.blocks.iter().map(|block| block.text.as_str()).collect();
    assert!(
        texts.contains(&"وقال رئيس الوفد إن الزيارة ناجحة. وأضاف أن الاتفاق يوقع غدا، بحضور الوزيرين."),
        "{texts:#?}"
    );
    assert_eq!(article.related[0].title, "افتتاح رصيف جديد للعبارات");
    assert_eq!(article.related[0].url.as_deref(), Some("https://news.example/2"));
}

#[test]
fn a_byline_without_mark_up_is_read() {
    let text = "<p>وصل الوفد إلى العاصمة مساء أمس، وكان في استقباله عدد من المسؤولين والصحفيين.</p>".repeat(4);
    let page = format!("<h1>وصول الوفد</h1><div><font color=red>بقلم: سعاد حداد</font>{text}</div>");
    assert_eq!(extract(page.as_bytes(), &Hint::default()).authors, ["سعاد حداد"]);
}

/// Paragraphs of which a wall hides all but the first five from readers; linked data states the whole text in one line.
fn walled_page() -> String {
    let paragraphs: Vec<String> = (1..=14)
        .map(|day| {
            format!("في {day} أيار وصل الوفد إلى مدينة أخرى، والتقى رؤساء البلديات، ثم زار الجسر الجديد فوق النهر.")
        })
        .collect();
    let written = |texts: &[String]| texts.iter().map(|text| format!("<p>{text}</p>")).collect::<String>();
    format!(
        "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"جولة الوفد في المدن\",\
         \"articleBody\":\"{}\"}}</script><h1>جولة الوفد في المدن</h1>\
         <article>{}<div hidden><h3>بقية الجولة</h3>{}</div></article>",
        paragraphs.concat(),
        written(&paragraphs[..5]),
        written(&paragraphs[5..])
    )
}

#[test]
fn what_a_wall_hides_is_read_with_its_paragraphs_where_linked_data_states_it() {
    let article = extract(walled_page().as_bytes(), &Hint::default());
    let headings: Vec<usize> = (0..article.blocks.len())
        .filter(|at| article.blocks[*at].kind == BlockKind::Heading)
        .collect();
    assert_eq!((article.blocks.len(), headings), (15, vec![5]), "{:?}", texts(&article));
}

#[test]
fn what_is_hidden_and_not_stated_is_left_out() {
    let page = walled_page().replace("articleBody", "description");
    let article = extract(page.as_bytes(), &Hint::default());
    assert_eq!(article.blocks.len(), 5, "{:?}", texts(&article));
}

#[test]
fn the_caption_of_a_picture_in_a_plain_paragraph_is_left_out() {
    let page = "<h1>افتتاح الجسر</h1><article><p>افتتح المحافظ صباح اليوم جسرا جديدا فوق النهر، بعد عامين من العمل.</p>\
        <p>الجسر الجديد قبل افتتاحه (صورة: وكالة النهر)</p>\
        <p>وقال في كلمته إن الجسر يخدم أكثر من عشرين قرية، ويختصر الطريق إلى المدينة نصف ساعة.</p></article>";
    assert_eq!(extract(page.as_bytes(), &Hint::default()).blocks.len(), 2);
}
