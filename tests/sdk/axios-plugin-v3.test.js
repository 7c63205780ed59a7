// wechatpay-axios-plugin as a merchant of API v3: from the order to the refund, and what it notices.

import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, test } from 'node:test'
import { createRequire } from 'node:module'
import { startReceiver } from './receiver.js'
import { startSandbox } from './sandbox.js'

const { Wechatpay, Rsa, Aes, Formatter } = createRequire(import.meta.url)('wechatpay-axios-plugin')

let sandbox, receiver, wxpay, openid
const got = []

const client = (changed = {}) =>
  new Wechatpay({
    mchid: sandbox.env.WXPAY_MCH_ID,
    serial: sandbox.env.WXPAY_MCH_SERIAL,
    privateKey: sandbox.pem('WXPAY_PRIVATE_KEY_FILE'),
    certs: {
      [sandbox.env.WXPAY_PUBLIC_KEY_ID]: sandbox.pem('WXPAY_PUBLIC_KEY_FILE'),
      [sandbox.env.WXPAY_PLATFORM_SERIAL]: sandbox.pem('WXPAY_PLATFORM_CERTIFICATE_FILE'),
    },
    baseURL: sandbox.base,
    proxy: false,
    ...changed,
  })

/** As the SDK's README says: the signature, then the age, then the ciphertext. */
function read({ headers, body }) {
  const serial = headers['wechatpay-serial']
  const [timestamp, nonce] = [headers['wechatpay-timestamp'], headers['wechatpay-nonce']]
  const key = serial === sandbox.env.WXPAY_PUBLIC_KEY_ID ? 'WXPAY_PUBLIC_KEY_FILE' : 'WXPAY_PLATFORM_CERTIFICATE_FILE'
  const signed = Rsa.verify(
    Formatter.response(timestamp, nonce, body),
    headers['wechatpay-signature'] || '',
    Rsa.from(sandbox.pem(key), 'public'),
  )
  if (!signed) throw new Error('signature')
  if (Math.abs(Formatter.timestamp() - timestamp) > 300) throw new Error('age')
  const { resource } = JSON.parse(body)
  return JSON.parse(
    Aes.AesGcm.decrypt(resource.ciphertext, sandbox.env.WXPAY_API_V3_KEY, resource.nonce, resource.associated_data),
  )
}

const order = (number) => ({
  appid: sandbox.env.WXPAY_APPID,
  mchid: sandbox.env.WXPAY_MCH_ID,
  description: '沙箱商店-苹果',
  out_trade_no: number,
  notify_url: receiver.url('/notify/v3'),
  amount: { total: 100, currency: 'CNY' },
  payer: { openid },
})

function parameters(prepay_id, privateKey = sandbox.pem('WXPAY_PRIVATE_KEY_FILE')) {
  const signed = {
    appId: sandbox.env.WXPAY_APPID,
    timeStamp: `${Formatter.timestamp()}`,
    nonceStr: Formatter.nonce(),
    package: `prepay_id=${prepay_id}`,
  }
  const lines = Formatter.joinedByLineFeed(...Object.values(signed))
  return { ...signed, signType: 'RSA', paySign: Rsa.sign(lines, Rsa.from(privateKey, 'private')) }
}

const prepay = async (number, by = wxpay) => (await by.v3.pay.transactions.jsapi.post(order(number))).data.prepay_id

before(async () => {
  sandbox = await startSandbox()
  receiver = await startReceiver(async (request) => {
    got.push(read(request))
    return { status: 204 }
  })
  wxpay = client()
  openid = await sandbox.logIn()
})
after(() => Promise.all([sandbox?.stop(), receiver?.stop()]))

for (const signedWith of ['public_key', 'certificate']) {
  test(`an order is paid, told, found, refunded (${signedWith})`, async () => {
    await sandbox.settings({ signedWith })
    const number = `v3-${signedWith}`
    await sandbox.pay(parameters(await prepay(number)))
    assert.equal((await sandbox.notifications()).at(-1).state, 'delivered')
    const told = got.at(-1)
    assert.equal(told.out_trade_no, number)
    assert.equal(told.amount.total, 100)
    const params = { mchid: sandbox.env.WXPAY_MCH_ID }
    const found = await wxpay.v3.pay.transactions.outTradeNo.$out_trade_no$.get({ params, out_trade_no: number })
    assert.deepEqual(found.data, told)
    const byId = { params, transaction_id: told.transaction_id }
    assert.deepEqual((await wxpay.v3.pay.transactions.id.$transaction_id$.get(byId)).data, told)

    const refund = await wxpay.v3.refund.domestic.refunds.post({
      out_trade_no: number,
      out_refund_no: `refund-${number}`,
      notify_url: receiver.url('/refund/v3'),
      amount: { refund: 30, total: 100, currency: 'CNY' },
    })
    assert.equal(refund.data.status, 'PROCESSING')
    await sandbox.advance(10)
    assert.equal((await sandbox.notifications()).at(-1).state, 'delivered')
    assert.equal(got.at(-1).refund_status, 'SUCCESS')
    const out_refund_no = `refund-${number}`
    const refunded = await wxpay.v3.refund.domestic.refunds.$out_refund_no$.get({ out_refund_no })
    assert.deepEqual([refunded.data.status, refunded.data.amount.refund], ['SUCCESS', 30])
  })
}

test('an unpaid order is closed', async () => {
  await prepay('v3-close')
  const closing = wxpay.v3.pay.transactions.outTradeNo.$out_trade_no$.close
  const done = await closing.post({ mchid: sandbox.env.WXPAY_MCH_ID }, { out_trade_no: 'v3-close' })
  assert.equal(done.status, 204)
})

test('the platform certificate comes by download and is the one that signs', async () => {
  await sandbox.settings({ signedWith: 'certificate' })
  const [certificate] = (await wxpay.v3.certificates.get()).data.data
  const { nonce, associated_data, ciphertext } = certificate.encrypt_certificate
  const pem = Aes.AesGcm.decrypt(ciphertext, sandbox.env.WXPAY_API_V3_KEY, nonce, associated_data)
  assert.equal(certificate.serial_no, sandbox.env.WXPAY_PLATFORM_SERIAL)
  const downloaded = client({ certs: { [certificate.serial_no]: pem } })
  assert.match(await prepay('v3-downloaded', downloaded), /^wx/)
})

test('twins: another private key is 401, and another pay sign opens no cashier', async () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' })
  await assert.rejects(prepay('v3-twin', client({ privateKey: other })), (error) => {
    assert.equal(error.response.status, 401)
    const told = typeof error.response.data === 'string' ? JSON.parse(error.response.data) : error.response.data
    assert.equal(told.code, 'SIGN_ERROR')
    return true
  })
  const refused = await sandbox.openCashier(parameters(await prepay('v3-twin'), other))
  assert.equal(refused.state, 'refused')
})

test('twins: an answer with another signature, or of a key that is not known, is refused by the client', async () => {
  await sandbox.settings({ signedWith: 'public_key' })
  await sandbox.during({ kind: 'wrong_signature' }, () =>
    assert.rejects(prepay('v3-spoiled'), { code: 'EV3_RES_HEADER_SIGNATURE_DIGEST' }),
  )
  const certs = { [sandbox.env.WXPAY_PLATFORM_SERIAL]: sandbox.pem('WXPAY_PLATFORM_CERTIFICATE_FILE') }
  await assert.rejects(prepay('v3-stranger', client({ certs })), { code: 'EV3_RES_HEADER_PLATFORM_SERIAL' })
})

test('twins: every notification that is wrong is refused by the client', async () => {
  await sandbox.settings({ holdNotifications: true })
  await sandbox.pay(parameters(await prepay('v3-held')))
  const { id } = (await sandbox.notifications()).at(-1)
  const before = got.length
  for (const as of ['probe', 'wrong_signature', 'tampered', 'unsigned', 'old']) {
    const { answers } = await sandbox.send(id, as)
    assert.deepEqual([as, answers[0].accepted], [as, false])
  }
  assert.equal(got.length, before)
  assert.equal((await sandbox.send(id, 'right')).answers[0].accepted, true)
})
