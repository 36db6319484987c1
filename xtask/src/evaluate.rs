//! `cargo xtask evaluate [SET...] [--check]`: how good the results are, on data sets that are read by hand or published.
//!
//! The release binary's filters read the input of each set and the scorers of the shared folder (Python, standard library
//! only) read what they wrote. The floors that `--check` holds stand in `evaluation/floors.tsv`, what others reach in
//! `evaluation/peers.tsv`. News text belongs to its publishers, so the data sets live beside the repository, never in it;
//! where they are absent there is nothing to say and that is not a failure.

mod clitics;
mod episodes;
mod extraction;
pub mod halves;
mod keywords;
mod linking;
mod naming;
mod reference;
mod repairing;
mod score;
mod searched;
mod searching;
mod texts;
mod trees;
mod workshop;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::place;
use crate::table::Table;
use reference::{Bounds, Peers};
use score::Score;
use workshop::Workshop;

/// Arguments of `cargo xtask evaluate`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The sets to evaluate; all of them where none is named.
    sets: Vec<Set>,
    /// Fail where a value is worse than its floor in evaluation/floors.tsv.
    #[arg(long)]
    check: bool,
    /// Evaluate this binary instead of building one.
    #[arg(long, value_name = "PATH")]
    binary: Option<PathBuf>,
}

/// A data set with its scorer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum Set {
    /// The scraped page that Isnad was conceived from.
    Seed,
    /// 17 hand-read Arabic, Persian and Urdu pages.
    Pages,
    /// 181 English article pages of the scrapinghub article extraction benchmark.
    Scrapinghub,
    /// 990 pages of trafilatura's evaluation.
    Trafilatura,
    /// 257 pages of publishers that Fundus reads with parsers made by hand.
    Fundus,
    /// 1,000 pages with their publication date.
    Htmldate,
    /// 791 article pages of the Web Content eXtraction Benchmark.
    Wcxb,
    /// Pages whose tree has the texts and parents of html5ever's, of all sets of pages.
    Tree,
    /// Inline links and glued words in scraped Arabic news.
    Repair,
    /// One week of five outlets in stories.
    Stories,
    /// Stories of one affair, and long stories cut into episodes.
    Episodes,
    /// Hand-read pairs of 14 Saudi outlets: copy, edited copy, partial.
    Copies,
    /// Hand-read pairs of five outlets.
    Syndication,
    /// All pairs that share text, found by brute force.
    Pairs,
    /// AKEC: keyphrases that annotators gave to Arabic documents.
    Keywords,
    /// ANERcorp: persons, places and organizations in Arabic news of the 2000s, for testing only.
    Names,
    /// Names of the seed's main article, read by hand.
    SeedNames,
    /// Numbers in words and digits, by the Arabic cases of the Microsoft Recognizers.
    Numbers,
    /// Headlines in five languages of the Arabic script.
    Languages,
    /// Words cut into clitics and stem: WikiNews, cross-validated, and UD PUD.
    Clitics,
    /// Pairs of Arabic spellings that a search has to join, or to keep apart.
    Probe,
    /// Pairs of a query and a sentence, by class.
    WiderProbe,
    /// The same by pairs that were written without knowledge of the word lists, for reporting only.
    UnseenProbe,
    /// Spellings of a word find the same articles of ANT.
    Spellings,
    /// One outlet's headline has to find another outlet's report, the date unknown and known.
    KnownItem,
    /// Questions have to find the paragraph that answers them.
    Arcd,
}

impl Set {
    const ALL: [Set; 26] = [
        Set::Seed,
        Set::Pages,
        Set::Scrapinghub,
        Set::Trafilatura,
        Set::Fundus,
        Set::Htmldate,
        Set::Wcxb,
        Set::Tree,
        Set::Repair,
        Set::Stories,
        Set::Episodes,
        Set::Copies,
        Set::Syndication,
        Set::Pairs,
        Set::Keywords,
        Set::Names,
        Set::SeedNames,
        Set::Numbers,
        Set::Languages,
        Set::Clitics,
        Set::Probe,
        Set::WiderProbe,
        Set::UnseenProbe,
        Set::Spellings,
        Set::KnownItem,
        Set::Arcd,
    ];

    fn scores(self, workshop: &Workshop) -> Result<Vec<Score>> {
        match self {
            Set::Seed => extraction::seed(workshop),
            Set::Pages => extraction::pages(workshop),
            Set::Scrapinghub => extraction::published(workshop, "scrapinghub", &["f1", "p", "r", "acc"]),
            Set::Trafilatura => extraction::published(
                workshop,
                "trafilatura",
                &["f1", "p", "r", "title", "date_f1", "auth_f1"],
            ),
            Set::Fundus => {
                extraction::published(workshop, "fundus", &["l_f1", "l_p", "l_r", "parR", "title", "date_f1"])
            }
            Set::Htmldate => extraction::published(workshop, "htmldate", &["date_acc", "date_p", "date_r", "date_f1"]),
            Set::Wcxb => extraction::published(workshop, "wcxb", &["f1", "with", "without"]),
            Set::Tree => trees::trees(workshop),
            Set::Repair => repairing::repair(workshop),
            Set::Stories => linking::stories(workshop),
            Set::Episodes => episodes::of_affairs(workshop),
            Set::Copies => linking::copies(workshop),
            Set::Syndication => linking::syndication(workshop),
            Set::Pairs => linking::pairs(workshop),
            Set::Keywords => keywords::keywords(workshop),
            Set::Names => naming::names(workshop),
            Set::SeedNames => naming::seed_names(workshop),
            Set::Numbers => texts::of_numbers(workshop),
            Set::Languages => texts::of_languages(),
            Set::Clitics => clitics::clitics(workshop),
            Set::Probe => searching::probe(workshop),
            Set::WiderProbe => searching::wider_probe(workshop),
            Set::UnseenProbe => searching::unseen_probe(workshop),
            Set::Spellings => searching::spellings(workshop),
            Set::KnownItem => searching::known_item(workshop),
            Set::Arcd => searching::arcd(workshop),
        }
    }
}

/// Evaluates, prints one table and writes it to `evaluation/report.md` in the target folder.
pub fn run(arguments: Arguments) -> Result<()> {
    let Some(shared) = place::shared() else {
        println!(
            "nothing to evaluate: the data sets are absent (neither ISNAD_SHARED nor ../shared names their folder)"
        );
        return Ok(());
    };
    let bounds = Bounds::read(&place::root().join("evaluation/floors.tsv"))?;
    let peers = Peers::read(&place::root().join("evaluation/peers.tsv"))?;
    let workshop = Workshop::open(shared, place::binary(arguments.binary)?)?;

    let sets = if arguments.sets.is_empty() {
        Set::ALL.to_vec()
    } else {
        arguments.sets
    };
    let mut scores = Vec::new();
    let mut failed = Vec::new();
    for set in sets {
        eprintln!("{set:?} ...");
        match set.scores(&workshop) {
            Ok(found) => scores.extend(found),
            Err(error) => failed.push(format!("{set:?}: {error:#}")),
        }
    }

    let (table, below) = compare(&scores, &bounds, &peers);
    println!("{table}");
    write_report(&table)?;
    for reason in &failed {
        eprintln!("not evaluated: {reason}");
    }
    for fault in &below {
        eprintln!("below the floor: {fault}");
    }
    if !failed.is_empty() {
        bail!("{} sets could not be evaluated", failed.len());
    }
    if arguments.check && !below.is_empty() {
        bail!(
            "{} values are worse than their floors in evaluation/floors.tsv",
            below.len()
        );
    }
    Ok(())
}

/// The table of all scores, and those that break their bound.
fn compare(scores: &[Score], bounds: &Bounds, peers: &Peers) -> (String, Vec<String>) {
    let mut table = Table::new(&["set", "metric", "value", "floor", "others"]);
    let mut below = Vec::new();
    for score in scores {
        let bound = bounds.get(score);
        if let Some(bound) = bound
            && !bound.holds(score.value)
        {
            below.push(format!(
                "{} {} is {}, not {bound}",
                score.set,
                score.metric,
                score.shown()
            ));
        }
        table.push(vec![
            score.set.to_owned(),
            score.metric.clone(),
            score.shown(),
            bound.map(|bound| bound.to_string()).unwrap_or_default(),
            peers.get(score).to_owned(),
        ]);
    }
    (table.markdown(), below)
}

fn write_report(table: &str) -> Result<()> {
    let path = place::output(&["evaluation", "report.md"])?;
    let text = format!(
        "# Quality\n\n{}, commit {}, {}\n\n{table}",
        place::today(),
        place::commit(),
        place::machine()
    );
    std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}
