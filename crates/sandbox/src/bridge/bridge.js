// Plays WeixinJSBridge in an ordinary browser, for pages that are to be tried without WeChat: it looks at the
// parameters of getBrandWCPayRequest as far as a client does, opens the sandbox's cashier over the page in a frame
// of the sandbox's own, and answers as WeChat does. Never here: whether an order may be paid.
(function () {
  'use strict'
  var sandbox = new URL(document.currentScript.src).origin
  var NAMES = ['appId', 'timeStamp', 'nonceStr', 'package', 'signType', 'paySign']

  function invoke(name, params, callback) {
    var answer = function (result) {
      if (typeof callback === 'function') callback(result)
    }
    if (name !== 'getBrandWCPayRequest') return answer({ err_msg: 'system:function_not_exist' })
    var missing = NAMES.filter(function (each) {
      var value = Object(params)[each]
      // iOS: "a number is a missing parameter" (github.com/yansongda/pay/issues/35)
      return typeof value !== 'string' || value === ''
    })
    if (missing.length > 0) {
      var told = { err_code: '-1', err_desc: '调用支付JSAPI缺少参数: ' + missing[0], err_msg: 'get_brand_wcpay_request:fail' }
      return setTimeout(answer, 0, told)
    }
    open(params, answer)
  }

  function open(params, answer) {
    var given = {}
    NAMES.forEach(function (name) {
      given[name] = params[name]
    })
    var frame = document.createElement('iframe')
    frame.title = 'WeChat Pay (sandbox)'
    frame.src = sandbox + '/_sandbox/bridge/sheet'
    frame.style.cssText = 'position:fixed;inset:0;width:100%;height:100%;border:0;z-index:2147483647;color-scheme:normal'
    function hear(event) {
      if (event.source !== frame.contentWindow || event.origin !== sandbox) return
      if (event.data === 'ready') return frame.contentWindow.postMessage(given, sandbox)
      window.removeEventListener('message', hear)
      frame.remove()
      answer(event.data)
    }
    window.addEventListener('message', hear)
    document.body.appendChild(frame)
  }

  // WeChat's own comes late too: pages wait for the event
  setTimeout(function () {
    window.WeixinJSBridge = { invoke: invoke, on: function () {}, call: function () {} }
    document.dispatchEvent(new Event('WeixinJSBridgeReady'))
  }, 0)
})()
