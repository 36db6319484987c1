//! WARC and ARC records, read and written, malformed ones too.
