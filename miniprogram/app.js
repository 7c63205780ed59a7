// 小程序的入口。只在页面之间传一样东西：刚结束的那笔支付。
// The app. It carries one thing from page to page: the payment that has just ended.

App({
  globalData: {
    /** { order: { outTradeNo, total }, outcome } 由结账页和订单页写入，结果页读取。 */
    receipt: null,
  },
})
