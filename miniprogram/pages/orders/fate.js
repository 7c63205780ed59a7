// 一笔订单现在怎样：后端上一次听说的状态，和刚刚问到的结局，哪个新听哪个。
// How an order stands: what the backend last heard, unless something newer was just found out.

/** trade_state，pay.weixin.qq.com/doc/v2/merchant 查询订单 */
const HEARD = {
  SUCCESS: 'paid',
  REFUND: 'refunded',
  CLOSED: 'closed',
  REVOKED: 'closed',
}

/**
 * @param {{ tradeState: string }} order
 * @param {{ status: string, code: string }} [outcome]
 * @returns {'open' | 'paid' | 'cancelled' | 'unknown' | 'closed' | 'refunded'}
 */
function fate(order, outcome) {
  const heard = HEARD[order.tradeState]
  if (!outcome) return heard || 'open'
  switch (outcome.status) {
    case 'paid':
      return 'paid'
    case 'cancelled':
      return 'cancelled'
    case 'failed':
      if (outcome.code === 'refunded') return 'refunded'
      return outcome.code === 'order_closed' ? 'closed' : heard || 'open'
    default:
      return 'unknown'
  }
}

module.exports = fate
