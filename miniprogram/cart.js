// 购物车：顾客选了什么、各几件。只在内存里；价格以后端为准，这里的合计只给顾客看。
// The cart: what the buyer has chosen, and how many. In memory only. The backend alone knows what it costs.

/** 后端一件最多卖 99。 */
const MOST = 99

/** 商品 id → { product, quantity } */
const chosen = new Map()

/** 某件商品改成几件；0 就是不要了。 */
function put(product, quantity) {
  const pieces = Math.max(0, Math.min(MOST, quantity))
  if (pieces === 0) chosen.delete(product.id)
  else chosen.set(product.id, { product, quantity: pieces })
}

function quantity(id) {
  const line = chosen.get(id)
  return line ? line.quantity : 0
}

/** 每样一行，按选的先后。 */
function lines() {
  return Array.from(chosen.values())
}

/** 合计，单位分。 */
function total() {
  return lines().reduce((sum, line) => sum + line.product.price * line.quantity, 0)
}

function count() {
  return lines().reduce((sum, line) => sum + line.quantity, 0)
}

/** 已经下单的从车里拿走。 */
function clear() {
  chosen.clear()
}

module.exports = { put, quantity, lines, total, count, clear, MOST }
