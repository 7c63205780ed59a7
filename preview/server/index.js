// The preview: sandbox, merchant, the wires between them, and the page that shows the mini program beside what it says to
// them. Puts the parts of this folder together; docs/PREVIEW.md tells what it is for and what it is not.

import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { startSandbox } from '../../tests/journeys/servers.js'
import { openWire } from '../../tests/journeys/wire.js'
import { build } from '../build/index.js'
import { createChannel } from './channel.js'
import { createEvents } from './events.js'
import { listen } from './http.js'
import { createJourney } from './journey.js'
import { openMerchant } from './merchant.js'
import { createNetwork } from './network.js'
import { keepBuilt } from './watch.js'

const folder = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/**
 * @param {object} [settings]
 * @param {string} [settings.host] where merchant and sandbox listen; the preview itself is on loopback always
 * @param {{ merchant: number, sandbox: number, preview: number }} [settings.ports] 0 for free ones
 * @param {string} [settings.appid]
 * @param {string} [settings.from] folder of the mini program
 * @param {string} [settings.to] folder for what is built of it
 * @param {string} [settings.database] of the merchant
 * @returns {Promise<{ url: string, sandbox: string, merchant: string, stop(): Promise<void> }>}
 */
export async function openPreview({
  host = '127.0.0.1',
  ports = { merchant: 0, sandbox: 0, preview: 0 },
  appid = 'touristappid',
  from = folder('miniprogram'),
  to = folder('target/preview'),
  database = folder('target/demo.db'),
} = {}) {
  const opened = []
  const stop = async () => {
    for (const part of opened.splice(0).reverse()) await part()
  }
  try {
    return { ...(await open()), stop }
  } catch (error) {
    await stop()
    throw error
  }

  async function open() {
    // the sandbox forgets its orders and its buyer when it ends, so the merchant starts anew with it
    for (const ending of ['', '-shm', '-wal']) rmSync(database + ending, { force: true })
    const events = createEvents()
    const sandbox = await startSandbox(`${host}:${ports.sandbox}`, { appid, anyCode: true })
    opened.push(sandbox.stop)
    const journey = createJourney(sandbox.origin, events.publish)
    opened.push(journey.close)

    const note = (message) => {
      journey.exchange(message)
      if (message.status !== undefined) journey.look()
    }
    const wire = await openWire({ from: 'merchant', to: 'wechat', target: sandbox.origin, note })
    opened.push(wire.close)
    const told = await openWire({ from: 'wechat', to: 'merchant', target: () => merchant.origin(), note })
    opened.push(told.close)
    const merchant = await openMerchant({
      account: { ...sandbox.account, WXPAY_GATEWAY: wire.origin, WXPAY_LOGIN_GATEWAY: wire.origin },
      listen: `${host}:${ports.merchant}`,
      database,
      notifyUrl: (api) => `${told.origin}/notify/${api}`,
    })
    opened.push(merchant.stop)

    const state = () => ({ ...network.state(), ...merchant.state() })
    const changed = () => events.publish({ kind: 'tools', state: state() })
    const network = createNetwork(changed)
    const channel = createChannel({ sandbox: sandbox.origin, merchant, network, journey })
    opened.push(channel.close)
    const built = await keepBuilt({ from, build: () => build({ from, to }), tell: events.publish })
    opened.push(built.close)

    const tools = {
      state,
      async set({ signing, mistake, ...wish }) {
        network.set(wish)
        if (signing !== undefined || mistake !== undefined) await merchant.set(defined({ signing, mistake }))
        changed()
      },
    }
    const server = await listen({
      port: ports.preview,
      phone: to,
      settings: () => ({ appid, sandbox: sandbox.origin, merchant: merchant.origin() }),
      carry: channel.carry,
      tools,
      events,
      greeting: () => [
        { kind: 'tools', state: state() },
        ...(built.errors().length > 0 ? [{ kind: 'broken', errors: built.errors() }] : []),
      ],
    })
    opened.push(server.close)
    return { url: `${server.origin}/`, sandbox: sandbox.origin, merchant: merchant.origin() }
  }
}

const defined = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
