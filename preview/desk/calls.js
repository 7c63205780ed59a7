// What a call means, in words, Chinese and English: the wx APIs, the merchant's own paths, WeChat Pay's. Data only.

export const ACTORS = {
  phone: ['小程序', 'mini program'],
  client: ['微信客户端', 'WeChat client'],
  merchant: ['商户后端', 'merchant'],
  wechat: ['微信支付', 'WeChat Pay'],
  buyer: ['顾客', 'buyer'],
  you: ['您', 'you'],
  preview: ['预览', 'preview'],
}

/** Messages, by method and path. */
export const MESSAGES = [
  [/^POST \/api\/login/, '用 code 登录', 'logs in with the code'],
  [/^GET \/api\/products/, '列出商品', 'lists the products'],
  [/^POST \/api\/orders\/[^/]+\/prepay/, '获取支付参数', 'asks for the payment’s parameters'],
  [/^GET \/api\/orders\/[^/]+/, '查单：付了没有', 'asks whether it is paid'],
  [/^POST \/api\/orders/, '下单', 'places the order'],
  [/^GET \/api\/orders/, '列出我的订单', 'lists the orders'],
  [/jscode2session/, 'code 换 openid', 'trades the code for the openid'],
  [/unifiedorder/, '统一下单', 'makes the order'],
  [/orderquery/, '查询订单', 'asks about the order'],
  [/closeorder|\/close$/, '关闭订单', 'closes the order'],
  [/refund/, '退款', 'refunds'],
  [/transactions\/jsapi/, 'JSAPI 下单', 'makes the order'],
  [/transactions\/(out-trade-no|id)/, '查询订单', 'asks about the order'],
  [/certificates/, '下载平台证书', 'fetches the platform certificates'],
  [/^POST \/notify\//, '通知支付结果', 'tells of the payment'],
]

/** What the mini program asks of WeChat's client. `request` is told by the message that it sends. */
export const APIS = {
  login: ['获取登录 code', 'asks for a login code'],
  requestPayment: ['调起支付', 'asks for the cashier'],
  navigateTo: ['打开页面', 'opens a page'],
  redirectTo: ['跳转并关闭当前页', 'goes to another page'],
  reLaunch: ['关闭所有页面后打开', 'starts over on a page'],
  navigateBack: ['返回', 'goes back'],
  switchTab: ['换标签页', 'changes the tab'],
  showToast: ['显示提示', 'shows a toast'],
  hideToast: ['收起提示', 'hides the toast'],
  showLoading: ['显示加载中', 'shows that it is loading'],
  hideLoading: ['收起加载中', 'hides the loading sign'],
  showModal: ['询问顾客', 'asks the buyer'],
  showActionSheet: ['请顾客选择', 'lets the buyer choose'],
  setNavigationBarTitle: ['设置标题', 'writes the title'],
  setNavigationBarColor: ['设置标题栏颜色', 'colours the title bar'],
  setStorage: ['写存储', 'writes its storage'],
  setStorageSync: ['写存储', 'writes its storage'],
  getStorage: ['读存储', 'reads its storage'],
  getStorageSync: ['读存储', 'reads its storage'],
  removeStorage: ['删存储', 'clears its storage'],
  removeStorageSync: ['删存储', 'clears its storage'],
  getRandomValues: ['获取随机数', 'asks for random bytes'],
  requestSubscribeMessage: ['请顾客订阅消息', 'asks the buyer to subscribe'],
  setClipboardData: ['复制', 'copies'],
  exitMiniProgram: ['退出小程序', 'leaves'],
  restartMiniProgram: ['重启小程序', 'restarts'],
}

/** What the sandbox's log says of the buyer, by its own words. */
export const ACTS = [
  [/^login by/, '发给小程序一个登录 code', 'gives the mini program a login code'],
  [/paid and closed WeChat/, '付了款，随即关掉微信：没有回调', 'paid and closed WeChat: nothing is called back'],
  [/paid, and the client says cancelled/, '付了款，客户端却说“取消”', 'paid, and the client says “cancel”'],
  [/buyer paid/, '付了款', 'paid'],
  [/cancelled/, '取消了付款', 'cancelled'],
  [/not enough money/, '余额不足，收银台还开着', 'has not enough money; the cashier stays open'],
  [/walked away/, '放下手机走开了：没有回调', 'walked away: nothing is called back'],
  [/closed WeChat/, '关掉了微信：没有付款，也没有回调', 'closed WeChat: unpaid, and nothing is called back'],
  [/could not pay/, '支付失败', 'could not pay'],
]

/** How a payment ended, by the status that the pay function gave. */
export const OUTCOMES = {
  paid: ['已支付', 'paid'],
  cancelled: ['已取消', 'cancelled'],
  failed: ['支付失败', 'failed'],
  unknown: ['还不知道，会再问', 'unknown, to be asked again'],
}

/** What is told of the developer's own acts. */
export const DEEDS = {
  restart: ['重启了小程序', 'restarted the mini program'],
  kill: ['关闭了小程序的进程', 'killed the mini program'],
  back: ['按了返回', 'pressed back'],
  hide: ['把小程序切到后台', 'sent the mini program to the back'],
  show: ['把小程序带回前台', 'brought the mini program to the front'],
  forget: ['清除了存储', 'cleared the storage'],
  reload: ['改了代码，小程序重新打开', 'changed the code; the mini program was opened again'],
  normal: ['恢复了网络', 'gave the network back'],
  slow: ['把网络变慢', 'made the network slow'],
  lost: ['断开了网络', 'cut the network'],
  none: ['让商户正确签名', 'let the merchant sign rightly'],
  key: ['给了商户一把错误的密钥', 'gave the merchant a wrong key'],
  names: ['让商户用 appid、noncestr 签名', 'let the merchant sign appid and noncestr'],
  MD5: ['商户用 API v2，MD5 签名', 'set the merchant to API v2, MD5'],
  'HMAC-SHA256': ['商户用 API v2，HMAC-SHA256 签名', 'set the merchant to API v2, HMAC-SHA256'],
  RSA: ['商户用 API v3，RSA 签名', 'set the merchant to API v3, RSA'],
}

/** Why the mini program is gone. */
export const GONE = {
  killed: ['被关闭了', 'was killed'],
  exited: ['退出了', 'was left'],
  restarted: ['重启', 'starts again'],
}
