//! What both servers need around them: a runtime, a port, a log, an end.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use tokio::net::TcpListener;
use tracing_subscriber::filter::LevelFilter;

use crate::failure::Failure;

/// Runs a server to its end.
pub fn run<F: Future<Output = Result<(), Failure>>>(server: F) -> Result<(), Failure> {
    let runtime = tokio::runtime::Runtime::new()
        .map_err(|error| Failure::Failed(format!("no threads to serve with: {error}")))?;
    let ended = runtime.block_on(server);
    // a call to WeChat that is still waiting holds nobody up
    runtime.shutdown_background();
    ended
}

/// Takes the port; gives the address to call it by.
pub async fn bind(listen: &str) -> Result<(TcpListener, String), Failure> {
    let failed = |error| {
        Failure::Failed(format!(
            "{listen} cannot be listened on: {error}. Name another with --listen"
        ))
    };
    let listener = TcpListener::bind(listen).await.map_err(failed)?;
    let mut address = listener.local_addr().map_err(failed)?;
    // one that listens everywhere is called by the nearest name
    if address.ip().is_unspecified() {
        address = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), address.port());
    }
    Ok((listener, format!("http://{address}")))
}

/// Listens for ctrl-c and SIGTERM from now on; what it gives ends with the first of them.
#[cfg(unix)]
pub fn told_to_stop() -> Result<impl Future<Output = ()> + Send, Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    let listen = |kind| {
        signal(kind).map_err(|error| Failure::Failed(format!("no signals to stop by: {error}")))
    };
    let mut interrupted = listen(SignalKind::interrupt())?;
    let mut terminated = listen(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// What it gives ends with ctrl-c.
#[cfg(not(unix))]
pub fn told_to_stop() -> Result<impl Future<Output = ()> + Send, Failure> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

/// Logs to standard error, as much as WXPAY_LOG says: off, error, warn, info, debug or trace.
pub fn log() -> Result<(), Failure> {
    let level = match std::env::var("WXPAY_LOG") {
        Ok(text) if !text.is_empty() => text.parse().map_err(|_| {
            Failure::Misuse("WXPAY_LOG must be off, error, warn, info, debug or trace".into())
        })?,
        _ => LevelFilter::INFO,
    };
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_target(false)
        .with_ansi(false)
        .with_writer(std::io::stderr)
        .init();
    Ok(())
}
