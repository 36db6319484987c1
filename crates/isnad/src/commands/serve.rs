//! `isnad serve`: polls the feeds, runs the stages, answers the API.

use crate::cli::ServeArguments;
use crate::outcome::Outcome;
use anyhow::Context;
use isnad_engine::live::{Clock, Live};
use isnad_engine::{Bell, DataPaths, FetchSettings, Fetcher, Runner, now_seconds};
use isnad_search::Index;
use isnad_store::{Access, Store};
use isnad_web::{App, Guard};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

/// Pause between two looks for feeds that are due.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How soon a server that does not write the index itself sees what others committed.
const RELOAD_EVERY: Duration = Duration::from_secs(2);

/// Runs the command.
pub fn run(arguments: ServeArguments) -> anyhow::Result<Outcome> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("no event loop")?;
    runtime.block_on(serve(arguments))?;
    Ok(Outcome { done: 1, skipped: 0 })
}

async fn serve(arguments: ServeArguments) -> anyhow::Result<()> {
    let listener = TcpListener::bind(arguments.listen)
        .await
        .with_context(|| format!("{} cannot be listened on", arguments.listen))?;
    let address = listener.local_addr()?;
    let guard = Guard::new(address, arguments.token, &arguments.host)?;
    let paths = DataPaths::new(&arguments.data.data);
    let bell = Arc::new(Bell::default());
    let clock: Clock = Arc::new(now_seconds);
    let settings = FetchSettings {
        allow_private_addresses: arguments.allow_private,
        ..FetchSettings::default()
    };
    let runner = match arguments.read_only {
        true => None,
        false => Runner::start(&paths, bell.clone())?,
    };
    let index = match &runner {
        Some(runner) => runner.index(),
        None => Index::open_for_reading(&paths.index())?,
    };
    if runner.is_none() && !arguments.read_only {
        tracing::info!("another isnad holds the store: this one answers, that one polls and reads");
    }
    let app = App::new(
        &paths,
        index.clone(),
        guard,
        Fetcher::new(settings.clone())?,
        bell.clone(),
        clock.clone(),
        !arguments.read_only,
    )?;
    let polling = match &runner {
        Some(_) => Some(Live::new(
            Store::open(paths.root(), Access::Write)?,
            Fetcher::new(settings)?,
            bell,
            clock,
        )),
        None => None,
    };
    println!("http://{address}/");
    let answering = axum::serve(listener, isnad_web::router(app)).with_graceful_shutdown(asked_to_stop());
    tokio::select! {
        ended = answering => ended.context("the server stopped")?,
        failed = poll(polling) => failed?,
        failed = watch(runner.as_ref(), &index) => failed?,
    }
    if let Some(runner) = runner {
        tokio::task::spawn_blocking(move || runner.stop()).await??;
    }
    Ok(())
}

/// Polls until the store refuses.
async fn poll(polling: Option<Live>) -> anyhow::Result<()> {
    match polling {
        Some(live) => Ok(live.run(LOOK_EVERY).await?),
        None => std::future::pending().await,
    }
}

/// Ends with the error of the stages; sees what others commit where this process runs none.
async fn watch(runner: Option<&Runner>, index: &Index) -> anyhow::Result<()> {
    loop {
        tokio::time::sleep(RELOAD_EVERY).await;
        match runner {
            Some(runner) => runner.failure().map_or(Ok(()), Err)?,
            None => index.reload()?,
        }
    }
}

/// Ctrl-C, or the signal by which service managers end a process.
async fn asked_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    let mut terminate = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(terminate) => terminate,
        Err(error) => {
            tracing::warn!(%error, "sigterm cannot be caught");
            interrupt.await.ok();
            return;
        }
    };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}
