// The phone's way out, over real HTTP: what becomes of an answer on its way to the app.

import assert from 'node:assert/strict'
import http from 'node:http'
import { after, before, test } from 'node:test'
import { createChannel } from '../../preview/server/channel.js'

const BODY = Buffer.from('"{\\"a\\":1}"')
let server
let channel
let asked

before(async () => {
  server = http.createServer((request, response) => {
    asked = request.headers
    response.end(BODY)
  })
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
  const merchant = { ready: async () => {}, origin: () => `http://127.0.0.1:${server.address().port}`, alter: () => undefined }
  const network = { carry: (_, send) => send() }
  channel = createChannel({ sandbox: 'http://127.0.0.1:1', merchant, network, journey: { exchange() {} } })
})
after(() => {
  channel.close()
  server.close()
})

const carry = (more) => channel.carry({ url: 'http://127.0.0.1:8800/api', ...more })

test('a_JSON_text_is_parsed_once', async () => {
  assert.equal((await carry({})).data, '{"a":1}')
  assert.equal((await carry({ dataType: 'text' })).data, BODY.toString())
})

test('bytes_go_along_as_they_are', async () => {
  const { statusCode, base64, data } = await carry({ responseType: 'arraybuffer' })
  assert.deepEqual([statusCode, Buffer.from(base64, 'base64'), data], [200, BODY, undefined])
})

test('headers_go_out_as_the_app_gave_them_whatever_their_case', async () => {
  await carry({ method: 'POST', data: 'a=1', header: { 'Content-Type': 'application/x-www-form-urlencoded', Authorization: 'Bearer x' } })
  assert.deepEqual([asked['content-type'], asked.authorization], ['application/x-www-form-urlencoded', 'Bearer x'])
})
