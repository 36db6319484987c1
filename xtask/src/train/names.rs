//! Learns the names tagger: word classes and word table from unlabelled news, then the weights from marked text.
//!
//! In order: classes of words by the company they keep (`classes`); a first tagger from marked text and lists; what this
//! one finds in the unlabelled news, looking at the places of words and not at the words, makes the word table, that is how
//! often each word is part of a name of each kind; the shipped tagger knows the table too. A tagger that has seen a text tells too much about its words, so each half of
//! the marked text is given the table that the other half's tagger made.
//! Sources: marked text of gold/names (Arabic WikiNews, CC BY); corpora as for the vocabulary, only counts and
//! classes of their words enter a file. Documents of the gold are not read.

mod classes;
mod crf;
mod labelled;
mod tally;
mod varied;

use super::corpus::Documents;
use anyhow::{Context, Result};
use crf::{Example, SETTINGS};
use isnad_analyse::names::clitics;
use isnad_analyse::names::kind::kind_of;
use isnad_analyse::names::lexicon::Forms;
use isnad_analyse::names::model::Model;
use isnad_analyse::names::table::{Entry, Table, step};
use isnad_analyse::names::{feature, sentence};
use labelled::Labelled;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

const COARSE_CLASSES: usize = 64;
const FINE_CLASSES: usize = 256;
const ROUNDS: usize = 6;
/// Words less frequent than this have no class.
const FEWEST: u32 = 5;
/// Words that stand less often in tagged news have no kinds.
const FEWEST_TAGGED: u32 = 2;
/// Marked lines that follow one another are of one article; they go into the same half.
const LINES_TOGETHER: usize = 24;

/// Variants made of each marked text, with other names, and how much each counts.
const VARIANTS: usize = 6;
const VARIANT_WEIGHT: f32 = 0.5;

type Entries = BTreeMap<String, Entry>;

/// Learns the classes and writes them, with nothing known of kinds yet, to `to`.
pub fn train_classes(shared: &Path, to: &Path) -> Result<()> {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut counts: Vec<u32> = Vec::new();
    let mut stream: Vec<u32> = Vec::new();
    let mut bare_of: HashMap<String, u32> = HashMap::new();
    const BREAK: u32 = u32::MAX;
    Documents::new(shared)?.each(|text| {
        let folded = isnad_text::fold(text);
        for found in isnad_text::sentences(&folded) {
            let part = found.of(&folded);
            for word in isnad_text::words(part) {
                let written = word.of(part);
                let number = match bare_of.get(written) {
                    Some(number) => *number,
                    None => {
                        let (_, bare) = clitics::bare(written);
                        let next = numbers.len() as u32;
                        let number = *numbers.entry(bare).or_insert(next);
                        bare_of.insert(written.to_owned(), number);
                        number
                    }
                };
                counts.resize(counts.len().max(number as usize + 1), 0);
                counts[number as usize] += 1;
                stream.push(number);
            }
            stream.push(BREAK);
        }
    })?;
    let mut kept: Vec<(&String, u32)> = numbers
        .iter()
        .map(|(word, number)| (word, *number))
        .filter(|(_, number)| counts[*number as usize] >= FEWEST)
        .collect();
    kept.sort_by_key(|(word, number)| (std::cmp::Reverse(counts[*number as usize]), *word));
    let mut rank = vec![BREAK; counts.len()];
    for (index, (_, number)) in kept.iter().enumerate() {
        rank[*number as usize] = index as u32;
    }
    let ranked = |number: u32| if number == BREAK { BREAK } else { rank[number as usize] };
    let mut pairs: HashMap<(u32, u32), u32> = HashMap::new();
    for pair in stream.windows(2) {
        let (one, other) = (ranked(pair[0]), ranked(pair[1]));
        if one != BREAK && other != BREAK {
            *pairs.entry((one, other)).or_insert(0) += 1;
        }
    }
    println!(
        "names: {} words, {} kept, {} pairs",
        stream.len(),
        kept.len(),
        pairs.len()
    );
    let bigrams = classes::Bigrams::new(kept.len(), &pairs);
    let coarse = classes::exchange(&bigrams, COARSE_CLASSES, ROUNDS);
    let fine = classes::exchange(&bigrams, FINE_CLASSES, ROUNDS);
    let entries: Entries = kept
        .iter()
        .enumerate()
        .map(|(index, (word, _))| {
            let entry = Entry {
                coarse: coarse[index] + 1,
                fine: fine[index] + 1,
                ..Entry::default()
            };
            ((*word).clone(), entry)
        })
        .collect();
    write(to, &table_bytes(&entries)?)
}

/// Learns table and weights and writes them to `folder`, which holds the classes.
pub fn train(shared: &Path, folder: &Path) -> Result<()> {
    let lab = Lab::open(shared, folder)?;
    let learned = lab.learn(&lab.all())?;
    write(&folder.join("words.fst"), &learned.table)?;
    write(&folder.join("model.bin"), &learned.model.to_bytes())
}

/// Says how good what would be learned is: on gold/names by cross-validation, and on `sets` for testing only.
pub fn examine(shared: &Path, folder: &Path, sets: &Path) -> Result<()> {
    let lab = Lab::open(shared, folder)?;
    let anercorp = sets.join("anercorp/camel_split/Data");
    let test = labelled::from_conll(&anercorp.join("ANERCorp_CamelLab_test.txt"))?;
    let theirs = labelled::from_conll(&anercorp.join("ANERCorp_CamelLab_train.txt"))?;
    for (name, marked) in [("all we have", lab.all()), ("gold/names alone", lab.gold.clone())] {
        let learned = lab.learn(&marked)?;
        let table = Table::from_bytes(learned.table);
        let counts = tally::tally(&test, &learned.model, &table);
        println!("ANERcorp test, learned from {name}: {}", counts.shown());
        let counts = tally::tally(&theirs, &learned.model, &table);
        println!("ANERcorp training half, learned from {name}: {}", counts.shown());
    }
    println!(
        "gold/names, 4 parts, each learned without it: {}",
        lab.cross_validated(4)?.shown()
    );
    let learned = lab.learn(&theirs)?;
    let counts = tally::tally(&test, &learned.model, &Table::from_bytes(learned.table));
    println!("ANERcorp test, learned from its training half: {}", counts.shown());
    Ok(())
}

/// What is learned from.
struct Lab {
    classes: Entries,
    documents: Vec<String>,
    names: varied::Names,
    /// gold/names.
    gold: Vec<Labelled>,
    /// Our own marks.
    own: Vec<Labelled>,
}

/// What is learned.
struct Learned {
    model: Model,
    table: Vec<u8>,
}

impl Lab {
    fn open(shared: &Path, folder: &Path) -> Result<Lab> {
        let path = folder.join("words.fst");
        let bytes = std::fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        let map =
            fst::Map::new(bytes).context("the word table has no classes yet: `cargo xtask train name-classes`")?;
        let mut classes = Entries::new();
        let mut stream = map.stream();
        while let Some((word, packed)) = fst::Streamer::next(&mut stream) {
            let entry = Entry::unpack(packed);
            if entry.fine > 0 {
                let class = Entry {
                    coarse: entry.coarse,
                    fine: entry.fine,
                    ..Entry::default()
                };
                classes.insert(String::from_utf8(word.to_vec())?, class);
            }
        }
        let mut marks = labelled::marks(include_str!("../../data/name_marks.tsv"))?;
        let mut documents = Vec::new();
        let mut own = Vec::new();
        let mut faults = Vec::new();
        Documents::new(shared)?.each_at(|corpus, line, text| {
            if let Some(sentences) = marks.remove(&(corpus.to_owned(), line)) {
                match labelled::of_document(text, &sentences) {
                    Ok(found) => own.extend(found),
                    Err(fault) => faults.push(format!("{corpus} line {line}: {fault}")),
                }
            }
            documents.push(text.to_owned());
        })?;
        faults.extend(
            marks
                .keys()
                .map(|(corpus, line)| format!("{corpus} line {line} is not learned from")),
        );
        anyhow::ensure!(faults.is_empty(), "marks that do not fit: {}", faults.join("; "));
        Ok(Lab {
            classes,
            names: varied::Names::read(folder)?,
            documents,
            gold: labelled::from_json(&shared.join("gold/names/wikinews.jsonl"))?,
            own,
        })
    }

    fn all(&self) -> Vec<Labelled> {
        self.gold.iter().chain(&self.own).cloned().collect()
    }

    fn learn(&self, marked: &[Labelled]) -> Result<Learned> {
        let plain = Table::from_bytes(table_bytes(&self.classes)?);
        let halves = [0, 1].map(|half| part(marked, 2, |index| index == half));
        let mut examples: Vec<Example> = Vec::new();
        for half in 0..2 {
            let first = crf::learn(&self.examples(&halves[1 - half], &plain), SETTINGS);
            let table = Table::from_bytes(self.table_by(&first, &plain)?);
            examples.extend(self.examples(&halves[half], &table));
        }
        let whole = crf::learn(&self.examples(marked, &plain), SETTINGS);
        Ok(Learned {
            model: crf::learn(&examples, SETTINGS),
            table: self.table_by(&whole, &plain)?,
        })
    }

    /// Examples of marked text and of its variants.
    fn examples(&self, marked: &[Labelled], table: &Table) -> Vec<Example> {
        let mut made = labelled::examples(marked, table, 1.0);
        let mut random = varied::Random(VARIANTS as u64);
        for _ in 0..VARIANTS {
            let variants = varied::varied(marked, &self.names, &mut random);
            made.extend(labelled::examples(&variants, table, VARIANT_WEIGHT));
        }
        made
    }

    /// The table of the words that `model` finds in names.
    fn table_by(&self, model: &Model, plain: &Table) -> Result<Vec<u8>> {
        let mut forms = Forms::new(plain);
        let mut counts: HashMap<String, [u32; 4]> = HashMap::new();
        let mut features = feature::Features::without_words();
        for text in &self.documents {
            sentence::each(text, &mut forms, |forms, tokens| {
                features.fill(forms, tokens);
                for (token, label) in tokens.iter().zip(model.decode(&features, tokens.len())) {
                    let bare = &sentence::form(forms, token).bare;
                    let count = match counts.get_mut(bare) {
                        Some(count) => count,
                        None => counts.entry(bare.clone()).or_default(),
                    };
                    count[3] += 1;
                    if let Some(kind) = kind_of(label) {
                        count[kind as usize] += 1;
                    }
                }
            });
        }
        let mut entries = self.classes.clone();
        for (word, count) in counts {
            if count[3] < FEWEST_TAGGED || word.chars().any(char::is_numeric) {
                continue;
            }
            let entry = entries.entry(word).or_default();
            entry.is_counted = true;
            for kind in 0..3 {
                entry.kinds[kind] = step(count[kind] as f32 / count[3] as f32);
            }
        }
        table_bytes(&entries)
    }

    fn cross_validated(&self, folds: usize) -> Result<tally::Tally> {
        let mut sum = tally::Tally::default();
        for fold in 0..folds {
            let mut others = part(&self.gold, folds, |index| index != fold);
            others.extend(self.own.iter().cloned());
            let learned = self.learn(&others)?;
            let table = Table::from_bytes(learned.table);
            let held = part(&self.gold, folds, |index| index == fold);
            sum += tally::tally(&held, &learned.model, &table);
        }
        Ok(sum)
    }
}

/// The marked texts whose group, of so many, is chosen.
fn part(marked: &[Labelled], groups: usize, is_chosen: impl Fn(usize) -> bool) -> Vec<Labelled> {
    marked
        .iter()
        .enumerate()
        .filter(|(index, _)| is_chosen(index / LINES_TOGETHER % groups))
        .map(|(_, item)| item.clone())
        .collect()
}

fn table_bytes(entries: &Entries) -> Result<Vec<u8>> {
    let mut map = fst::MapBuilder::memory();
    for (word, entry) in entries {
        map.insert(word, entry.pack())?;
    }
    Ok(map.into_inner()?)
}

fn write(to: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(to, bytes).with_context(|| format!("writing {}", to.display()))?;
    println!("names: {} bytes to {}", bytes.len(), to.display());
    Ok(())
}
