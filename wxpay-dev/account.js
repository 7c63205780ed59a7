// 正在运行的是哪个小程序、哪个版本。只认 develop，没有例外。
// Which mini program runs, and as which version: `develop` alone will do. Never an exception to that.

function running(name) {
  try {
    return wx.getAccountInfoSync().miniProgram[name]
  } catch (error) {
    return undefined
  }
}

/** What wx.requestPayment knows without being told. */
function appId() {
  return running('appId')
}

/** Why the kit must not work here; empty where it may. A client that does not tell its version is refused. */
function refusal() {
  const version = running('envVersion')
  if (version === 'develop') return ''
  return (
    `wxpay-dev: 沙箱收银台只在开发版里工作：envVersion 必须是 develop，现在是 ${String(version)}。` +
    '体验版和正式版请拿掉 wxpay-dev/，createPay 不传 requestPayment，见 docs/DEVTOOLS.md。' +
    'The sandbox cashier works in the development version alone: take wxpay-dev/ and the option requestPayment out.'
  )
}

module.exports = { appId, refusal }
