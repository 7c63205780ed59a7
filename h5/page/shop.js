// The demo page: log in, choose, pay, see what became of it. It never judges a payment; it shows what `pay` said.

import { createOfficialAccountPay } from '../official-account.js'
import * as view from './view.js'
import { lang, words } from './words.js'

start().catch((error) => {
  console.error(error)
  view.message(words.broken, words.reload, () => location.reload())
})

async function start() {
  const settings = await json('settings.json')
  view.frame(Boolean(settings.bridge))
  // without WeChat: the sandbox's bridge, which real settings do not name
  if (settings.bridge) await bridge(settings.bridge)
  const { appid, authorizeUrl, backend = new URL('/api', location.href).href } = settings
  const pay = createOfficialAccountPay({ appid, authorizeUrl, backend, lang })
  const { ok, code } = pay.canPay()
  if (!ok && code !== 'payment_unsupported') return view.message(words.old)
  if (!ok && window.__wxjs_environment) return view.message(words.webView)
  if (!ok) return view.message(words.outside, words.copy, copy)
  await enter(pay)
}

async function enter(pay) {
  try {
    await pay.session.login()
  } catch (error) {
    const isStrange = /state/.test(error.errMsg)
    return view.message(isStrange ? words.strange : words.login, words.again, () => enter(pay))
  }
  const { data } = await pay.session.request({ url: '/products' })
  const shop = counter(pay, data.products)
  // what was under way when the page was closed
  const [last] = (await pay.resume()).slice(-1)
  if (last) shop.show(last, true)
  else shop.open()
}

function counter(pay, products) {
  let chosen = products[0]
  let busy = false
  let order = null // that was made and not paid yet: { outTradeNo, total, product, key }

  function open() {
    view.goods(products, chosen, { choose, buy: () => alone(buy) })
  }

  function choose(product) {
    chosen = product
    open()
  }

  /** A second press while the first is under way does nothing. */
  async function alone(act) {
    if (busy) return
    busy = true
    try {
      await act()
    } finally {
      busy = false
    }
  }

  async function buy() {
    view.phase('ordering')
    // pressed again after no answer came: the same key makes no second order
    if (!order || order.product !== chosen) order = { product: chosen, key: random() }
    const made = await ordered(order)
    if (!made) {
      open()
      return view.notice(words.notOrdered)
    }
    Object.assign(order, made)
    await payFor(made.outTradeNo)
  }

  async function ordered({ product, key }) {
    try {
      const data = { items: [{ productId: product.id, quantity: 1 }] }
      const request = { url: '/orders', method: 'POST', data, header: { 'Idempotency-Key': key }, timeout: 10000 }
      const answer = await pay.session.request(request)
      return answer.data.outTradeNo ? answer.data : null
    } catch (error) {
      return null
    }
  }

  async function payFor(outTradeNo) {
    show({ outTradeNo, ...(await pay(outTradeNo, { onPhase: view.phase })) })
  }

  async function askAgain(outTradeNo) {
    view.phase('confirming')
    const outcomes = await pay.resume([outTradeNo])
    show(outcomes.find((outcome) => outcome.orderKey === outTradeNo))
  }

  function show(outcome, earlier) {
    const { status, code, outTradeNo } = outcome
    const total = order && order.outTradeNo === outTradeNo ? order.total : undefined
    const isOver = status === 'paid' || code === 'refunded' || code === 'order_closed'
    if (isOver) order = null
    const goOn = ['pay', words.goOn, () => alone(() => payFor(outTradeNo))]
    const ask = ['ask', words.askAgain, () => alone(() => askAgain(outTradeNo))]
    const buttons = isOver ? [] : status === 'unknown' ? [ask, goOn] : [goOn]
    buttons.push(['back', status === 'paid' ? words.more : words.back, open])
    view.outcome(outcome, { earlier, total, buttons })
  }

  return { open, show }
}

async function json(path) {
  const answer = await fetch(path)
  if (!answer.ok) throw new Error(`${path}: HTTP ${answer.status}`)
  return answer.json()
}

function bridge(address) {
  return new Promise((resolve, reject) => {
    document.addEventListener('WeixinJSBridgeReady', resolve, { once: true })
    const script = Object.assign(document.createElement('script'), { src: address })
    script.onerror = () => reject(new Error(`${address} cannot be loaded`))
    document.head.append(script)
  })
}

async function copy(button) {
  await navigator.clipboard.writeText(location.href)
  button.textContent = words.copied
}

function random() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
