// 每种支付结果对顾客说什么、还能做什么。只有文字，没有判断。
// What the buyer is told for each outcome, and whether paying again or asking again is offered. Words only.

const NOTICES = {
  paid: {
    title: '支付成功',
    text: '商家已经确认收到这笔钱，谢谢惠顾。',
  },
  cancelled: {
    title: '支付已取消',
    text: '订单为您留着，想好了可以继续支付。',
    again: '继续支付',
  },
  failed: {
    title: '支付没有完成',
    text: '如果已经被扣款，请不要重复支付，凭订单号联系商家。',
  },
  unknown: {
    title: '正在确认支付结果',
    text: '已经付过的，请稍后再查，或在微信支付的账单里查看。还没有付的，可以继续支付：会先核对这笔订单，不会重复扣款。',
    again: '继续支付',
    check: '查询结果',
  },
}

/** 再点一次可能会好的失败；其余的要等商家改正，或者换一笔订单。 */
const WORTH_TRYING = ['prepay_unreachable', 'prepay_busy', 'login_failed', 'realname']

const ABSENT = { title: '没有可以显示的支付', text: '请回到商店，从选购开始。' }

/**
 * @param {{ status: string, code?: string, text?: string }} [outcome] 没有经过支付就打开结果页时没有它
 * @returns {{ title: string, text: string, again: string, check: string }} again 为空表示不提供再次支付，check 为空表示不用再查
 */
function notice(outcome) {
  const nothing = { again: '', check: '' }
  if (!outcome) return Object.assign(nothing, ABSENT)
  // 没见过的状态按“还不知道”处理：宁可请顾客等一等，也不能说他没付。
  const known = Object.assign(nothing, NOTICES[outcome.status] || NOTICES.unknown)
  // 没有 code 就不是 pay 给出的结果，那就不请顾客再付。
  if (!outcome.code) return Object.assign(known, { again: '' })
  if (outcome.status !== 'failed') return known
  const again = WORTH_TRYING.includes(outcome.code) ? '再试一次' : ''
  // outcome.text 是 wxpay 给顾客的一句话，按错误码而定。
  return Object.assign(known, { again, text: `${outcome.text || ''}。${known.text}`.replace(/^。/, '') })
}

module.exports = notice
