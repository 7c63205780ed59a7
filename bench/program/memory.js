// Payments one after the other through glue and wasm: how large the wasm's memory and the engine's heap are at first and
// in the end.

import { BASE, openPhone } from './phone.js'

const PAGE = 65536

export async function memory(global, host, { paths, first, payments }) {
  const phone = openPhone(global, host, paths)
  host.load(paths.script)
  const pay = global.subject.createPay({ backend: BASE, login: true })
  const sizes = () => ({ pages: phone.memory.buffer.byteLength / PAGE, heap: host.heap() })
  let born
  const at = {}
  const begun = host.now()
  for (let n = 1; n <= payments; n += 1) {
    const { status, message } = await pay(`no-${n}`)
    if (status !== 'paid') throw new Error(`${status} ${message}`)
    if (n === 1) born = phone.memory.buffer.byteLength / PAGE
    // engines grow while they warm up: what is compared comes after that
    if (n === first) at.first = sizes()
  }
  host.print(JSON.stringify({ payments, seconds: (host.now() - begun) / 1000, born, first: at.first, last: sizes() }))
}
