// 每种结局对顾客说什么、还能做什么。没有判断钱的事，只挑文字和按钮。
// What the buyer is told for each outcome, and which buttons are offered. Chooses words; judges nothing.

/** 再点一次可能会好的失败；其余的要等商家改正，或者换一笔订单。 */
const WORTH_TRYING = ['prepay_unreachable', 'prepay_busy', 'login_failed', 'realname', 'busy']

/**
 * @param {{ status: string, code?: string } | undefined} outcome 没有经过支付就打开结果页时没有它
 * @param {any} words 见 words/zh.js 的 result
 * @returns {{ title: string, text: string, again: string, check: string }} again 为空就不提供再次支付，check 为空就不用再查
 */
function notice(outcome, words) {
  if (!outcome) return { title: words.absent, text: words.absentText, again: '', check: '' }
  const { code } = outcome
  switch (outcome.status) {
    case 'paid':
      return { title: words.paid, text: words.paidText, again: '', check: '' }
    case 'cancelled':
      return { title: words.cancelled, text: words.cancelledText, again: words.goOn, check: '' }
    case 'failed':
      return {
        title: words.failed,
        text: [words.causes[code], words.failedText].filter(Boolean).join(''),
        again: WORTH_TRYING.includes(code) ? words.retry : '',
        check: '',
      }
    default:
      // 没见过的状态按“还不知道”处理：宁可请顾客等一等，也不能说他没付。
      // 没有 code 就不是 pay 给出的结局，那就不请顾客再付。
      return { title: words.unknown, text: words.unknownText, again: code ? words.goOn : '', check: words.check }
  }
}

module.exports = notice
