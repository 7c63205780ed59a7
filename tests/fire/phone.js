// What a phone gives to one life of the app: storage that outlives it, wx.login, requests, the cashier, random bytes;
// each of them as faulty as the payment's plan says. Every effect is a moment at which the app may die.

import { openCashier } from './cashier.js'
import { carry } from './transport.js'

/** An answer of the phone itself takes this long, in the app's milliseconds. */
const SOON = 10

/** @param {object} life see life.js */
export function createPhone(life, payment) {
  const { world, plan, ledger } = payment
  const fails = (what, chance) => !life.calm && payment.next(what).chance(chance)

  /** The journal's place. The text is the payment's: the next life finds it. */
  const storage = {
    get() {
      if (fails('storage read', plan.storage)) throw payment.storageFailed('read')
      return payment.storage
    },
    set(key, text) {
      if (!life.instant('the journal is about to be written')) return
      if (fails('storage write', plan.storage)) throw payment.storageFailed('written')
      ledger.journalWritten(text)
      payment.storage = text
      life.instant('the journal is written')
    },
  }

  const requestPayment = (realm) => (params) => payment.background(openCashier(life, payment, realm, params))

  const wx = (realm) => ({
    getAccountInfoSync: () => realm.clone({ miniProgram: { appId: world.appId, envVersion: 'release', version: '1' } }),
    getLaunchOptionsSync: () => realm.clone({ scene: 1001 }),
    onAppShow: life.onForeground,
    getStorageSync: (key) => storage.get(key) ?? '',
    setStorageSync: storage.set,
    login({ success, fail }) {
      if (!life.instant('wx.login is called')) return
      if (fails('wx.login', plan.client / 8)) {
        world.tally.add('client faults', 'wx.login fails')
        life.after(SOON, () => fail(realm.clone({ errMsg: 'login:fail net::ERR_TIMED_OUT' })))
        return
      }
      const told = (code) => life.call(success, realm.clone({ errMsg: 'login:ok', code }))
      payment.code().then(told, world.broken)
    },
    request(options) {
      const done = (error, answer) => life.call(error ? options.fail : options.success, error ?? answer)
      carry(life, payment, realm, options, done)
    },
    requestPayment: requestPayment(realm),
    ...(plan.random && {
      getRandomValues({ length, success }) {
        const dice = payment.next('random')
        const bytes = Uint8Array.from({ length }, () => dice.below(256))
        life.after(SOON, () => success({ randomValues: realm.arrayBuffer(bytes) }))
      },
    }),
  })

  /** The globals of the app's realm. */
  const globals = (realm) => ({
    wx: wx(realm),
    setTimeout: (act, ms) => life.after(ms, act),
    clearTimeout: life.clear,
    console: { error: (text) => payment.note(`console.error ${text}`), warn() {}, info() {}, log() {} },
  })

  function loading() {
    if (!fails('wasm', plan.wasm)) return
    world.tally.add('phone faults', 'wasm does not load')
    throw new Error('CompileError')
  }

  /** A team's own wrappers in place of wx.request and the rest, for createSession and createPay. */
  const own = (realm) => ({
    storage,
    requestPayment: requestPayment(realm),
    request: (options) =>
      new Promise((resolve, reject) => {
        carry(life, payment, realm, options, (error, answer) => (error ? reject(error) : resolve(answer)))
      }),
  })

  return { globals, loading, own }
}
