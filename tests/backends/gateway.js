// Stands between a sample and the sandbox as a network does: passes on what is asked and answered, and where a test
// says so forges answers or loses them. Knows the flat XML of API v2 and its signature, nothing of what it means.

import { createHash } from 'node:crypto'
import http from 'node:http'

/**
 * @param {string} target origin of the sandbox
 * @returns {Promise<object>} `origin`, `close()`, and `asked`: the paths of all calls so far · `forge`: null, or what
 *   becomes of an answer's text · `lost`: true while no answer arrives
 */
export async function openGateway(target) {
  const gateway = { asked: [], forge: null, lost: false }

  const server = http.createServer(async (request, response) => {
    gateway.asked.push(request.url.split('?')[0])
    if (gateway.lost) return void request.socket.destroy()
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const answer = await fetch(target + request.url, {
      method: request.method,
      body: chunks.length > 0 ? Buffer.concat(chunks) : undefined,
    })
    const text = await answer.text()
    const forged = gateway.forge && request.url.startsWith('/pay/') ? gateway.forge(text) : text
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') }).end(forged)
  })

  await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
  gateway.origin = `http://127.0.0.1:${server.address().port}`
  gateway.close = () => {
    server.close()
    server.closeAllConnections()
  }
  return gateway
}

/** The same answer with another value of a field, its signature left as it was. */
export const withField = (name, value) => (xml) =>
  xml.replace(new RegExp(`<${name}>.*?</${name}>`), `<${name}><![CDATA[${value}]]></${name}>`)

/** The same answer without a field. */
export const withoutField = (name) => (xml) => xml.replace(new RegExp(`<${name}>.*?</${name}>`), '')

/** An answer of these fields alone, rightly signed with MD5 (pay.weixin.qq.com/doc/v2/merchant/4011985891). */
export const signed = (key, fields) => () => {
  const text = Object.keys(fields).sort().map((name) => `${name}=${fields[name]}&`).join('')
  const sign = createHash('md5').update(`${text}key=${key}`).digest('hex').toUpperCase()
  const all = Object.entries({ ...fields, sign }).map(([name, value]) => `<${name}>${value}</${name}>`)
  return `<xml>${all.join('')}</xml>`
}
