//! Text with marked names: where it comes from, and how it becomes examples for training.

use super::crf::Example;
use anyhow::{Context, Result};
use isnad_analyse::names::feature::Features;
use isnad_analyse::names::kind::{self, Label, OUTSIDE};
use isnad_analyse::names::lexicon::Forms;
use isnad_analyse::names::sentence;
use isnad_analyse::names::span::Span;
use isnad_analyse::names::table::Table;
use isnad_model::NameKind;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A text with its names.
#[derive(Clone, Debug)]
pub struct Labelled {
    /// The text.
    pub text: String,
    /// Its names, in order.
    pub spans: Vec<Span>,
    /// Where words are taken as they stand between spaces, and clitics belong to them: the bounds of all words.
    pub tokens: Option<Vec<(usize, usize)>>,
}

/// The lines of a file like gold/names/wikinews.jsonl; its offsets count characters.
pub fn from_json(path: &Path) -> Result<Vec<Labelled>> {
    let content = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    content
        .lines()
        .map(|line| from_row(&serde_json::from_str(line)?))
        .collect()
}

fn from_row(row: &Value) -> Result<Labelled> {
    let text = row["text"].as_str().context("no text")?.to_owned();
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    let mut spans = Vec::new();
    for name in row["names"].as_array().context("no names")? {
        let at = |field: &str| -> Result<usize> {
            let chars = name[field].as_u64().with_context(|| format!("no {field}"))? as usize;
            bytes.get(chars).copied().context("a span beyond the text")
        };
        spans.push(Span {
            start: at("start")?,
            end: at("end")?,
            kind: kind_named(name["kind"].as_str().unwrap_or_default()).context("an unknown kind")?,
        });
    }
    spans.sort_unstable();
    Ok(Labelled {
        text,
        spans,
        tokens: None,
    })
}

/// Marks of `data/name_marks.tsv`: by corpus and line, the sentences there with their spans, all in bytes.
pub type Marks = BTreeMap<(String, usize), Vec<(usize, usize, Vec<Span>)>>;

/// Reads the marks.
pub fn marks(content: &str) -> Result<Marks> {
    let mut marks = Marks::new();
    for line in content.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let mut next = || fields.next().with_context(|| format!("a field is missing: {line}"));
        let place = (next()?.to_owned(), next()?.parse()?);
        let (start, end) = (next()?.parse()?, next()?.parse()?);
        let mut spans = Vec::new();
        for name in next()?.split_whitespace() {
            let mut parts = name.split('-');
            let mut part = || parts.next().with_context(|| format!("{name} is no span"));
            spans.push(Span {
                start: part()?.parse()?,
                end: part()?.parse()?,
                kind: kind_named(part()?).with_context(|| format!("{name} has no kind"))?,
            });
        }
        marks.entry(place).or_default().push((start, end, spans));
    }
    Ok(marks)
}

/// The marked sentences of one document.
pub fn of_document(text: &str, sentences: &[(usize, usize, Vec<Span>)]) -> Result<Vec<Labelled>> {
    sentences
        .iter()
        .map(|(start, end, spans)| {
            let sentence = text
                .get(*start..*end)
                .context("a marked sentence is not in its document")?;
            Ok(Labelled {
                text: sentence.to_owned(),
                spans: spans.clone(),
                tokens: None,
            })
        })
        .collect()
}

fn kind_named(name: &str) -> Option<NameKind> {
    match name {
        "person" | "PERS" | "PER" | "P" => Some(NameKind::Person),
        "place" | "LOC" | "L" => Some(NameKind::Place),
        "organization" | "ORG" | "O" => Some(NameKind::Organization),
        _ => None,
    }
}

/// The sentences of a CoNLL file (token, white space, tag); other kinds than ours are left out.
pub fn from_conll(path: &Path) -> Result<Vec<Labelled>> {
    let content = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let mut found = Vec::new();
    let mut tokens: Vec<(&str, &str)> = Vec::new();
    for line in content.trim_start_matches('\u{feff}').lines().chain([""]) {
        let mut fields = line.split_whitespace();
        let (token, tag) = (fields.next(), fields.next_back());
        if let (Some(token), Some(tag)) = (token, tag) {
            tokens.push((token, tag));
        }
        if matches!(token, None | Some("." | "؟" | "!")) && !tokens.is_empty() {
            found.push(of_tokens(&tokens));
            tokens.clear();
        }
    }
    Ok(found)
}

fn of_tokens(tokens: &[(&str, &str)]) -> Labelled {
    let mut text = String::new();
    let mut bounds = Vec::new();
    let mut spans: Vec<Span> = Vec::new();
    let mut open: Option<NameKind> = None;
    for (token, tag) in tokens {
        if !text.is_empty() {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(token);
        bounds.push((start, text.len()));
        let kind = tag.split_once('-').and_then(|(_, name)| kind_named(name));
        let is_later = tag.starts_with("I-") && kind.is_some() && kind == open;
        match (kind, spans.last_mut()) {
            (Some(_), Some(last)) if is_later => last.end = text.len(),
            (Some(kind), _) => spans.push(Span {
                start,
                end: text.len(),
                kind,
            }),
            (None, _) => {}
        }
        open = kind;
    }
    Labelled {
        text,
        spans,
        tokens: Some(bounds),
    }
}

impl Labelled {
    /// What is compared when results are counted: the span, or the words between spaces that it touches.
    pub fn compared(&self, span: &Span) -> (usize, usize, NameKind) {
        let Some(tokens) = &self.tokens else {
            return (span.start, span.end, span.kind);
        };
        let mut touched = tokens
            .iter()
            .enumerate()
            .filter(|(_, (start, end))| *start < span.end && span.start < *end)
            .map(|(index, _)| index);
        let (first, last) = (touched.clone().next(), touched.next_back());
        (first.unwrap_or(usize::MAX), last.unwrap_or(usize::MAX), span.kind)
    }
}

/// Sentences of `labelled` as examples, each counting `weight`.
pub fn examples(labelled: &[Labelled], table: &Table, weight: f32) -> Vec<Example> {
    let mut made = Vec::new();
    let mut features = Features::default();
    let mut forms = Forms::new(table);
    for item in labelled {
        sentence::each(&item.text, &mut forms, |forms, tokens| {
            features.fill(forms, tokens);
            let mut labels: Vec<Label> = vec![OUTSIDE; tokens.len()];
            for span in &item.spans {
                let mut is_first = true;
                for (token, label) in tokens.iter().zip(&mut labels) {
                    if token.start < span.end && span.start < token.end {
                        let first = kind::first_of(span.kind);
                        *label = if is_first { first } else { first + 1 };
                        is_first = false;
                    }
                }
            }
            made.push(Example {
                rows: (0..tokens.len()).map(|at| features.of(at).to_vec()).collect(),
                words: (0..tokens.len()).map(|at| features.words_of(at).len()).collect(),
                labels,
                weight,
            });
        });
    }
    made
}
