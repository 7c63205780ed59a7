// The phone's way out: one wx.request, carried over real HTTP and noted. The merchant of the shop's config.js is wherever it
// runs; the sandbox's doors are WeChat's own. Never reaches beyond this machine.

import { createHttp, RequestTimeout } from '../../tests/host/http.js'
import { content, isAddress, message } from '../../tests/host/message.js'

const TIMEOUT = 60_000 // ms, developers.weixin.qq.com/miniprogram/dev/framework/ability/network
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

/**
 * @param {object} ends
 * @param {string} ends.sandbox its origin
 * @param {object} ends.merchant see merchant.js
 * @param {object} ends.network see network.js
 * @param {object} ends.journey see journey.js
 * @param {string} [ends.backend] the origin that the mini program has for its backend
 */
export function createChannel({ sandbox, merchant, network, journey, backend = 'http://127.0.0.1:8800' }) {
  const http = createHttp()
  let carried = 0

  /**
   * @returns {Promise<{ statusCode: number, header: object, data?: unknown, base64?: string } | { errMsg: string, errno?: number }>}
   *   `base64`: the bytes, where the app wants an ArrayBuffer
   */
  async function carry({ url, method, header, data, timeout, dataType, responseType }) {
    if (!isAddress(url)) return { errMsg: 'request:fail invalid url' }
    const { origin, hostname, pathname } = new URL(url)
    const options = { url, method, header, data }
    const wanted = { timeout, dataType, responseType }
    // WeChat's own doors: the cashier does not go over the mini program's network
    if (origin === sandbox) {
      const send = () => exchange(message(options), wanted)
      return journey.act(() => (pathname.endsWith('/login') ? network.carry(pathname, send) : send()))
    }
    // errno 600002: developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno
    const stranger = !LOOPBACK.includes(hostname) && origin !== backend && { errMsg: 'request:fail url not in domain list', errno: 600002 }

    const sent = message(options)
    const to = origin === backend ? 'merchant' : origin
    const note = { number: (carried += 1), from: 'phone', to, method: sent.method, path: sent.url.slice(origin.length), asked: data }
    const begun = performance.now()
    journey.exchange(note)
    const answer = await network.carry(note.path, async () => {
      if (stranger) return stranger
      if (to !== 'merchant') return exchange(sent, wanted)
      await merchant.ready()
      const answer = await exchange({ ...sent, url: merchant.origin() + note.path }, wanted)
      const other = answer.statusCode === 200 && answer.base64 === undefined ? merchant.alter({ path: note.path, answered: answer.data }) : undefined
      if (other === undefined) return answer
      note.altered = true
      return { ...answer, data: other }
    })
    const took = Math.round(performance.now() - begun)
    journey.exchange({ ...note, status: answer.statusCode ?? null, answered: answer.data ?? answer.errMsg ?? answer.base64, took })
    return answer
  }

  async function exchange({ url, method, headers, body }, { timeout = TIMEOUT, dataType, responseType }) {
    try {
      const { status, headers: header, body: bytes } = await http.send({ url, method, headers, body, timeout }).answer
      if (responseType === 'arraybuffer') return { statusCode: status, header, base64: bytes.toString('base64') }
      return { statusCode: status, header, data: content(bytes.toString('utf8'), dataType) }
    } catch (error) {
      // errno 5, time out: developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno
      if (error instanceof RequestTimeout) return { errMsg: 'request:fail timeout', errno: 5 }
      return { errMsg: `request:fail ${error.code || error.message}` }
    }
  }

  return { carry, close: http.close }
}
