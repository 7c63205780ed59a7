#!/usr/bin/env bash
# Plays payments through the real mini program, its wasm, a merchant backend and a sandbox that stands in for
# WeChat Pay, all on this machine.
#   scripts/demo.sh           plays the journeys and prints them; exit status 0 if all end as they must
#   scripts/demo.sh --serve   leaves merchant and sandbox running, with the shop in a browser beside what it says to them
#                             (docs/PREVIEW.md), and writes target/devtools/, to pay in WeChat DevTools
#       --lan                 listens on this machine's address in the LAN, for a phone (--address IP: on this one)
#       --appid wx…           your own app id, or that of a test account; without it DevTools' touristappid
#       --port N              other ports than 8800, 8801 and, for the preview, 8802 (0: free ones)
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$HOME/.cargo/bin:$PATH"

case ${1:-} in
  '' | --serve) ;;
  *) sed -n '2,9p' "$0" >&2; exit 2 ;;
esac

scripts/setup.sh demo
echo "demo: building the merchant and the sandbox (the first time takes two minutes or so)"
cargo build -p wxpay-cli

# the production module is committed; the one that signs locally is built here and stays under target/
scripts/build.sh --local-sign
if [ "${1:-}" = --serve ]; then exec node tests/journeys/serve.js "${@:2}"; fi
exec node tests/journeys/demo.js
