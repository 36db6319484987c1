//! The Arabic corpora, without what stands in the gold and without repeated URLs.

use anyhow::Context;
use flate2::read::MultiGzDecoder;
use isnad_model::Article;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

const CORPORA: [&str; 3] = ["ant-multisource", "ant-jawhara", "saudinewsnet"];

/// The documents to learn from.
pub struct Documents {
    data: PathBuf,
    held_out: BTreeSet<String>,
    /// Documents left out so far.
    pub skipped: u32,
}

impl Documents {
    /// Those under `shared`.
    pub fn new(shared: &Path) -> anyhow::Result<Documents> {
        Ok(Documents {
            data: shared.join("data"),
            held_out: super::gold::held_out(shared)?,
            skipped: 0,
        })
    }

    /// Calls `read` with the title and text of each, joined by line feeds, in file order.
    pub fn each(&mut self, mut read: impl FnMut(&str)) -> anyhow::Result<()> {
        self.each_at(|_, _, text| read(text))
    }

    /// The same, with the name of the corpus and the line of its file, from 0.
    pub fn each_at(&mut self, mut read: impl FnMut(&'static str, usize, &str)) -> anyhow::Result<()> {
        for corpus in CORPORA {
            let path = self.data.join(format!("{corpus}.jsonl.gz"));
            let file = File::open(&path).with_context(|| format!("opening {}", path.display()))?;
            let mut urls = BTreeSet::new();
            for (index, line) in BufReader::new(MultiGzDecoder::new(file)).lines().enumerate() {
                let row: Value =
                    serde_json::from_str(&line?).with_context(|| format!("{corpus} line {}", index + 1))?;
                let field = |name: &str| row[name].as_str().unwrap_or("");
                let is_held_out = self.held_out.contains(field("id"))
                    || self.held_out.contains(field("url"))
                    || (corpus == "saudinewsnet" && self.held_out.contains(&format!("saudinewsnet:{index}")));
                if is_held_out || !urls.insert(field("url").to_owned()) {
                    self.skipped += 1;
                    continue;
                }
                let text = format!("{}\n{}\n{}", field("title"), field("text"), field("content"));
                read(corpus, index, &text);
            }
        }
        Ok(())
    }
}

/// Calls `visit` with every row of a compressed JSON Lines file.
pub fn each_row(path: &Path, mut visit: impl FnMut(&Value)) -> anyhow::Result<()> {
    let file = File::open(path).with_context(|| format!("opening {}", path.display()))?;
    for (index, line) in BufReader::new(MultiGzDecoder::new(file)).lines().enumerate() {
        let row = serde_json::from_str(&line?).with_context(|| format!("{} line {}", path.display(), index + 1))?;
        visit(&row);
    }
    Ok(())
}

/// A row of ANT as an article.
pub fn article_of(row: &Value) -> Article {
    let field = |name: &str| row[name].as_str().unwrap_or("");
    Article {
        id: field("id").to_owned(),
        source: Some(field("source").to_owned()),
        language: Some("ar".to_owned()),
        title: Some(field("title").to_owned()),
        blocks: Article::blocks_of_text(if field("content").is_empty() {
            field("text")
        } else {
            field("content")
        }),
        ..Article::default()
    }
}
