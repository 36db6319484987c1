//! Marked sentences with other names in the places of theirs, so that the tagger learns places for names rather than the names.
//!
//! Names come from the lists of `crates/isnad-analyse/data/names` (without those that are common words too) and from the
//! marked texts themselves. Deterministic.

use super::labelled::Labelled;
use anyhow::{Context, Result};
use isnad_analyse::names::span::Span;
use isnad_model::NameKind;
use std::path::Path;

/// Names to put in.
pub struct Names {
    given: Vec<String>,
    family: Vec<String>,
    places: Vec<String>,
    organizations: Vec<String>,
}

impl Names {
    /// Reads the lists in `folder`.
    pub fn read(folder: &Path) -> Result<Names> {
        let listed = |file: &str, separator: char| -> Result<Vec<String>> {
            let path = folder.join(file);
            let content = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
            let lines = content.lines().filter(|line| !line.starts_with('#'));
            let names = lines.flat_map(|line| line.split(separator)).map(str::trim);
            Ok(names
                .filter(|name| !name.is_empty() && !name.starts_with('~'))
                .map(|name| name.replace('_', " "))
                .collect())
        };
        let mut places = listed("places.txt", '|')?;
        places.extend(listed("cities.txt", '|')?);
        Ok(Names {
            given: listed("given.txt", ' ')?,
            family: listed("family.txt", ' ')?,
            places,
            organizations: listed("organizations.txt", '|')?,
        })
    }

    /// Is the name on the list of another kind? A person may be called Paris, but that is no pattern to learn.
    fn is_of_another_kind(&self, kind: NameKind, name: &str) -> bool {
        let is_in = |list: &[String]| list.iter().any(|listed| listed == name);
        match kind {
            NameKind::Person => is_in(&self.places) || is_in(&self.organizations),
            NameKind::Place => is_in(&self.family) || is_in(&self.organizations),
            NameKind::Organization => is_in(&self.family) || is_in(&self.places),
        }
    }

    fn pick(&self, kind: NameKind, words: usize, random: &mut Random) -> String {
        match kind {
            NameKind::Person if words == 1 => random.of(&self.family).to_owned(),
            NameKind::Person => format!("{} {}", random.of(&self.given), random.of(&self.family)),
            NameKind::Place => random.of(&self.places).to_owned(),
            NameKind::Organization => random.of(&self.organizations).to_owned(),
        }
    }
}

/// A fixed sequence of numbers.
pub struct Random(pub u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }

    fn of<'n>(&mut self, names: &'n [String]) -> &'n str {
        names.get(self.below(names.len())).map_or("", String::as_str)
    }
}

/// Of each marked text with names one with others; of every second name the name of another text, else one of the lists.
pub fn varied(marked: &[Labelled], names: &Names, random: &mut Random) -> Vec<Labelled> {
    let mut known: [Vec<String>; 3] = Default::default();
    for item in marked {
        for span in &item.spans {
            let name = &item.text[span.start..span.end];
            if !names.is_of_another_kind(span.kind, name) {
                known[span.kind as usize].push(name.to_owned());
            }
        }
    }
    marked
        .iter()
        .filter(|item| !item.spans.is_empty())
        .map(|item| with_others(item, names, &known, random))
        .collect()
}

fn with_others(item: &Labelled, names: &Names, known: &[Vec<String>; 3], random: &mut Random) -> Labelled {
    let mut text = String::with_capacity(item.text.len());
    let mut spans = Vec::with_capacity(item.spans.len());
    let mut copied = 0;
    for span in &item.spans {
        if span.start < copied {
            continue;
        }
        let before = &item.text[copied..span.start];
        text.push_str(before);
        let written = &item.text[span.start..span.end];
        let other = if random.below(2) == 0 {
            random.of(&known[span.kind as usize]).to_owned()
        } else {
            names.pick(span.kind, written.split(' ').count(), random)
        };
        // «لل» is written for ل and the article: what stands there stays
        let is_glued = before.ends_with(char::is_alphabetic);
        let is_kept = is_glued && (before.ends_with('ل') && other.starts_with("ال") || written.starts_with('ل'));
        let start = text.len();
        text.push_str(if is_kept || other.is_empty() { written } else { &other });
        spans.push(Span {
            start,
            end: text.len(),
            kind: span.kind,
        });
        copied = span.end;
    }
    text.push_str(&item.text[copied..]);
    Labelled {
        text,
        spans,
        tokens: None,
    }
}
