// The merchant behind the shop, which the developer can change while it runs: API and signature, a right or a wrong key,
// an answer spoilt on its way. It keeps its port and its database, so the buyer's login and orders stay. Never judges a
// signature: that is the sandbox's part.

import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lowerCaseNames } from '../../tests/journeys/backends.js'
import { startMerchant } from '../../tests/journeys/servers.js'

const SIGNINGS = ['MD5', 'HMAC-SHA256', 'RSA']
/** `key`: the merchant signs with a key that is not its own; `names`: its answer is signed with appid and noncestr. */
const MISTAKES = ['none', 'key', 'names']

/**
 * @param {object} given
 * @param {Record<string, string>} given.account the sandbox's, with the gateways to use
 * @param {string} given.listen address and port
 * @param {string} given.database
 * @param {(api: 'v2' | 'v3') => string} given.notifyUrl
 */
export async function openMerchant({ account, listen, database, notifyUrl }) {
  const folder = mkdtempSync(join(tmpdir(), 'wxpay-preview-'))
  // the same key before and after a change, or every buyer would have to log in again; no limits for one who tries things
  const steady = { WXPAY_TOKEN_KEY: randomBytes(24).toString('hex'), WXPAY_LOGIN_LIMIT: '0', WXPAY_PREPAY_LIMIT: '0' }
  let state = { signing: 'MD5', mistake: 'none' }
  let server = await start(listen)
  const { host } = new URL(server.origin)
  let changing = Promise.resolve()

  function start(where) {
    const { signing, mistake } = state
    const wrong = mistake === 'key' ? wrongKey(signing, folder) : {}
    const notify = notifyUrl(signing === 'RSA' ? 'v3' : 'v2')
    return startMerchant({ ...account, ...steady, ...wrong }, signing, where, database, notify)
  }

  async function change() {
    await server.stop()
    server = await start(host)
  }

  return {
    origin: () => `http://${host}`,
    state: () => ({ ...state }),
    /** Resolves when it can be called: a change takes a moment. */
    ready: () => changing,

    /** @param {{ signing?: string, mistake?: string }} wish */
    set(wish) {
      const other = { ...state, ...wish }
      if (!SIGNINGS.includes(other.signing)) throw refuse(`signing: one of ${SIGNINGS.join(', ')}`)
      if (!MISTAKES.includes(other.mistake)) throw refuse(`mistake: one of ${MISTAKES.join(', ')}`)
      // the spoilt answer is signed again with MD5, so who chooses another signature is done with that mistake
      if (other.mistake === 'names' && wish.mistake === undefined && wish.signing && wish.signing !== 'MD5') other.mistake = 'none'
      if (other.mistake === 'names') other.signing = 'MD5'
      if (other.signing === state.signing && other.mistake === state.mistake) return changing
      state = other
      changing = changing.catch(() => {}).then(change)
      return changing
    },

    /** Another answer instead of this one; undefined where it stays. */
    alter(exchange) {
      if (state.mistake !== 'names') return undefined
      return lowerCaseNames({ key: account.WXPAY_API_V2_KEY, appid: account.WXPAY_APPID })(exchange)
    },

    async stop() {
      await changing.catch(() => {})
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const refuse = (message) => Object.assign(new Error(message), { status: 400 })

function wrongKey(signing, folder) {
  if (signing !== 'RSA') return { WXPAY_API_V2_KEY: randomBytes(16).toString('hex') }
  const file = join(folder, 'apiclient_key.pem')
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  return { WXPAY_PRIVATE_KEY_FILE: file }
}
