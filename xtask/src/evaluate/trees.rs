//! The tree of isnad-html beside that of html5ever, on every page of the extraction sets.
//!
//! The comparison is an example of isnad-html, so that html5ever stays out of all that ships: the texts of a page with
//! their nearest parents that are no formatting, in order. Pages that differ are listed with the first difference, by
//! class, in `evaluation/tree.tsv` of the target folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::score::Score;
use super::workshop::Workshop;
use crate::child;

const SETS: [&str; 6] = ["scrapinghub", "trafilatura", "fundus", "htmldate", "wcxb", "pages"];

/// Share of the pages whose texts and parents are the same, by set and of all; then how many differ, by class.
pub fn trees(workshop: &Workshop) -> Result<Vec<Score>> {
    let program = child::example("isnad-html", "agreement")?;
    let mut scores = Vec::new();
    let mut differing = String::from("set\tpage\tclass\tours\thtml5ever\n");
    let mut classes = BTreeMap::from([("parent", 0), ("order", 0), ("text", 0)]);
    let (mut all_same, mut all) = (0, 0);
    for set in SETS {
        let printed = workshop.printed(Command::new(&program).arg(input(workshop, set)?))?;
        let (mut same, mut count) = (0, 0);
        for line in printed.lines() {
            let class = line.split('\t').nth(1).context("a line without a class")?;
            count += 1;
            if class == "same" {
                same += 1;
                continue;
            }
            let Some(known) = classes.get_mut(class) else {
                bail!("no such class: {line}");
            };
            *known += 1;
            differing.push_str(&format!("{set}\t{line}\n"));
        }
        scores.push(share(set, same, count));
        all_same += same;
        all += count;
    }
    fs::write(workshop.path("tree.tsv"), differing)?;
    scores.push(share("all", all_same, all));
    scores.extend(classes.into_iter().map(|(class, count)| {
        let metric = format!("other {class} (count)");
        Score::new("tree", metric, f64::from(count))
    }));
    Ok(scores)
}

fn share(set: &str, same: u32, count: u32) -> Score {
    let metric = format!("same texts and parents, {set}");
    Score::new("tree", metric, f64::from(same) / f64::from(count.max(1)))
}

fn input(workshop: &Workshop, set: &str) -> Result<PathBuf> {
    if set == "pages" {
        let mut make = workshop.script("inputs.py");
        make.arg("pages").arg(workshop.shared("gold/pages/html"));
        return workshop.input("pages.input.jsonl", &mut make);
    }
    let folder = workshop.unpacked(&format!("extraction-{set}.tar.xz"), &format!("data/{set}"), 1)?;
    Ok(folder.join("pages.jsonl"))
}
