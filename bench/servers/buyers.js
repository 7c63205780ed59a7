// What a mini program asks of its merchant, over kept connections: log in, order, prepay, pay at the sandbox's cashier,
// ask. Nothing is measured here.

import { hangUp, json } from '../../tests/fire/http.js'

export { hangUp }

const ITEMS = { items: [{ productId: 'jasmine', quantity: 1 }] }

export async function logIn(merchant, sandbox) {
  const { code } = await json('POST', `${sandbox.origin}/_sandbox/login`, {})
  const { token } = await json('POST', `${merchant.origin}/api/login`, { code })
  const headers = { authorization: `Bearer ${token}` }
  const ask = (method, path, value) => json(method, `${merchant.origin}/api/orders${path}`, value, headers)
  const order = () => ask('POST', '', ITEMS)
  const query = (outTradeNo) => ask('GET', `/${outTradeNo}`)

  async function pay() {
    const { outTradeNo } = await order()
    const five = await ask('POST', `/${outTradeNo}/prepay`, {})
    const cashier = { ...five, appId: sandbox.account.WXPAY_APPID }
    const { id, reason } = await json('POST', `${sandbox.origin}/_sandbox/cashier`, cashier)
    if (!id) throw new Error(`no cashier opened: ${reason}`)
    await json('POST', `${sandbox.origin}/_sandbox/cashier/${id}/pay`)
    const { tradeState } = await query(outTradeNo)
    if (tradeState !== 'SUCCESS') throw new Error(`paid, and the merchant says ${tradeState}`)
  }
  return { order, pay, query }
}
