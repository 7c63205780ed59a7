// 类型。createPay 的其余选项、pay 的用法和结果见 wxpay.d.ts（即 miniprogram/wxpay/index.d.ts）。
// The build puts that file beside this one, as wxpay.d.ts.

import type { Pay, PayOptions, Session } from './wxpay.js'

export type OfficialAccountPayOptions = PayOptions & {
  /** 公众号的 AppID。Of the official account, not of a mini program. */
  appid: string
  /** 网页授权的地址，默认 open.weixin.qq.com 的；沙箱有自己的。The sandbox has its own; others leave it out. */
  authorizeUrl?: string
}

export interface OfficialAccountPay extends Pay {
  /**
   * 与参考后端的会话；自带 prepay、query 时没有。`login()` 会离开本页去授权，再回到本页。
   * The session with the reference backend; none with a prepay and query of one's own. `login()` leaves the page for
   * WeChat's authorisation, unless it has just come back from there; it does not settle then.
   */
  session?: Session
}

/** 每页建一个。Make one for a page, before its router looks at the address. Throws where the appid is none. */
export function createOfficialAccountPay(options: OfficialAccountPayOptions): OfficialAccountPay
