//! A record of an archive, and what is said of one that cannot be read.

/// What a record is. ARC records become the nearest kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// About the file: `warcinfo`, or the `filedesc:` record of an ARC file.
    Warcinfo,
    /// A full response of a protocol, for HTTP with its header.
    Response,
    /// A resource without the header of a protocol.
    Resource,
    /// A request.
    Request,
    /// About another record.
    Metadata,
    /// The content was seen before and stands elsewhere.
    Revisit,
    /// Another record in another form.
    Conversion,
    /// A further part of a record.
    Continuation,
    /// Any other name, as written.
    Other(String),
}

impl RecordKind {
    /// The kind that a `WARC-Type` names.
    pub fn from_name(name: &str) -> RecordKind {
        match name.trim().to_ascii_lowercase().as_str() {
            "warcinfo" => RecordKind::Warcinfo,
            "response" => RecordKind::Response,
            "resource" => RecordKind::Resource,
            "request" => RecordKind::Request,
            "metadata" => RecordKind::Metadata,
            "revisit" => RecordKind::Revisit,
            "conversion" => RecordKind::Conversion,
            "continuation" => RecordKind::Continuation,
            _ => RecordKind::Other(name.trim().to_owned()),
        }
    }

    /// Its `WARC-Type`.
    pub fn name(&self) -> &str {
        match self {
            RecordKind::Warcinfo => "warcinfo",
            RecordKind::Response => "response",
            RecordKind::Resource => "resource",
            RecordKind::Request => "request",
            RecordKind::Metadata => "metadata",
            RecordKind::Revisit => "revisit",
            RecordKind::Conversion => "conversion",
            RecordKind::Continuation => "continuation",
            RecordKind::Other(name) => name,
        }
    }
}

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Byte of the file where it begins; in a gzipped file, where the member begins that it begins in.
    pub offset: u64,
    /// What it is.
    pub kind: RecordKind,
    /// `WARC-Record-ID` as written, with its angle brackets; ARC records have none.
    pub id: Option<String>,
    /// Address, without the angle brackets that some writers put around it.
    pub target_uri: Option<String>,
    /// Time of capture, RFC 3339; an ARC date is rewritten to that.
    pub date: Option<String>,
    /// Content type of the body: `application/http; msgtype=response` where it begins with an HTTP header.
    pub content_type: Option<String>,
    /// All header fields in order; empty for ARC.
    pub headers: Vec<(String, String)>,
    /// The content block.
    pub body: Vec<u8>,
}

impl Record {
    /// The first header field called `name`, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(field, _)| field.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// Why a record cannot be given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// The file could not be read any further; the last item of a reader.
    #[error("the file cannot be read: {0}")]
    Input(String),
    /// The gzip member is broken or cut.
    #[error("gzip: {0}")]
    Gzip(String),
    /// The record ends early.
    #[error("the record ends after {found} of the {stated} bytes that it states")]
    Truncated {
        /// Bytes found.
        found: u64,
        /// Bytes stated.
        stated: u64,
    },
    /// Content-Length points into the middle of something.
    #[error("content length {stated} is wrong: no record ends there")]
    WrongLength {
        /// Bytes stated.
        stated: u64,
    },
    /// A header that is too long, cut or lacks what is needed.
    #[error("header: {0}")]
    Header(String),
    /// Larger than [`Limits`](crate::Limits) allow; skipped.
    #[error("body of {body_bytes} bytes is larger than the limit of {limit_bytes}")]
    TooLarge {
        /// Bytes of the body.
        body_bytes: u64,
        /// The limit.
        limit_bytes: u64,
    },
    /// Bytes between two records that belong to neither.
    #[error("{0} bytes that belong to no record")]
    Junk(u64),
}

/// A record or stretch of a file that could not be read; the reader goes on behind it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at byte {offset}: {reason}")]
pub struct DamagedRecord {
    /// Byte of the file where it begins; in a gzipped file, where its member begins.
    pub offset: u64,
    /// What is wrong.
    pub reason: Damage,
}
