//! `isnad serve`: polls the feeds, runs the stages, answers the API.

use super::listening::listen;
use super::stopping::StopSignals;
use crate::cli::ServeArguments;
use crate::outcome::Outcome;
use anyhow::Context;
use axum::serve::ListenerExt;
use isnad_engine::live::{Clock, Live};
use isnad_engine::{Bell, DataPaths, FetchSettings, Fetcher, Runner, now_seconds};
use isnad_search::{Index, SearchError};
use isnad_store::{Access, Store};
use isnad_web::{App, Guard};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tracing_subscriber::EnvFilter;

/// Pause between two looks for feeds that are due.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often a server looks for the index that another process makes.
const LOOKS_FOR_INDEX: usize = 30;
/// How soon a server that does not write the index itself sees what others committed.
const RELOAD_EVERY: Duration = Duration::from_secs(2);
/// How long requests under way may take to end once the server is asked to stop.
const GRACE: Duration = Duration::from_secs(5);

/// Runs the command.
pub fn run(arguments: ServeArguments) -> anyhow::Result<Outcome> {
    log_to_stderr("info");
    event_loop()?.block_on(serve(arguments))?;
    Ok(Outcome { done: 1, skipped: 0 })
}

/// Messages of this level and above go to standard error, unless RUST_LOG says otherwise.
pub(super) fn log_to_stderr(level: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}

pub(super) fn event_loop() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("no event loop")
}

async fn serve(arguments: ServeArguments) -> anyhow::Result<()> {
    let listener = listen(arguments.listen)?;
    let address = listener.local_addr()?;
    let guard = Guard::new(address, arguments.token, &arguments.host)?;
    let paths = DataPaths::new(&arguments.data.data);
    let bell = Arc::new(Bell::default());
    let clock: Clock = Arc::new(now_seconds);
    let settings = FetchSettings {
        allow_private_addresses: arguments.allow_private,
        ..FetchSettings::default()
    };
    let (runner, index) = match arguments.read_only {
        true => (None, Index::open_for_reading(&paths.index())?),
        false => stages_or_index(&paths, &bell).await?,
    };
    let app = App::new(
        &paths,
        index.clone(),
        guard,
        Fetcher::new(settings.clone())?,
        bell.clone(),
        clock.clone(),
        !arguments.read_only,
    )?;
    let live = || {
        let store = Store::open(paths.root(), Access::Write)?;
        let fetcher = Fetcher::new(settings.clone())?;
        anyhow::Ok(Live::new(store, fetcher, bell.clone(), clock.clone()))
    };
    let (polling, waiting) = match (&runner, arguments.read_only) {
        (Some(_), _) => (Some(live()?), None),
        (None, true) => (None, None),
        (None, false) => {
            tracing::info!("another isnad runs the stages; this one answers, and takes over when that one ends");
            let waiting = Waiting {
                paths: paths.clone(),
                bell: bell.clone(),
                live: live()?,
            };
            (None, Some(waiting))
        }
    };
    let stop = StopSignals::catch()?;
    println!("http://{address}/");
    let service = Service {
        stop,
        listener,
        app,
        index,
        runner,
        polling,
        waiting,
    };
    service.run().await
}

/// The stages with their index, or the index of the process that runs them, which may only be making it.
async fn stages_or_index(paths: &DataPaths, bell: &Arc<Bell>) -> anyhow::Result<(Option<Runner>, Index)> {
    let mut looked = 0;
    loop {
        if let Some(runner) = Runner::start(paths, bell.clone())? {
            let index = runner.index();
            return Ok((Some(runner), index));
        }
        match Index::open_for_reading(&paths.index()) {
            Err(SearchError::Missing(_) | SearchError::OtherVersion(_)) if looked < LOOKS_FOR_INDEX => looked += 1,
            opened => return Ok((None, opened?)),
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// What a server needs to take over the stages and the polling of another process.
pub(super) struct Waiting {
    paths: DataPaths,
    bell: Arc<Bell>,
    live: Live,
}

/// All that answers, polls and runs stages; the demo brings its own.
pub(super) struct Service {
    pub(super) listener: TcpListener,
    /// What ends it.
    pub(super) stop: StopSignals,
    pub(super) app: App,
    pub(super) index: Index,
    /// The stages, where this process runs them.
    pub(super) runner: Option<Runner>,
    /// The polling loop, where this process polls.
    pub(super) polling: Option<Live>,
    /// What it takes to run and poll later, where another process does so now.
    pub(super) waiting: Option<Waiting>,
}

impl Service {
    /// Answers until the process is asked to stop or a part fails.
    pub(super) async fn run(mut self) -> anyhow::Result<()> {
        let asked = Arc::new(Notify::new());
        // beside the first answers, not within one
        tokio::task::spawn_blocking(isnad_text::lemma::load);
        // the end of a page must not wait until its reader has confirmed the beginning
        let listener = self.listener.tap_io(|stream| {
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "a connection stays slow");
            }
        });
        let answering = axum::serve(listener, isnad_web::router(self.app)).with_graceful_shutdown({
            let (asked, stop) = (asked.clone(), self.stop);
            async move {
                stop.asked().await;
                asked.notify_one();
            }
        });
        tokio::select! {
            ended = answering => ended.context("the server stopped")?,
            () = grace_over(&asked) => tracing::warn!("connections are still open; stopped without them"),
            failed = work(&mut self.runner, self.polling, self.waiting, &self.index) => failed?,
        }
        if let Some(runner) = self.runner {
            tokio::task::spawn_blocking(move || runner.stop()).await??;
        }
        Ok(())
    }
}

/// Some time after the server was asked to stop: a connection that never ends its request must not hold it up.
async fn grace_over(asked: &Notify) {
    asked.notified().await;
    tokio::time::sleep(GRACE).await;
}

/// Polls and watches the stages, its own or, until it takes over, those of another process.
async fn work(
    runner: &mut Option<Runner>,
    mut polling: Option<Live>,
    waiting: Option<Waiting>,
    index: &Index,
) -> anyhow::Result<()> {
    if let Some(waiting) = waiting {
        let start = Runner::start_when_free(&waiting.paths, waiting.bell, LOOK_EVERY);
        tokio::select! {
            started = start => *runner = Some(started?),
            failed = watch(None, index) => failed?,
        }
        polling = Some(waiting.live);
        tracing::info!("the other isnad has ended; this one runs the stages and polls now");
    }
    tokio::select! {
        failed = poll(polling) => failed,
        failed = watch(runner.as_ref(), index) => failed,
    }
}

/// Polls until the store refuses.
async fn poll(polling: Option<Live>) -> anyhow::Result<()> {
    match polling {
        Some(live) => Ok(live.run(LOOK_EVERY).await?),
        None => std::future::pending().await,
    }
}

/// Ends with the error of the stages; sees what is committed to the index by other handles than its own.
async fn watch(runner: Option<&Runner>, index: &Index) -> anyhow::Result<()> {
    loop {
        tokio::time::sleep(RELOAD_EVERY).await;
        if let Some(error) = runner.and_then(Runner::failure) {
            return Err(error.into());
        }
        index.reload()?;
    }
}
