// Files over HTTP: those of a folder, with their types. Nothing is kept by a browser, for anything may change at any time.

import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
}

/** Sends a file of `folder`; false where there is none. */
export async function sendFile(response, folder, path, headers = {}) {
  const file = normalize(join(folder, path))
  if (!file.startsWith(folder + sep)) return false
  const packed = file.endsWith('.br')
  const bytes = await readFile(file).catch(() => null)
  if (bytes === null) return false
  response.writeHead(200, {
    'content-type': TYPES[extname(packed ? file.slice(0, -3) : file)] ?? 'text/plain; charset=utf-8',
    'content-length': bytes.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(packed ? { 'content-encoding': 'br' } : {}),
    ...headers,
  })
  response.end(bytes)
  return true
}
