// A wire between two parties: passes every HTTP request on, unchanged, and notes what went over it. A wrong
// backend is a wire that alters answers. Knows HTTP; never knows what a payment is.

import http from 'node:http'

/**
 * @param {object} ends
 * @param {string} ends.from who calls
 * @param {string} ends.to who is called
 * @param {string | (() => string)} ends.target origin of the called
 * @param {(message: object) => void} ends.note gets { number, from, to, method, path, asked } when a request goes out, and
 *   the same with { status, answered } when its answer comes back
 * @param {(exchange: { method, path, asked, answered }) => unknown} [ends.alter] another answer for a JSON body
 * @returns {Promise<{ origin: string, close(): void }>}
 */
export async function openWire({ from, to, target, note, alter }) {
  let passed = 0
  const server = http.createServer(async (request, response) => {
    const { method, url: path } = request
    const message = { number: (passed += 1), from, to, method, path }
    try {
      await pass(message, request, response)
    } catch (error) {
      const answered = { code: 'wire', message: String(error) }
      note({ ...message, status: 502, answered })
      response.writeHead(502, { 'content-type': 'application/json' })
      response.end(JSON.stringify(answered))
    }
  })

  async function pass(message, request, response) {
    const { method, path } = message
    const body = await bytes(request)
    message.asked = readable(body)
    note(message)
    const answer = await ask(typeof target === 'function' ? target() : target, { method, path, headers: request.headers, body })
    let content = answer.body
    if (alter && answer.status === 200) {
      const other = await alter({ ...message, answered: readable(content) })
      if (other !== undefined) content = Buffer.from(JSON.stringify(other))
    }
    note({ ...message, status: answer.status, answered: readable(content) ?? '' })
    const { 'content-length': _, 'transfer-encoding': __, ...headers } = answer.headers
    response.writeHead(answer.status, { ...headers, 'content-length': content.length })
    response.end(content)
  }

  await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

function ask(target, { method, path, headers, body }) {
  return new Promise((resolve, reject) => {
    const { host, ...passed } = headers
    const request = http.request(target + path, { method, headers: passed, agent: false }, async (response) => {
      resolve({ status: response.statusCode, headers: response.headers, body: await bytes(response) })
    })
    request.on('error', reject)
    request.end(body)
  })
}

async function bytes(stream) {
  const chunks = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** JSON and flat XML as an object, anything else as text. */
function readable(body) {
  const text = body.toString('utf8')
  if (text === '') return undefined
  if (text.startsWith('<xml>')) {
    const fields = text.matchAll(/<(\w+)>(?:<!\[CDATA\[([\s\S]*?)\]\]>|([^<]*))<\/\1>/g)
    return Object.fromEntries([...fields].map(([, name, cdata, plain]) => [name, cdata ?? plain]))
  }
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
