// 按钮上的字：付款前、付款中的每一步、付完以后。
// What the button says: before, in each phase of a payment, and when it is over.

module.exports = {
  zh: {
    label: '微信支付',
    ordering: '正在下单…',
    preparing: '正在打开微信支付…',
    paying: '等待付款…',
    confirming: '正在确认结果…',
    paid: '已支付',
    unknown: '正在确认支付结果',
  },
  en: {
    label: 'WeChat Pay',
    ordering: 'Placing the order…',
    preparing: 'Opening WeChat Pay…',
    paying: 'Waiting for payment…',
    confirming: 'Confirming…',
    paid: 'Paid',
    unknown: 'Confirming the payment',
  },
}
