// 价格：整数分写成元，“¥”和角分小一号。
// A price: integer fen in yuan, with small sign and cents.

const yuan = require('../../wxpay/yuan')

Component({
  properties: {
    /** 整数，单位分。别的什么都写作“–”：缺了的价格绝不能读成免费，所以类型不写 Number，它会把缺的变成 0。 */
    fen: { type: null, value: -1 },
    /** 金额为零时写的字；空着就写 0.00。 */
    free: { type: String, value: '' },
    /** small | normal | large */
    size: { type: String, value: 'normal' },
  },

  data: { whole: '–', cents: '', nothing: false },

  observers: {
    fen(fen) {
      const isPrice = Number.isSafeInteger(fen) && fen >= 0
      const [whole, cents] = isPrice ? yuan(fen).split('.') : ['–', '']
      this.setData({ whole, cents, nothing: fen === 0 })
    },
  },
})
