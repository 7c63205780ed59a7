// One journey: the real mini program in the headless host, the real merchant, the real sandbox, wires between
// them. Taps the compiled WXML, lets the buyer act at the cashier, and reads the result page.

import { fileURLToPath } from 'node:url'
import { createHost } from '../host/host.js'
import { openWire } from './wire.js'

const folder = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const PATIENCE = 30_000

/** How a developer would set up local signing: the development module and the key in the page's createPay. */
const localPay = (key, signType) => `
const { createPay } = require('./wxpay/index')
const { backend } = require('./config')
const { session } = require('./shop')
module.exports = createPay({ backend, session, localKey: ${JSON.stringify({ key, signType })} })`

/**
 * @param {object} journey see journeys.js
 * @param {{ sandbox: object, merchant: object, note: (message: object) => void }} world
 * @returns {Promise<{ title: string, code: string, subpackages: string[], message: string, hint: string, why?: string, order?: object, faults: Error[] }>}
 */
export async function travel(journey, { sandbox, merchant, note }) {
  const { account, origin } = sandbox
  const known = { key: account.WXPAY_API_V2_KEY, appid: account.WXPAY_APPID, mchId: account.WXPAY_MCH_ID }
  await set(origin, { signatureRefusal: journey.refusal ?? 'err_desc' })
  const wire = await openWire({
    from: '小程序',
    to: '商户后端',
    target: merchant.origin,
    note,
    alter: journey.alter?.(known),
  })
  const signing = journey.localSign && {
    '/wxpay': folder('target/wxpay-dev'),
    '/pay.js': localPay(known.key, journey.localSign),
  }
  const open = (storage) =>
    createHost({
      root: folder('miniprogram'),
      appId: known.appid,
      sandbox: origin,
      routes: { 'http://127.0.0.1:8800': wire.origin },
      overlay: { ...signing, ...journey.overlay },
      hears: journey.hears,
      storage,
      ...journey.phone,
    })
  let host = open()
  let died
  let act = journey.buyer
  let refused = false
  const called = ({ result }) => note({ from: 'wx.requestPayment', said: result.errMsg, reason: result.err_desc })
  try {
    host.on('cashier', (cashier) => {
      note({ from: '收银台', said: `${cashier.merchant} ¥${(cashier.total / 100).toFixed(2)}` })
      note({ from: '用户', said: act === 'pay' ? '付款' : '取消' })
      // the cashier is WeChat's: the buyer pays in it whether or not the mini program still lives
      if (journey.killed) host.close()
      const acted = host.buyer[act](cashier)
      if (journey.killed) acted.then(() => died())
      else acted.then(({ result }) => called({ result: journey.hears ?? result }))
    })
    host.on('refused', ({ dialog, reason, result }) => {
      refused = true
      note({ from: '微信', said: dialog ? `弹窗“${dialog}”` : '拒绝', reason })
      called({ result })
    })
    await host.launch()
    await host.until(() => host.has('#products'), { timeout: PATIENCE, what: 'the products' })
    await host.tap(`#product-${journey.product ?? 'jasmine'} >>> .add`)
    await host.tap('#checkout')
    await host.until(() => host.has('#pay'), { timeout: PATIENCE, what: 'the checkout' })
    note({ from: '用户', said: `点击“${host.text('#pay')}”` })
    const death = new Promise((resolve) => (died = resolve))
    await host.doubleTap('#pay')
    if (journey.killed) {
      await death
      if (journey.told) await delivered(origin)
      note({ from: '手机', said: '小程序被系统关闭，没有回调；用户重新打开' })
      host = open(host.storage)
      await host.launch()
      await host.until(() => host.has('#news'), { timeout: PATIENCE, what: 'news of the old order' })
      note({ from: '商店页', said: host.text('.news-text') })
      await host.tap('#news')
    }
    await host.until(() => host.has('#status'), { timeout: PATIENCE, what: 'the result page' })
    if (journey.again) {
      note({ from: '结果页', said: host.text('#status') })
      act = journey.again
      if (journey.mended) host.set(journey.mended)
      await goOn(host, note)
    }
    const why = refused ? await explain(origin, note) : undefined
    const { order } = host.app().globalData.receipt
    const said = (part) => host.text(`developer-box >>> .${part}`)
    const ended = { title: host.text('#status'), code: said('code'), subpackages: host.subpackages() }
    return { ...ended, message: said('message'), hint: said('hint'), why, order, faults: host.faults }
  } finally {
    host.close()
    wire.close()
  }
}

/** Why, as the doctor behind the sandbox says it in the log, in two languages: WeChat never does. */
async function explain(origin, note) {
  const { entries } = await (await fetch(`${origin}/_sandbox/log`)).json()
  const why = entries.filter(({ kind }) => kind === 'cashier').at(-1).detail.explanation ?? ''
  const [zh, en] = why.split('\n')
  if (zh) note({ from: '签名医生', said: zh })
  if (en) note({ from: 'doctor', said: en })
  return why
}

/** From the result to the list of orders, and on with the order there. */
async function goOn(host, note) {
  const { outTradeNo } = host.app().globalData.receipt.order
  await host.tap('#orders')
  const button = `#order-${outTradeNo} >>> pay-button`
  await host.until(() => host.has(button) && host.page().data.checking === '', { timeout: PATIENCE, what: 'the order in the list' })
  note({ from: '用户', said: `在“我的订单”里点击“${host.text(button)}”` })
  await host.tap(button)
  await host.until(() => host.has('#status'), { timeout: PATIENCE, what: 'the result page' })
}

/** Waits until every notification has been answered. */
async function delivered(origin) {
  const answer = await fetch(`${origin}/_sandbox/notifications?wait=20`)
  if (!answer.ok) throw new Error(`the sandbox tells nothing of its notifications: ${await answer.text()}`)
}

async function set(origin, settings) {
  const answer = await fetch(`${origin}/_sandbox/settings`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(settings),
  })
  if (!answer.ok) throw new Error(`the sandbox refused the settings: ${await answer.text()}`)
}
