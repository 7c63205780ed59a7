// The way between the merchant and WeChat Pay, with faults on it: those that happen to any exchange, and those of a
// gateway that is busy, or of somebody between who changes what it says. Knows XML and its signature; asks the
// payment which fault is next.

import { createHash, createHmac } from 'node:crypto'
import http from 'node:http'
import { faults, Lost } from './faults.js'
import { send } from './http.js'
import { pause, SPEED } from './pace.js'

/** What may happen to an exchange with WeChat Pay, by weight. */
const PAY = {
  'slow': 3, 'held': 2, 'late': 1, 'lost on the way': 2, 'answer lost': 3, 'never sent, silent': 1, 'twice': 3,
  '500': 2, 'page 200': 1, 'page 404': 1, 'page 502': 1, 'cut': 2, 'garbage': 1, 'empty': 1,
  'wrong signature': 3, 'forged': 3, 'system error': 4, 'return code FAIL': 2,
}
const LOGIN = {
  'slow': 2, 'lost on the way': 2, 'answer lost': 2, 'twice': 2, '500': 1, 'page 502': 1, 'cut': 1, 'garbage': 1,
  'empty': 1, 'busy': 2,
}
/** How long the merchant waits for WeChat, in milliseconds. */
const PATIENCE = 4_000

/**
 * @param {object} world
 * @param {string} world.target origin of the sandbox
 * @param {string} world.key of API v2
 * @param {(message: { number?: string, code?: string }) => object | undefined} world.paymentOf whose exchange it is
 */
export async function openGateway({ target, key, paymentOf, tally }) {
  const server = http.createServer((request, response) => {
    pass(request, response).catch(() => request.socket.destroy())
  })

  async function pass(request, response) {
    const asked = await body(request)
    const { method, url } = request
    const login = url.startsWith('/sns/')
    const fields = read(asked)
    const code = login ? new URL(url, target).searchParams.get('js_code') : undefined
    const payment = paymentOf({ number: fields.out_trade_no, code })
    const [name] = url.split('?')
    const dice = payment?.next(`gateway ${name} ${payment.name(fields.out_trade_no)}`)
    const fault = payment?.fault(dice, 'gateway', login ? LOGIN : PAY, login ? 0.25 : 1) ?? 'none'
    if (fault !== 'none') tally.add('gateway faults', fault)
    const exchange = {
      dice,
      patience: PATIENCE,
      forward: () => send(method, target + url, asked || undefined, { 'content-type': 'text/xml; charset=utf-8' }),
      // an answer that is not too late comes soon: the merchant's clock is that on the wall
      wait: (least, most) => pause(least < PATIENCE / 2 ? dice.between(least, most) : (PATIENCE + 100) * SPEED),
    }
    const answer = await (own[fault] ?? faults[fault])(exchange, asked)
    payment?.note(`      gateway ${name}${fault === 'none' ? '' : ` [${fault}]`} → ${said(answer)}`)
    const content = Buffer.from(answer.text)
    response.writeHead(answer.status, {
      'content-type': answer.headers['content-type'] ?? 'text/xml',
      'content-length': content.length,
    })
    response.end(content)
  }

  /** What only WeChat Pay, or somebody who plays it, can do. */
  const own = {
    'wrong signature': async ({ forward }) => {
      const answer = await forward()
      return { ...answer, text: write({ ...read(answer.text), sign: '0'.repeat(32) }) }
    },
    // says what a thief would like to hear; without the key it cannot be signed
    'forged': async ({ forward }) => {
      const answer = await forward()
      const fields = read(answer.text)
      if (fields.trade_state !== undefined) fields.trade_state = fields.trade_state === 'SUCCESS' ? 'NOTPAY' : 'SUCCESS'
      else fields.prepay_id = 'wx00000000000000000000000000000000000'
      return { ...answer, text: write(fields) }
    },
    'system error': async ({ forward, dice }, asked) => {
      if (dice.chance(0.5)) await forward()
      const { appid, mch_id, nonce_str, sign_type } = read(asked)
      const fields = {
        return_code: 'SUCCESS', return_msg: 'OK', appid, mch_id, nonce_str,
        result_code: 'FAIL', err_code: 'SYSTEMERROR', err_code_des: '系统异常，请用相同参数重新调用',
      }
      return { status: 200, headers: {}, text: write({ ...fields, sign: sign(fields, sign_type, key) }) }
    },
    'return code FAIL': async ({ forward, dice }) => {
      if (dice.chance(0.5)) await forward()
      return { status: 200, headers: {}, text: write({ return_code: 'FAIL', return_msg: '系统繁忙' }) }
    },
    'busy': async () => ({ status: 200, headers: {}, text: '{"errcode":-1,"errmsg":"system busy"}' }),
  }

  await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function body(stream) {
  const chunks = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** Flat XML as an object; anything else as one without fields. */
function read(text) {
  const found = text.matchAll(/<(\w+)>(?:<!\[CDATA\[([\s\S]*?)\]\]>|([^<]*))<\/\1>/g)
  return Object.fromEntries([...found].map(([, name, cdata, plain]) => [name, cdata ?? plain]))
}

function write(fields) {
  const elements = Object.entries(fields).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`)
  return `<xml>${elements.join('')}</xml>`
}

/** pay.weixin.qq.com/doc/v2/merchant/4011985891 */
function sign(fields, signType, key) {
  const names = Object.keys(fields).filter((name) => fields[name] !== '' && fields[name] !== undefined).sort()
  const text = [...names.map((name) => `${name}=${fields[name]}`), `key=${key}`].join('&')
  const hash = signType === 'HMAC-SHA256' ? createHmac('sha256', key) : createHash('md5')
  return hash.update(text).digest('hex').toUpperCase()
}

function said({ status, text }) {
  const { trade_state, prepay_id, err_code, return_msg } = read(text)
  const word = trade_state ?? (prepay_id && 'prepay_id') ?? err_code ?? return_msg
  return `${status} ${word ?? text.slice(0, 40).replace(/[^ -~]/g, '?')}`
}
