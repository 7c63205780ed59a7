// wx.request: one HTTP request of the app. The host's routes say where an address really is, as a hosts file does.
// Returns a RequestTask and, as miniprogram-api-typings has it, no Promise. Never reaches beyond this machine.

import { RequestTimeout } from '../http.js'
import { content, isAddress, message } from '../message.js'
import { asyncApi, WxFailure } from './api.js'

const DEFAULT_TIMEOUT_MS = 60000

export function requestApi(phone) {
  const tasks = new WeakMap()

  const start = asyncApi(phone, 'request', async (options) => {
    const { url, headers, method, body } = read(options)
    const { answer, abort } = phone.http.send({
      url: route(url, phone.routes),
      method,
      headers,
      body,
      timeout: options.timeout === undefined ? DEFAULT_TIMEOUT_MS : options.timeout,
    })
    tasks.set(options, abort)
    const { status, headers: header, body: bytes } = await answer.catch((error) => {
      throw failure(error)
    })
    return {
      statusCode: status,
      header: phone.realm.clone(header),
      data: received(bytes, options, phone.realm),
      cookies: phone.realm.clone([]),
    }
  })

  return {
    request(options = {}) {
      // Without a callback asyncApi would make a Promise; on a phone there is none to be had.
      const callbacks = { ...options, complete: options.complete || (() => {}) }
      start(callbacks)
      return { abort: () => tasks.get(callbacks)?.(new RequestAbort()) }
    },
  }
}

class RequestAbort extends Error {}

function read(options) {
  if (!isAddress(options.url)) throw new WxFailure('invalid url')
  return message(options)
}

function route(url, routes) {
  const asked = new URL(url)
  const to = routes[asked.origin]
  if (to !== undefined) return to + url.slice(asked.origin.length)
  if (['127.0.0.1', 'localhost', '[::1]'].includes(asked.hostname)) return url
  // errno 600002: developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno
  throw new WxFailure('url not in domain list', { errno: 600002 })
}

function received(bytes, { dataType, responseType = 'text' }, realm) {
  if (responseType === 'arraybuffer') return realm.arrayBuffer(bytes)
  return content(bytes.toString('utf8'), dataType, realm.parseJson)
}

function failure(error) {
  if (error instanceof RequestAbort) return new WxFailure('abort')
  // errno 5, time out: developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno
  if (error instanceof RequestTimeout) return new WxFailure('timeout', { errno: 5 })
  return new WxFailure(error.code || error.message)
}
