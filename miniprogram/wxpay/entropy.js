// Fills the pool of random bytes in the wasm from wx.getRandomValues, the only cryptographic source of a
// mini program. Where there is none (some PC clients) the backend makes nonceStr and timeStamp:
// Math.random is never a fallback.

/** Bytes of two payments. */
const LENGTH = 64
/** A payment does not wait longer for random bytes than this, in milliseconds. */
const PATIENCE = 500

/**
 * Resolves when the pool is filled, or when that cannot be done. Never rejects.
 * @returns {Promise<void>}
 */
function refill(bg) {
  if (bg.addEntropy([]) >= LENGTH || !wx.getRandomValues) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PATIENCE)
    const done = () => {
      clearTimeout(timer)
      resolve()
    }
    const success = (result) => {
      try {
        bg.addEntropy(new Uint8Array(result.randomValues.slice(0, LENGTH)))
      } catch (error) {
        // no bytes, then: the core warns of it (no_entropy)
      }
      done()
    }
    try {
      wx.getRandomValues({ length: LENGTH, success, fail: done })
    } catch (error) {
      done()
    }
  })
}

module.exports = { refill }
