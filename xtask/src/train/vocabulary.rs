//! Counts folded words over the Arabic corpora and writes the embedded vocabulary.
//!
//! Words that hold a digit, that are longer than [`LONGEST_CHARS`], or that stand in fewer than
//! [`FEWEST_DOCUMENTS`] documents are left out of the file (but count in the total). Words are counted
//! as they stand in text, clitics and all. Documents of the gold are not read, a repeated URL is read
//! once. The corpora hold glued words themselves: most are left out as too rare, some are not.

use super::corpus::Documents;
use anyhow::Context;
use std::collections::HashMap;
use std::fs::File;
use std::io::Write;
use std::path::Path;

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
    let mut tallies: HashMap<String, Tally> = HashMap::new();
    let mut documents = 0_u32;
    let mut total_words = 0_u64;
    let mut corpora = Documents::new(shared)?;
    corpora.each(|text| {
        documents += 1;
        let folded = isnad_text::fold(text);
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
            let tally = match tallies.get_mut(written) {
                Some(known) => known,
                None => tallies.entry(written.to_owned()).or_default(),
            };
            tally.count += 1;
            tally.starts += u32::from(is_start);
            tally.ends += u32::from(is_end);
            if tally.last_document != documents {
                tally.last_document = documents;
                tally.documents += 1;
            }
        }
    })?;
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
        "vocabulary: {documents} documents ({} held out or repeated), {total_words} words, {types} forms, {} kept, {} bytes",
        corpora.skipped,
        kept.len(),
        bytes.len()
    );
    Ok(())
}
