// HTTP between the runner and the servers: bytes there, bytes back, over connections that are kept. Never injures
// anything: faults are the business of those who call it.

import http from 'node:http'

const agent = new http.Agent({ keepAlive: true, maxSockets: 256 })

/** @returns {Promise<{ status: number, headers: object, text: string }>} */
export function send(method, url, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    const request = http.request(url, { method, agent, headers: { ...headers, ...length } }, (response) => {
      response.setEncoding('utf8')
      let text = ''
      response.on('data', (chunk) => (text += chunk))
      response.on('error', reject)
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }))
    })
    request.on('error', reject)
    request.end(body)
  })
}

/** JSON both ways; what is not a success is an error of the runner's own. */
export async function json(method, url, value, headers = {}) {
  const body = value === undefined ? undefined : JSON.stringify(value)
  const { status, text } = await send(method, url, body, { 'content-type': 'application/json', ...headers })
  if (status < 200 || status > 299) throw new Error(`${method} ${url} answered ${status} ${text.slice(0, 300)}`)
  return JSON.parse(text)
}

/** Ends the kept connections. */
export const hangUp = () => agent.destroy()
