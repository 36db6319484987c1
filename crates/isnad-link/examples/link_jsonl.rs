//! Links a stream of `{"id", "source", "published" | "captured", "authors"?, "title", "text"}` from stdin and
//! writes one line an article to stdout: for measuring, `isnad link` is the tool. Timing goes to stderr.
//! Arguments `name=value` change single settings.

use isnad_analyse::features::features_with;
use isnad_link::{LinkStream, Settings};
use isnad_text::vocabulary;
use std::io::{BufRead, Write};
use std::time::{Duration, Instant};

mod records;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut settings = Settings::default();
    for argument in std::env::args().skip(1) {
        let (name, value) = argument.split_once('=').ok_or("arguments are name=value")?;
        set(&mut settings, name, value)?;
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut stream = LinkStream::new(settings);
    let (mut analysing, mut linking) = (Duration::ZERO, Duration::ZERO);
    let mut articles = 0_u32;
    for line in std::io::stdin().lock().lines() {
        let article = records::parse(&line?)?;
        articles += 1;
        let start = Instant::now();
        let features = features_with(&article, vocabulary::DOCUMENTS, vocabulary::document_frequency);
        let middle = Instant::now();
        let mut lines = Vec::new();
        stream.push(&article, &features, |linked| lines.push(linked));
        analysing += middle - start;
        linking += middle.elapsed();
        for linked in lines {
            serde_json::to_writer(&mut out, &linked)?;
            out.write_all(b"\n")?;
        }
    }
    let mut lines = Vec::new();
    stream.finish(|linked| lines.push(linked));
    for linked in lines {
        serde_json::to_writer(&mut out, &linked)?;
        out.write_all(b"\n")?;
    }
    let each = |spent: Duration| spent.as_secs_f64() * 1000.0 / f64::from(articles.max(1));
    eprintln!(
        "articles {articles}: features {:.3} ms, linking {:.3} ms an article",
        each(analysing),
        each(linking)
    );
    Ok(())
}

fn set(settings: &mut Settings, name: &str, value: &str) -> Result<(), Box<dyn std::error::Error>> {
    match name {
        "window_days" => settings.window_days = value.parse()?,
        "formula_articles" => settings.formula_articles = value.parse()?,
        "copy_candidates" => settings.copy_candidates = value.parse()?,
        "partial_run_words" => settings.partial_run_words = value.parse()?,
        "partial_share" => settings.partial_share = value.parse()?,
        "edited_share" => settings.edited_share = value.parse()?,
        "edited_both_shares" => settings.edited_both_shares = value.parse()?,
        "edited_whole_share" => settings.edited_whole_share = value.parse()?,
        "copy_head_words" => settings.copy_head_words = value.parse()?,
        "copy_tail_words" => settings.copy_tail_words = value.parse()?,
        "copy_phrase_words" => settings.copy_phrase_words = value.parse()?,
        "copy_longest_phrase_words" => settings.copy_longest_phrase_words = value.parse()?,
        "copy_differing_share" => settings.copy_differing_share = value.parse()?,
        "story_candidates" => settings.story_candidates = value.parse()?,
        "indexed_terms" => settings.indexed_terms = value.parse()?,
        "common_term_articles" => settings.common_term_articles = value.parse()?,
        "join_odds" => settings.join_odds = value.parse()?,
        "merge_odds" => settings.merge_odds = value.parse()?,
        _ => return Err(format!("no setting is called {name}").into()),
    }
    Ok(())
}
