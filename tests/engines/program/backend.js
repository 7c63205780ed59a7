// The merchant's backend, played: it answers what the journey says, in the shapes of the README. Nothing is signed here,
// for no client checks paySign; WeChat does, and the sandbox for it.

export const BASE = 'https://shop.example.com/api'
export const APP_ID = 'wxd678efh567hg6787'

const TOTAL = 2990
const PACKAGE = 'prepay_id=wx26112014402816f6eb3d0e9d0f8a6c0000'
const SIGNED = {
  v2: { signType: 'MD5', paySign: '22D9B4E54AB1950F51E0649E8810ACD6' },
  // of the length of RSA with 2048 bits
  v3: { signType: 'RSA', paySign: `${'oR9d8PuhnIc+YZ8cBHFCwfgpaK9gd7vaRvkYD7rthRAZ'.repeat(8).slice(0, 342)}==` },
}
/** Used where a request brings none. */
const OWN_PAIR = { nonceStr: '5K8264ILTKCH16CQ2502SI8ZNMTM67VS', timeStamp: '1790000000', pair: 'backend' }

const ANSWERS = {
  v2: (ready) => ready,
  v3: (ready) => Object.assign(ready, SIGNED.v3),
  envelope: (ready) => ({ code: 0, msg: 'ok', data: ready }),
  milliseconds: (ready) => Object.assign(ready, { timeStamp: `${ready.timeStamp}000` }),
  otherApp: (ready) => Object.assign(ready, { appId: 'wx0123456789abcdef' }),
}

/**
 * @param {object} journey
 * @param {string} [journey.prepay] one of ANSWERS; `v2` unless given
 * @param {string[]} [journey.query] trade states, one query after the other for each order; the last stays
 */
export function createBackend({ prepay = 'v2', query = ['SUCCESS'] }) {
  const asked = {}

  function answer(path, data) {
    if (path === '/login') return { token: 'token-1', expiresIn: 7200 }
    const [, outTradeNo, ordering] = /^\/orders\/([^/]+)(\/prepay)?$/.exec(path)
    if (!ordering) {
      const times = asked[outTradeNo] || 0
      asked[outTradeNo] = times + 1
      return { outTradeNo, tradeState: query[Math.min(times, query.length - 1)], total: TOTAL }
    }
    const { nonceStr, timeStamp } = data || {}
    const pair = nonceStr ? { nonceStr, timeStamp, pair: 'client' } : OWN_PAIR
    return ANSWERS[prepay](Object.assign({ package: PACKAGE, outTradeNo, total: TOTAL }, SIGNED.v2, pair))
  }

  return { answer: (path, data) => ({ statusCode: 200, data: answer(path, data) }) }
}
