// Plain HTTP over loopback, for wx.request and for the sandbox. Knows bytes, status and headers; never knows what
// they mean.

import http from 'node:http'

/** One per host: its connections end with it. */
export function createHttp() {
  const agent = new http.Agent({ keepAlive: false }) // a kept connection may be closed by the server just as it is used
  const pending = new Set()

  /**
   * @param {{ url: string, method?: string, headers?: object, body?: string | Uint8Array, timeout?: number }} asked timeout in ms
   * @returns {{ answer: Promise<{ status: number, headers: Record<string, string>, body: Buffer }>, abort(reason: Error): void }}
   */
  function send({ url, method = 'GET', headers = {}, body, timeout }) {
    let request
    let timer
    const answer = new Promise((resolve, reject) => {
      request = http.request(url, { method, headers, agent }, (response) => {
        const chunks = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          resolve({ status: response.statusCode, headers: spelled(response.rawHeaders), body: Buffer.concat(chunks) })
        })
      })
      request.on('error', reject)
      if (timeout !== undefined) timer = setTimeout(() => request.destroy(new RequestTimeout(timeout)), timeout)
      pending.add(request)
      request.end(body)
    }).finally(() => {
      clearTimeout(timer)
      pending.delete(request)
    })
    return { answer, abort: (reason) => request.destroy(reason) }
  }

  /** JSON in, JSON out; null when the answer has no body. */
  async function json(method, url, value) {
    const body = value === undefined ? undefined : JSON.stringify(value)
    const headers = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const { status, body: bytes } = await send({ url, method, headers, body }).answer
    const text = bytes.toString('utf8')
    try {
      return { status, data: text === '' ? null : JSON.parse(text) }
    } catch {
      throw new Error(`${method} ${url} answered ${status} without JSON: ${text.slice(0, 200)}`)
    }
  }

  function close() {
    for (const request of pending) request.destroy(new Error('the host was closed'))
    agent.destroy()
  }

  return { send, json, close }
}

export class RequestTimeout extends Error {
  constructor(timeout) {
    super(`no answer within ${timeout} ms`)
    this.code = 'ETIMEDOUT'
  }
}

/** Header names as the server spelled them. */
function spelled(rawHeaders) {
  const headers = {}
  for (let i = 0; i < rawHeaders.length; i += 2) headers[rawHeaders[i]] = rawHeaders[i + 1]
  return headers
}
