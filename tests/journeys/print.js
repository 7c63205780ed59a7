// Prints a journey for a reader: who called whom, with what, what came back. Whatever is secret or could be used
// again (codes, tokens, signatures, openids) is shortened.

const SHORT = /^(token|code|paySign|sign|secret|js_code|openid|session_key|key)$/
const HIDDEN = /^(session_key|secret|key)$/
const WIDTH = 300

export const chinese = /^zh/i.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '')
const colour = (number) => (text) => (process.stdout.isTTY && !process.env.NO_COLOR ? `\x1b[${number}m${text}\x1b[0m` : text)
export const bold = colour(1)
export const dim = colour(2)
export const green = colour(32)
export const red = colour(31)

export function printTitle(number, journey) {
  const [first, second] = chinese ? [journey.zh, journey.name] : [journey.name, journey.zh]
  console.log(`\n${bold(`${number}. ${first}`)}  ${dim(second)}`)
}

/** What is worth reading of a call: the fields of its question and of its answer; of others everything. */
const WORTH = [
  [/jscode2session/, '', 'openid session_key errcode errmsg'],
  [/unifiedorder/, 'out_trade_no total_fee trade_type sign_type sign', 'return_code return_msg result_code err_code prepay_id'],
  [/orderquery/, 'out_trade_no', 'return_code result_code err_code trade_state total_fee'],
  [/transactions\/jsapi/, 'out_trade_no description notify_url', 'prepay_id code message'],
  [/transactions\/out-trade-no/, '', 'trade_state transaction_id code message'],
  [/certificates/, '', 'data code message'],
  [/notify\/v2/, 'out_trade_no total_fee transaction_id sign', 'return_code return_msg'],
  [/notify\/v3/, 'event_type summary resource', 'code message'],
  [/prepay$/, 'nonceStr timeStamp', ''],
  [/orders/, 'items', 'outTradeNo total tradeState code message'],
]

/** One half of a call over a wire, or a word that somebody said. Calls within calls are indented. */
export function printMessage({ from, to, method, path, asked, status, answered, said, reason }) {
  const indent = ' '.repeat([from, to].includes('微信支付') ? 8 : 3)
  if (said !== undefined) {
    console.log(`   ${from}：${said}${reason ? dim(`  （${reason}）`) : ''}`)
  } else if (status === undefined) {
    console.log(`${indent}${from} → ${to}  ${method} ${query(path)}${body(asked, worth(path, 1))}`)
  } else {
    console.log(dim(`${indent}${from} ← ${to}  ${status}${body(answered, worth(path, 2))}`))
  }
}

function worth(path, half) {
  const row = WORTH.find(([pattern]) => pattern.test(path))
  return row && row[half] ? row[half].split(' ') : null
}

function query(path) {
  return path.replace(/([?&])([^=&]+)=([^&]*)/g, (_, mark, name, value) => `${mark}${name}=${shown(name, value)}`)
}

function body(value, only) {
  if (value === undefined || value === '') return ''
  if (value === null || typeof value !== 'object') return `  ${cut(String(value))}`
  const fields = Object.entries(value).filter(([name]) => !only || only.includes(name))
  return `  ${cut(fields.map(([name, inner]) => `${name}=${shown(name, inner)}`).join(' '))}`
}

function shown(name, value) {
  if (Array.isArray(value)) return `[${value.length}]`
  if (value !== null && typeof value === 'object') return '{…}'
  if (HIDDEN.test(name)) return '•••'
  const text = String(value)
  return SHORT.test(name) && text.length > 8 ? `${text.slice(0, 6)}…` : text
}

function cut(text) {
  return text.length > WIDTH ? `${text.slice(0, WIDTH)}…` : text
}

export function printEnd({ title, code, message, hint }, wrong) {
  console.log(`   结果页：${bold(title)}  ${code}`)
  if (message && code !== 'paid') console.log(dim(`           ${message}${hint ? ` — ${hint}` : ''}`))
  if (wrong.length === 0) console.log(green('   ✓ 与预期一致 as expected'))
  for (const line of wrong) console.log(red(`   ✗ ${line}`))
}

export function printBooks(orders) {
  console.log(`\n${bold('沙箱的账本 the books of the sandbox')}`)
  console.log(dim('   商户订单号 out_trade_no             金额(元)   trade_state  付款  收银台'))
  for (const { outTradeNo, total, tradeState, payments, cashiersOpened } of orders) {
    const yuan = `${Math.floor(total / 100)}.${String(total % 100).padStart(2, '0')}`
    console.log(
      `   ${outTradeNo.padEnd(34)}${yuan.padStart(9)}   ${tradeState.padEnd(11)}  ${payments}     ${cashiersOpened}`,
    )
  }
}
