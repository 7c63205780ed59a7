// 付款按钮的属性和事件。只有类型，没有代码。
// Properties and events of the pay button. Nothing runs here.

import { Hooks, Outcome } from '../index'

/**
 * 属性。样子用 CSS 变量改：`--pay-button-background`、`-color`、`-border`、`-radius`、`-height`、`-min-width`、`-font-size`。
 *
 * Properties, in WXML: total, label, lang, disabled. Its looks are changed by the CSS variables above.
 */
export interface PayButtonProperties {
  /** 应付金额，整数，单位分；不给就不显示。To pay, integer fen; not shown when absent. */
  total?: number
  /** 按钮上的字，默认“微信支付”。 */
  label?: string
  /** 默认 'zh'。 */
  lang?: 'zh' | 'en'
  disabled?: boolean
}

/**
 * `bind:press`：顾客按下了。在处理函数里（同步地）调用 `detail.pay`，把支付函数和订单交给按钮；不调用，按钮就当没按过。
 *
 * The buyer pressed. Call `detail.pay` in the handler, synchronously, with your pay function and the order; without
 * that the press counts as none. An order that is given as a text may be paid again after any outcome but `paid`;
 * one that is made on this press (a promise) is not made a second time while its fate is unknown.
 */
export interface PressDetail {
  pay(pay: (orderKey: string, hooks?: Hooks) => Promise<Outcome>, order: string | Promise<string>, hooks?: Hooks): void
  /**
   * 这个按钮上一笔没有付成的订单；没有就是空字符串。有它就接着付它，不要再下一笔。
   * The order of the last press that was not paid, or ''. Go on with it instead of making another.
   */
  orderKey: string
}

/**
 * `selectComponent('#pay')` 得到的按钮。付成了之后它不再亮起；页面还留着、要卖下一笔时调用 `reset()`，或者让 `total` 变成新的金额。
 * What `selectComponent` gives. After a payment it stays dark until `reset()`, or until `total` changes.
 */
export interface PayButton {
  reset(): void
}

/** `bind:outcome`：支付有了结局，detail 就是它。The outcome, as pay gave it. */
export type OutcomeDetail = Outcome

/**
 * `bind:problem`：订单没有下成，或 pay 的参数不对。什么都没有付，按钮已经可以再按。
 * The order was not made, or pay was called with wrong arguments. Nothing was paid; the button can be pressed again.
 */
export interface ProblemDetail {
  error: unknown
}
