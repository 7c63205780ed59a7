// The cashier: what stands in for WeChat Pay's sheet when the mini program calls wx.requestPayment. It says in plain words
// that it is a sandbox. Shows an order and tells which button was pressed; what that does is decided at the sandbox.

import yuan from '../../../miniprogram/wxpay/yuan.js'
import { h, said } from './element.js'

/** What a buyer can do, as the sandbox names it, and how it is called here. */
const ELSE = [
  ['not-enough', '用余额不足的账户付', 'Pay with too little money'],
  ['kill', '付款前关闭微信', 'Close WeChat before paying'],
  ['pay-and-kill', '付款后关闭微信', 'Pay, then WeChat is closed'],
  ['pay-seen-as-cancel', '付了款，却回调“取消”', 'Pay, but the client says cancel'],
  ['walk-away', '放着不管，没有回调', 'Walk away: nothing is called back'],
]

/**
 * @param {ReturnType<import('./frame.js').createFrame>} frame
 * @param {{ language: string }} phone
 */
export function createCashierSheet(frame, phone) {
  const say = (zh, en) => said(phone.language, zh, en)

  /**
   * @param {{ merchant: string, body: string, total: number, outTradeNo: string }} order
   * @param {(act: string) => void} press
   */
  return function open(order, press) {
    const trouble = h('p.cashier-trouble', { role: 'alert', hidden: true })
    const content = h('div')
    const sheet = h('section.cashier', { role: 'dialog', 'aria-modal': 'true', 'aria-label': say('沙箱收银台', 'Sandbox cashier') },
      h('p.cashier-banner', {}, say('沙箱 · 不是微信支付，不会扣钱', 'Sandbox · not WeChat Pay, no money moves')), content)
    const place = h('div.shade.shade-sheet', {}, sheet)

    const button = (name, act, more = {}) => h(name, { 'data-act': act, click: () => press(act), ...more })
    const show = (...parts) => content.replaceChildren(...parts.filter(Boolean))
    const amount = () => h('p.cashier-amount', { 'aria-label': `¥${yuan(order.total)}` }, h('span', {}, '¥'), yuan(order.total))
    const row = (name, value) => h('div', {}, h('dt', {}, name), h('dd', {}, value))

    show(
      h('button.cashier-close', { 'aria-label': say('取消支付', 'Cancel payment'), 'data-escape': true, 'data-act': 'cancel', click: () => press('cancel') }),
      h('p.cashier-merchant', {}, order.merchant),
      amount(),
      h('dl.cashier-rows', {},
        row(say('商品', 'Goods'), order.body),
        row(say('订单', 'Order'), order.outTradeNo),
        row(say('付款方式', 'Pay with'), say('零钱（沙箱）', 'Balance (sandbox)'))),
      trouble,
      named(button('button.cashier-pay', 'pay', { 'data-focus': true }), say('确认支付', 'Pay now')),
      h('details.cashier-else', {},
        h('summary', {}, say('试试其他结果', 'Rehearse other endings')),
        ...ELSE.map(([act, zh, en]) => named(button('button', act), say(zh, en)))),
    )
    const dismiss = frame.present(place)
    const idle = (on) => sheet.querySelectorAll('button').forEach((each) => (each.disabled = !on))

    return {
      /** What was pressed is under way. */
      busy: () => idle(false),
      /** The cashier stays and says why it did not work. */
      trouble(text) {
        idle(true)
        trouble.hidden = false
        trouble.textContent = text
      },
      /** The money is taken; real clients call back when this is tapped away, or never, if WeChat is closed now. */
      paid() {
        show(
          h('div.cashier-done', { role: 'status' }, h('i.cashier-tick'), h('p', {}, say('支付成功', 'Paid'))),
          h('p.cashier-merchant', {}, order.merchant),
          amount(),
          named(button('button.cashier-pay', 'done', { 'data-focus': true }), say('完成', 'Done')),
          named(button('button.cashier-quiet', 'gone'), say('不点完成，直接关闭微信', 'Close WeChat instead')),
        )
        sheet.querySelector('[data-focus]').focus()
      },
      close: dismiss,
    }
  }
}

function named(element, text) {
  element.append(text)
  return element
}
