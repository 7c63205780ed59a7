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

# rustup's first call can time out, so each is given one more try
rustup_add() { # rustup_add NAME target|component WHAT
  say "adding $1 (rustup; can take a minute)"
  have rustup || need "$1" "add it to your Rust installation"
  rustup "$2" add "$3" || rustup "$2" add "$3"
}
sysroot=$(rustc --print sysroot)
[ -d "$sysroot/lib/rustlib/wasm32-unknown-unknown/lib" ] || rustup_add "the wasm target" target wasm32-unknown-unknown
[ -d "$sysroot/lib/rustlib/src/rust/library" ] || rustup_add rust-src component rust-src

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
cargo clippy --version >/dev/null 2>&1 || rustup_add clippy component clippy
cargo fmt --version >/dev/null 2>&1 || rustup_add rustfmt component rustfmt
if ! have chromium || ! have chromedriver; then
  if [ "$(id -u)" = 0 ] && have apt-get; then
    say "installing Chromium and its driver (apt-get)"
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends chromium chromium-driver >/dev/null
  else
    say "no Chromium here: tests in a browser will be skipped; install chromium and chromium-driver to run them"
  fi
fi
