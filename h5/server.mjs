// The host of the page, as a shop would have one: its files, and /api/ passed on to the merchant backend, so that page
// and backend are of one origin. Never here: an answer of the backend's.

import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { extname, join, normalize } from 'node:path'

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
}

/**
 * @param {{ folder: string, merchant: string, settings: object, listen?: { host?: string, port?: number } }} what
 *   `merchant` is its origin, `settings` what settings.json says
 * @returns {Promise<{ origin: string, stop: () => Promise<void> }>}
 */
export function serveH5({ folder, merchant, settings, listen = {} }) {
  const server = createServer((asked, answer) => {
    const { pathname } = new URL(asked.url, 'http://page')
    if (pathname.startsWith('/api/')) return passOn(merchant, asked, answer)
    if (pathname === '/settings.json') return send(answer, JSON.stringify(settings))
    file(folder, pathname, answer)
  })
  const { host = '127.0.0.1', port = 0 } = listen
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      const stop = () =>
        new Promise((stopped) => {
          server.close(stopped)
          server.closeAllConnections()
        })
      resolve({ origin: `http://${host}:${server.address().port}`, stop })
    })
  })
}

function send(answer, json) {
  answer.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }).end(json)
}

function file(folder, pathname, answer) {
  const path = join(folder, normalize(decodeURIComponent(pathname)).replace(/\/$/, '/index.html'))
  const there = path.startsWith(folder) && existsSync(path) && statSync(path).isFile()
  if (!there) return answer.writeHead(404, { 'content-type': 'text/plain' }).end('nothing here')
  answer.writeHead(200, { 'content-type': TYPES[extname(path)] || 'application/octet-stream', 'cache-control': 'no-cache' })
  createReadStream(path).pipe(answer)
}

function passOn(merchant, asked, answer) {
  const { host, connection, ...headers } = asked.headers
  const target = new URL(asked.url, merchant)
  const passed = request(target, { method: asked.method, headers }, (got) => {
    answer.writeHead(got.statusCode, got.headers)
    got.pipe(answer)
  })
  passed.on('error', () => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()))
  answer.on('close', () => passed.destroy())
  asked.pipe(passed)
}
