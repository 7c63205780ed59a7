// wechatpay-axios-plugin as a merchant of API v2: from the order to the refund, and what it notices.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createRequire } from 'node:module'
import { OK_V2, startReceiver } from './receiver.js'
import { startSandbox } from './sandbox.js'

const { Wechatpay, Aes, Hash, Formatter, Transformer } = createRequire(import.meta.url)('wechatpay-axios-plugin')

let sandbox, receiver, wxpay, openid
const got = []

const client = (secret = sandbox.env.WXPAY_API_V2_KEY) =>
  new Wechatpay({
    mchid: sandbox.env.WXPAY_MCH_ID,
    secret,
    // the constructor wants what only API v3 needs
    serial: sandbox.env.WXPAY_MCH_SERIAL,
    privateKey: sandbox.pem('WXPAY_PRIVATE_KEY_FILE'),
    certs: { [sandbox.env.WXPAY_PUBLIC_KEY_ID]: sandbox.pem('WXPAY_PUBLIC_KEY_FILE') },
    baseURL: sandbox.base,
    proxy: false,
  })

function read({ body }) {
  const told = Transformer.toObject(body)
  if (told.req_info) {
    const key = Hash.md5(sandbox.env.WXPAY_API_V2_KEY)
    return Transformer.toObject(Aes.AesEcb.decrypt(told.req_info, key))
  }
  const type = told.sign_type === 'HMAC-SHA256' ? Hash.ALGO_HMAC_SHA256 : Hash.ALGO_MD5
  if (!told.sign || !Hash.equals(Hash.sign(type, told, sandbox.env.WXPAY_API_V2_KEY), told.sign)) {
    throw new Error('signature')
  }
  return told
}

const about = (more) => ({ appid: sandbox.env.WXPAY_APPID, mch_id: sandbox.env.WXPAY_MCH_ID, ...more })

async function prepay(number, sign_type, by = wxpay) {
  const order = about({
    body: '沙箱商店-苹果 & <梨>',
    out_trade_no: number,
    total_fee: 100,
    spbill_create_ip: '127.0.0.1',
    notify_url: receiver.url('/notify/v2'),
    trade_type: 'JSAPI',
    openid,
    ...(sign_type === 'MD5' ? {} : { sign_type }),
  })
  return (await by.v2.pay.unifiedorder.post(order)).data.prepay_id
}

function parameters(prepay_id, signType, key = sandbox.env.WXPAY_API_V2_KEY) {
  const signed = {
    appId: sandbox.env.WXPAY_APPID,
    timeStamp: `${Formatter.timestamp()}`,
    nonceStr: Formatter.nonce(),
    package: `prepay_id=${prepay_id}`,
    signType,
  }
  return { ...signed, paySign: Hash.sign(signType, signed, key) }
}

before(async () => {
  sandbox = await startSandbox()
  receiver = await startReceiver(async (request) => {
    got.push(read(request))
    return { status: 200, body: OK_V2 }
  })
  wxpay = client()
  openid = await sandbox.logIn()
})
after(() => Promise.all([sandbox?.stop(), receiver?.stop()]))

for (const signType of ['MD5', 'HMAC-SHA256']) {
  test(`an order is paid, told, found, refunded (${signType})`, async () => {
    const number = `v2-${signType}`
    await sandbox.pay(parameters(await prepay(number, signType), signType))
    assert.equal((await sandbox.notifications()).at(-1).state, 'delivered')
    const told = got.at(-1)
    assert.deepEqual([told.out_trade_no, told.total_fee], [number, '100'])
    const found = (await wxpay.v2.pay.orderquery.post(about({ out_trade_no: number }))).data
    assert.deepEqual([found.trade_state, found.transaction_id], ['SUCCESS', told.transaction_id])

    const refund = about({
      out_trade_no: number,
      out_refund_no: `refund-${number}`,
      total_fee: 100,
      refund_fee: 30,
      notify_url: receiver.url('/refund/v2'),
    })
    const given = (await wxpay.v2.secapi.pay.refund.post(refund, { security: true })).data
    assert.equal(given.refund_fee, '30')
    await sandbox.advance(10)
    assert.equal((await sandbox.notifications()).at(-1).state, 'delivered')
    assert.deepEqual([got.at(-1).refund_status, got.at(-1).refund_id], ['SUCCESS', given.refund_id])
    const refunded = (await wxpay.v2.pay.refundquery.post(about({ out_trade_no: number }))).data
    assert.deepEqual([refunded.refund_count, refunded.refund_status_0], ['1', 'SUCCESS'])
  })
}

test('an unpaid order is closed', async () => {
  await prepay('v2-close', 'MD5')
  const closed = await wxpay.v2.pay.closeorder.post(about({ out_trade_no: 'v2-close' }))
  assert.equal(closed.data.result_code, 'SUCCESS')
})

test('twins: another key is refused, and another pay sign opens no cashier', async () => {
  const other = 'k'.repeat(32)
  await assert.rejects(prepay('v2-twin', 'MD5', client(other)), /return_code/)
  assert.match(await sandbox.lastReason(), /APIv2 key/)
  const refused = await sandbox.openCashier(parameters(await prepay('v2-twin', 'MD5'), 'MD5', other))
  assert.equal(refused.state, 'refused')
})

test('twins: an answer with another signature is refused by the client', () =>
  sandbox.during({ kind: 'wrong_signature' }, () =>
    assert.rejects(prepay('v2-spoiled', 'MD5'), { code: 'EV2_RES_SIGNATURE_NOT_EQUAL' }),
  ))

test('twins: every notification that is wrong is refused by the client', async () => {
  await sandbox.settings({ holdNotifications: true })
  await sandbox.pay(parameters(await prepay('v2-held', 'HMAC-SHA256'), 'HMAC-SHA256'))
  const { id } = (await sandbox.notifications()).at(-1)
  for (const as of ['wrong_signature', 'tampered', 'unsigned']) {
    const { answers } = await sandbox.send(id, as)
    assert.deepEqual([as, answers[0].accepted], [as, false])
  }
})

test('not noticed by a client that believes the sign_type of a notification: MD5 where the order was HMAC-SHA256', async () => {
  const { id } = (await sandbox.notifications()).at(-1)
  assert.equal((await sandbox.send(id, 'md5')).answers[0].accepted, true)
})
