// 购物车：顾客选了什么、各几件。只在内存里；价格以后端为准，这里的合计只给顾客看。
// The cart: what the buyer has chosen, and how many. In memory only. The backend alone knows what it costs.

/** 后端一件最多卖 99。 */
const MOST = 99

/** 商品 id → { product, quantity } */
let chosen = new Map()

/** 这一车的编号：同一车只能变成一笔订单，不管请求发了几次。车一变就是另一个编号。 */
let key = ''
let cars = 0

/** 某件商品改成几件；0 就是不要了。 */
function put(product, quantity) {
  const pieces = Math.max(0, Math.min(MOST, quantity))
  if (pieces === 0) chosen.delete(product.id)
  else chosen.set(product.id, { product, quantity: pieces })
  key = ''
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

/** 商品重新列过：换上新的价格，不再卖的从车里拿走。 */
function refresh(products) {
  lines().forEach(({ product, quantity: pieces }) => {
    const now = products.find(({ id }) => id === product.id)
    put(now || product, now ? pieces : 0)
  })
}

/**
 * 拿去下单：车空了，别处就不能拿同一车再下一笔。
 * Taken to be ordered. The cart is empty from now on, so that nothing else can order the same things again.
 */
function take() {
  if (!key) {
    cars += 1
    key = `${Date.now()}-${cars}`
  }
  const taken = { lines: lines(), key }
  chosen = new Map()
  key = ''
  return taken
}

/** 没有下成，放回去。其间又选了别的，就是另一车了。 */
function giveBack(taken) {
  const untouched = chosen.size === 0
  taken.lines.forEach(({ product, quantity: pieces }) => put(product, quantity(product.id) + pieces))
  if (untouched) key = taken.key
}

module.exports = { put, quantity, lines, total, count, refresh, take, giveBack, MOST }
