// Programs that must not compile: each mistake that createPay and pay refuse at run time, and some that no run
// would show. A line that compiles after all is an error of this file.

import { createPay, createSession } from '../../miniprogram/wxpay/index'
import type { Code, Outcome } from '../../miniprogram/wxpay/index'

const backend = 'https://shop.example.com/api'
const pay = createPay({ backend })
declare const outcome: Outcome

// options
// @ts-expect-error nothing to wire
createPay()
// @ts-expect-error nothing to wire
createPay({})
// @ts-expect-error a port is no address
createPay({ backend: 8800 })
// @ts-expect-error a query is needed too: the client's word is never enough
createPay({ prepay: () => null })
// @ts-expect-error a payment has to be prepared
createPay({ query: () => null })
// @ts-expect-error half of the functions beside a backend
createPay({ backend, prepay: () => null })
// @ts-expect-error own functions have no address to log in at
createPay({ prepay: () => null, query: () => null, login: true })
// @ts-expect-error a token is no session
createPay({ backend, session: 'token' })
// @ts-expect-error half of a storage
createPay({ backend, storage: { get: () => '' } })
// @ts-expect-error a code that is none
createPay({ backend, texts: { payd: 'Thank you' } })
// @ts-expect-error a switch that is none
createPay({ backend, wasm: { of: true } })
// @ts-expect-error one order is still a list
pay.resume('order-42')
// @ts-expect-error milliseconds as a number
createPay({ backend, budget: '15000' })
// @ts-expect-error a language that is not spoken
createPay({ backend, lang: 'fr' })
// @ts-expect-error a misspelt option
createPay({ backend, onPhase: () => {} })
// @ts-expect-error bytes instead of a path
createPay({ backend, wasm: new Uint8Array(4) })
// @ts-expect-error a clock tells a number
createPay({ backend, clock: () => new Date() })
// @ts-expect-error RSA is signed on servers alone
createPay({ backend, localKey: { key: 'x', signType: 'RSA' } })
// @ts-expect-error the address is needed
createSession({})

// @ts-expect-error a depth is no way out of an envelope
createPay({ backend, unwrap: 3 })
// @ts-expect-error a path alone, not a list of them
createPay({ backend, wasm: ['/wxpay/wxpay_bg.wasm.br'] })
// @ts-expect-error a file that is there already is no fallback
createPay({ backend, wasm: { fallback: '/wxpay/fallback.js' } })
// @ts-expect-error what takes the place of the wasm instantiates, and is no bindings
createPay({ backend, wasm: { fallback: () => ({ Checkout: class {} }) } })
// @ts-expect-error a list has no listener
createPay({ backend, onEvent: [] })
// @ts-expect-error an event has no name that is a number
createPay({ backend, onEvent: ({ name }) => name.toFixed() })
// @ts-expect-error warnings on or off
createPay({ backend, debug: 'all' })
// @ts-expect-error on or off
createPay({ backend, strictPair: 'yes' })
// @ts-expect-error a session has its address; no functions of one's own beside it
createPay({ session: createSession({ backend }), query: () => null })
// @ts-expect-error a transport belongs to an address; with functions of one's own there is nothing to send
createPay({ prepay: () => null, query: () => null, request: () => null })
// @ts-expect-error the transport is a function
createSession({ backend, request: 'fetch' })
// @ts-expect-error a session knows nothing of payments
createSession({ backend, login: true })
// @ts-expect-error a key without its kind
createPay({ backend, localKey: { key: 'x' } })

// pay
// @ts-expect-error an order's key is a text
pay(42)
// @ts-expect-error an order's key is needed
pay()
// @ts-expect-error a misspelt hook
pay('order-42', { onCashierClose: () => {} })
// @ts-expect-error there is no such phase
pay('order-42', { onPhase: (phase: 'done') => phase })

// @ts-expect-error hooks are an object
pay('order-42', () => {})
// @ts-expect-error the amount is the backend's business
pay('order-42', { total: 1990 })
// @ts-expect-error parameters are an object
pay.with('prepay_id=wx2017033010242291fcfe0db70013231072')
// @ts-expect-error the key of pay.with is in its hooks
pay.with({}, 'order-42')
// @ts-expect-error a number is no order
pay.resume([42])
// @ts-expect-error fen as a number
pay.resume([{ outTradeNo: 'no-1', total: '19.90' }])
// @ts-expect-error a list of orders is a promise first
pay.pending().length
// @ts-expect-error the place is known at once
pay.canPay().then(() => {})
// @ts-expect-error why it cannot is told only where it cannot
pay.canPay().message

// sessions
const session = createSession({ backend })
// @ts-expect-error where to
session.request({ method: 'GET' })
// @ts-expect-error a method that wx.request does not have here
session.request({ url: '/orders', method: 'PATCH' })
// @ts-expect-error the token stays inside
session.token

// outcomes
// @ts-expect-error an outcome is a promise first
pay('order-42').status
// @ts-expect-error success is the client's word; the outcome's is paid
export const wrong = outcome.status === 'success'
// @ts-expect-error a number that prepay may not have told
export const number: string = outcome.outTradeNo
// @ts-expect-error an outcome is not to be changed into another
export const paid: { status: 'paid' } = outcome
if (outcome.status === 'paid') {
  // @ts-expect-error what is paid did not fail
  outcome.code === 'sign_refused'
}
if (outcome.status === 'failed') {
  // @ts-expect-error what failed is not paid
  outcome.code === 'paid'
}
if (outcome.status === 'unknown') {
  // @ts-expect-error what nobody knows is not cancelled
  outcome.code === 'cancelled'
}
if (outcome.code === 'busy') {
  // @ts-expect-error a payment that was not begun has failed
  outcome.status === 'unknown'
}
// @ts-expect-error a resumed order has no trace
pay.resume().then(([first]) => first.trace)
// @ts-expect-error the number may be missing
pay.resume().then(([first]): string => first.outTradeNo)
// @ts-expect-error no such code
export const code: Code = 'no_such_code'

// the platform: what a phone does not have is not to be had here either
// @ts-expect-error no DOM
document.title
// @ts-expect-error no fetch
fetch(backend)
