//! The socket that a server answers on.

use anyhow::Context;
use std::net::SocketAddr;
use tokio::net::{TcpListener, TcpSocket};

/// Connections that wait to be taken. With the usual 128, of several hundred readers who come at once some would try
/// again only after a second.
const WAITING: u32 = 1024;

/// Listens on `address`; it must be free.
pub(super) fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    let listening = || {
        let socket = match address {
            SocketAddr::V4(_) => TcpSocket::new_v4(),
            SocketAddr::V6(_) => TcpSocket::new_v6(),
        }?;
        // a server that was just stopped leaves its address behind for a minute
        socket.set_reuseaddr(cfg!(unix))?;
        socket.bind(address)?;
        socket.listen(WAITING)
    };
    listening().with_context(|| format!("{address} cannot be listened on"))
}
