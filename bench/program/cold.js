// From `require` to the first result, once, in a process that has done nothing yet: to the parameters that the cashier
// gets, after a login and a prepay that take no time, or to a rival's first signature.

import { BASE, check, openPhone } from './phone.js'

export async function cold(global, host, { kind, paths, signType, example }) {
  const phone = kind === 'wxpay' && openPhone(global, host, paths)
  const begun = host.now()
  host.load(paths.script)
  const loaded = host.now()
  const end = phone ? await pay(global, host, phone) : await sign(global, host, signType, example)
  const { reading, compiling } = phone || {}
  host.print(JSON.stringify({ ms: end - begun, script: loaded - begun, reading, compiling }))
}

function pay(global, host, phone) {
  const done = new Promise((resolve) => {
    phone.onCashier = (params) => {
      const at = host.now()
      check(params)
      resolve(at)
    }
  })
  const pay = global.subject.createPay({ backend: BASE, login: true })
  pay('no-1').then(({ status, message }) => {
    if (status !== 'paid') host.print(JSON.stringify({ fault: `${status} ${message}` }))
  })
  return done
}

async function sign(global, host, signType, { params, key, signatures }) {
  const { subject } = global
  if (subject.ready) await subject.ready(key)
  const made = subject.sign(params, signType, key)
  const at = host.now()
  if (made !== signatures[signType]) throw new Error(`it signs wrong: ${made}`)
  return at
}
