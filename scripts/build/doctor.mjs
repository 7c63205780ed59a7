// What the development module adds to the machine: when a payment ends with a refused signature, the console says why,
// in both languages. Bundled into wxpay_bg.js by pack.mjs; never into what ships. It prints no key and changes no payment.

/**
 * @param {any} Checkout the machine of src/bindings.rs
 * @param {(params: string, appId: string, key: string, always: boolean) => string} explain of src/bindings/doctor.rs
 */
export function watched(Checkout, explain) {
  return class extends Checkout {
    constructor(settings) {
      super(settings)
      this.settings = settings || {}
      this.sent = {} // order key → what wx.requestPayment got
    }

    handle(now, event) {
      const commands = super.handle(now, event)
      if (!Array.isArray(commands)) return commands
      commands.forEach(({ type, orderKey, params, outcome }) => {
        if (type === 'requestPayment') this.sent[orderKey] = params
        if (type === 'settle') this.over(orderKey, outcome)
      })
      return commands
    }

    over(orderKey, { status, code }) {
      const params = this.sent[orderKey]
      delete this.sent[orderKey]
      // a phone says `cancel` after its own dialog about the signature: then only what is certain is worth a word
      const refused = code === 'sign_refused'
      if (!params || (!refused && status !== 'cancelled')) return
      const { appId, localKey } = this.settings
      const key = (localKey && localKey.key) || ''
      // the page hears of its payment first: the search takes seconds where code is not compiled
      setTimeout(() => {
        const why = explain(JSON.stringify(params), appId || '', key, refused)
        if (why) console.warn(`签名医生 doctor: ${why}`)
      }, 0)
    }
  }
}
