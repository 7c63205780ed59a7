#!/usr/bin/env bash
# Installs what a job needs, once, and says what it does. Quick when everything is there.
#   scripts/setup.sh build   the wasm target and std's source, wasm-bindgen, npm packages
#   scripts/setup.sh demo    the same
#   scripts/setup.sh bench   the same, the libraries that are measured beside, and JavaScriptCore's shell
#   scripts/setup.sh test    and wasm-pack, Chromium with its driver, JavaScriptCore's shell, clippy and rustfmt,
#                            SDKs of other people (npm, pip)
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

# where tests/engines and bench look for it
jsc_found() { have jsc || [ -n "$(ls /usr/lib/*/*gtk*/jsc /usr/lib/*gtk*/jsc /usr/libexec/*gtk*/jsc 2>/dev/null || true)" ]; }
install_jsc() {
  skipped="what needs JavaScriptCore will be skipped"
  if [ "$(id -u)" = 0 ] && have apt-get; then
    apt-get update -qq || say "the list of packages could not be fetched"
    # libjavascriptcoregtk-4.0-bin in Debian 12; other releases have another number in it, or none
    package=$(apt-cache pkgnames libjavascriptcoregtk- | grep -- '-bin$' | sort -V | tail -n 1 || true)
    if [ -n "$package" ]; then
      say "installing jsc, the shell of JavaScriptCore (apt-get: $package)"
      apt-get install -y -qq --no-install-recommends "$package" >/dev/null || say "$package could not be installed: $skipped"
    else
      say "this release has no package with jsc: $skipped"
    fi
  else
    say "no jsc here: $skipped; install libjavascriptcoregtk-4.0-bin, or the like of another release, to run them"
  fi
}
case $job in test | bench) jsc_found || install_jsc ;; esac

if [ "$job" = bench ] && ! cmp -s bench/package-lock.json bench/node_modules/.lock-of-install 2>/dev/null; then
  say "installing the libraries that are measured beside (npm ci)"
  (cd bench && npm ci --ignore-scripts --silent --no-fund --no-audit)
  cp bench/package-lock.json bench/node_modules/.lock-of-install
fi

[ "$job" = test ] || exit 0

# apart from the other packages, for it is large and only tests need it; its install scripts bring nothing that they need
if ! cmp -s tests/accept/package-lock.json tests/accept/node_modules/.lock-of-install 2>/dev/null; then
  say "installing WeChat's own packager, miniprogram-ci (npm ci; 340 MB, about a minute)"
  (cd tests/accept && npm ci --ignore-scripts --silent --no-fund --no-audit)
  cp tests/accept/package-lock.json tests/accept/node_modules/.lock-of-install
fi

have wasm-pack || { say "installing wasm-pack (cargo; about four minutes)"; cargo install wasm-pack; }
cargo clippy --version >/dev/null 2>&1 || rustup_add clippy component clippy
cargo fmt --version >/dev/null 2>&1 || rustup_add rustfmt component rustfmt
if ! have chromium || ! have chromedriver; then
  if [ "$(id -u)" = 0 ] && have apt-get; then
    say "installing Chromium and its driver (apt-get)"
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium chromium-driver >/dev/null; } ||
      say "they could not be installed: tests in a browser will be skipped"
  else
    say "no Chromium here: tests in a browser will be skipped; install chromium and chromium-driver to run them"
  fi
fi

if have chromium && [ "$(id -u)" = 0 ] && have apt-get && have fc-list && [ -z "$(fc-list :lang=zh)" ]; then
  say "installing a Chinese font for screenshots (apt-get)"
  apt-get update -qq && apt-get install -y -qq --no-install-recommends fonts-wqy-microhei >/dev/null ||
    say "it could not be installed: Chinese will be boxes in screenshots"
fi

old=tests/engines/floors
if ! cmp -s $old/package-lock.json $old/node_modules/.lock-of-install 2>/dev/null; then
  say "installing old Node.js for the V8 of Chrome 66 and 86 in it (npm, 40 MB; Linux on x64 alone)"
  # no links: their `node` must not get in the way of this one
  if (cd $old && npm ci --silent --no-fund --no-audit --no-bin-links --ignore-scripts); then
    mkdir -p $old/node_modules && cp $old/package-lock.json $old/node_modules/.lock-of-install
  else say "could not be installed: tests in them will be skipped"; fi
fi

sdk=tests/sdk
if ! cmp -s $sdk/package-lock.json $sdk/node_modules/.lock-of-install 2>/dev/null; then
  say "installing other people's SDKs, which the sandbox must satisfy (npm ci)"
  (cd $sdk && npm ci --silent --no-fund --no-audit --ignore-scripts)
  cp $sdk/package-lock.json $sdk/node_modules/.lock-of-install
fi
if ! cmp -s $sdk/requirements.txt $sdk/venv/.requirements-of-install 2>/dev/null; then
  skipped="tests of the Python SDKs will be skipped"
  if have python3 && ! python3 -c 'import ensurepip, venv' 2>/dev/null && [ "$(id -u)" = 0 ] && have apt-get; then
    say "installing python3-venv (apt-get)"
    apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv >/dev/null || true
  fi
  if have python3 && python3 -c 'import ensurepip, venv' 2>/dev/null; then
    say "installing the Python SDKs (venv and pip)"
    if python3 -m venv --clear $sdk/venv &&
      $sdk/venv/bin/pip install --quiet --disable-pip-version-check -r $sdk/requirements.txt; then
      cp $sdk/requirements.txt $sdk/venv/.requirements-of-install
    else say "they could not be installed: $skipped"; rm -rf $sdk/venv; fi
  else
    say "no Python with venv here: $skipped; install python3 and python3-venv to run them"
  fi
fi
