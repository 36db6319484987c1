//! Writing WARC 1.1, one gzip member a record, so that each can be read alone by its offset.

use crate::record::RecordKind;
use flate2::{Compress, Compression, Crc, FlushCompress, Status};
use std::io::{Error, Result, Write};

/// A record to write.
#[derive(Clone, Copy, Debug)]
pub struct RecordToWrite<'a> {
    /// What it is.
    pub kind: &'a RecordKind,
    /// `WARC-Record-ID` with its angle brackets.
    pub id: &'a str,
    /// Address.
    pub target_uri: Option<&'a str>,
    /// Time of capture, RFC 3339.
    pub date: &'a str,
    /// Content type of the body.
    pub content_type: Option<&'a str>,
    /// Further fields.
    pub headers: &'a [(&'a str, &'a str)],
    /// The content block.
    pub body: &'a [u8],
}

/// What a record took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lengths {
    /// Bytes of the gzip member.
    pub member_bytes: u64,
    /// Bytes of the record within it.
    pub record_bytes: u64,
}

/// Writes gzip members; keeps the state of the compressor between records.
pub struct MemberWriter {
    compress: Compress,
    record: Vec<u8>,
    member: Vec<u8>,
}

impl MemberWriter {
    /// A writer that compresses at `level`, 0 to 9.
    pub fn new(level: u32) -> MemberWriter {
        MemberWriter {
            compress: Compress::new(Compression::new(level.min(9)), false),
            record: Vec::new(),
            member: Vec::new(),
        }
    }

    /// Writes one record as one gzip member.
    pub fn write_record(&mut self, out: &mut impl Write, record: &RecordToWrite<'_>) -> Result<Lengths> {
        self.record.clear();
        put_record(&mut self.record, record);
        self.member.clear();
        self.member.extend_from_slice(&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
        self.deflate()?;
        let mut crc = Crc::new();
        crc.update(&self.record);
        self.member.extend_from_slice(&crc.sum().to_le_bytes());
        self.member.extend_from_slice(&crc.amount().to_le_bytes());
        out.write_all(&self.member)?;
        Ok(Lengths {
            member_bytes: self.member.len() as u64,
            record_bytes: self.record.len() as u64,
        })
    }

    /// Writes the `warcinfo` record that opens a file; `fields` are lines such as `software: isnad`.
    pub fn write_warcinfo(
        &mut self,
        out: &mut impl Write,
        id: &str,
        date: &str,
        fields: &[(&str, &str)],
    ) -> Result<Lengths> {
        let mut body = String::new();
        for (name, value) in fields {
            body.push_str(&format!("{name}: {}\r\n", one_line(value)));
        }
        let record = RecordToWrite {
            kind: &RecordKind::Warcinfo,
            id,
            target_uri: None,
            date,
            content_type: Some("application/warc-fields"),
            headers: &[],
            body: body.as_bytes(),
        };
        self.write_record(out, &record)
    }

    fn deflate(&mut self) -> Result<()> {
        self.compress.reset();
        let mut taken = 0;
        loop {
            self.member.reserve(self.record.len() / 2 + 1024);
            let before = self.compress.total_in();
            let rest = &self.record[taken..];
            let status = self
                .compress
                .compress_vec(rest, &mut self.member, FlushCompress::Finish)
                .map_err(Error::other)?;
            taken += (self.compress.total_in() - before) as usize;
            if status == Status::StreamEnd {
                return Ok(());
            }
        }
    }
}

fn put_record(out: &mut Vec<u8>, record: &RecordToWrite<'_>) {
    out.extend_from_slice(b"WARC/1.1\r\n");
    put_field(out, "WARC-Type", record.kind.name());
    put_field(out, "WARC-Record-ID", record.id);
    put_field(out, "WARC-Date", record.date);
    if let Some(uri) = record.target_uri {
        put_field(out, "WARC-Target-URI", uri);
    }
    if let Some(content_type) = record.content_type {
        put_field(out, "Content-Type", content_type);
    }
    for (name, value) in record.headers {
        put_field(out, name, value);
    }
    put_field(out, "Content-Length", &record.body.len().to_string());
    out.extend_from_slice(b"\r\n");
    out.extend_from_slice(record.body);
    out.extend_from_slice(b"\r\n\r\n");
}

fn put_field(out: &mut Vec<u8>, name: &str, value: &str) {
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b": ");
    out.extend_from_slice(one_line(value).as_bytes());
    out.extend_from_slice(b"\r\n");
}

/// A value cannot end its line: control characters become spaces.
fn one_line(value: &str) -> String {
    value
        .chars()
        .map(|character| if character.is_control() { ' ' } else { character })
        .collect()
}
