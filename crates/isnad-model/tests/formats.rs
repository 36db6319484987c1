//! The JSON of the model is a public contract: snapshots hold its shape, and every example of docs/FORMATS.md is read.
//!
//! An example is a block that opens with ```` ```json NAME ````; NAME says what the code makes of it ([`read`]). Blocks
//! that other crates write (`search`, `export`, `status`) are held to the fields that they share with the model.

use isnad_model::{
    Article, Basis, Block, BlockKind, ClaimedTime, Copy, CopyKind, CopyOrigin, Credit, Difference, Direction, Features,
    FeedEntry, Grade, Image, Joined, Keyword, LinkEvent, Linked, Mention, Name, NameKind, Precision, Reading, Related,
    Repair, SpanIn, Zone,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

const FORMATS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/FORMATS.md"));

fn claimed(time: &str, precision: Precision, zone: Zone, evidence: &str) -> ClaimedTime {
    ClaimedTime {
        time: time.into(),
        precision,
        zone,
        evidence: evidence.into(),
    }
}

fn minimal() -> Article {
    Article {
        id: "a1".into(),
        ..Article::default()
    }
}

/// An article with every field and every kind of block.
fn full() -> Article {
    let kinds = [
        (BlockKind::Paragraph, "وصل الوفد."),
        (BlockKind::Heading, "جولة ثانية"),
        (BlockKind::Quote, "سنعود"),
        (BlockKind::ListItem, "أولا"),
        (BlockKind::Caption, "الوفد في المطار"),
        (BlockKind::Table, "المدينة\tالعدد\nالميناء\t14"),
        (BlockKind::Preformatted, "  سطر"),
    ];
    Article {
        id: "a1".into(),
        url: Some("https://shira.example/77?utm_source=rss".into()),
        source: Some("الشراع".into()),
        captured: Some("2030-03-01T10:00:00Z".into()),
        title: Some("وصول الوفد".into()),
        language: Some("ar".into()),
        direction: Some(Direction::Rtl),
        published: Some(claimed(
            "2030-03-01T09:30:00+03:00",
            Precision::Second,
            Zone::Stated,
            "json-ld datePublished",
        )),
        modified: Some(claimed("2030-03-01", Precision::Day, Zone::Unknown, "text: آخر تحديث")),
        authors: vec!["سلمى الخطيب".into()],
        site: Some("الشراع".into()),
        credit: vec![Credit {
            name: "وكالة الساحل".into(),
            text: "المصدر: وكالة الساحل".into(),
        }],
        blocks: kinds.map(|(kind, text)| Block::new(kind, text)).into(),
        related: vec![
            Related {
                title: "رصيف جديد".into(),
                url: Some("https://shira.example/70".into()),
            },
            Related {
                title: "موسم الصيد".into(),
                url: None,
            },
        ],
        embedded: vec![Article {
            id: "a1#1".into(),
            ..Article::default()
        }],
        tags: vec!["سياسة".into()],
        section: Some("محليات".into()),
        image: Some(Image {
            url: "https://shira.example/i.jpg".into(),
            caption: Some("الوفد".into()),
        }),
        repairs: vec![Repair {
            block: 0,
            kind: "glue".into(),
            before: "السلاحوجاء".into(),
            after: "السلاح وجاء".into(),
        }],
        basis: Basis::Text,
    }
}

fn reading() -> Reading {
    Reading {
        id: "a1".into(),
        language: Some("ar".into()),
        keywords: vec![
            Keyword {
                text: "خفر السواحل".into(),
                score: 1.5,
                variants: vec!["لخفر السواحل".into()],
            },
            Keyword {
                text: "عبارة".into(),
                score: 0.5,
                variants: Vec::new(),
            },
        ],
        names: vec![Name {
            text: "سلمى الخطيب".into(),
            kind: NameKind::Person,
            key: "سلمي الخطيب".into(),
            mentions: vec![
                Mention {
                    start: 4,
                    end: 25,
                    text: "سلمى الخطيب".into(),
                    within: Some(SpanIn::Title),
                },
                Mention {
                    start: 40,
                    end: 52,
                    text: "الخطيب".into(),
                    within: None,
                },
            ],
        }],
        statistics: 1,
        features: Features::default(),
    }
}

fn linked() -> Linked {
    let copy = |kind, grade, from, gap_seconds| Copy {
        of: "sahel-1".into(),
        kind,
        contained: 0.75,
        containing: 0.5,
        grade,
        from,
        gap_seconds,
        evidence: vec!["this credits وكالة الساحل".into()],
        differences: vec![Difference {
            this: [0, 4],
            other: [0, 0],
        }],
    };
    let article = CopyOrigin::Article("sahel-1".into());
    let agency = CopyOrigin::Agency {
        agency: "واس".into()
    };
    Linked {
        id: "shira-77".into(),
        first_story: "shira-77".into(),
        story: "sahel-1".into(),
        origin: Some("وكالة الساحل".into()),
        copies: vec![
            copy(CopyKind::Copy, Grade::Proven, Some(article), Some(5400)),
            copy(CopyKind::EditedCopy, Grade::Likely, Some(agency), Some(-60)),
            copy(CopyKind::Partial, Grade::SharedSource, None, None),
        ],
        joined: Joined {
            because: vec!["عبارة".into()],
            score: 0.5,
        },
    }
}

/// Writes a value, reads it back, and holds that nothing changed.
fn comes_back<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
    let written = serde_json::to_string(value).expect("plain data");
    let read: T = serde_json::from_str(&written).unwrap_or_else(|error| panic!("{error}: {written}"));
    assert_eq!(&read, value);
}

#[test]
fn an_article_with_all_its_fields() {
    insta::assert_json_snapshot!(full());
    comes_back(&full());
}

#[test]
fn an_article_without_any_leaves_them_out() {
    insta::assert_json_snapshot!(minimal());
    comes_back(&minimal());
    let bare: Article = serde_json::from_value(json!({"id": "a1", "title": null, "field of tomorrow": 1})).unwrap();
    assert_eq!(bare, minimal());
}

#[test]
fn a_reading_keeps_its_features_to_itself() {
    insta::assert_json_snapshot!(reading());
    comes_back(&reading());
}

#[test]
fn a_linked_article_with_each_kind_grade_and_origin() {
    insta::assert_json_snapshot!(linked());
    comes_back(&linked());
}

#[test]
fn a_feed_entry() {
    let entry = FeedEntry {
        id: "urn:shira:77".into(),
        url: Some("https://shira.example/77".into()),
        title: Some("وصول الوفد".into()),
        summary_html: Some("<p>وصل الوفد.</p>".into()),
        content_html: None,
        published: ClaimedTime::from_written("2030-03-01T09:30:00+03:00", "rss pubDate"),
        updated: None,
        authors: vec!["سلمى الخطيب".into()],
        categories: vec!["محليات".into()],
        language: Some("ar".into()),
    };
    insta::assert_json_snapshot!(entry);
    comes_back(&entry);
}

#[test]
fn a_claimed_time_is_read_as_an_object_or_as_written() {
    let forms = [
        "2030-03-01T09:30:15+03:00",
        "2030-03-01T09:30:15Z",
        "2030-03-01T09:30",
        "2030-03-01T09",
        "2030-03-01",
        "2030-03",
    ];
    let read: Vec<ClaimedTime> = forms
        .iter()
        .map(|form| serde_json::from_value(json!(form)).unwrap())
        .collect();
    insta::assert_json_snapshot!(read);
    read.iter().for_each(comes_back);
    let object = json!({"time": "2030-03-01", "precision": "day", "zone": "source", "evidence": "text"});
    let stated: ClaimedTime = serde_json::from_value(object.clone()).unwrap();
    assert_eq!(serde_json::to_value(stated).unwrap(), object);
}

#[test]
fn what_is_no_claimed_time_is_refused() {
    for wrong in [json!("yesterday"), json!(1_900_000_000), json!({"time": "2030-03-01"})] {
        assert!(serde_json::from_value::<ClaimedTime>(wrong.clone()).is_err(), "{wrong}");
    }
}

/// One example of docs/FORMATS.md: its name and its text.
fn examples() -> Vec<(&'static str, &'static str)> {
    let mut found = Vec::new();
    let mut rest = FORMATS;
    while let Some(at) = rest.find("\n```json ") {
        let (name, block) = rest[at + "\n```json ".len()..]
            .split_once('\n')
            .expect("a block has lines");
        let end = block.find("\n```").expect("a block is closed");
        found.push((name.trim(), &block[..end]));
        rest = &block[end..];
    }
    found
}

/// Reads an example as what its name says, and holds that the code writes the same fields and values.
fn read<T: Serialize + DeserializeOwned>(name: &str, written: &Value) {
    let value: T = serde_json::from_value(written.clone()).unwrap_or_else(|error| panic!("{name}: {error}: {written}"));
    let again = serde_json::to_value(&value).expect("plain data");
    // Numbers pass through 32 bits, so compare them as those.
    assert_eq!(narrow(&again), narrow(written), "{name} is not what the code writes");
}

fn narrow(value: &Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => json!(number.as_f64().unwrap_or_default() as f32),
        Value::Array(list) => list.iter().map(narrow).collect(),
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), narrow(value))).collect(),
        other => other.clone(),
    }
}

/// Fields of `written` by name, with those of `extra` taken out; all of these must have been there.
fn without(written: &Value, extra: &[&str]) -> Value {
    let mut fields = written.as_object().expect("an object").clone();
    for name in extra {
        assert!(fields.remove(*name).is_some(), "{name} is missing in {written}");
    }
    Value::Object(fields)
}

#[test]
fn every_example_of_the_formats_document_is_what_the_code_writes() {
    let mut seen = Vec::new();
    for (name, text) in examples() {
        let written: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}: {text}"));
        seen.push(name);
        match name {
            "Article" => read::<Article>(name, &written),
            "Reading" => read::<Reading>(name, &written),
            "Linked" => read::<Linked>(name, &written),
            "LinkEvent" => read::<LinkEvent>(name, &written),
            "FeedEntry" => read::<FeedEntry>(name, &written),
            "ClaimedTime" => read::<ClaimedTime>(name, &written),
            "export" => read::<Article>(name, &without(&written, &["article_id", "story", "origin"])),
            "search" => {
                for hit in written["hits"].as_array().expect("hits are a list") {
                    read::<ClaimedTime>("published of a hit", &hit["published"]);
                    read::<Basis>("basis of a hit", &hit["basis"]);
                }
            }
            // Input: what `Record` of isnad-extract reads is an article but for its content and bare times.
            "input" => {
                serde_json::from_value::<Article>(written).unwrap_or_else(|error| panic!("{name}: {error}: {text}"));
            }
            other => panic!("no test knows the example «{other}»: name it here"),
        }
    }
    for wanted in [
        "Article",
        "Reading",
        "Linked",
        "LinkEvent",
        "FeedEntry",
        "ClaimedTime",
        "export",
        "search",
        "input",
    ] {
        assert!(seen.contains(&wanted), "docs/FORMATS.md has no example «{wanted}»");
    }
}
