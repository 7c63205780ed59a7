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
 * @param {object} [more.client] settings of the host
 * @returns the words on the page, the wasm files that were asked for, how often a cashier opened, and the subpackages
 *   that were downloaded for it where there are some
 */
export async function payIn(root, { page, cancel = false, client } = {}) {
  let cashiers = 0
  const asked = []
  const answer = merchant({ state: cancel ? UNPAID : undefined })
  const host = createHost({
    root,
    overlay: { '/probe.js': 'module.exports = globalThis' },
    ...client,
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
    const opened = host.subpackages()
    assert.ok(await host.tap(BUTTON), 'the button cannot be pressed')
    await host.until(() => host.text('#fate') !== '')
    assert.deepEqual(host.faults, [])
    const downloaded = host.subpackages().filter((root) => !opened.includes(root))
    return { text: host.text('#fate'), asked: [...new Set(asked)], cashiers, ...(downloaded.length > 0 && { downloaded }) }
  } finally {
    host.close()
  }
}

function watch(global, asked) {
  if (!global.WXWebAssembly) return
  const { instantiate } = global.WXWebAssembly
  global.WXWebAssembly = {
    instantiate(path, imports) {
      asked.push(path)
      return instantiate(path, imports)
    },
  }
}
