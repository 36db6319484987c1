//! Walks paths and cuts them into items.

use super::lines::{Line, next_line};
use super::{InputContent, InputItem, InputKind, kind::SNIFF_BYTES, sniff};
use flate2::bufread::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How to read.
#[derive(Clone, Debug)]
pub struct InputOptions {
    /// A line, page, feed or record above this is an error.
    pub max_item_bytes: usize,
    /// Counts the bytes read from files and streams so far, as they lie there (gzip not removed).
    pub bytes_read: Arc<AtomicU64>,
}

impl Default for InputOptions {
    fn default() -> Self {
        InputOptions {
            max_item_bytes: 64 << 20,
            bytes_read: Arc::default(),
        }
    }
}

/// Sum of the sizes of all files below `paths`; `None` where one is standard input or cannot be looked at.
pub fn total_bytes(paths: &[PathBuf]) -> Option<u64> {
    let mut waiting = paths.to_vec();
    let mut total = 0;
    while let Some(next) = waiting.pop() {
        let metadata = std::fs::metadata(&next).ok()?;
        if metadata.is_dir() {
            waiting.extend(sorted_entries(&next).ok()?);
        } else {
            total += metadata.len();
        }
    }
    Some(total)
}

/// Counts what passes through.
struct Counted<R> {
    inner: R,
    bytes_read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read_bytes = self.inner.read(buffer)?;
        self.bytes_read.fetch_add(read_bytes as u64, Ordering::Relaxed);
        Ok(read_bytes)
    }
}

/// Where the items go; `Break` stops the reading.
type Sink<'a> = &'a mut dyn FnMut(InputItem) -> ControlFlow<()>;

/// Reads every path in order; `-` is standard input, a folder is walked in order of names.
pub fn read_paths(paths: &[PathBuf], options: &InputOptions, sink: Sink) -> ControlFlow<()> {
    for path in paths {
        if path.as_os_str() == "-" {
            let counted = Counted {
                inner: io::stdin().lock(),
                bytes_read: options.bytes_read.clone(),
            };
            read_stream(&mut BufReader::with_capacity(1 << 16, counted), "stdin", options, sink)?;
        } else {
            read_path(path, options, sink)?;
        }
    }
    ControlFlow::Continue(())
}

/// Reads one file, or every file below a folder in order of names.
pub fn read_path(path: &Path, options: &InputOptions, sink: Sink) -> ControlFlow<()> {
    let mut waiting = vec![path.to_path_buf()];
    while let Some(next) = waiting.pop() {
        let place = next.display().to_string();
        let metadata = match std::fs::metadata(&next) {
            Ok(metadata) => metadata,
            Err(error) => {
                unreadable(&next, format!("cannot be read: {error}"), sink)?;
                continue;
            }
        };
        if metadata.is_dir() {
            match sorted_entries(&next) {
                Ok(entries) => waiting.extend(entries.into_iter().rev()),
                Err(error) => unreadable(&next, format!("folder cannot be listed: {error}"), sink)?,
            }
            continue;
        }
        match File::open(&next) {
            Ok(file) => {
                let mut input = BufReader::with_capacity(
                    1 << 16,
                    Counted {
                        inner: file,
                        bytes_read: options.bytes_read.clone(),
                    },
                );
                read_named(&mut input, &place, &name_of(&next), options, sink)?;
            }
            Err(error) => unreadable(&next, format!("cannot be opened: {error}"), sink)?,
        }
    }
    ControlFlow::Continue(())
}

/// Reads one stream, whose kind is told by its first bytes.
pub fn read_stream(input: &mut impl BufRead, place: &str, options: &InputOptions, sink: Sink) -> ControlFlow<()> {
    read_named(input, place, place, options, sink)
}

fn read_named(
    input: &mut impl BufRead,
    place: &str,
    name: &str,
    options: &InputOptions,
    sink: Sink,
) -> ControlFlow<()> {
    let source = Source {
        place,
        name,
        max_item_bytes: options.max_item_bytes,
    };
    let mut start = Vec::with_capacity(SNIFF_BYTES);
    if let Err(error) = input.take(SNIFF_BYTES as u64).read_to_end(&mut start) {
        return source.skip(format!("cannot be read: {error}"), sink);
    }
    let is_gzip = start.starts_with(b"\x1f\x8b");
    let kind = if is_gzip {
        sniff(&unzipped_start(&start))
    } else {
        sniff(&start)
    };
    let mut whole = (&start[..]).chain(input);
    match (kind, is_gzip) {
        // the WARC reader walks gzip members itself, so that damage to one does not end the file
        (InputKind::Warc, _) => source.read_warc(&mut whole, sink),
        (_, false) => source.read(kind, &mut whole, sink),
        (_, true) => {
            let mut unzipped = BufReader::with_capacity(1 << 16, MultiGzDecoder::new(whole));
            source.read(kind, &mut unzipped, sink)
        }
    }
}

/// What the first bytes of a gzip stream unzip to; as much as there is when it is cut off.
fn unzipped_start(start: &[u8]) -> Vec<u8> {
    let mut unzipped = vec![0; SNIFF_BYTES];
    let mut decoder = MultiGzDecoder::new(start);
    let mut filled = 0;
    while filled < unzipped.len() {
        match decoder.read(&mut unzipped[filled..]) {
            Ok(0) | Err(_) => break,
            Ok(read_bytes) => filled += read_bytes,
        }
    }
    unzipped.truncate(filled);
    unzipped
}

/// One file or stream and what its items have in common.
struct Source<'a> {
    place: &'a str,
    name: &'a str,
    max_item_bytes: usize,
}

impl Source<'_> {
    fn read(&self, kind: InputKind, input: &mut impl BufRead, sink: Sink) -> ControlFlow<()> {
        match kind {
            InputKind::Empty => match input.read(&mut [0]) {
                Err(error) => self.skip(format!("cannot be read: {error}"), sink),
                Ok(_) => self.skip("is empty".to_owned(), sink),
            },
            InputKind::Binary => self.skip("is binary, neither text, HTML, a feed nor WARC".to_owned(), sink),
            InputKind::JsonLines => self.read_lines(input, sink),
            InputKind::Warc => self.read_warc(input, sink),
            InputKind::Html | InputKind::Feed | InputKind::Opml | InputKind::Text => self.read_file(kind, input, sink),
        }
    }

    fn read_file(&self, kind: InputKind, input: &mut impl BufRead, sink: Sink) -> ControlFlow<()> {
        let mut bytes = Vec::new();
        let limit = self.max_item_bytes as u64;
        match input.take(limit + 1).read_to_end(&mut bytes) {
            Err(error) => self.skip(format!("cannot be read to its end: {error}"), sink),
            Ok(_) if bytes.len() as u64 > limit => self.skip(format!("is larger than {limit} bytes"), sink),
            Ok(_) => self.give(self.place.to_owned(), Ok(InputContent::File { kind, bytes }), sink),
        }
    }

    fn read_lines(&self, input: &mut impl BufRead, sink: Sink) -> ControlFlow<()> {
        let mut number: u64 = 0;
        loop {
            let line = next_line(input, self.max_item_bytes);
            number += 1;
            let place = format!("{}:{number}", self.place);
            let content = match line {
                Ok(None) => return ControlFlow::Continue(()),
                Ok(Some(Line::Whole(bytes))) if bytes.iter().all(u8::is_ascii_whitespace) => continue,
                Ok(Some(Line::Whole(bytes))) => match String::from_utf8(bytes) {
                    Ok(text) => Ok(InputContent::JsonLine(text.trim_start_matches('\u{feff}').to_owned())),
                    Err(error) => Err(format!("is not UTF-8 at byte {}", error.utf8_error().valid_up_to())),
                },
                Ok(Some(Line::TooLong(bytes))) => Err(format!(
                    "is a line of {bytes} bytes, above the limit of {}",
                    self.max_item_bytes
                )),
                Err(error) => {
                    return self.give(
                        place,
                        Err(format!("cannot be read: {error}; what follows is lost")),
                        sink,
                    );
                }
            };
            self.give(place, content, sink)?;
        }
    }

    fn read_warc(&self, input: &mut impl BufRead, sink: Sink) -> ControlFlow<()> {
        for next in isnad_warc::Reader::new(input) {
            let (offset, content) = match next {
                Ok(record) => (record.offset, Ok(InputContent::Warc(Box::new(record)))),
                Err(damaged) => (damaged.offset, Err(damaged.reason.to_string())),
            };
            self.give(format!("{}@{offset}", self.place), content, sink)?;
        }
        ControlFlow::Continue(())
    }

    fn skip(&self, reason: String, sink: Sink) -> ControlFlow<()> {
        self.give(self.place.to_owned(), Err(reason), sink)
    }

    fn give(&self, place: String, content: Result<InputContent, String>, sink: Sink) -> ControlFlow<()> {
        sink(InputItem {
            place,
            name: self.name.to_owned(),
            content,
        })
    }
}

fn unreadable(path: &Path, reason: String, sink: Sink) -> ControlFlow<()> {
    let place = path.display().to_string();
    Source {
        place: &place,
        name: &name_of(path),
        max_item_bytes: 0,
    }
    .skip(reason, sink)
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}

fn sorted_entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries = std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn items_of(bytes: &[u8], max_item_bytes: usize) -> Vec<(String, Result<String, String>)> {
        let mut items = Vec::new();
        let mut sink = |item: InputItem| {
            let content = item.content.map(|content| match content {
                InputContent::JsonLine(line) => line,
                InputContent::File { kind, bytes } => format!("{kind:?} {}", bytes.len()),
                InputContent::Warc(_) => "warc".to_owned(),
            });
            items.push((item.place, content));
            ControlFlow::Continue(())
        };
        let flow = read_stream(
            &mut &bytes[..],
            "in",
            &InputOptions {
                max_item_bytes,
                ..InputOptions::default()
            },
            &mut sink,
        );
        assert!(flow.is_continue());
        items
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn bad_lines_name_their_place_and_the_stream_goes_on() {
        let bytes = b"{\"id\":1}\n\n\xff{\n{\"long\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxx\"}\n{\"id\":2}";
        let items = items_of(bytes, 20);
        assert_eq!(items[0], ("in:1".to_owned(), Ok("{\"id\":1}".to_owned())));
        assert_eq!(items[1], ("in:3".to_owned(), Err("is not UTF-8 at byte 0".to_owned())));
        assert!(items[2].1.as_ref().unwrap_err().contains("above the limit of 20"));
        assert_eq!(items[3], ("in:5".to_owned(), Ok("{\"id\":2}".to_owned())));
    }

    #[test]
    fn gzip_is_read_directly_and_a_cut_one_says_so_after_what_was_whole() {
        let lines: String = (0..5000).map(|n| format!("{{\"id\":{}}}\n", n * 7919)).collect();
        let whole = gzip(lines.as_bytes());
        assert_eq!(items_of(&whole, 1 << 20).len(), 5000);
        let cut = items_of(&whole[..whole.len() / 2], 1 << 20);
        let (last, before) = cut.split_last().unwrap();
        assert!(last.1.as_ref().unwrap_err().contains("cannot be read"), "{last:?}");
        assert!(before.len() > 100 && before.iter().all(|(_, content)| content.is_ok()));
    }

    #[test]
    fn empty_and_binary_input_give_one_error_each() {
        assert_eq!(items_of(b"", 1 << 20), [("in".to_owned(), Err("is empty".to_owned()))]);
        assert!(
            items_of(b"\x00\x01\x02", 1 << 20)[0]
                .1
                .as_ref()
                .unwrap_err()
                .contains("binary")
        );
    }

    #[test]
    fn a_missing_path_is_an_item_with_its_reason() {
        let mut reasons = Vec::new();
        let flow = read_path(Path::new("no/such/file"), &InputOptions::default(), &mut |item| {
            reasons.push((item.place, item.content.unwrap_err()));
            ControlFlow::Continue(())
        });
        assert!(flow.is_continue() && reasons.len() == 1 && reasons[0].0 == "no/such/file");
    }
}
