#!/usr/bin/env bash
# Measures what ships and the servers, side by side with what others use, on this machine: tables here, figures as JSON
# under target/bench/ (bench/README.md tells their form). Six minutes at most once everything is built.
#   scripts/bench.sh              everything
#   scripts/bench.sh PART…        some of: bytes cold tap memory signing servers
#   scripts/bench.sh --quick …    a short look, under a minute; not to be quoted
#   scripts/bench.sh --doc        writes the last whole run into docs/PERFORMANCE.md and the READMEs
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$HOME/.cargo/bin:$PATH"

case ${1:-} in
  -h | --help) sed -n '2,7p' "$0"; exit 0 ;;
  --doc) exec node bench/report/markdown.js ;;
esac
for word in "$@"; do
  case $word in
    --quick | bytes | cold | tap | memory | signing | servers) ;;
    *) echo "bench: $word is no part" >&2; sed -n '2,7p' "$0" >&2; exit 2 ;;
  esac
done
# before anything here makes load of its own
load=$(node -p 'os.loadavg()[0].toFixed(2)')
scripts/setup.sh bench

echo "bench: building what is measured (the servers in release: the first time takes some minutes)"
cargo build --quiet --release -p wxpay-cli
cargo build --quiet --release -p wxpay-merchant --example commits
# the same sources as in miniprogram/wxpay/, once more for the names behind its bytes; and the module that signs
scripts/build.sh --out target/bench/module
scripts/build.sh --local-sign
cmp -s target/bench/module/wxpay_bg.wasm.br miniprogram/wxpay/wxpay_bg.wasm.br ||
  echo "bench: the module of miniprogram/wxpay/ is not what its sources give here: names of bytes are of the one built now" >&2
exec node bench/bench.js --load="$load" "$@"
