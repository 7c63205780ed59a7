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

// pay
// @ts-expect-error an order's key is a text
pay(42)
// @ts-expect-error an order's key is needed
pay()
// @ts-expect-error a misspelt hook
pay('order-42', { onCashierClose: () => {} })
// @ts-expect-error there is no such phase
pay('order-42', { onPhase: (phase: 'done') => phase })

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
// @ts-expect-error no such code
export const code: Code = 'no_such_code'

// the platform: what a phone does not have is not to be had here either
// @ts-expect-error no DOM
document.title
// @ts-expect-error no fetch
fetch(backend)
