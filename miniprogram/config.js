// 商店的设置。这里只写地址，绝不写密钥：小程序的代码包可以被任何人解开。
// The shop's settings. An address, never a key: anyone can unpack a mini program.

module.exports = {
  // 换成您自己后端的地址。开发者工具里用 127.0.0.1 就行；真机预览时手机连不到电脑的 127.0.0.1，
  // 请写电脑在局域网里的地址，例如 http://192.168.1.20:8800/api；上线必须是 https，并在小程序后台登记域名。
  // Put your own backend here. A phone cannot reach the computer's 127.0.0.1: give it the LAN address.
  backend: 'http://127.0.0.1:8800/api',

  // 付款后请顾客订阅的消息（发货通知等）的模板 id；空着就不询问。
  // Templates of the messages that a buyer is asked to subscribe to after paying; none, and nobody is asked.
  templates: [],

  /**
   * 结果页上的开发者信息和自检，正式版里总是没有。审核时跑的是开发版，所以提审之前改成 () => false。
   * The developer's lines and the self-test; never in the release version. Review runs the development version by
   * default, so make this () => false before you submit.
   */
  developer: () => wx.getAccountInfoSync().miniProgram.envVersion !== 'release',

  // 开发时的替身，见 docs/DEVTOOLS.md；正式版里什么都没有。
  // What stands in while developing, see docs/DEVTOOLS.md. Nothing in a release.
  requestPayment: undefined,
  dev: null,
}
