// A merchant's address for notifications: each request is handed to `take`, whose answer is sent.
// Never here: an SDK.

import { createServer } from 'node:http'

/** @param {(got: { headers: object, body: string }) => Promise<{ status: number, body?: string }>} take */
export async function startReceiver(take) {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    let answer
    try {
      answer = await take({ headers: request.headers, body })
    } catch (error) {
      answer = { status: 500, body: String(error.message) }
    }
    response.writeHead(answer.status).end(answer.body || '')
  })
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: (path) => `http://127.0.0.1:${server.address().port}${path}`,
    stop: () => new Promise((over) => server.close(over)),
  }
}

export const OK_V2 = '<xml><return_code><![CDATA[SUCCESS]]></return_code><return_msg><![CDATA[OK]]></return_msg></xml>'
