// The journeys of the demo, as data: who backs the shop, what the buyer does, and how it must end, on the result
// page and in the sandbox's books.

import { asForApp, bareId, lowerCaseNames } from './backends.js'

// what the doctor says of the wrong signature
const why = '签名用的参数名是 appid, noncestr，应为 appId, nonceStr'
const paid = { title: '支付成功', code: 'paid', state: 'SUCCESS', payments: 1, cashiers: 1 }

/** `merchant`: sign type, `told` where notifications find it · `alter`: a wrong or simpler backend · `buyer`: pay or cancel · `refusal`: WeChat's form of it ·
 * `hears`: what the app is told instead · `killed`: the app dies before it is told anything, and is opened again ·
 * `told`: WeChat Pay's notification arrives before it is opened again ·
 * `again`: what the buyer does when he goes on with the order from the list of his orders, after the phone has been `mended` ·
 * `phone`, `overlay`: settings of the host */
export const journeys = [
  { name: 'paid, signed with MD5', zh: '付款成功（MD5）', merchant: 'MD5', buyer: 'pay', ends: paid },
  {
    name: 'paid, signed with HMAC-SHA256',
    zh: '付款成功（HMAC-SHA256）',
    merchant: 'HMAC-SHA256',
    buyer: 'pay',
    ends: paid,
  },
  { name: 'paid, API v3, signed with RSA', zh: '付款成功（API v3，RSA）', merchant: 'RSA', buyer: 'pay', ends: paid },
  {
    name: 'paid while the app was dead: WeChat Pay told the merchant, and nobody had to ask',
    zh: '小程序已被关闭，微信支付的通知让订单变为已支付，不必查单',
    merchant: 'RSA, told',
    buyer: 'pay',
    killed: true,
    told: true,
    ends: { ...paid, queries: 0 },
  },
  {
    name: 'paid, signed in the mini program by the development wasm',
    zh: '付款成功，由开发版 wasm 在本地签名',
    merchant: 'MD5',
    alter: bareId,
    localSign: 'MD5',
    buyer: 'pay',
    ends: paid,
  },
  {
    name: 'cancelled by the buyer',
    zh: '用户取消',
    merchant: 'MD5',
    buyer: 'cancel',
    ends: { title: '支付已取消', code: 'cancelled', state: 'NOTPAY', payments: 0, cashiers: 1 },
  },
  {
    name: 'cancelled, then paid from the list of orders',
    zh: '用户取消，后来从“我的订单”里付款',
    merchant: 'HMAC-SHA256',
    buyer: 'cancel',
    again: 'pay',
    ends: { title: '支付成功', code: 'paid', state: 'SUCCESS', payments: 1, cashiers: 2 },
  },
  {
    name: 'paid, but the phone killed the app before WeChat called back; opened again',
    zh: '已付款，但小程序在回调前被系统关闭；重新打开',
    merchant: 'MD5',
    buyer: 'pay',
    killed: true,
    ends: { title: '支付成功', code: 'paid', state: 'SUCCESS', payments: 1, cashiers: 1 },
  },
  {
    name: 'paid, but the client says cancel',
    zh: '已付款，客户端却回调取消',
    merchant: 'HMAC-SHA256',
    buyer: 'pay',
    hears: { errMsg: 'requestPayment:fail cancel' },
    ends: paid,
  },
  {
    name: 'nothing to pay: a free sample',
    zh: '零元订单，无需支付',
    merchant: 'MD5',
    product: 'sample',
    ends: { title: '支付成功', code: 'paid', cashiers: 0 },
  },
  {
    name: 'a wrong signature: the backend signed appid and noncestr',
    zh: '签名错误：后端用 appid、noncestr 签名',
    merchant: 'MD5',
    alter: lowerCaseNames,
    refusal: 'err_desc',
    ends: { title: '支付没有完成', code: 'sign_refused', state: 'NOTPAY', payments: 0, cashiers: 0, why },
  },
  {
    name: "the same, told by WeChat's own dialog and then a plain cancel",
    zh: '同样的错误，微信先弹窗，再只说 cancel',
    merchant: 'MD5',
    alter: lowerCaseNames,
    refusal: 'dialog',
    ends: { title: '支付已取消', code: 'cancelled', state: 'NOTPAY', payments: 0, cashiers: 0, why },
  },
  {
    name: 'a backend that answers as for APP payment',
    zh: '后端按 APP 支付返回',
    merchant: 'MD5',
    alter: asForApp,
    ends: { title: '支付没有完成', code: 'app_answer', state: 'NOTPAY', payments: 0, cashiers: 0 },
  },
]
