// wasm 在代码包中的位置。手工拷贝的目录用这个文件；npm 包里的由 scripts/build/npm.mjs 另写。
// Where the module lies when this folder is at the root of the code package. The npm package has its own
// (scripts/build/npm.mjs). Nothing else lives here.

module.exports = '/wxpay/wxpay_bg.wasm.br'
