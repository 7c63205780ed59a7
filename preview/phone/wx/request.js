// wx.request: one HTTP request of the app, by way of the channel. Returns a RequestTask and, as miniprogram-api-typings
// has it, no Promise.

import { isAddress } from '../../../tests/host/message.js'
import { asyncApi, WxFailure } from '../../../tests/host/wx/api.js'
import { exchange } from '../channel.js'

const DEFAULT_TIMEOUT_MS = 60000

export function requestApi(phone) {
  const tasks = new WeakMap()

  const start = asyncApi(phone, 'request', async (options) => {
    const { url, data, header, method, timeout = DEFAULT_TIMEOUT_MS, dataType, responseType } = options
    if (!isAddress(url)) throw new WxFailure('invalid url')
    const limit = new AbortController()
    tasks.set(options, limit)
    const timer = setTimeout(() => limit.abort('timeout'), timeout)
    let answer
    try {
      answer = await exchange({ url, method, header, data, timeout, dataType, responseType }, limit.signal)
    } catch {
      // errno 5, time out: developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno
      if (limit.signal.reason === 'timeout') throw new WxFailure('timeout', { errno: 5 })
      throw new WxFailure(limit.signal.aborted ? 'abort' : 'preview server does not answer')
    } finally {
      clearTimeout(timer)
    }
    const { errMsg, statusCode, header: headers = {}, base64 } = answer
    if (statusCode === undefined) throw new WxFailure(detail(errMsg), more(answer))
    return { statusCode, header: headers, data: base64 === undefined ? answer.data : buffer(base64), cookies: [] }
  })

  return {
    request(options = {}) {
      // Without a callback asyncApi would make a Promise; on a phone there is none to be had.
      const callbacks = { ...options, complete: options.complete || (() => {}) }
      start(callbacks)
      return { abort: () => tasks.get(callbacks)?.abort('abort') }
    },
  }
}

const buffer = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer
const detail = (errMsg) => String(errMsg).replace(/^request:fail:? ?/, '')
const more = ({ errno }) => (errno === undefined ? {} : { errno })
