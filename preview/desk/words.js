// Every word of the desk's own, Chinese and English side by side. Words only; those of the journey are in calls.js.

const WORDS = {
  preview: ['预览', 'preview'],
  notWechat: [
    '这不是微信：小程序由浏览器里的模拟环境运行，付款在本机沙箱，没有任何东西经过微信运行或验证。',
    'This is not WeChat: a stand-in in your browser runs the mini program and a sandbox on this machine takes the payments. Nothing here was run or checked by WeChat.',
  ],
  phone: ['手机', 'Phone'],
  tools: ['工具', 'Tools'],

  journey: ['这笔支付的旅程', 'The journey of a payment'],
  search: ['筛选：路径、订单号、文字', 'Filter: path, order, text'],
  clear: ['清空', 'Clear'],
  empty: ['还没有发生什么。在手机里选一件商品，去付款。', 'Nothing has happened yet. Choose something on the phone and pay.'],
  newest: ['↓ 查看最新', '↓ Newest'],
  connected: ['已连接', 'connected'],
  lost: ['与预览服务断开，正在重连…', 'the preview server does not answer; trying again…'],
  groupPhone: ['小程序', 'Mini program'],
  groupHttp: ['网络消息', 'Messages'],
  groupCheck: ['验签', 'Signature checks'],
  groupEnd: ['顾客与结局', 'Buyer and outcome'],
  groupFault: ['错误', 'Errors'],
  asked: ['请求', 'asked'],
  answered: ['应答', 'answered'],
  options: ['参数', 'options'],
  result: ['结果', 'result'],
  detail: ['详情', 'detail'],
  seen: ['沙箱看到的', 'what the sandbox saw'],

  app: ['小程序', 'Mini program'],
  restart: ['重启', 'Restart'],
  kill: ['关闭进程', 'Kill'],
  back: ['返回', 'Back'],
  hide: ['切到后台', 'Hide'],
  show: ['回到前台', 'Show'],
  forget: ['清除存储并重启', 'Clear storage, restart'],

  device: ['手机与微信', 'Phone and WeChat'],
  language: ['微信语言', 'WeChat language'],
  theme: ['外观', 'Appearance'],
  light: ['浅色', 'Light'],
  dark: ['深色', 'Dark'],
  fontSize: ['字号', 'Font size'],
  sdk: ['基础库', 'Base library'],
  sdkNew: ['新', 'new'],
  sdkOld: ['旧', 'old'],
  wasm: ['WebAssembly', 'WebAssembly'],
  on: ['有', 'on'],
  off: ['无', 'off'],

  network: ['小程序的网络', 'Network of the mini program'],
  mode: ['网络', 'Network'],
  normal: ['正常', 'Normal'],
  slow: ['慢', 'Slow'],
  lostMode: ['断网', 'Lost'],
  failing: ['让请求失败', 'Failing calls'],
  failPath: ['路径里有', 'path has'],
  failAs: ['方式', 'how'],
  failFail: ['无响应', 'no answer'],
  fail500: ['HTTP 500', 'HTTP 500'],
  failCount: ['次数', 'times'],
  failAll: ['全部', 'all'],
  failAdd: ['添加', 'Add'],
  failRemove: ['删除', 'Remove'],

  merchant: ['商户后端', 'Merchant backend'],
  signing: ['接口与签名', 'API and signature'],
  mistake: ['签名', 'Signature'],
  none: ['正确', 'Right'],
  key: ['密钥错', 'Wrong key'],
  names: ['参数名错', 'Wrong names'],

  books: ['沙箱账目', 'Books'],
  log: ['沙箱日志', 'Log'],
  sandbox: ['沙箱', 'Sandbox'],
  alone: ['单独打开手机', 'Phone alone'],

  faultBuild: ['小程序编译失败', 'The mini program was not compiled'],
  faultRun: ['小程序出错了', 'The mini program threw an error'],
  faultMend: ['改好并保存，这里会自动刷新。', 'Mend it and save: this page follows by itself.'],
  faultStack: ['调用栈', 'Stack'],
  close: ['知道了', 'Close'],
}

let current = 'zh'

export const language = () => current
export const speak = (other) => (current = other === 'en' ? 'en' : 'zh')

/** The one of two texts that is spoken. */
export const said = ([zh, en]) => (current === 'en' ? en : zh)
export const word = (name) => {
  if (!(name in WORDS)) throw new Error(`words.js has no ${name}`)
  return said(WORDS[name])
}
