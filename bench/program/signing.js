// Signatures in a second, warm, one after the other: a library's, or those of the development build of the module.

const LOOK = 16 // signatures between two looks at the clock

export async function signing(global, host, { paths, kind, signType, example, warmUp, budget, batches }) {
  const { params, key, signatures } = example
  host.load(paths.script)
  const sign = kind === 'wxpay' ? start(global, host, paths) : global.subject.sign
  if (kind !== 'wxpay' && global.subject.ready) await global.subject.ready(key)
  if (sign(params, signType, key) !== signatures[signType]) throw new Error(`it signs wrong: ${sign(params, signType, key)}`)

  function rate(ms) {
    const begun = host.now()
    let count = 0
    let now = begun
    while (now - begun < ms) {
      for (let n = 0; n < LOOK; n += 1) sign(params, signType, key)
      count += LOOK
      now = host.now()
    }
    return (count / (now - begun)) * 1000
  }

  rate(warmUp)
  const rates = []
  for (let n = 0; n < batches; n += 1) rates.push(rate(budget))
  host.print(JSON.stringify({ rates }))
}

function start(global, host, paths) {
  const bindings = global.subject.create()
  const { WebAssembly } = global
  const module = new WebAssembly.Module(host.readModule(paths.wasm))
  bindings.start(new WebAssembly.Instance(module, { [bindings.from]: bindings.imports }).exports)
  return bindings.sign
}
