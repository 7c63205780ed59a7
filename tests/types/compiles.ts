// Programs of developers that must compile: each way of wiring, outcomes told apart, a whole page. The examples of
// the documentation are among them.

import { createPay, createSession } from '../../miniprogram/wxpay/index'
import type { Code, Outcome, Pay, PayOptions, QueryAnswer, Question, Session, WxPayError } from '../../miniprogram/wxpay/index'

const backend = 'https://shop.example.com/api'

// each way of wiring
const session: Session = createSession({ backend })
export const byAddress: Pay = createPay({ backend })
export const bySession: Pay = createPay({ session })
export const byBoth: Pay = createPay({ backend, session, lang: 'en', budget: 20000, debug: true })
export const byLogin: Pay = createPay({ backend, login: true, request: (options) => send(options.url, options.header) })
export const byFunctions: Pay = createPay({
  prepay: async ({ orderKey, nonceStr, timeStamp, timeout }) => send(`/pay/${orderKey}`, { nonceStr, timeStamp, timeout }),
  query: ({ outTradeNo }): Promise<QueryAnswer> => Promise.resolve({ outTradeNo, tradeState: 'SUCCESS', total: 1990 }),
  login: () => send('/login'),
  unwrap: 'data.payParams',
})
export const byHand: Pay = createPay({
  prepay: () => null,
  query: () => null,
  session,
  unwrap: (answer) => answer.data,
  wasm: '/pay/core.wasm.br',
  strictPair: true,
  clock: Date.now,
  // wx.requestPayment itself fits
  requestPayment: (options) => wx.requestPayment(options),
  localKey: { key: 'x', signType: 'HMAC-SHA256' },
})

export const byEverything: Pay = createPay({
  backend,
  storage: { get: (key) => wx.getStorageSync(key), set: (key, text) => wx.setStorageSync(key, text) },
  texts: { paid: 'Thank you', order_closed: 'Too late' },
  onEvent: ({ name, orderKey, ms, status }) => console.info(name, orderKey, ms, status),
  wasm: { path: '/pay/core.wasm.br', off: () => false, fallback: () => require.async('../../miniprogram/wxpay-fallback/index.js') },
})

// what else a pay function can do
export async function more(pay: Pay): Promise<string[]> {
  const outcome = await pay.with({ timeStamp: '1490840662' }, { orderKey: 'order-42', onPhase: () => {} })
  const place = pay.canPay()
  const [first] = await pay.pending()
  const resumed = await pay.resume(['order-42', { outTradeNo: 'no-1' }])
  return [outcome.text, place.ok ? '' : place.message, first.orderKey, ...resumed.map(({ orderKey, text }) => orderKey + text)]
}

declare function send(url: string, data?: object): Promise<unknown>

// an outcome is told apart by its status
export function words(outcome: Outcome): string {
  switch (outcome.status) {
    case 'paid': {
      const code: 'paid' = outcome.code
      return code
    }
    case 'cancelled':
      return outcome.hint
    case 'failed':
      return outcome.code === 'sign_refused' ? 'look at the key' : outcome.cause.errMsg || outcome.message
    case 'unknown':
      return outcome.outTradeNo || ''
  }
}

// every status is spoken for: nothing is left
export function left(outcome: Outcome): never | void {
  if (outcome.status === 'paid' || outcome.status === 'cancelled') return
  if (outcome.status === 'failed' || outcome.status === 'unknown') return
  const nothing: never = outcome
  return nothing
}

// a mistake of the developer
export function tell(error: unknown): Code | undefined {
  const mistake = error as WxPayError
  return mistake.name === 'WxPayError' ? mistake.code : undefined
}

// a page
Page({
  data: { phase: '' },
  async pay() {
    const outcome = await byAddress('order-42', {
      onPhase: (phase) => this.setData({ phase }),
      onCashierClosed: ({ errMsg }) => {
        if (errMsg === 'requestPayment:ok') wx.requestSubscribeMessage({ tmplIds: ['shipped'] })
      },
    })
    const { data } = await session.request<{ orders: { outTradeNo: string }[] }>({ url: '/orders', timeout: 5000 })
    const known: string[] = data.orders.map(({ outTradeNo }) => outTradeNo)
    if (outcome.outTradeNo && known.includes(outcome.outTradeNo)) wx.showToast({ title: outcome.status })
  },
})

export const options: PayOptions[] = [{ backend }, { session }, { prepay: (asked: Question) => asked, query: () => null }]
