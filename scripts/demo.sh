#!/usr/bin/env bash
# Plays payments through the real mini program, its wasm, a merchant backend and a sandbox that stands in for
# WeChat Pay, all on this machine.
#   scripts/demo.sh           plays the journeys and prints them; exit status 0 if all end as they must
#   scripts/demo.sh --serve   leaves merchant and sandbox running, for WeChat DevTools and your own experiments
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$HOME/.cargo/bin:$PATH"

scripts/setup.sh demo
echo "demo: building the merchant and the sandbox (the first time takes two minutes or so)"
cargo build -p wxpay-cli

case ${1:-} in
  '') ;;
  --serve) exec node tests/journeys/serve.js ;;
  *) sed -n '2,5p' "$0" >&2; exit 2 ;;
esac

# the production module is committed; the one that signs locally is built here and stays under target/
scripts/build.sh --local-sign
exec node tests/journeys/demo.js
