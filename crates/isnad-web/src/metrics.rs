//! `/metrics`: counts in the text format of Prometheus.
//!
//! Source: the Prometheus exposition format, version 0.0.4.

use crate::app::App;
use crate::error::ApiError;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use isnad_engine::status::{EngineStatus, status_of};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Requests by route and status class.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    requests: Mutex<BTreeMap<(String, u16), (u64, Duration)>>,
}

/// The layer that counts requests.
pub(crate) async fn count(State(app): State<App>, request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("other", MatchedPath::as_str)
        .to_owned();
    let started = Instant::now();
    let response = next.run(request).await;
    let mut requests = app
        .inner
        .metrics
        .requests
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let counted = requests.entry((route, response.status().as_u16())).or_default();
    counted.0 += 1;
    counted.1 += started.elapsed();
    drop(requests);
    response
}

/// `GET /metrics`.
pub(crate) async fn metrics(State(app): State<App>) -> Result<Response, ApiError> {
    let held = app
        .read(|finder| Ok(status_of(finder.store(), finder.index().position()?)?))
        .await?;
    let mut text = String::new();
    write_store(&held, &mut text);
    app.inner.metrics.write_requests(&mut text);
    Ok(([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}

impl Metrics {
    fn write_requests(&self, text: &mut String) {
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let labels = |(route, status): &(String, u16)| format!("{{route=\"{route}\",status=\"{status}\"}}");
        kind(text, "isnad_http_requests_total", "counter");
        for (asked, (count, _)) in &requests {
            line(text, &format!("isnad_http_requests_total{}", labels(asked)), count);
        }
        kind(text, "isnad_http_request_seconds_total", "counter");
        for (asked, (_, duration)) in &requests {
            let name = format!("isnad_http_request_seconds_total{}", labels(asked));
            line(text, &name, duration.as_secs_f64());
        }
    }
}

fn write_store(held: &EngineStatus, text: &mut String) {
    for (name, value) in [
        ("captures", held.captures),
        ("articles", held.articles),
        ("revisions", held.revisions),
        ("stories", held.stories),
        ("sources", held.sources),
        ("pending_fetches", held.pending_fetches),
        ("database_bytes", held.database_bytes),
        ("capture_bytes", held.capture_bytes),
    ] {
        kind(text, &format!("isnad_{name}"), "gauge");
        line(text, &format!("isnad_{name}"), value);
    }
    kind(text, "isnad_stage_lag_entries", "gauge");
    for stage in &held.stages {
        for (lane, lag) in [("live", stage.lag_live), ("backfill", stage.lag_backfill)] {
            let labels = format!("{{stage=\"{}\",lane=\"{lane}\"}}", stage.stage);
            line(text, &format!("isnad_stage_lag_entries{labels}"), lag);
        }
    }
    kind(text, "isnad_stage_failures", "gauge");
    for stage in &held.stages {
        let name = format!("isnad_stage_failures{{stage=\"{}\"}}", stage.stage);
        line(text, &name, stage.failures);
    }
}

/// The line that says what a metric is; all its lines follow it without a gap, as the format wants.
fn kind(text: &mut String, name: &str, kind: &str) {
    writeln!(text, "# TYPE {name} {kind}").expect("writing to a string does not fail");
}

fn line(text: &mut String, name: &str, value: impl std::fmt::Display) {
    writeln!(text, "{name} {value}").expect("writing to a string does not fail");
}
