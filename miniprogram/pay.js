// 这家商店的支付函数：全店只有这一个，所以同一笔订单不会被支付两次。
// The shop's pay function. There is only this one, so that no order can be paid twice at once.

const { createPay } = require('./wxpay/index')
const { backend, requestPayment } = require('./config')
const { session } = require('./shop')

module.exports = createPay({
  backend,
  session,
  requestPayment,
  // 老客户端没有 WXWebAssembly，或者 wasm 加载失败时，才下载这个分包
  // a subpackage that is downloaded only where the wasm does not run
  wasm: { fallback: () => require.async('./wxpay-fallback/index.js') },
})
