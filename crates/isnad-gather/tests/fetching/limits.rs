//! Size, time and decompression.

use crate::server::{Server, answer, settings};
use axum::body::{Body, Bytes};
use flate2::Compression;
use flate2::write::GzEncoder;
use isnad_gather::{Conditional, FetchError, FetchSettings, Fetched, Fetcher};
use std::convert::Infallible;
use std::io::Write;
use std::time::{Duration, Instant};

const LIMIT_BYTES: usize = 100_000;
const PATIENT: Duration = Duration::from_secs(20);
const IMPATIENT: Duration = Duration::from_millis(300);

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

async fn get(server: &Server, path: &str, total_timeout: Duration) -> Result<Fetched, FetchError> {
    let limited = FetchSettings {
        max_body_bytes: LIMIT_BYTES,
        total_timeout,
        ..settings()
    };
    let fetcher = Fetcher::new(limited).unwrap();
    fetcher.get(&server.url(path), &Conditional::default()).await
}

/// A body of `count` pieces, one every `pause`, without a length announced.
fn pieces(count: usize, piece: Vec<u8>, pause: Duration) -> Body {
    let stream = futures_util::stream::unfold(0, move |sent| {
        let piece = Bytes::from(piece.clone());
        async move {
            if sent == count {
                return None;
            }
            tokio::time::sleep(pause).await;
            Some((Ok::<Bytes, Infallible>(piece), sent + 1))
        }
    });
    Body::from_stream(stream)
}

async fn server() -> Server {
    Server::start(|seen| async move {
        let zipped = [("content-encoding", "gzip")];
        match seen.path.as_str() {
            "/gzip" => answer(200, &zipped, gzip("خبر".repeat(1000).as_bytes())),
            "/bomb" => answer(200, &zipped, gzip(&vec![b'a'; 5_000_000])),
            "/cut" => answer(200, &zipped, gzip("خبر".repeat(9000).as_bytes())[..40].to_vec()),
            "/fits" => answer(200, &[], vec![b'a'; LIMIT_BYTES]),
            "/large" => answer(200, &[], vec![b'a'; LIMIT_BYTES + 1]),
            "/endless" => answer(200, &[], pieces(1000, vec![b'a'; 10_000], Duration::ZERO)),
            "/drip" => answer(200, &[], pieces(1000, vec![b'a'], Duration::from_millis(20))),
            _ => {
                tokio::time::sleep(Duration::from_secs(20)).await;
                answer(200, &[], "late")
            }
        }
    })
    .await
}

#[tokio::test]
async fn gzip_is_taken_off() {
    let server = server().await;
    let fetched = get(&server, "/gzip", PATIENT).await.unwrap();
    assert_eq!(fetched.body, "خبر".repeat(1000).as_bytes());
    assert!(
        server.seen()[0].headers["accept-encoding"]
            .to_str()
            .unwrap()
            .contains("gzip")
    );
    let error = get(&server, "/cut", PATIENT).await.unwrap_err();
    assert!(matches!(error, FetchError::Network { .. }), "{error}");
}

#[tokio::test]
async fn bodies_above_the_limit_are_refused_however_they_come() {
    let server = server().await;
    assert_eq!(get(&server, "/fits", PATIENT).await.unwrap().body.len(), LIMIT_BYTES);
    for path in ["/large", "/endless", "/bomb"] {
        let error = get(&server, path, PATIENT).await.unwrap_err();
        assert!(
            matches!(
                error,
                FetchError::TooLarge {
                    limit_bytes: LIMIT_BYTES,
                    ..
                }
            ),
            "{path}: {error}"
        );
    }
}

#[tokio::test]
async fn slow_servers_are_given_up_in_time() {
    let server = server().await;
    for path in ["/slow", "/drip"] {
        let started = Instant::now();
        let error = get(&server, path, IMPATIENT).await.unwrap_err();
        assert!(matches!(error, FetchError::TimedOut { .. }), "{path}: {error}");
        assert!(started.elapsed() < Duration::from_secs(5), "{path}");
    }
}
