//! robots.txt, the hosts' queues and Retry-After.

use crate::server::{Server, answer, settings};
use isnad_gather::{Conditional, FetchError, FetchSettings, Fetcher, Refusal};
use std::sync::Arc;
use std::time::{Duration, Instant};

const INTERVAL: Duration = Duration::from_millis(60);

async fn with_robots(status: u16, robots: &'static str) -> (Server, Arc<Fetcher>) {
    let server = Server::start(move |seen| async move {
        match seen.path.as_str() {
            "/robots.txt" => answer(status, &[], robots),
            "/shortcut" => answer(302, &[("location", "/private/a")], ""),
            _ => answer(200, &[], "page"),
        }
    })
    .await;
    let obeying = FetchSettings {
        obey_robots: true,
        ..settings()
    };
    (server, Arc::new(Fetcher::new(obeying).unwrap()))
}

#[tokio::test]
async fn robots_txt_is_asked_once_and_obeyed_on_every_hop() {
    let (server, fetcher) = with_robots(200, "User-agent: *\nDisallow: /private\n").await;
    let mut tasks = Vec::new();
    for n in 0..5 {
        let (fetcher, url) = (fetcher.clone(), server.url(&format!("/news/{n}")));
        tasks.push(tokio::spawn(
            async move { fetcher.get(&url, &Conditional::default()).await },
        ));
    }
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    for path in ["/private/a", "/shortcut"] {
        let error = fetcher
            .get(&server.url(path), &Conditional::default())
            .await
            .unwrap_err();
        assert!(matches!(error, FetchError::Robots { .. }), "{path}: {error}");
    }
    let asked = server.seen().iter().filter(|seen| seen.path == "/robots.txt").count();
    assert_eq!(asked, 1);
    assert!(!server.paths().contains(&"/private/a".to_owned()));
}

#[tokio::test]
async fn without_robots_txt_all_is_allowed_and_with_a_broken_server_nothing() {
    for (status, is_allowed) in [(404, true), (403, true), (500, false), (503, false), (429, false)] {
        let (server, fetcher) = with_robots(status, "").await;
        let got = fetcher.get(&server.url("/news"), &Conditional::default()).await;
        assert_eq!(got.is_ok(), is_allowed, "{status}");
        assert_eq!(server.paths().len(), usize::from(is_allowed), "{status}");
        if let Err(error) = got {
            assert!(matches!(error, FetchError::Robots { .. }), "{status}: {error}");
        }
    }
}

#[tokio::test]
async fn a_hosts_requests_start_an_interval_apart_first_come_first_served() {
    let server = Server::start(|_| async { answer(200, &[], "page") }).await;
    let slow = FetchSettings {
        host_interval: INTERVAL,
        ..settings()
    };
    let fetcher = Arc::new(Fetcher::new(slow).unwrap());
    let mut tasks = Vec::new();
    for n in 0..6 {
        let (fetcher, url) = (fetcher.clone(), server.url(&format!("/{n}")));
        tasks.push(tokio::spawn(
            async move { fetcher.get(&url, &Conditional::default()).await },
        ));
        tokio::task::yield_now().await;
    }
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let seen = server.seen();
    let order: Vec<&str> = seen.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(order, ["/0", "/1", "/2", "/3", "/4", "/5"]);
    // Arrivals can only be jittered by the machine, so the sum is what holds.
    let whole = seen[5].at - seen[0].at;
    assert!(whole >= INTERVAL * 5 - Duration::from_millis(20), "{whole:?}");
}

#[tokio::test]
async fn a_crawl_delay_longer_than_the_interval_is_kept() {
    let (server, fetcher) = with_robots(200, "User-agent: isnad\nCrawl-delay: 0.2\n").await;
    for path in ["/a", "/b", "/c"] {
        fetcher.get(&server.url(path), &Conditional::default()).await.unwrap();
    }
    let seen = server.seen();
    let between = seen[3].at - seen[2].at;
    assert!(between >= Duration::from_millis(180), "{between:?}");
}

#[tokio::test]
async fn a_host_that_says_retry_after_is_left_alone() {
    for (status, expected) in [(429, Refusal::TooManyRequests), (503, Refusal::ServerError)] {
        let server = Server::start(move |_| async move { answer(status, &[("retry-after", "120")], "") }).await;
        let fetcher = Fetcher::new(settings()).unwrap();
        let first = fetcher
            .get(&server.url("/a"), &Conditional::default())
            .await
            .unwrap_err();
        assert_eq!(first.retry_after_seconds(), Some(120));
        assert!(
            matches!(first, FetchError::Status { refusal, .. } if refusal == expected),
            "{first}"
        );
        let started = Instant::now();
        let second = fetcher
            .get(&server.url("/b"), &Conditional::default())
            .await
            .unwrap_err();
        assert!(
            matches!(second, FetchError::Resting { seconds: 118..=120, .. }),
            "{second}"
        );
        assert!(started.elapsed() < Duration::from_secs(1));
        assert_eq!(server.paths(), ["/a"]);
    }
}
