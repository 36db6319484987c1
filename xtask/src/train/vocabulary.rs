//! Counts folded words over the Arabic corpora and writes the embedded vocabulary.
//!
//! Words that hold a digit, that are longer than [`LONGEST_CHARS`], or that stand in fewer than
//! [`FEWEST_DOCUMENTS`] documents are left out of the file (but count in the total). Words are counted
//! as they stand in text, clitics and all. Documents of the gold are not read, a repeated URL is read
//! once. The corpora hold glued words themselves: most are left out as too rare, some are not.

use anyhow::Context;
use flate2::read::MultiGzDecoder;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

const CORPORA: [&str; 3] = ["ant-multisource", "ant-jawhara", "saudinewsnet"];
const LONGEST_CHARS: usize = 24;
const FEWEST_DOCUMENTS: u32 = 2;

#[derive(Default)]
struct Tally {
    count: u32,
    documents: u32,
    last_document: u32,
    starts: u32,
    ends: u32,
}

impl Tally {
    fn pack(&self) -> u64 {
        isnad_text::vocabulary::pack(self.count, self.documents, self.starts, self.ends)
    }
}

/// True if what stands between two words ends a sentence: a stop with white space after it, or a line's end.
fn is_sentence_break(between: &str) -> bool {
    between.is_empty() || between.contains('\n') || {
        let mut after_stop = between.split(['.', '!', '?', '؟']).skip(1);
        after_stop.any(|rest| rest.contains(' '))
    }
}

/// Makes the file `to` from the corpora in `shared`.
pub fn train(shared: &Path, to: &Path) -> anyhow::Result<()> {
    let held_out = super::gold::held_out(shared)?;
    let mut tallies: HashMap<String, Tally> = HashMap::new();
    let mut documents = 0_u32;
    let mut total_words = 0_u64;
    let mut skipped = 0_u32;
    for corpus in CORPORA {
        let path = shared.join(format!("data/{corpus}.jsonl.gz"));
        let file = File::open(&path).with_context(|| format!("opening {}", path.display()))?;
        let mut urls = BTreeSet::new();
        for (index, line) in BufReader::new(MultiGzDecoder::new(file)).lines().enumerate() {
            let row: Value = serde_json::from_str(&line?).with_context(|| format!("{corpus} line {}", index + 1))?;
            let field = |name: &str| row[name].as_str().unwrap_or("").to_owned();
            let (id, url) = (field("id"), field("url"));
            let is_held_out = held_out.contains(&id)
                || held_out.contains(&url)
                || (corpus == "saudinewsnet" && held_out.contains(&format!("saudinewsnet:{index}")));
            if is_held_out || !urls.insert(url) {
                skipped += 1;
                continue;
            }
            documents += 1;
            let text = format!("{}\n{}\n{}", field("title"), field("text"), field("content"));
            let folded = isnad_text::fold(&text);
            let mut previous_end = 0;
            for word in isnad_text::words(&folded) {
                let written = word.of(&folded);
                let is_start = is_sentence_break(&folded[previous_end..word.start]);
                previous_end = word.end;
                if written.chars().any(char::is_numeric) {
                    continue;
                }
                let is_end = is_sentence_break(folded[word.end..].split(char::is_alphanumeric).next().unwrap_or(""));
                total_words += 1;
                if !tallies.contains_key(written) {
                    tallies.insert(written.to_owned(), Tally::default());
                }
                let tally = tallies.get_mut(written).context("a word just counted")?;
                tally.count += 1;
                tally.starts += u32::from(is_start);
                tally.ends += u32::from(is_end);
                if tally.last_document != documents {
                    tally.last_document = documents;
                    tally.documents += 1;
                }
            }
        }
    }
    let types = tallies.len();
    let mut kept: Vec<(String, Tally)> = tallies
        .into_iter()
        .filter(|(word, tally)| tally.documents >= FEWEST_DOCUMENTS && word.chars().count() <= LONGEST_CHARS)
        .collect();
    kept.sort_by(|a, b| a.0.cmp(&b.0));
    let mut map = fst::MapBuilder::memory();
    for (word, tally) in &kept {
        map.insert(word, tally.pack())?;
    }
    let mut bytes = Vec::new();
    bytes.extend_from_slice(&documents.to_le_bytes());
    bytes.extend_from_slice(&total_words.to_le_bytes());
    bytes.extend_from_slice(&map.into_inner()?);
    File::create(to)
        .and_then(|mut file| file.write_all(&bytes))
        .with_context(|| format!("writing {}", to.display()))?;
    println!(
        "vocabulary: {documents} documents ({skipped} held out or repeated), {total_words} words, {types} forms, {} kept, {} bytes",
        kept.len(),
        bytes.len()
    );
    Ok(())
}
