// The host of the page on its own: its files, and what it passes on. Never here: a browser.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { serveH5 } from '../../h5/server.mjs'

const folder = mkdtempSync(join(tmpdir(), 'page-'))
let merchant
let host

before(async () => {
  writeFileSync(join(folder, 'index.html'), 'the page')
  merchant = http.createServer((request, response) => response.end(`merchant ${request.url}`))
  await new Promise((listening) => merchant.listen(0, '127.0.0.1', listening))
  host = await serveH5({ folder, merchant: `http://127.0.0.1:${merchant.address().port}`, settings: {} })
})
after(async () => {
  await host.stop()
  merchant.close()
  rmSync(folder, { recursive: true })
})

/** A request with this very path, which `fetch` would tidy up. */
function ask(path) {
  return new Promise((resolve, reject) => {
    const { port } = new URL(host.origin)
    http.get({ host: '127.0.0.1', port, path }, async (response) => {
      let text = ''
      for await (const chunk of response) text += chunk
      resolve({ status: response.statusCode, text })
    }).on('error', reject)
  })
}

for (const path of ['/%', '//', '/api/%']) {
  test(`${path} is no address, and the page goes on`, async () => {
    assert.equal((await ask(path)).status, 400)
    assert.deepEqual(await ask('/'), { status: 200, text: 'the page' })
  })
}

test('the API is passed on with its query', async () => {
  assert.deepEqual(await ask('/api/orders?a=%2F'), { status: 200, text: 'merchant /api/orders?a=%2F' })
})

for (const path of ['//elsewhere.invalid/api/orders', 'http://elsewhere.invalid/api/orders']) {
  test(`${path} reaches nobody but the merchant`, async () => {
    assert.deepEqual(await ask(path), { status: 200, text: 'merchant /api/orders' })
  })
}

test('a file outside the folder is not there', async () => assert.equal((await ask('/..%2f..%2fetc/passwd')).status, 404))
