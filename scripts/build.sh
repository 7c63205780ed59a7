#!/usr/bin/env bash
# Builds the module for mini programs.
#   scripts/build.sh               the production module  → miniprogram/wxpay/ (no key, no signing),
#                                  the same as JavaScript → miniprogram/wxpay-fallback/
#                                  and the npm package    → target/npm/
#   scripts/build.sh --local-sign  a development module   → target/wxpay-dev/  (signs, and says why a signature was refused; with the
#                                  kit of wxpay-dev/; never ships)
#   scripts/build.sh --out DIR     the production module  → DIR and DIR-fallback (to compare, as the tests do)
# Both go through the same steps; only the Cargo features, the stack and the folder differ.
set -euo pipefail
cd "$(dirname "$0")/.."

features=js out=miniprogram/wxpay stack=32768
while [ $# -gt 0 ]; do
  case $1 in
    --local-sign) features=js,local-sign,doctor out=target/wxpay-dev stack=262144 ;;
    --out) out=$2; shift ;;
    *) sed -n '2,9p' "$0" >&2; exit 2 ;;
  esac
  shift
done
scripts/setup.sh build

# std is compiled here, for the oldest WebAssembly there is: the std that comes with Rust uses reference
# types and multivalue, which WeChat on iOS refuses. That needs nightly flags on a stable compiler.
# No panic text, no source path: nothing of this machine goes into the module.
export RUSTC_BOOTSTRAP=1
export RUSTFLAGS="-Ctarget-cpu=mvp -Zunstable-options -Cpanic=immediate-abort -Zmir-opt-level=3 -Zinline-mir-threshold=150 -Zinline-mir-hint-threshold=150 -Cllvm-args=-inline-threshold=5 -Zlocation-detail=none -Zfmt-debug=none --cfg getrandom_backend=\"custom\" -Clink-arg=-zstack-size=$stack"
work=target/wasm/${features//,/-}
echo "build: compiling the core for wasm ($features)"
cargo build --quiet --profile wasm -p wxpay-mini --lib --no-default-features --features "$features" \
  --target wasm32-unknown-unknown --target-dir "$work" \
  -Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size

echo "build: bindings, optimisation, glue"
wasm-bindgen --target bundler --no-typescript --out-name wxpay --out-dir "$work/bindings" \
  "$work/wasm32-unknown-unknown/wasm/wxpay_mini.wasm"
node scripts/build/closures.mjs "$work/bindings/wxpay_bg.wasm" "$work/called.wasm"
# -Oz makes a smaller module that brotli packs worse: these settings were found by trying. Functions of one name lie
# side by side, for they are alike. The names stay for scripts/bench.sh, which tells by them what each kilobyte is;
# pack.mjs takes them out
tests/node_modules/.bin/wasm-opt --flatten --rereloop -O2 --shrink-level=2 --converge --one-caller-inline-max-function-size=30 \
  --reorder-functions-by-name \
  --mvp-features --enable-mutable-globals \
  --remove-exports=__abort_handler --remove-exports=__instance_terminated --remove-exports=__getrandom_v03_custom \
  -g --strip-producers --strip-target-features \
  "$work/called.wasm" -o "$work/wxpay_bg.wasm"

node scripts/build/pack.mjs "$work" "$out" "$features"
# what ships alone becomes a package: nothing that was built to compare or that can sign
[ "$out" != miniprogram/wxpay ] || node scripts/build/npm.mjs target/npm
# and the folder that signs has the development kit with it
[ "$features" = js ] || node scripts/build/kit.mjs "$out"
