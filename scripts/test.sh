#!/usr/bin/env bash
# Sets up what it needs and runs every test, natively, in wasm, in the mini program, end to end. Each step's
# output is kept in target/test/; the last line is the count. Exit status 0 only if nothing failed.
#   scripts/test.sh            everything
#   scripts/test.sh STEP…      some of: format lint core checkout doctor servers wasm-node wasm-chrome wasm-build
#                            wasm-dev host pages glue accept engines kit fallback h5 preview backends sdk journeys
#                            fire-check fire
set -uo pipefail
cd "$(dirname "$0")/.."
export PATH="$HOME/.cargo/bin:$PATH" CARGO_TERM_COLOR=never
scripts/setup.sh test || exit 1

logs=target/test
mkdir -p "$logs"
passed=0 failed=0 skipped=0 known=' '
wanted=" $* "

# A step counts the tests that its runner reports; one that reports none counts as one test.
step() { # step NAME COMMAND…
  local name=$1 log=$logs/$1.log begun=$SECONDS status=0 good bad skip
  shift
  known+="$name "
  [ "$wanted" = "  " ] || [[ $wanted == *" $name "* ]] || return 0
  printf '%-12s … ' "$name"
  "$@" >"$log" 2>&1 || status=$?
  good=$(count "$log" pass) bad=$(count "$log" fail)
  skip=$(count "$log" skip) skipped=$((skipped + skip))
  [ "$((good + bad + skip))" -gt 0 ] || { [ $status = 0 ] && good=1 || bad=1; }
  [ $status = 0 ] || [ "$bad" -gt 0 ] || bad=1
  passed=$((passed + good)) failed=$((failed + bad))
  printf '%s passed, %s failed  (%s s)\n' "$good" "$bad" "$((SECONDS - begun))"
  if [ "$bad" -gt 0 ]; then
    grep -nE '^(not ok|error|test .*FAILED|failures:|thread .*panicked|    ✗|   ✗)|^# Subtest.*fail|AssertionError|^✖' "$log" | head -20
    tail -n 40 "$log"
    echo "(all of it: $log)"
  fi
}

# cargo and wasm-bindgen-test: "test result: ok. 3 passed; 0 failed; 1 ignored"; node: "# pass 3"; the demo: "3 passed, 0 failed"
count() { # count LOG pass|fail|skip
  local word=${2}ed ignored=$2
  [ "$2" = skip ] && word=ignored ignored=skipped
  awk -v word="$word" -v node="# $ignored" '
    /^test result:/ { for (i = 2; i <= NF; i++) if ($i == word ";" || $i == word) n += $(i - 1) }
    index($0, node " ") == 1 || (index($0, "ℹ " substr(node, 3) " ") == 1) { n += $NF }
    /^[0-9]+ passed, [0-9]+ failed/ { if (word == "passed") n += $1; if (word == "failed") n += $3 }
    END { print n + 0 }' "$1"
}

chrome() {
  command -v chromium >/dev/null && command -v chromedriver >/dev/null || { printf 'no Chromium or no driver for it\n# skipped 1\n'; return 0; }
  wasm-pack test --mode no-install --headless --chrome --chromedriver "$(command -v chromedriver)" --features local-sign
}

step format cargo fmt --all --check
step lint cargo clippy --quiet --workspace --all-targets --features json,local-sign,doctor -- -D warnings
core=(-p wxpay-mini --no-default-features --features json,local-sign)
step core bash -c 'cargo test --quiet "$@" --lib --test native --test module && cargo test --quiet "$@" --doc' core "${core[@]}"
# optimised: millions of transitions
step checkout cargo test --release "${core[@]}" --test checkout
# optimised: it tries some ten thousand mistakes for each of some thousand signatures
step doctor cargo test --release "${core[@]}" --test doctor
step servers cargo test --quiet -p wxpay-sandbox -p wxpay-merchant -p wxpay-cli
step wasm-node wasm-pack test --mode no-install --node --features local-sign
step wasm-chrome chrome
step wasm-build wasm-pack build --out-dir target/wasm-pack
step wasm-dev scripts/build.sh --local-sign
step host node --test --test-reporter=tap tests/host/*.test.js
step pages node --test --test-concurrency=2 --test-reporter=tap tests/pages/*.test.js
step glue node --test --test-concurrency=2 --test-reporter=tap tests/glue/*.test.js
# WeChat's own packager and compilers, and the package as its users have it
step accept node --test --test-concurrency=2 --test-reporter=tap tests/accept/*.test.js
step engines node --test --test-reporter=tap tests/engines/*.test.js
step kit bash -c 'cargo build --quiet -p wxpay-cli && node --test --test-timeout=60000 --test-reporter=tap tests/kit/*.test.js'
step fallback bash -c 'cargo build --quiet -p wxpay-cli && node --test --test-timeout=60000 --test-reporter=tap tests/fallback/*.test.js'
step h5 bash -c 'cargo build --quiet -p wxpay-cli && node --test --test-concurrency=2 --test-reporter=tap tests/h5/*.test.js'
# in Chromium; its screenshots are in target/screens/
step preview bash -c 'cargo build --quiet -p wxpay-cli && node --test --test-concurrency=2 --test-timeout=120000 --test-reporter=tap tests/preview/*.test.js'
step backends node --test --test-reporter=tap tests/backends/*.test.js
step sdk bash -c 'cargo build --quiet -p wxpay-cli && node --test --test-reporter=tap tests/sdk/*.test.js'
step journeys bash -c 'cargo build --quiet -p wxpay-cli && node tests/journeys/demo.js'
step fire-check node --test --test-reporter=tap tests/fire/*.test.js
# a longer one: node tests/fire/fire.js --payments 20000 --seed 7
step fire node tests/fire/fire.js --payments 2000

for word in "$@"; do
  [[ $known == *" $word "* ]] || { echo "test: there is no step $word; there are$known" >&2; failed=$((failed + 1)); }
done
printf '\n%s s\n' "$SECONDS"
[ "$skipped" = 0 ] || echo "$skipped tests were skipped; the logs say why"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
