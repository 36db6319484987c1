//! Own archives, broken in every way that archives are found broken. Each costs one error that says
//! where, and the records around it are read.

use flate2::{Compression, write::GzEncoder};
use isnad_warc::{
    Damage, DamagedRecord, HttpError, Limits, MemberWriter, Reader, Record, RecordKind, RecordToWrite, http_payload,
};
use proptest::prelude::*;
use std::io::Write;

fn record(number: usize, body: &str) -> Vec<u8> {
    let header = format!(
        "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:test:{number}>\r\n\
         WARC-Target-URI: <https://a.example/{number}>\r\nWARC-Date: 2026-11-24T10:00:00Z\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [header.as_bytes(), body.as_bytes(), b"\r\n\r\n"].concat()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Three records of invented news.
fn three() -> [Vec<u8>; 3] {
    [
        "وصل الوفد إلى المرفأ صباحا",
        "أعلنت البلدية فتح الجسر",
        "نفى المتحدث ما نشر",
    ]
    .map(|body| body.repeat(40))
    .iter()
    .enumerate()
    .map(|(number, body)| record(number, body))
    .collect::<Vec<_>>()
    .try_into()
    .unwrap()
}

type Item = Result<Record, DamagedRecord>;

fn read(bytes: &[u8]) -> Vec<Item> {
    Reader::new(bytes).collect()
}

/// Last part of each record's address, `!` for damage.
fn outline(items: &[Item]) -> String {
    let mark = |item: &Item| match item {
        Ok(record) => record
            .target_uri
            .as_deref()
            .unwrap_or("?")
            .chars()
            .last()
            .unwrap_or('?'),
        Err(_) => '!',
    };
    items.iter().map(mark).collect()
}

fn damages(items: Vec<Item>) -> Vec<DamagedRecord> {
    items.into_iter().filter_map(Result::err).collect()
}

#[test]
fn plain_one_member_and_member_a_record_are_read_alike() {
    let records = three();
    let plain = records.concat();
    let members: Vec<u8> = records.iter().flat_map(|one| gzip(one)).collect();
    // As bgzip does it: members end anywhere.
    let blocks: Vec<u8> = plain.chunks(700).flat_map(gzip).collect();
    for (name, file) in [
        ("plain", &plain),
        ("whole", &gzip(&plain)),
        ("members", &members),
        ("blocks", &blocks),
    ] {
        assert_eq!(outline(&read(file)), "012", "{name}");
    }
    let second = read(&members).remove(1).unwrap();
    let alone = &members[second.offset as usize..];
    assert_eq!(outline(&read(alone)), "12");
}

#[test]
fn a_broken_member_costs_one_record() {
    let [one, two, three] = three().map(|bytes| gzip(&bytes));
    let mut broken = two.clone();
    let middle = broken.len() / 2;
    broken[middle..middle + 8].fill(0xff);
    let cut = two[..two.len() / 2].to_vec();
    for second in [broken, cut] {
        let items = read(&[one.as_slice(), &second, &three].concat());
        assert_eq!(outline(&items), "0!2");
        let damage = damages(items).remove(0);
        assert_eq!(damage.offset, one.len() as u64);
        assert!(matches!(damage.reason, Damage::Gzip(_)), "{damage}");
    }
    let items = read(&[one.as_slice(), b"junk between members", &three].concat());
    assert_eq!(outline(&items), "0!2");
}

#[test]
fn a_file_that_ends_early_says_how_much_is_there() {
    let plain = three().concat();
    let items = read(&plain[..plain.len() - 100]);
    assert_eq!(outline(&items), "01!");
    assert!(matches!(damages(items)[0].reason, Damage::Truncated { .. }));
    let members: Vec<u8> = three().iter().flat_map(|one| gzip(one)).collect();
    assert_eq!(outline(&read(&members[..members.len() - 40])), "01!");
}

#[test]
fn a_wrong_length_costs_one_record() {
    let [one, two, three] = three().map(|bytes| String::from_utf8(bytes).unwrap());
    let stated = |text: &str, change: i64| {
        let start = text.find("Content-Length: ").unwrap() + 16;
        let end = start + text[start..].find('\r').unwrap();
        let length = text[start..end].parse::<i64>().unwrap() + change;
        format!("{}{length}{}", &text[..start], &text[end..])
    };
    for change in [-300, 300, 100_000] {
        let plain = [one.as_str(), &stated(&two, change), &three].concat();
        assert_eq!(outline(&read(plain.as_bytes())), "0!2", "{change}");
    }
}

#[test]
fn junk_and_headers_that_lack_what_is_needed_are_passed_over() {
    let [one, two, three] = three();
    let items = read(&[one.as_slice(), b"<html>junk</html>\nmore\n", &two].concat());
    assert_eq!(outline(&items), "0!1");
    assert_eq!(damages(items)[0].reason, Damage::Junk(23));
    let no_length = b"WARC/1.0\r\nWARC-Type: resource\r\n\r\nbody\r\n\r\n";
    let items = read(&[one.as_slice(), no_length, &three].concat());
    assert_eq!(outline(&items), "0!2");
    assert_eq!(
        damages(items)[0].to_string(),
        format!("at byte {}: header: no Content-Length", one.len())
    );
    let endless = [b"WARC/1.0\r\nX: ".as_slice(), &b"a".repeat(300_000), b"\r\n\r\n"].concat();
    let items = read(&[endless.as_slice(), &two].concat());
    assert_eq!(outline(&items), "!1");
}

#[test]
fn a_body_over_the_limit_is_skipped() {
    let large = record(7, &"x".repeat(200_000));
    let plain = [large, record(8, "small")].concat();
    for file in [plain.clone(), gzip(&plain)] {
        let items: Vec<Item> = Reader::with_limits(&file[..], Limits { body_bytes: 1000 }).collect();
        assert_eq!(outline(&items), "!8");
        let expected = Damage::TooLarge {
            body_bytes: 200_000,
            limit_bytes: 1000,
        };
        assert_eq!(damages(items)[0].reason, expected);
    }
}

#[test]
fn empty_and_foreign_files_are_no_records() {
    assert!(read(b"").is_empty());
    assert!(read(b"\r\n\r\n").is_empty());
    assert_eq!(outline(&read(b"\x00\x01\x02 not an archive")), "!");
    assert_eq!(outline(&read(&gzip(b"not an archive"))), "!");
}

#[test]
fn an_input_error_ends_the_stream_once() {
    struct Failing;
    impl std::io::Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("cable pulled"))
        }
    }
    let one = record(0, "body");
    let input = std::io::BufReader::new(std::io::Read::chain(&one[..], Failing));
    let items: Vec<Item> = Reader::new(input).take(5).collect();
    assert_eq!(outline(&items), "0!");
    assert!(damages(items)[0].to_string().contains("cable pulled"));
}

fn response(header: &str, body: &[u8]) -> Record {
    Record {
        offset: 0,
        kind: RecordKind::Response,
        id: None,
        target_uri: None,
        date: None,
        content_type: None,
        headers: Vec::new(),
        body: [format!("HTTP/1.1 200 OK\r\n{header}\r\n\r\n").as_bytes(), body].concat(),
    }
}

#[test]
fn http_bodies_are_decoded_where_the_bytes_bear_the_header_out() {
    let body = |header: &str, bytes: &[u8]| http_payload(&response(header, bytes), 1000).map(|payload| payload.body);
    let zipped = gzip(b"<p>news</p>");
    let plain = Ok(b"<p>news</p>".to_vec());
    assert_eq!(body("Content-Encoding: gzip", &zipped), plain);
    assert_eq!(body("Content-Encoding: gzip", b"<p>news</p>"), plain);
    assert_eq!(
        body("Transfer-Encoding: chunked", b"b\r\n<p>news</p>\r\n0\r\n\r\n"),
        plain
    );
    assert_eq!(body("Transfer-Encoding: chunked", b"<p>news</p>"), plain);
    assert_eq!(
        body("Content-Encoding: br", b"x"),
        Err(HttpError::Encoding("br".into()))
    );
    assert!(matches!(
        body("Content-Encoding: gzip", &zipped[..15]),
        Err(HttpError::Broken { .. })
    ));
    assert_eq!(
        body("Content-Encoding: gzip", &gzip(&[b'a'; 5000])),
        Err(HttpError::TooLarge(1000))
    );
    let payload = http_payload(&response("content-type: text/html", b""), 9).unwrap();
    assert_eq!(
        (payload.status, payload.content_type.as_deref()),
        (200, Some("text/html"))
    );
}

proptest! {
    #[test]
    fn what_is_written_is_read(bodies in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..200), 1..5), uri in "[ -~ء-ي\\r\\n]{0,30}") {
        let mut writer = MemberWriter::new(1);
        let mut file = Vec::new();
        let mut offsets = Vec::new();
        for body in &bodies {
            offsets.push(file.len() as u64);
            let record = RecordToWrite {
                kind: &RecordKind::Metadata, id: "<urn:x>", target_uri: Some(&uri), date: "2026-11-24T10:00:00Z",
                content_type: None, headers: &[("X-Note", "a\r\nb")], body,
            };
            let lengths = writer.write_record(&mut file, &record).unwrap();
            prop_assert_eq!(file.len() as u64 - offsets.last().unwrap(), lengths.member_bytes);
        }
        let records: Vec<Record> = Reader::new(&file[..]).map(Result::unwrap).collect();
        let found: Vec<_> = records.iter().map(|record| (record.offset, record.body.clone())).collect();
        prop_assert_eq!(found, offsets.into_iter().zip(bodies).collect::<Vec<_>>());
        prop_assert_eq!(records[0].header("x-note"), Some("a  b"));
    }

    /// Whatever is done to an archive, the reader ends and does not panic.
    #[test]
    fn no_bytes_panic(edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12), cut in any::<prop::sample::Index>(), zipped in any::<bool>()) {
        let mut file: Vec<u8> = match zipped {
            true => three().iter().flat_map(|one| gzip(one)).collect(),
            false => three().concat(),
        };
        for (place, byte) in &edits {
            let index = place.index(file.len());
            file[index] = *byte;
        }
        file.truncate(cut.index(file.len()) + 1);
        for record in Reader::new(&file[..]).take(1000).flatten() {
            let _ = http_payload(&Record { kind: RecordKind::Response, ..record }, 1000);
        }
        prop_assert!(Reader::new(&file[..]).count() < 1000);
    }
}
