//! WARC and ARC records, read and written, malformed ones too.
//!
//! What: [`Reader`] streams the records of WARC 0.17 to 1.1 and ARC 1 and 2 files that are gzipped a
//! record a member, gzipped as a whole, or plain; [`http_payload`] reads the HTTP response inside a
//! record; [`MemberWriter`] writes WARC 1.1, one gzip member a record.
//!
//! Why an own reader: archives in the wild are cut, padded, mislabelled and concatenated. One bad record
//! must cost one [`DamagedRecord`] that says where and why, and the stream must go on after it.
//!
//! Limits: bytes only, no I/O of its own beyond the `BufRead` and `Write` it is given. Memory is bounded
//! by [`Limits`] a record. Brotli inside HTTP is refused with an error. Segmented records
//! (`continuation`) are given as they stand. Digests are not checked.
//!
//! Source: ISO 28500:2017 (WARC 1.1), the Internet Archive's ARC file format (1996), RFC 1952 (gzip),
//! RFC 9112 (chunked transfer coding).
//!
//! ```
//! use isnad_warc::{MemberWriter, Reader, RecordKind, RecordToWrite};
//! let mut file = Vec::new();
//! let record = RecordToWrite {
//!     kind: &RecordKind::Resource,
//!     id: "<urn:isnad:1>",
//!     target_uri: Some("https://a.example/1"),
//!     date: "2026-11-24T10:00:00Z",
//!     content_type: Some("text/html"),
//!     headers: &[],
//!     body: "<p>وصل الوفد</p>".as_bytes(),
//! };
//! MemberWriter::new(1).write_record(&mut file, &record).unwrap();
//! let read = Reader::new(&file[..]).next().unwrap().unwrap();
//! assert_eq!(read.target_uri.as_deref(), Some("https://a.example/1"));
//! ```

mod arc_header;
mod chunked;
mod content_encoding;
mod decoded;
mod http;
mod raw;
mod reader;
mod record;
mod warc_header;
mod writer;

pub use http::{HttpError, HttpPayload, http_payload};
pub use reader::{Limits, Reader};
pub use record::{Damage, DamagedRecord, Record, RecordKind};
pub use writer::{Lengths, MemberWriter, RecordToWrite};
