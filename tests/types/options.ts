// Every option of createPay, createSession and pay, with every kind of value that it takes. Must compile.

import { createPay, createSession } from '../../miniprogram/wxpay/index'
import type {
  BackendOptions, CommonOptions, Hooks, LoginFunction, OwnOptions, PayEvent, PayOptions, RequestPaymentOptions, SessionOptions,
  SessionPayOptions, TradeState, Transport, WasmHost, WasmOptions,
} from '../../miniprogram/wxpay/index'

const backend = 'https://shop.example.com/api'
const session = createSession({ backend })
const login: LoginFunction = (again) => (again ? Promise.reject(new Error('no')) : undefined)
const request: Transport = ({ url, method, data, header, timeout }) =>
  new Promise((success, fail) =>
    wx.request({ url, method: method as 'GET' | 'POST', data, header: header || {}, timeout: timeout || 0, success, fail }),
  )

const each: CommonOptions[] = [
  { lang: 'zh' }, { lang: 'en' }, { budget: 2000 }, { debug: false }, { strictPair: false },
  { unwrap: true }, { unwrap: false }, { unwrap: 'data.payParams' }, { unwrap: ({ data }) => data },
  { wasm: '/pay/core.wasm.br' }, { wasm: {} }, { wasm: { path: '/pay/core.wasm.br' } }, { wasm: { off: true } },
  { wasm: { off: () => wx.getSystemInfoSync().platform === 'devtools', fallback: async () => ({ instantiate: () => ({ exports: {} }) }) } },
  { storage: { get: () => undefined, set: () => {} } },
  { texts: {} }, { texts: { paid: '谢谢', cancelled: 'later', failed: 'no', unknown: 'soon', sign_refused: 'no', busy: 'wait' } },
  { onEvent: () => {} }, { onEvent: ({ name, ms }: PayEvent) => name.slice(ms) },
  { clock: () => 1490840662000 },
  { requestPayment: (options: RequestPaymentOptions) => options.success({ errMsg: 'requestPayment:ok' }) },
  { localKey: { key: 'x', signType: 'MD5' } },
]
const host: WasmHost = { instantiate: async (path, imports) => ({ instance: { exports: { path, imports } } }) }
const wasm: WasmOptions = { off: false, fallback: () => host }

const own: OwnOptions[] = [
  { prepay: () => null, query: async () => ({ tradeState: 'NOTPAY' }) },
  { prepay: ({ orderKey }) => orderKey, query: () => '', session, login },
  { prepay: () => null, query: () => null, login: false, wasm },
]
const byAddress: BackendOptions[] = [{ backend }, { backend, login: true }, { backend, login: false }, { backend, login, request }]
const bySession: SessionPayOptions = { session, lang: 'en' }
const all: PayOptions[] = [...own, ...byAddress, bySession, ...each.map((common) => ({ backend, ...common }))]
export const pays = all.map(createPay)

const sessions: SessionOptions[] = [{ backend }, { backend, request }]
export const more = sessions.map(createSession)

const hooks: Hooks[] = [
  {}, { onPhase: () => {} }, { onPhase: (phase) => ({ preparing: 1, paying: 2, confirming: 3 })[phase] },
  { onCashierClosed: ({ errMsg, errno }) => console.info(errMsg, errno) },
]
export const taps = hooks.map((each) => pays[0]('order-42', each))

export const states: TradeState[] = ['SUCCESS', 'REFUND', 'NOTPAY', 'CLOSED', 'REVOKED', 'USERPAYING', 'PAYERROR', 'ACCEPT']
