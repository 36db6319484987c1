//! A running `isnad serve` over a store; it ends with the value.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::http;

/// A server that does not answer by then never will.
const PATIENCE: Duration = Duration::from_secs(60);

/// The server and where it answers.
pub struct Server {
    /// The process.
    pub child: Child,
    /// Its address on loopback.
    pub address: SocketAddr,
}

impl Server {
    /// Starts `serve`, the command without its options, and waits until it answers.
    pub fn start(mut serve: Command, store: &Path) -> Result<Server> {
        let address = http::free_address()?;
        serve.arg("--listen").arg(address.to_string()).arg("--data").arg(store);
        let child = serve
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .context("cannot start isnad serve")?;
        let mut server = Server { child, address };
        let start = Instant::now();
        while http::get(address, "/healthz").is_err() {
            if let Some(status) = server.child.try_wait()? {
                bail!("isnad serve ended before it answered: {status}");
            }
            if start.elapsed() > PATIENCE {
                bail!("isnad serve did not answer within {} s", PATIENCE.as_secs());
            }
            thread::sleep(Duration::from_millis(2));
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // a server that ended by itself is no matter here: whoever asked it has an error already
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
