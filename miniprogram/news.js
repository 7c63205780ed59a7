// 顾客付到一半离开了页面，后来才有的结局：留着，等商店页来听。
// The outcomes of payments whose page was left in flight: kept until the shop listens.

let listener = null
let kept = []

/** @param {{ order: { outTradeNo: string, total?: number }, outcome: object }} receipt */
function tell(receipt) {
  if (listener) listener(receipt)
  else kept.push(receipt)
}

/** @param {((receipt: any) => void) | null} hear 只有一个听众；null 就是不听了 */
function listen(hear) {
  listener = hear
  if (!hear) return
  const receipts = kept
  kept = []
  receipts.forEach(hear)
}

module.exports = { tell, listen }
