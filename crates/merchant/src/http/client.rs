//! Whose machine is asking: for limits alone, never for trust.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request};

/// The address to count by. `header` is one that the merchant's own proxy sets: its last entry is the
/// one that the proxy has seen itself. Without it the peer's address; one of this machine is a proxy or
/// the developer, and is not counted.
pub(super) fn address(request: &Request, header: Option<&str>) -> Option<String> {
    let told = header.and_then(|name| request.headers().get_all(name).iter().next_back());
    let told = told.and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map(|ConnectInfo(peer)| peer.ip()).filter(|ip| !ip.is_loopback());
    told.or(peer).map(|ip| network(ip).to_string())
}

/// A whole /64 is one subscriber's.
fn network(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V4(ip) => IpAddr::V4(ip),
        IpAddr::V6(ip) => IpAddr::V6((ip.to_bits() & (u128::MAX << 64)).into()),
    }
}
