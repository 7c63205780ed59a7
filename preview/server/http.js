// The preview's HTTP server: the desk, the phone, the phone's way out, the events, the tools. Listens on loopback alone.
// Knows paths; what happens behind them is told by the other files of this folder.

import http from 'node:http'
import { fileURLToPath } from 'node:url'
import { sendFile } from './files.js'
import { refusal } from './strangers.js'

const desk = fileURLToPath(new URL('../desk', import.meta.url))
const LARGEST = 1024 * 1024 // bytes
const NOT_FRAMED = { 'content-security-policy': "frame-ancestors 'self'" }
const SHUT = { 'content-security-policy': "default-src 'self'; img-src 'self' data:; frame-ancestors 'self'" }

/**
 * @param {object} parts
 * @param {number} parts.port 0 for a free one
 * @param {string} parts.phone folder of the built phone
 * @param {() => object} parts.settings what the phone is told
 * @param {(call: object) => Promise<object>} parts.carry see channel.js
 * @param {{ state(): object, set(wish: object): Promise<void> }} parts.tools
 * @param {{ join: Function, close: Function }} parts.events
 * @param {() => object[]} parts.greeting
 */
export async function listen({ port, phone, settings, carry, tools, events, greeting }) {
  const server = http.createServer((request, response) => {
    answer(request, response).catch((error) => {
      if (!response.headersSent) json(response, error.status ?? 500, { message: error.message })
      else response.destroy()
    })
  })

  async function answer(request, response) {
    const refused = refusal(request)
    if (refused) return json(response, 403, { message: refused })
    const { pathname, path } = place(request.url)
    switch (`${request.method} ${pathname}`) {
      case 'GET /_events':
        return events.join(request, response, greeting)
      case 'GET /_tools':
        return json(response, 200, tools.state())
      case 'POST /_tools':
        await tools.set(await body(request))
        return json(response, 200, tools.state())
      case 'POST /_channel': {
        const call = await body(request)
        return json(response, 200, { id: call.id, ...(await carry(call)) })
      }
      case 'GET /phone/settings.json':
        return json(response, 200, settings())
      case 'GET /phone':
        response.writeHead(302, { location: '/phone/' })
        return response.end()
    }
    if (request.method !== 'GET') return json(response, 405, { message: `${request.method} ${pathname}: there is nothing to send to` })
    const found = path.startsWith('/phone/')
      ? await sendFile(response, phone, path === '/phone/' ? 'index.html' : path.slice('/phone/'.length), NOT_FRAMED)
      : await sendFile(response, desk, path === '/' ? 'index.html' : path, SHUT)
    return found || json(response, 404, { message: `没有这个文件 there is no ${path}` })
  }

  await new Promise((listening, failed) => {
    server.once('error', failed)
    server.listen(port, '127.0.0.1', listening)
  })
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close() {
      events.close()
      const closed = new Promise((over) => server.close(over))
      server.closeAllConnections()
      return closed
    },
  }
}

const wrong = (message) => Object.assign(new Error(message), { status: 400 })

/** The path as it was sent, and in plain letters. Not every text is an address: `//` and `/%` are none. */
function place(address) {
  try {
    const { pathname } = new URL(address, 'http://127.0.0.1')
    return { pathname, path: decodeURIComponent(pathname) }
  } catch {
    throw wrong(`${address} is no address`)
  }
}

async function body(request) {
  if (!/^application\/json/.test(request.headers['content-type'] ?? '')) throw wrong('send JSON, as application/json')
  const chunks = []
  let length = 0
  for await (const chunk of request) {
    length += chunk.length
    if (length > LARGEST) throw wrong(`the body is longer than ${LARGEST} bytes`)
    chunks.push(chunk)
  }
  try {
    const value = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    if (value !== null && typeof value === 'object') return value
  } catch {
    // told below
  }
  throw wrong('the body is not a JSON object')
}

function json(response, status, value) {
  const text = JSON.stringify(value)
  response.writeHead(status, { 'content-type': TYPE, 'content-length': Buffer.byteLength(text), 'cache-control': 'no-store' })
  response.end(text)
}

const TYPE = 'application/json; charset=utf-8'
