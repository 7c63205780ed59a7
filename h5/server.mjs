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
    const place = read(asked.url)
    if (place === null) return plain(answer, 400, 'this is no address')
    if (place.path.startsWith('/api/')) return passOn(merchant + place.passed, asked, answer)
    if (place.path === '/settings.json') return send(answer, JSON.stringify(settings))
    file(folder, place.path, answer)
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

/** The path that is asked for, and with its query as it goes on to the merchant; null where it is none, as `//` and `/%`. */
function read(address) {
  try {
    const { pathname, search } = new URL(address, 'http://page')
    return { path: decodeURIComponent(pathname), passed: pathname + search }
  } catch {
    return null
  }
}

function plain(answer, status, text) {
  answer.writeHead(status, { 'content-type': 'text/plain' }).end(text)
}

function send(answer, json) {
  answer.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }).end(json)
}

function file(folder, asked, answer) {
  const path = join(folder, normalize(asked).replace(/\/$/, '/index.html'))
  const there = path.startsWith(folder) && existsSync(path) && statSync(path).isFile()
  if (!there) return plain(answer, 404, 'nothing here')
  answer.writeHead(200, { 'content-type': TYPES[extname(path)] || 'application/octet-stream', 'cache-control': 'no-cache' })
  createReadStream(path).pipe(answer)
}

function passOn(target, asked, answer) {
  const { host, connection, ...headers } = asked.headers
  const passed = request(target, { method: asked.method, headers }, (got) => {
    answer.writeHead(got.statusCode, got.headers)
    got.pipe(answer)
  })
  passed.on('error', () => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()))
  answer.on('close', () => passed.destroy())
  asked.pipe(passed)
}
