// The preview's server as a browser meets it: whose requests it takes, and what it says to those that are none.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { listen } from '../../preview/server/http.js'

const phone = mkdtempSync(join(tmpdir(), 'phone-'))
let server

before(async () => {
  writeFileSync(join(phone, 'index.html'), '<!doctype html>')
  const tools = { state: () => ({}), set: async () => {} }
  const events = { join() {}, close() {} }
  server = await listen({ port: 0, phone, settings: () => ({}), carry: async () => ({}), tools, events, greeting: () => [] })
})
after(async () => {
  await server.close()
  rmSync(phone, { recursive: true })
})

/** A request with this very path, which `fetch` would tidy up. */
function ask(path, headers = {}, method = 'GET') {
  return new Promise((resolve, reject) => {
    const { port } = new URL(server.origin)
    const request = http.request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      response.resume()
      resolve({ status: response.statusCode, headers: response.headers })
    })
    request.on('error', reject)
    request.end()
  })
}

for (const path of ['/%', '//', '/phone/%ff']) {
  test(`${path}_is_no_address_and_is_told_so`, async () => assert.equal((await ask(path)).status, 400))
}

const FOLLOWED = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }

test('a_link_elsewhere_may_lead_to_the_desk', async () => assert.equal((await ask('/', FOLLOWED)).status, 200))

for (const [what, path, headers, method] of [
  ['fetches_the_desk', '/', { ...FOLLOWED, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'empty' }],
  ['frames_the_desk', '/', { ...FOLLOWED, 'sec-fetch-dest': 'iframe' }],
  ['leads_to_anything_else', '/_tools', FOLLOWED],
  ['leads_to_the_phone', '/phone/', FOLLOWED],
  ['sends_a_form', '/', FOLLOWED, 'POST'],
  ['comes_with_its_origin', '/', { ...FOLLOWED, origin: 'https://elsewhere.example' }],
  ['has_its_name_lead_here', '/', { ...FOLLOWED, host: 'elsewhere.example' }],
]) {
  test(`a_page_elsewhere_that_${what}_is_refused`, async () => assert.equal((await ask(path, headers, method)).status, 403))
}

test('neither_desk_nor_phone_can_be_put_in_a_frame_elsewhere', async () => {
  for (const path of ['/', '/phone/']) {
    assert.match((await ask(path)).headers['content-security-policy'], /frame-ancestors 'self'/, path)
  }
})
