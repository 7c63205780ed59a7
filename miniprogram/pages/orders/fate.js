// 一笔订单现在怎样：后端说已经了结的就是了结了；没了结的，看刚刚问到了什么。
// How an order stands: what the backend calls final is final; for the others, what was just found out.

/** trade_state，pay.weixin.qq.com/doc/v2/merchant 查询订单。没见过的词和 ACCEPT（等待扣款）都是还不知道。 */
const HEARD = {
  SUCCESS: 'paid',
  REFUND: 'refunded',
  CLOSED: 'closed',
  REVOKED: 'closed',
  NOTPAY: 'open',
  USERPAYING: 'open',
  PAYERROR: 'open',
}

/**
 * @param {{ tradeState: string }} order
 * @param {{ status: string, code: string }} [outcome]
 * @returns {'open' | 'paid' | 'cancelled' | 'unknown' | 'closed' | 'refunded'}
 */
function fate(order, outcome) {
  const heard = Object.prototype.hasOwnProperty.call(HEARD, order.tradeState) ? HEARD[order.tradeState] : 'unknown'
  if (!outcome || (heard !== 'open' && heard !== 'unknown')) return heard
  switch (outcome.status) {
    case 'paid':
      return 'paid'
    case 'cancelled':
      return 'cancelled'
    case 'failed':
      if (outcome.code === 'refunded') return 'refunded'
      return outcome.code === 'order_closed' ? 'closed' : heard
    default:
      return 'unknown'
  }
}

/** 还没有了结的：要问，也可以付。 */
function isOpen(order) {
  const now = fate(order)
  return now === 'open' || now === 'unknown'
}

module.exports = { fate, isOpen }
