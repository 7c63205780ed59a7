// 这里没有签名模块。scripts/build.sh --local-sign 在 target/wxpay-dev/ 里写的是另一个 signing.js，带着模块和向量。
// No signing in this folder: the build writes another signing.js, with the module and the vectors, to target/wxpay-dev/.

const ABSENT =
  'wxpay-dev: 这个目录里没有签名模块，请先运行 scripts/build.sh --local-sign，用 target/wxpay-dev/。' +
  'There is no signing module in this folder: run scripts/build.sh --local-sign and take target/wxpay-dev/.'

/** @param {string} path of the wasm */
function load(path) {
  return Promise.reject(new Error(ABSENT))
}

module.exports = { vectors: [], load }
