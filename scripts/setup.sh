#!/usr/bin/env bash
# Installs what a job needs, once, and says what it does. Quick when everything is there.
#   scripts/setup.sh build   the wasm target and std's source, wasm-bindgen, npm packages
#   scripts/setup.sh demo    the same
#   scripts/setup.sh test    and wasm-pack, Chromium with its driver, clippy and rustfmt
set -euo pipefail
cd "$(dirname "$0")/.."
job=${1:-build}
export PATH="$HOME/.cargo/bin:$PATH"

say() { echo "setup: $*"; }
need() { say "$1 is missing: $2" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

have cargo || need "Rust" "install it from https://rustup.rs (stable, 1.95 or later)"
have node || need "Node.js" "install version 20 or later from https://nodejs.org"

# a C compiler: SQLite is compiled in
have cc || if [ "$(id -u)" = 0 ] && have apt-get; then
  say "installing gcc (apt-get)"; apt-get update -qq && apt-get install -y -qq --no-install-recommends gcc libc6-dev >/dev/null
else need "a C compiler" "install gcc"; fi

component() { # component NAME COMMAND…: through rustup, with one more try, for the first call can time out
  local name=$1; shift
  "$@" && return 0
  say "adding $name (rustup; can take a minute)"
  have rustup || need "$name" "add it to your Rust installation"
  rustup "${ADD[@]}" || rustup "${ADD[@]}"
}
sysroot=$(rustc --print sysroot)
ADD=(target add wasm32-unknown-unknown) component "the wasm target" test -d "$sysroot/lib/rustlib/wasm32-unknown-unknown/lib"
ADD=(component add rust-src) component "rust-src" test -d "$sysroot/lib/rustlib/src/rust/library"

# the bindings and the tool that reads them must be of one version
version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/version = "\(.*\)"/\1/p}' Cargo.lock)
if [ "$(wasm-bindgen --version 2>/dev/null || true)" != "wasm-bindgen $version" ]; then
  say "installing wasm-bindgen-cli $version (cargo; about four minutes)"
  cargo install wasm-bindgen-cli --version "$version"
fi

if ! cmp -s tests/package-lock.json tests/node_modules/.lock-of-install 2>/dev/null; then
  say "installing npm packages for tests and tools (npm ci)"
  (cd tests && npm ci --silent --no-fund --no-audit)
  cp tests/package-lock.json tests/node_modules/.lock-of-install
fi

[ "$job" = test ] || exit 0

have wasm-pack || { say "installing wasm-pack (cargo; about four minutes)"; cargo install wasm-pack; }
ADD=(component add clippy) component clippy cargo clippy --version >/dev/null 2>&1
ADD=(component add rustfmt) component rustfmt cargo fmt --version >/dev/null 2>&1
if ! have chromium || ! have chromedriver; then
  if [ "$(id -u)" = 0 ] && have apt-get; then
    say "installing Chromium and its driver (apt-get)"
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends chromium chromium-driver >/dev/null
  else
    say "no Chromium here: tests in a browser will be skipped; install chromium and chromium-driver to run them"
  fi
fi
