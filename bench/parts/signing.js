// Signatures in a second: the development build of the module beside the libraries, with and without a JIT. Reported, not
// a goal: what ships does not sign.

import { EXAMPLE, rivals } from '../rivals/list.js'
import { engines, jitless, measure } from '../engines.js'
import { interleaved, summary } from '../statistics.js'

export async function signing({ files, rounds, warmUp, budget, progress }) {
  const wxpay = { name: 'wxpay-mini (development build)', wasm: true, given: { kind: 'wxpay', paths: { script: files.signer, wasm: files.signerWasm } } }
  const subjects = [wxpay, ...rivals.map((rival) => ({ ...rival, given: { paths: { script: files.rivals[rival.file] } } }))]
  const table = {}
  for (const engine of [engines[0], jitless, ...engines.slice(1)]) {
    const runs = subjects.flatMap((subject) =>
      Object.keys(EXAMPLE.signatures)
        .filter((signType) => !subject.only || subject.only === signType)
        .filter(() => engine !== jitless || !subject.wasm)
        .map((signType) => ({ subject, signType, rates: [] })),
    )
    for (const { subject, signType, rates } of interleaved(runs, rounds)) {
      const given = { ...subject.given, signType, example: EXAMPLE, warmUp, budget, batches: 1 }
      rates.push(...(await measure(engine, files.program, 'signing', given)).rates)
      progress()
    }
    table[engine.name] = {}
    for (const { subject, signType, rates } of runs) {
      table[engine.name][subject.name] = { ...table[engine.name][subject.name], [signType]: summary(rates) }
    }
  }
  return { unit: 'signatures/s', subjects: subjects.map(({ name }) => name), signTypes: Object.keys(EXAMPLE.signatures), engines: table, goals: [] }
}
