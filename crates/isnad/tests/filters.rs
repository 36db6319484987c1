//! The filters and their bad input: one clear error each that says what and where, nothing lost, the stream
//! goes on, the exit code tells.

mod common;

use common::{filter, json_lines, stderr_of};
use std::io::Write;

fn page(title: &str) -> String {
    let body = "<p>افتتح مجلس مدينة رملة الوادي صباح اليوم سوقا جديدة للحبوب على ضفة النهر، بحضور مئات من التجار والمزارعين.</p>"
        .repeat(3);
    format!("<!doctype html><html lang=ar><title>{title}</title><article><h1>{title}</h1>{body}</article></html>")
}

fn html_line(id: &str) -> String {
    serde_json::json!({"id": id, "html": page(id), "url": format!("https://a.example/{id}")}).to_string()
}

#[test]
fn extract_keeps_the_order_of_its_input() {
    let lines: Vec<String> = (0..2000).map(|number| html_line(&format!("page-{number}"))).collect();
    let output = filter(&["extract"], lines.join("\n").as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", stderr_of(&output));
    let ids: Vec<String> = json_lines(&output)
        .iter()
        .map(|article| article["id"].as_str().unwrap().into())
        .collect();
    assert_eq!(
        ids,
        (0..2000).map(|number| format!("page-{number}")).collect::<Vec<_>>()
    );
}

#[test]
fn a_bad_record_is_named_and_the_stream_goes_on() {
    let input = format!("{}\nnot json\n{{\"id\":\"x\"}}\n{}", html_line("a"), html_line("b"));
    let output = filter(&["extract"], input.as_bytes());
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(json_lines(&output).len(), 2);
    let errors = stderr_of(&output);
    assert!(errors.contains("stdin:2: ") && errors.contains("stdin:3: "), "{errors}");
    assert_eq!(errors.lines().count(), 2, "{errors}");
}

#[test]
fn bad_input_gives_one_error_and_exit_code_1() {
    for (what, input, reason) in [
        ("empty", Vec::new(), "is empty"),
        ("binary", b"\x7fELF\0\0\0\x01\x02".to_vec(), "is binary"),
        (
            "truncated gzip",
            b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x4b".to_vec(),
            "cannot be read",
        ),
    ] {
        let output = filter(&["extract"], &input);
        let errors = stderr_of(&output);
        assert_eq!(output.status.code(), Some(1), "{what}: {errors}");
        assert_eq!(errors.lines().count(), 1, "{what}: {errors}");
        assert!(
            errors.starts_with("error: stdin: ") && errors.contains(reason),
            "{what}: {errors}"
        );
    }
}

#[test]
fn a_line_of_any_length_is_skipped_in_bounded_memory() {
    let mut input = html_line("before").into_bytes();
    input.extend_from_slice(b"\n{\"html\":\"");
    input.resize(input.len() + (70 << 20), b'x');
    input.extend_from_slice(format!("\"}}\n{}", html_line("after")).as_bytes());
    let output = filter(&["extract"], &input);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(json_lines(&output).len(), 2);
    let errors = stderr_of(&output);
    assert!(
        errors.contains("stdin:2: is a line of") && errors.lines().count() == 1,
        "{errors}"
    );
}

#[test]
fn a_hundred_thousand_nested_tags_are_read() {
    let nested = format!("<!doctype html><title>عمق</title>{}<p>نص</p>", "<div>".repeat(100_000));
    let output = filter(&["extract"], nested.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", stderr_of(&output));
    assert_eq!(json_lines(&output)[0]["title"], "عمق");
}

#[test]
fn a_page_in_windows_1256_that_claims_utf_8_is_read() {
    let word: &[u8] = &[0xc7, 0xe1, 0xe3, 0xcf, 0xed, 0xe4, 0xc9]; // المدينة
    let mut bytes = b"<!doctype html><meta charset=utf-8><title>".to_vec();
    for _ in 0..20 {
        bytes.extend_from_slice(word);
        bytes.push(b' ');
    }
    bytes.extend_from_slice(b"</title><p>x</p>");
    let output = filter(&["extract"], &bytes);
    assert_eq!(output.status.code(), Some(0), "{}", stderr_of(&output));
    let title = json_lines(&output)[0]["title"].as_str().unwrap().to_owned();
    assert!(title.starts_with("المدينة المدينة"), "{title}");
}

#[test]
fn a_full_disk_is_said_and_is_exit_code_1() {
    if !std::path::Path::new("/dev/full").exists() {
        eprintln!("skipped: this system has no /dev/full");
        return;
    }
    let output = filter(&["extract", "-o", "/dev/full"], html_line("a").as_bytes());
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr_of(&output).contains("output cannot be written"),
        "{}",
        stderr_of(&output)
    );
}

#[test]
fn wrong_usage_is_exit_code_2() {
    assert_eq!(filter(&["extract", "--no-such-flag"], b"").status.code(), Some(2));
    assert_eq!(filter(&["extract", "--jobs", "0"], b"").status.code(), Some(2));
}

#[test]
fn folders_files_and_gzip_are_read_in_order_of_names() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("b.html"), page("ثانية")).unwrap();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(html_line("a").as_bytes()).unwrap();
    std::fs::write(folder.path().join("a.jsonl.gz"), gzip.finish().unwrap()).unwrap();
    let output = filter(&["extract", folder.path().to_str().unwrap(), "no/such/file"], b"");
    assert_eq!(output.status.code(), Some(3));
    let ids: Vec<String> = json_lines(&output)
        .iter()
        .map(|article| article["id"].as_str().unwrap().into())
        .collect();
    assert_eq!(ids, ["a", "b.html"]);
    assert!(
        stderr_of(&output).contains("no/such/file: cannot be read"),
        "{}",
        stderr_of(&output)
    );
}

#[test]
fn link_tells_copies_and_stories_of_analysed_input() {
    let news = common::invented_news(200).join("\n");
    let output = filter(&["link"], news.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", stderr_of(&output));
    let lines = json_lines(&output);
    assert_eq!(lines.len(), 200);
    let line_of = |id: &str| lines.iter().find(|line| line["id"] == id);
    let told_twice = (1..)
        .find(|event| line_of(&format!("news-{event}-1")).is_some())
        .unwrap();
    let first = line_of(&format!("news-{told_twice}-0")).unwrap();
    let copy = line_of(&format!("news-{told_twice}-1")).unwrap();
    assert_eq!(copy["story"], first["story"]);
    let copies = copy["copies"].as_array().unwrap();
    let of_first = copies
        .iter()
        .find(|found| found["of"] == first["id"])
        .expect("a copy of the first telling");
    assert_eq!(of_first["kind"], "copy");
}

#[test]
fn link_follow_tells_the_same_story_as_link() {
    let news = common::invented_news(200).join("\n");
    let lines = json_lines(&filter(&["link"], news.as_bytes()));
    let output = filter(&["link", "--follow"], news.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", stderr_of(&output));
    let mut stories = std::collections::BTreeMap::new();
    for event in json_lines(&output) {
        let text_of = |key: &str| event[key].as_str().unwrap_or_default().to_owned();
        match event["event"].as_str() {
            Some("assigned") => {
                assert!(event["copies"].is_array() && event["joined"]["because"].is_array());
                assert_eq!(stories.insert(text_of("id"), text_of("story")), None, "assigned once");
            }
            Some("moved") => assert_eq!(stories.insert(text_of("id"), text_of("story")), Some(text_of("from"))),
            Some("merged") => assert_ne!(event["from"], event["into"]),
            other => panic!("no such event: {other:?}"),
        }
    }
    assert_eq!(stories.len(), lines.len());
    for line in lines {
        assert_eq!(
            Some(line["story"].as_str().unwrap()),
            stories[line["id"].as_str().unwrap()].as_str().into()
        );
    }
}

#[test]
fn analyse_gives_a_reading_for_each_article() {
    let output = filter(&["analyse"], common::invented_news(20).join("\n").as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", stderr_of(&output));
    let readings = json_lines(&output);
    assert_eq!(readings.len(), 20);
    assert!(
        readings
            .iter()
            .all(|reading| reading["language"] == "ar" && !reading["keywords"][0]["text"].is_null())
    );
}

#[test]
fn repair_takes_scraped_text_apart() {
    let text = "افتتاح سوق الحبوب في رملة الوادي\nتاريخ النشر: 3 مايو 2031\nافتتح مجلس المدينة السوق صباح اليوم.\nالمصدر: وكالات\n";
    let output = filter(&["repair"], text.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", stderr_of(&output));
    let article = &json_lines(&output)[0];
    assert_eq!(article["title"], "افتتاح سوق الحبوب في رملة الوادي");
    assert_eq!(article["published"]["time"], "2031-05-03");
    assert_eq!(article["blocks"].as_array().unwrap().len(), 1);
}
