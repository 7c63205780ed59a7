// Backends that answer prepay as real ones do by mistake, or as simpler ones do on purpose. Each stands on a
// wire before the reference merchant and alters that one answer; everything else is the merchant's own.

import { createHash } from 'node:crypto'

const onPrepay = (change) => (exchange) =>
  /\/prepay$/.test(exchange.path) ? change(exchange.answered) : undefined

/**
 * Signs again with `appid` and `noncestr`, the spelling of the order and of APP payments, instead of `appId` and
 * `nonceStr`: the classic cause of 支付验证签名失败.
 */
export const lowerCaseNames = ({ key, appid }) =>
  onPrepay((answer) => {
    const { nonceStr, package: pkg, signType, timeStamp } = answer
    const text =
      `appid=${appid}&noncestr=${nonceStr}&package=${pkg}` +
      `&signType=${signType}&timeStamp=${timeStamp}&key=${key}`
    const paySign = createHash('md5').update(text).digest('hex').toUpperCase()
    return { ...answer, paySign }
  })

/** Answers as for APP payment: the order's session in APP's own fields. */
export const asForApp = ({ appid, mchId }) =>
  onPrepay((answer) => ({
    appid,
    partnerid: mchId,
    prepayid: answer.package.replace('prepay_id=', ''),
    package: 'Sign=WXPay',
    noncestr: answer.nonceStr,
    timestamp: answer.timeStamp,
    sign: answer.paySign,
  }))

/** Answers the bare prepay_id, for a development build that signs by itself. */
export const bareId = () =>
  onPrepay(({ package: pkg, outTradeNo, total }) => ({
    prepay_id: pkg.replace('prepay_id=', ''),
    outTradeNo,
    total,
  }))
