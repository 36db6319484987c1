//! Redirects, and where they must not lead.

use crate::server::{Server, answer, fetcher, settings};
use isnad_gather::{Conditional, FetchError, FetchSettings, Fetched, Fetcher};

async fn get(server: &Server, path: &str) -> Result<Fetched, FetchError> {
    fetcher().get(&server.url(path), &Conditional::default()).await
}

async fn redirecting() -> Server {
    Server::start(|seen| async move {
        let (status, location) = match seen.path.as_str() {
            "/moved" => (301, "/moved-again"),
            "/moved-again" => (308, "end?a=1"),
            "/for-now" => (302, "/moved"),
            "/loop-a" => (302, "/loop-b"),
            "/loop-b" => (302, "/loop-a"),
            "/itself" => (302, "/itself"),
            "/to-file" => (302, "file:///etc/passwd"),
            "/nowhere" => return answer(302, &[], ""),
            "/arabic" => return answer(302, &[("location", "/أخبار")], ""),
            to if to.starts_with("/to/") => return answer(302, &[("location", &to[4..])], ""),
            _ => return answer(200, &[], "end"),
        };
        answer(status, &[("location", location)], "")
    })
    .await
}

#[tokio::test]
async fn permanent_redirects_name_the_new_address_and_others_do_not() {
    let server = redirecting().await;
    let moved = get(&server, "/moved").await.unwrap();
    assert_eq!(moved.body, b"end");
    assert_eq!(moved.requested_url, server.url("/moved"));
    assert_eq!(moved.final_url, server.url("/end?a=1"));
    assert_eq!(moved.moved_to, Some(server.url("/end?a=1")));
    let for_now = get(&server, "/for-now").await.unwrap();
    assert_eq!(for_now.final_url, server.url("/end?a=1"));
    assert_eq!(for_now.moved_to, None);
    let arabic = get(&server, "/arabic").await.unwrap();
    assert_eq!(arabic.final_url, server.url("/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"));
}

#[tokio::test]
async fn redirects_that_lead_nowhere_are_given_up() {
    let server = redirecting().await;
    for path in ["/loop-a", "/itself", "/to-file", "/nowhere"] {
        let error = get(&server, path).await.unwrap_err();
        assert!(matches!(error, FetchError::Redirect { .. }), "{path}: {error}");
    }
    // The first request and five redirects of the loop, one each of the others.
    assert_eq!(server.paths().len(), 6 + 3);
}

#[tokio::test]
async fn redirects_into_private_networks_are_refused() {
    let server = redirecting().await;
    let port = server.port;
    for target in [
        format!("http://localhost:{port}/"),
        format!("http://[::1]:{port}/"),
        format!("http://127.0.0.2:{port}/"),
        "http://169.254.169.254/latest/meta-data/".into(),
        "http://10.0.0.1/".into(),
    ] {
        let error = get(&server, &format!("/to/{target}")).await.unwrap_err();
        assert!(matches!(error, FetchError::PrivateAddress { .. }), "{target}: {error}");
    }
    assert!(server.paths().iter().all(|path| path.starts_with("/to/")));
}

#[tokio::test]
async fn private_addresses_are_refused_unless_allowed() {
    let server = redirecting().await;
    let port = server.port;
    let refusing = Fetcher::new(FetchSettings {
        private_hosts: Vec::new(),
        ..settings()
    })
    .unwrap();
    for host in [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "127.1",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "[::]",
    ] {
        let url = format!("http://{host}:{port}/");
        let error = refusing.get(&url, &Conditional::default()).await.unwrap_err();
        assert!(matches!(error, FetchError::PrivateAddress { .. }), "{host}: {error}");
    }
    assert!(server.seen().is_empty());
    let allowing = Fetcher::new(FetchSettings {
        private_hosts: Vec::new(),
        allow_private_addresses: true,
        ..settings()
    })
    .unwrap();
    let url = format!("http://localhost:{port}/");
    assert_eq!(allowing.get(&url, &Conditional::default()).await.unwrap().body, b"end");
}
