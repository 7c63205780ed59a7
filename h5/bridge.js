// WeixinJSBridge, which WeChat's browser puts into every page, after a while. Never here: what its answers mean; the
// core reads them (src/cashier.rs), so they are handed on word for word.

/** WeChat has it soon after the page is loaded; a page that waits longer than this is not in WeChat. Milliseconds. */
const PATIENCE = 10000

/** Whether this is WeChat's browser: its name is there before the bridge is. */
export function inWeChat() {
  return Boolean(window.WeixinJSBridge) || /MicroMessenger/i.test(navigator.userAgent)
}

/**
 * A web-view of a mini program has the bridge and cannot pay by it
 * (developers.weixin.qq.com/miniprogram/dev/component/web-view.html: window.__wxjs_environment).
 */
export function inMiniProgram() {
  return window.__wxjs_environment === 'miniprogram'
}

function ready() {
  if (window.WeixinJSBridge) return Promise.resolve(window.WeixinJSBridge)
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject({ errMsg: 'requestPayment:fail WeixinJSBridge is not there' }), PATIENCE)
    const arrived = () => {
      clearTimeout(timer)
      resolve(window.WeixinJSBridge)
    }
    document.addEventListener('WeixinJSBridgeReady', arrived, { once: true })
  })
}

/** The answer of a call, as wx.requestPayment would give it: `errMsg` is WeChat's own `err_msg`. */
export async function invoke(name, params) {
  const bridge = await ready()
  return new Promise((resolve) => {
    bridge.invoke(name, params, (answer) => {
      const words = answer !== null && typeof answer === 'object' ? answer : { err_msg: answer }
      // WeChat 8.0.16 was seen to say `pre_verify_jsapi:ok` before its cashier opens
      // (developers.weixin.qq.com/community/personal/oCJUsw6nYTuBeFDkevmhNzwTOnss/fav): that is no end
      if (/^pre_verify_jsapi:/.test(words.err_msg)) return
      resolve({ ...words, errMsg: words.err_msg })
    })
  })
}
