// 价格：整数分写成元，“¥”和角分小一号。
// A price: integer fen in yuan, with small sign and cents.

const yuan = require('../../wxpay/yuan')

Component({
  properties: {
    /** 整数，单位分。 */
    fen: { type: Number, value: 0 },
    /** 金额为零时写的字；空着就写 0.00。 */
    free: { type: String, value: '' },
    /** small | normal | large */
    size: { type: String, value: 'normal' },
  },

  data: { whole: '0', cents: '00' },

  observers: {
    fen(fen) {
      const [whole, cents] = yuan(fen).split('.')
      this.setData({ whole, cents })
    },
  },
})
