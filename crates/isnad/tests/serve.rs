//! `isnad serve` and `isnad add` as processes: start, answers, a writer beside it, signals, refusals.

mod common;

use common::{invented_news, isnad, stderr_of};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Looks at what has to come before a test gives up, a tenth of a second apart at least: so many that only what never comes
/// needs them, however busy the machine is.
const LOOKS: usize = 6000;

/// A running server; killed if the test ends before it was asked to stop.
struct Served {
    child: Child,
    address: String,
    /// What it logs, line by line, until it ends.
    log: Receiver<String>,
}

impl Served {
    fn start(data: &Path, arguments: &[&str]) -> Served {
        let mut child = isnad(data)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let stdout = child.stdout.take().unwrap();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        let address = line
            .trim()
            .strip_prefix("http://")
            .and_then(|rest| rest.strip_suffix('/'));
        let address = address.unwrap_or_else(|| panic!("no address in {line:?}")).to_owned();
        let log = lines_of(child.stderr.take().unwrap());
        Served { child, address, log }
    }

    /// Waits until it logs something with these words; fails where it ends without.
    fn wait_until_it_says(&self, words: &str) {
        let mut said = Vec::new();
        while let Ok(line) = self.log.recv() {
            if line.contains(words) {
                return;
            }
            said.push(line);
        }
        panic!("ended without «{words}»: {said:#?}");
    }

    /// Waits until `what` has come.
    fn wait_until(&self, what: impl Fn(&Served) -> bool) {
        for _ in 0..LOOKS {
            if what(self) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!(
            "it never comes; the log: {:#?}",
            self.log.try_iter().collect::<Vec<_>>()
        );
    }

    /// Status and body of a GET.
    fn get(&self, path: &str) -> (u16, serde_json::Value) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let host = &self.address;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, serde_json::from_str(body).unwrap())
    }

    fn total(&self, query: &str) -> u64 {
        let encoded: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let (status, found) = self.get(&format!("/api/v1/search?copies=all&q={encoded}"));
        assert_eq!(status, 200, "{found}");
        found["total"].as_u64().unwrap()
    }

    /// Sends SIGTERM and gives the exit code.
    fn stop(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        for _ in 0..LOOKS {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the server does not stop");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // already ended where the test went well
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// The lines of a stream as they come; the channel closes where it ends.
fn lines_of(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let lines = BufReader::new(stream).lines().map_while(Result::ok);
        // read on where nobody listens, so that the server never waits for room
        lines.for_each(|line| drop(sender.send(line)));
    });
    receiver
}

fn run(data: &Path, arguments: &[&str]) -> Output {
    isnad(data).args(arguments).output().unwrap()
}

#[test]
fn a_server_answers_soon_and_ends_well_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let started = Instant::now();
    let served = Served::start(folder.path(), &[]);
    assert_eq!(served.get("/healthz").0, 200);
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    assert_eq!(served.get("/api/v1/sources").1, serde_json::json!([]));
    assert_eq!(served.stop(), Some(0));
}

#[test]
fn silent_connections_do_not_keep_a_server_from_ending() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(folder.path(), &[]);
    let silent = TcpStream::connect(&served.address).unwrap();
    let mut half = TcpStream::connect(&served.address).unwrap();
    half.write_all(b"GET /healthz HTTP/1.1\r\nhost: ").unwrap();
    assert_eq!(served.get("/healthz").0, 200);
    assert_eq!(served.stop(), Some(0));
    drop((silent, half));
}

#[test]
fn what_is_imported_beside_a_server_is_found_by_it() {
    let folder = tempfile::tempdir().unwrap();
    let (data, input) = (folder.path().join("data"), folder.path().join("news.jsonl"));
    std::fs::write(&input, invented_news(40).join("\n")).unwrap();
    let served = Served::start(&data, &[]);
    assert_eq!(served.total("اليوم"), 0);
    let imported = run(&data, &["import", input.to_str().unwrap()]);
    assert_eq!(imported.status.code(), Some(0));
    let said = stderr_of(&imported);
    assert!(
        said.contains("40 added") && said.contains("another isnad holds the store"),
        "{said}"
    );
    served.wait_until(|served| served.total("اليوم") == 40);
    assert_eq!(served.stop(), Some(0));
}

#[test]
fn a_server_that_had_to_wait_takes_over_when_the_other_ends() {
    let folder = tempfile::tempdir().unwrap();
    let (data, input) = (folder.path().join("data"), folder.path().join("news.jsonl"));
    std::fs::write(&input, invented_news(40).join("\n")).unwrap();
    let first = Served::start(&data, &[]);
    let second = Served::start(&data, &[]);
    assert_eq!(first.stop(), Some(0));
    // the import would run the stages itself while nobody else does
    second.wait_until_it_says("this one runs the stages and polls now");
    let imported = run(&data, &["import", input.to_str().unwrap()]);
    assert!(
        stderr_of(&imported).contains("another isnad holds the store"),
        "{}",
        stderr_of(&imported)
    );
    second.wait_until(|second| second.total("اليوم") == 40);
    assert_eq!(second.stop(), Some(0));
}

#[test]
fn a_server_that_is_stopped_as_soon_as_it_prints_its_address_ends_well() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..20 {
        assert_eq!(Served::start(folder.path(), &[]).stop(), Some(0));
    }
}

#[test]
fn a_server_waits_for_the_index_of_the_process_that_makes_it() {
    let folder = tempfile::tempdir().unwrap();
    let lock = std::fs::File::create(folder.path().join("lock")).unwrap();
    lock.lock().unwrap();
    let made = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(1500));
        drop(lock);
    });
    let served = Served::start(folder.path(), &[]);
    made.join().unwrap();
    assert_eq!(served.get("/healthz").0, 200);
    assert_eq!(served.stop(), Some(0));
}

#[test]
fn an_address_that_others_reach_is_refused_without_a_token() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["serve", "--listen", "0.0.0.0:0"]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr_of(&output);
    assert!(said.contains("token") && said.contains("loopback"), "{said}");
    assert!(output.stdout.is_empty());
    let short = run(folder.path(), &["serve", "--listen", "0.0.0.0:0", "--token", "short"]);
    assert_eq!(short.status.code(), Some(1));
}

#[test]
fn a_server_that_only_reads_needs_a_store_and_serves_it() {
    let folder = tempfile::tempdir().unwrap();
    let (data, input) = (folder.path().join("data"), folder.path().join("news.jsonl"));
    let output = run(&data, &["serve", "--listen", "127.0.0.1:0", "--read-only"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!data.exists(), "a server that reads makes nothing");
    std::fs::write(&input, invented_news(20).join("\n")).unwrap();
    assert!(run(&data, &["import", input.to_str().unwrap()]).status.success());
    let served = Served::start(&data, &["--read-only"]);
    assert_eq!(served.total("اليوم"), 20);
    assert_eq!(served.stop(), Some(0));
}

/// A site with a page that names two feeds, the first of which answers; gives its address.
fn feed_site() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut line = String::new();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            reader.read_line(&mut line).unwrap();
            let mut header = String::from("-");
            while !header.trim().is_empty() {
                header.clear();
                reader.read_line(&mut header).unwrap();
            }
            let (status, kind, body) = match line.split(' ').nth(1) {
                Some("/") => ("200 OK", "text/html", page()),
                Some("/rss") => ("200 OK", "application/rss+xml", feed()),
                _ => ("404 Not Found", "text/plain", String::new()),
            };
            let length = body.len();
            write!(
                stream,
                "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
            )
            .unwrap();
        }
    });
    format!("http://{address}")
}

fn page() -> String {
    "<html><head><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/rss\">\
     <link rel=\"alternate\" type=\"application/rss+xml\" href=\"/sport\"></head><body>مرصد الساحل</body></html>"
        .to_owned()
}

fn feed() -> String {
    "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>مرصد الساحل</title>\
     <item><guid>lamp-1</guid><title>ترميم المنارة القديمة في مرسى النور</title>\
     <description>بدأ ترميم المنارة القديمة في مرسى النور.</description></item></channel></rss>"
        .to_owned()
}

#[test]
fn a_feed_is_followed_by_the_page_that_names_it_and_polled_by_the_server() {
    let site = feed_site();
    let folder = tempfile::tempdir().unwrap();
    let refused = run(folder.path(), &["add", &site]);
    assert_eq!(refused.status.code(), Some(1));
    let said = stderr_of(&refused);
    assert!(said.contains("private"), "{said}");

    let added = run(folder.path(), &["add", &site, "--allow-private"]);
    assert_eq!(added.status.code(), Some(0), "{}", stderr_of(&added));
    let told = String::from_utf8(added.stdout).unwrap();
    assert!(told.contains(&format!("مرصد الساحل ({site}/rss)")), "{told}");
    assert!(told.contains(&format!("{site}/sport")), "{told}");

    let served = Served::start(folder.path(), &["--allow-private"]);
    served.wait_until(|served| served.total("المنارة") > 0);
    assert_eq!(served.stop(), Some(0));
}
