//! The server and the worker together, until they are told to stop.

use std::io;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;

use super::serve;
use crate::merchant::Merchant;

/// How often the worker looks whether something is due. The plan itself is in `pursuit`.
const PAUSE: Duration = Duration::from_secs(1);

/// Serves, and looks at once and then every second at what is due: orders without a notification, expired orders,
/// refunds. Ends as [`serve`] does; the worker finishes the call that it is in.
///
/// # Errors
/// Those of the listener.
pub async fn run(
    listener: TcpListener,
    merchant: Merchant,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (stop, mut stopped) = watch::channel(false);
    let told = async move {
        shutdown.await;
        let _ = stop.send(true);
    };
    let worker = tokio::spawn(pursue(merchant.clone(), stopped.clone()));
    tokio::spawn(told);
    let served = serve(listener, merchant, async move {
        let _ = stopped.wait_for(|stop| *stop).await;
    });
    let served = served.await;
    // a server that ended by itself takes its worker with it
    if served.is_err() {
        worker.abort();
    }
    let _ = worker.await;
    served
}

async fn pursue(merchant: Merchant, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let (merchant, seen) = (merchant.clone(), stopped.clone());
        let pass = tokio::task::spawn_blocking(move || {
            let span = tracing::info_span!("worker");
            span.in_scope(|| merchant.pursue_while(&|| !*seen.borrow()))
        });
        match pass.await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::error!("the worker: {error}"),
            Err(error) => tracing::error!(%error, "the worker"),
        }
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}
