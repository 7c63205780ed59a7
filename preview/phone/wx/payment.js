// wx.requestPayment: opens the cashier and waits for the buyer. It hands the five parameters over exactly as they came,
// types included, with the running mini program's appId; what is shown and called back is what the sandbox answers.
// Never checks, mends or judges a parameter.

import { asyncApi, WxFailure } from '../../../tests/host/wx/api.js'
import { asAct, ended, handed } from '../../../tests/host/wx/payment.js'
import { Unreached } from '../channel.js'

export function paymentApi(phone) {
  const door = (method, path, data) => phone.http.json(method, `${phone.sandbox}/_sandbox/cashier${path}`, data)

  const show = asyncApi(phone, 'requestPayment', async (options) => {
    const { status, data: cashier } = await door('POST', '', handed(phone, options)).catch((error) => {
      // the words of the table of errno, tests/vectors/errmsg.json: errno-108
      throw error instanceof Unreached ? new WxFailure('cgi failed for network issues', { errno: 108 }) : error
    })
    if (status !== 200) throw new Error(`the sandbox answered ${status} ${JSON.stringify(cashier)}`)
    if (cashier.state === 'refused') {
      await phone.dialogs.modal({ title: cashier.dialog ?? words(cashier.result), showCancel: false, confirmText: phone.say('知道了', 'OK') })
      return ended(cashier)
    }
    return ended(await visit(cashier))
  })

  /** From the opening of the sheet to the callback, if one ever comes. */
  function visit(cashier) {
    return new Promise((resolve, reject) => {
      let end = null
      const sheet = phone.cashierSheet(cashier, (act) => {
        if (act === 'done') close()
        else if (act === 'gone') phone.die('killed')
        else press(act).catch(failed)
      })

      function failed(error) {
        if (error instanceof Unreached) return sheet.trouble(phone.say('网络不通，请再试', 'No network, try again'))
        sheet.close()
        reject(error)
      }

      async function press(act) {
        sheet.busy()
        const { status, data } = await door('POST', `/${cashier.id}/${act}`)
        if (status === 404) return forgotten()
        // somebody has acted in it from elsewhere: what counts is what they did
        const answer = status === 409 ? (await door('GET', `/${cashier.id}/result`)).data : data
        if (status !== 200 && status !== 409) throw new Error(`the sandbox answered ${status} ${JSON.stringify(data)}`)
        if (answer.state === 'open') return sheet.trouble(answer.dialog)
        if (answer.state === 'left') return sheet.close()
        if (answer.callback === null) return phone.die('killed')
        end = answer
        if (answer.callback === 'success') return sheet.paid()
        if (act === 'pay' && status === 200) await phone.dialogs.modal({ title: words(answer.result), showCancel: false, confirmText: phone.say('知道了', 'OK') })
        close()
      }

      /** The sandbox keeps cashiers in memory: one that was started anew knows none. No callback comes, as when WeChat dies. */
      function forgotten() {
        sheet.close()
        const title = phone.say('沙箱重启过，这个收银台已经没有了，不会有回调。请重启小程序。', 'The sandbox was restarted and this cashier is gone; no callback comes. Restart the mini program.')
        return phone.dialogs.modal({ title, showCancel: false, confirmText: phone.say('知道了', 'OK') })
      }

      function close() {
        sheet.close()
        resolve(end)
      }
    })
  }

  return { requestPayment: (options) => show(asAct(phone, options)) }
}

/** What WeChat would show of a result. */
function words({ errMsg, err_desc: description }) {
  return description || String(errMsg).replace(/^requestPayment:fail[: ]?/, '') || '支付失败'
}
