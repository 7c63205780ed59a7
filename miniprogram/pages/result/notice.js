// 每种结局对顾客说什么、还能做什么。只有文字，没有判断。
// What the buyer is told for each outcome, and whether paying again or asking again is offered. Words only.

const NOTICES = {
  paid: {
    title: '支付成功',
    text: '商家已经确认收到这笔钱，谢谢惠顾。',
    again: '',
  },
  cancelled: {
    title: '支付已取消',
    text: '订单为您留着，想好了可以继续支付。',
    again: '继续支付',
  },
  failed: {
    title: '支付没有完成',
    text: '可以再试一次。如果已经被扣款，请不要重复支付，凭订单号联系商家。',
    again: '再试一次',
  },
  unknown: {
    title: '正在确认支付结果',
    text: '微信支付的结果还没有传回来。请不要重复支付，稍后再查，或在微信支付的账单里查看。',
    again: '',
    check: '查询结果',
  },
}

const CONTACT = '商家的支付设置有误，现在付不了款。请凭订单号联系商家。'

// 失败的代码决定顾客能做什么。再点也不会好的，就不给“再试一次”。
const FAILURES = {
  sign_refused: { text: CONTACT, again: '' },
  app_answer: { text: CONTACT, again: '' },
  prepay_refused: { text: '微信支付没有接受这笔订单。请凭订单号联系商家。', again: '' },
  permission: { text: '这个小程序现在不能使用微信支付。请联系商家。', again: '' },
  prepay_unreachable: { text: '网络好像不太通畅，这一次没能打开微信支付。请检查网络后再试。' },
}

const ABSENT = { title: '没有可以显示的支付', text: '请回到商店，从选购开始。', again: '', check: '' }

/**
 * @param {{ status: string, code?: string }} [outcome] 没有经过支付就打开结果页时没有它
 * @returns {{ title: string, text: string, again: string, check: string }} again 为空表示不提供再次支付，check 为空表示不用再查
 */
function notice(outcome) {
  if (!outcome) return ABSENT
  // 没见过的状态按“还不知道”处理：宁可请顾客等一等，也不能请他再付一次。
  const known = NOTICES[outcome.status] || NOTICES.unknown
  return Object.assign({ check: '' }, known, outcome.status === 'failed' ? FAILURES[outcome.code] : undefined)
}

module.exports = notice
