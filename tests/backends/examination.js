// What every sample of docs/backends has to show, whatever its language, against one sandbox.

import { after, before, describe, test } from 'node:test'
import { startSandbox } from '../journeys/servers.js'
import { get, logIn } from './buyer.js'
import { distrusts } from './distrusts.js'
import { openGateway } from './gateway.js'
import { absent, languages } from './languages.js'
import { pays } from './pays.js'
import { startSample } from './sample.js'

const SIGN_TYPES = ['MD5', 'HMAC-SHA256']

export function examine(name) {
  const language = languages[name]
  const missing = absent(language)
  if (missing) {
    test(`${name}_sample`, { skip: missing }, () => {})
    return
  }
  describe(`${name}_sample`, () => {
    const world = { signTypes: SIGN_TYPES, samples: {}, running: [], start, entry, buyer }

    /** Another process of the sample, with other settings. */
    async function start(changed) {
      const { origin } = world.gateway
      const account = { ...world.sandbox.account, WXPAY_GATEWAY: origin, WXPAY_LOGIN_GATEWAY: origin }
      const sample = await startSample(language.command(), { ...account, ...changed })
      world.running.push(sample)
      return sample
    }

    /** What the sandbox's books say of an order. */
    async function entry(outTradeNo) {
      const { data } = await get(`${world.sandbox.origin}/_sandbox/books`)
      return data.orders.find((order) => order.outTradeNo === outTradeNo)
    }

    function buyer(signType = 'MD5', openid) {
      return logIn(world.samples[signType].origin, world.sandbox.origin, openid)
    }

    before(async () => {
      world.sandbox = await startSandbox()
      world.gateway = await openGateway(world.sandbox.origin)
      for (const signType of SIGN_TYPES) world.samples[signType] = await start({ WXPAY_SIGN_TYPE: signType })
    })

    after(async () => {
      await Promise.all(world.running.map((sample) => sample.stop()))
      world.gateway?.close()
      await world.sandbox?.stop()
    })

    pays(world)
    distrusts(world)
  })
}
