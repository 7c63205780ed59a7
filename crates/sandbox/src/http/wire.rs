//! Connections that can be cut while an answer is on its way. Never here: when.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

const WHOLE: u8 = 0;
const HALF: u8 = 1;
const CUT: u8 = 2;

/// Cuts the connection that a request came on.
#[derive(Clone, Default)]
pub(super) struct Scissors(Arc<AtomicU8>);

impl Scissors {
    /// Nothing more is sent.
    pub(super) fn cut(&self) {
        self.0.store(CUT, Ordering::SeqCst);
    }

    /// Half of what is sent next, and nothing more.
    pub(super) fn cut_in_half(&self) {
        self.0.store(HALF, Ordering::SeqCst);
    }
}

/// A listener whose connections can be cut.
pub(super) struct Wires(pub(super) TcpListener);

impl Listener for Wires {
    type Io = Wire;
    type Addr = std::net::SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        (Wire { stream, scissors: Scissors::default() }, address)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.0.local_addr()
    }
}

pub(super) struct Wire {
    stream: TcpStream,
    scissors: Scissors,
}

impl Connected<IncomingStream<'_, Wires>> for Scissors {
    fn connect_info(stream: IncomingStream<'_, Wires>) -> Self {
        stream.io().scissors.clone()
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let half = bytes.len() / 2;
        let bytes = match self.scissors.0.load(Ordering::SeqCst) {
            WHOLE => bytes,
            HALF if half > 0 => bytes.get(..half).unwrap_or(bytes),
            _ => return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into())),
        };
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        if written.is_ready() && self.scissors.0.load(Ordering::SeqCst) == HALF {
            self.scissors.cut();
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
