//! Real archives of other projects' test suites (warcio, the UK Web Archive), named by the variable
//! ISNAD_SMALL_SETS: the folder that small-sets.tar.xz of the shared data unpacks to.

use isnad_warc::{Reader, RecordKind, http_payload};
use std::path::PathBuf;

/// File, records read, stretches damaged, responses with a readable payload.
const EXPECTED: &[(&str, usize, usize, usize)] = &[
    ("arabic_pages.warc.gz", 29, 0, 29),
    (
        "ukwa/small-arcs-and-warcs/IAH-20080430204825-00000-blackbook-truncated.arc",
        9,
        0,
        7,
    ),
    (
        "ukwa/small-arcs-and-warcs/IAH-20080430204825-00000-blackbook-truncated.arc.gz",
        9,
        0,
        7,
    ),
    (
        "ukwa/small-arcs-and-warcs/IAH-20080430204825-00000-blackbook-truncated.warc",
        23,
        0,
        7,
    ),
    (
        "ukwa/small-arcs-and-warcs/IAH-20080430204825-00000-blackbook-truncated.warc.gz",
        23,
        0,
        7,
    ),
    ("ukwa/small-arcs-and-warcs/IAH-urls-wget.warc.gz", 36, 0, 16),
    (
        "ukwa/wikipedia-sopa-blackout-2012/wikipedia-blackout/sopa-wikipedia-homepage.warc.gz",
        164,
        0,
        74,
    ),
    ("warcio/test/data/bad.arc", 1, 3, 0),
    ("warcio/test/data/example-bad-non-chunked.warc.gz", 6, 0, 1),
    ("warcio/test/data/example-bad.warc.gz.bad", 6, 0, 2),
    ("warcio/test/data/example-digest.warc", 4, 0, 0),
    ("warcio/test/data/example-iana.org-chunked.warc", 3, 0, 1),
    ("warcio/test/data/example-resource.warc.gz", 3, 0, 0),
    ("warcio/test/data/example-space-in-target-uri.warc.gz", 2, 0, 0),
    ("warcio/test/data/example-space-in-url.arc", 1, 1, 0),
    ("warcio/test/data/example-trunc.warc", 3, 1, 0),
    ("warcio/test/data/example-wget-bad-target-uri.warc.gz", 6, 0, 1),
    ("warcio/test/data/example-wrong-chunks.warc.gz", 2, 0, 1),
    ("warcio/test/data/example.arc", 2, 0, 1),
    ("warcio/test/data/example.arc.gz", 2, 0, 1),
    ("warcio/test/data/example.warc", 6, 0, 1),
    ("warcio/test/data/example.warc.gz", 6, 0, 1),
    ("warcio/test/data/post-test.warc.gz", 6, 0, 3),
];

#[test]
fn foreign_archives_are_read_as_far_as_they_are_whole() {
    let Some(root) = std::env::var_os("ISNAD_SMALL_SETS").map(PathBuf::from) else {
        eprintln!("skipped: ISNAD_SMALL_SETS does not name the unpacked small sets");
        return;
    };
    let mut wrong = Vec::new();
    for (name, records, damaged, payloads) in EXPECTED {
        let path = root.join("warc_tests").join(name);
        let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut found = (0, 0, 0);
        for item in Reader::new(&bytes[..]) {
            match item {
                Ok(record) => {
                    found.0 += 1;
                    if record.kind == RecordKind::Response {
                        match http_payload(&record, 1 << 24) {
                            Ok(payload) => {
                                assert!(!payload.body.starts_with(&[0x1f, 0x8b]), "{name}: still compressed");
                                found.2 += 1;
                            }
                            Err(error) => eprintln!("{name} at {}: {:?} {error}", record.offset, record.target_uri),
                        }
                    }
                }
                Err(error) => {
                    eprintln!("{name}: {error}");
                    found.1 += 1;
                }
            }
        }
        if found != (*records, *damaged, *payloads) {
            wrong.push(format!("(\"{name}\", {}, {}, {}),", found.0, found.1, found.2));
        }
    }
    assert!(wrong.is_empty(), "found:\n{}", wrong.join("\n"));
}
