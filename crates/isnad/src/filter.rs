//! The filters' pipeline: one reader, all cores, one writer; input order kept, memory bounded.
//!
//! The reader cuts the input into chunks of at most [`CHUNK_ITEMS`] items or [`CHUNK_BYTES`] bytes;
//! at most two wait before and two behind the cores, so a stream of any length needs the memory of
//! five chunks (a single item may be as large as the input's own limit).

use crate::cli::FilterArguments;
use crate::outcome::Outcome;
use crate::progress::Progress;
use anyhow::Context;
use isnad_gather::input::{InputContent, InputItem, InputOptions, read_paths, total_bytes};
use rayon::prelude::*;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

const CHUNK_ITEMS: usize = 512;
const CHUNK_BYTES: usize = 8 << 20;
const WAITING_CHUNKS: usize = 2;

/// What became of one item.
pub enum Processed<T> {
    /// It was read.
    Done(T),
    /// It is skipped, with the reason.
    Skipped(String),
    /// It is not meant for this filter and no fault (a WARC request record).
    NotMeant,
}

/// Runs `each` over all items on all cores and writes a line of JSON for each result, in input order.
pub fn run_lines<T: Send + serde::Serialize>(
    arguments: &FilterArguments,
    each: impl Fn(InputItem) -> Processed<T> + Sync,
) -> anyhow::Result<Outcome> {
    run(arguments, each, |result, output| {
        result.map_or(Ok(()), |result| write_line(&result, output))
    })
}

/// Runs `each` over all items on all cores and `consume` over the results in input order, with `None` once
/// at the end of the input.
pub fn run<T: Send>(
    arguments: &FilterArguments,
    each: impl Fn(InputItem) -> Processed<T> + Sync,
    mut consume: impl FnMut(Option<T>, &mut dyn Write) -> anyhow::Result<()> + Send,
) -> anyhow::Result<Outcome> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(arguments.jobs.unwrap_or(0))
        .build()
        .context("worker threads cannot be started")?;
    let paths = paths_or_stdin(&arguments.paths);
    let options = InputOptions::default();
    let progress = Progress::new(total_bytes(&paths), options.bytes_read.clone());
    let mut output = open_output(arguments)?;

    let (item_sender, item_receiver) = sync_channel::<Vec<InputItem>>(WAITING_CHUNKS);
    let (result_sender, result_receiver) = sync_channel::<Vec<(String, Processed<T>)>>(WAITING_CHUNKS);
    let progress = &progress;
    let outcome = std::thread::scope(|scope| {
        scope.spawn(move || send_chunks(&paths, &options, &item_sender));
        let writer = scope.spawn(move || -> anyhow::Result<Outcome> {
            let outcome = write_results(&result_receiver, progress, &mut consume, &mut *output)?;
            consume(None, &mut *output)?;
            output.flush().context("output cannot be written")?;
            Ok(outcome)
        });
        pool.install(|| {
            for chunk in item_receiver {
                let results = chunk.into_par_iter().map(|item| process(item, &each)).collect();
                if result_sender.send(results).is_err() {
                    break; // the writer failed; its error is returned below
                }
            }
            drop(result_sender);
        });
        writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    });
    progress.finish();
    outcome
}

fn process<T>(item: InputItem, each: &(impl Fn(InputItem) -> Processed<T> + Sync)) -> (String, Processed<T>) {
    let place = item.place.clone();
    match &item.content {
        Err(reason) => {
            let reason = reason.clone();
            (place, Processed::Skipped(reason))
        }
        Ok(_) => (place, each(item)),
    }
}

fn send_chunks(paths: &[PathBuf], options: &InputOptions, sender: &SyncSender<Vec<InputItem>>) {
    let mut chunk = Vec::new();
    let mut chunk_bytes = 0;
    let flow = read_paths(paths, options, &mut |item| {
        chunk_bytes += size_of_item(&item);
        chunk.push(item);
        if chunk.len() < CHUNK_ITEMS && chunk_bytes < CHUNK_BYTES {
            return ControlFlow::Continue(());
        }
        chunk_bytes = 0;
        match sender.send(std::mem::take(&mut chunk)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    });
    if flow.is_continue() && !chunk.is_empty() {
        // a failed send means that the writer failed, whose error is the one to tell
        sender.send(chunk).ok();
    }
}

fn size_of_item(item: &InputItem) -> usize {
    match &item.content {
        Ok(InputContent::JsonLine(line)) => line.len(),
        Ok(InputContent::Warc(record)) => record.body.len(),
        Ok(InputContent::File { bytes, .. }) => bytes.len(),
        Err(reason) => reason.len(),
    }
}

fn write_results<T>(
    results: &Receiver<Vec<(String, Processed<T>)>>,
    progress: &Progress,
    consume: &mut impl FnMut(Option<T>, &mut dyn Write) -> anyhow::Result<()>,
    output: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::default();
    for chunk in results {
        for (place, processed) in chunk {
            match processed {
                Processed::Done(result) => {
                    consume(Some(result), output)?;
                    outcome.done += 1;
                }
                Processed::Skipped(reason) => {
                    progress.error(&place, &reason);
                    outcome.skipped += 1;
                }
                Processed::NotMeant => {}
            }
        }
        progress.show(outcome.done, outcome.skipped);
    }
    Ok(outcome)
}

/// No path is standard input.
pub fn paths_or_stdin(paths: &[PathBuf]) -> Vec<PathBuf> {
    if paths.is_empty() {
        vec![PathBuf::from("-")]
    } else {
        paths.to_vec()
    }
}

fn open_output(arguments: &FilterArguments) -> anyhow::Result<Box<dyn Write + Send>> {
    let inner: Box<dyn Write + Send> = match &arguments.output {
        Some(path) => Box::new(File::create(path).with_context(|| format!("{} cannot be written", path.display()))?),
        None => Box::new(io::stdout()),
    };
    Ok(Box::new(BufWriter::with_capacity(1 << 16, inner)))
}

/// Writes `value` as one line of JSON.
pub fn write_line(value: &impl serde::Serialize, output: &mut dyn Write) -> anyhow::Result<()> {
    serde_json::to_writer(&mut *output, value)
        .map_err(io::Error::from)
        .context("output cannot be written")?;
    output.write_all(b"\n").context("output cannot be written")
}
