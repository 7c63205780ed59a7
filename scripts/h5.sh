#!/usr/bin/env bash
# The page of an official account (公众号网页) on this machine: a sandbox, a merchant and the page, until ctrl-c.
#   scripts/h5.sh             http://127.0.0.1:8803/, API v2
#       --api v3              orders over API v3
#       --port N              another port (0: a free one)
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$HOME/.cargo/bin:$PATH"

scripts/setup.sh demo
echo "h5: building the merchant and the sandbox (the first time takes two minutes or so)"
cargo build --quiet -p wxpay-cli
exec node h5/serve.mjs "$@"
