// 把整数“分”写成“元”。全程只动字符串：0.1 + 0.2 这样的浮点误差不该出现在价格里。
// Integer fen → text in yuan, by moving digits: no floating point comes near a price.

/**
 * @param {number} fen 非负整数，单位分
 * @returns {string} 例如 1990 → "19.90"
 */
function yuan(fen) {
  if (!Number.isSafeInteger(fen) || fen < 0) throw new RangeError(`金额必须是非负整数（单位：分），收到的是 ${fen}`)
  const digits = String(fen).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

module.exports = yuan
