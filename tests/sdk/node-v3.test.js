// wechatpay-node-v3 as a merchant: from the order to the refund, and what it notices.

import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, test } from 'node:test'
import { createRequire } from 'node:module'
import { startReceiver } from './receiver.js'
import { startSandbox } from './sandbox.js'

const require = createRequire(import.meta.url)
const Pay = require('wechatpay-node-v3')
const { PayRequest } = require('wechatpay-node-v3/dist/lib/pay-request')

let sandbox, receiver, pay, openid
const got = []

/** The SDK's own requests, sent to the sandbox: it has WeChat's address built in. */
function elsewhere(origin) {
  const request = new PayRequest()
  const here = (url) => url.replace('https://api.mch.weixin.qq.com', origin)
  return {
    get: (url, headers) => request.get(here(url), headers),
    post: (url, params, headers) => request.post(here(url), params, headers),
  }
}

function client(privateKey = sandbox.pem('WXPAY_PRIVATE_KEY_FILE')) {
  const made = new Pay({
    appid: sandbox.env.WXPAY_APPID,
    mchid: sandbox.env.WXPAY_MCH_ID,
    publicKey: Buffer.from(sandbox.pem('WXPAY_CERTIFICATE_FILE')),
    privateKey: Buffer.from(privateKey),
    key: sandbox.env.WXPAY_API_V3_KEY,
  })
  made.createHttp(elsewhere(sandbox.base))
  return made
}

async function read({ headers, body }) {
  const signed = await pay.verifySign({
    timestamp: headers['wechatpay-timestamp'],
    nonce: headers['wechatpay-nonce'],
    serial: headers['wechatpay-serial'],
    signature: headers['wechatpay-signature'] || '',
    body,
    apiSecret: sandbox.env.WXPAY_API_V3_KEY,
  })
  if (!signed) throw new Error('signature')
  const { ciphertext, associated_data, nonce } = JSON.parse(body).resource
  return pay.decipher_gcm(ciphertext, associated_data, nonce)
}

const order = (number) => ({
  description: '沙箱商店-苹果',
  out_trade_no: number,
  notify_url: receiver.url('/notify/v3'),
  amount: { total: 100 },
  payer: { openid },
})

before(async () => {
  // the SDK knows platform certificates alone
  sandbox = await startSandbox(['--platform-certificate'])
  receiver = await startReceiver(async (request) => {
    got.push(await read(request))
    return { status: 200, body: '{"code":"SUCCESS","message":"成功"}' }
  })
  pay = client()
  openid = await sandbox.logIn()
})
after(() => Promise.all([sandbox?.stop(), receiver?.stop()]))

test('it reads the serial number out of the certificate', () => {
  assert.equal(pay.serial_no.toUpperCase(), sandbox.env.WXPAY_MCH_SERIAL)
})

test('an order is paid, told, found, refunded', async () => {
  const { status, data } = await pay.transactions_jsapi(order('node-1'))
  assert.equal(status, 200)
  await sandbox.pay(data)
  assert.equal((await sandbox.notifications()).at(-1).state, 'delivered')
  const told = got.at(-1)
  assert.deepEqual([told.out_trade_no, told.amount.total], ['node-1', 100])
  assert.deepEqual((await pay.query({ out_trade_no: 'node-1' })).data, told)
  assert.deepEqual((await pay.query({ transaction_id: told.transaction_id })).data, told)
  const refund = await pay.refunds({
    out_trade_no: 'node-1',
    out_refund_no: 'node-refund-1',
    notify_url: receiver.url('/refund/v3'),
    amount: { refund: 30, total: 100, currency: 'CNY' },
  })
  assert.equal(refund.data.status, 'PROCESSING')
  await sandbox.advance(10)
  assert.equal((await sandbox.notifications()).at(-1).state, 'delivered')
  assert.equal(got.at(-1).refund_status, 'SUCCESS')
  assert.equal((await pay.find_refunds('node-refund-1')).data.status, 'SUCCESS')
})

test('an unpaid order is closed', async () => {
  await pay.transactions_jsapi(order('node-close'))
  assert.equal((await pay.close('node-close')).status, 204)
  assert.equal((await pay.query({ out_trade_no: 'node-close' })).data.trade_state, 'CLOSED')
})

test('twins: another private key is 401, and its pay sign opens no cashier', async () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' })
  const refused = await client(other).transactions_jsapi(order('node-twin'))
  assert.equal(refused.status, 401)
  assert.equal(JSON.parse(refused.error).code, 'SIGN_ERROR')
  const { data } = await pay.transactions_jsapi(order('node-twin'))
  const lines = [data.appId, data.timeStamp, data.nonceStr, data.package, ''].join('\n')
  const cashier = await sandbox.openCashier({ ...data, paySign: client(other).sign(lines) })
  assert.equal(cashier.state, 'refused')
})

test('twins: a notification with a wrong signature or a changed body is refused by the client', async () => {
  await sandbox.settings({ holdNotifications: true })
  await sandbox.pay((await pay.transactions_jsapi(order('node-held'))).data)
  const { id } = (await sandbox.notifications()).at(-1)
  for (const as of ['probe', 'wrong_signature', 'tampered', 'unsigned']) {
    const { answers } = await sandbox.send(id, as)
    assert.deepEqual([as, answers[0].accepted], [as, false])
  }
})

test('not noticed by the client: an old notification, and an answer whose signature is wrong', async () => {
  const { id } = (await sandbox.notifications()).at(-1)
  assert.equal((await sandbox.send(id, 'old')).answers[0].accepted, true)
  await sandbox.during({ kind: 'wrong_signature' }, async () => {
    assert.equal((await pay.query({ out_trade_no: 'node-1' })).status, 200)
  })
})

test('not noticed by the client: a ciphertext whose tag is wrong', async () => {
  const { data } = await pay.httpService.get(
    'https://api.mch.weixin.qq.com/v3/certificates',
    pay.getHeaders(pay.buildAuthorization('GET', 'https://api.mch.weixin.qq.com/v3/certificates')),
  )
  const { ciphertext, associated_data, nonce } = data.data[0].encrypt_certificate
  const bytes = Buffer.from(ciphertext, 'base64')
  bytes[bytes.length - 1] ^= 1
  assert.match(pay.decipher_gcm(bytes.toString('base64'), associated_data, nonce), /^-----BEGIN CERTIFICATE/)
})
