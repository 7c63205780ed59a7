// Runs a compiled package as a phone would, in the headless host, and pays in it: the shop's pages, the glue and the
// wasm are those of the package. The merchant and the buyer are the ones of the glue's tests. Changes no file.

import assert from 'node:assert/strict'
import { cancels, pays } from '../glue/fixture/buyer.js'
import { merchant, UNPAID } from '../glue/fixture/backend.js'
import { createHost } from '../host/host.js'

/** The page's button; a selector reaches into the component. */
const BUTTON = '.pay-button'

/**
 * @param {string} root folder of the unpacked package
 * @param {object} [more]
 * @param {string} [more.page] the page with the button, when it is not the first
 * @param {boolean} [more.cancel] the buyer goes back
 * @returns the words on the page, the wasm files that were asked for, how often a cashier opened
 */
export async function payIn(root, { page, cancel = false } = {}) {
  let cashiers = 0
  const asked = []
  const answer = merchant({ state: cancel ? UNPAID : undefined })
  const host = createHost({
    root,
    overlay: { '/probe.js': 'module.exports = globalThis' },
    instead: {
      login: ({ success }) => queueMicrotask(() => success({ code: 'a-code', errMsg: 'login:ok' })),
      request: (options) => queueMicrotask(() => options.success(answer(options))),
      requestPayment(options) {
        cashiers += 1
        return (cancel ? cancels : pays)(options)
      },
    },
  })
  watch(host.require('/probe.js'), asked)
  try {
    await host.launch(page)
    assert.ok(await host.tap(BUTTON), 'the button cannot be pressed')
    await host.until(() => host.text('#fate') !== '')
    assert.deepEqual(host.faults, [])
    return { text: host.text('#fate'), asked: [...new Set(asked)], cashiers }
  } finally {
    host.close()
  }
}

function watch(global, asked) {
  const { instantiate } = global.WXWebAssembly
  global.WXWebAssembly = {
    instantiate(path, imports) {
      asked.push(path)
      return instantiate(path, imports)
    },
  }
}
