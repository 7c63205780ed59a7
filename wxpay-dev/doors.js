// 沙箱收银台的几个 HTTP 接口，用 wx.request 来问。
// The doors of the sandbox's cashier. What cannot be asked is told in words that a developer can act on.

const PATIENCE = 10000 // ms

/** @param {string} origin of the sandbox */
function createDoors(origin) {
  function ask(method, path, data) {
    return new Promise((resolve, reject) => {
      wx.request({
        url: `${origin}/_sandbox/${path}`,
        method,
        data,
        timeout: PATIENCE,
        success: resolve,
        fail: ({ errMsg }) => reject(unreachable(errMsg)),
      })
    })
  }

  function unreachable(errMsg) {
    return {
      title: '连不上沙箱 The sandbox does not answer',
      text:
        `${origin}（${errMsg}）。① scripts/demo.sh --serve 还开着吗？② 开发者工具：详情 → 本地设置 → 勾选“不校验合法域名…”。` +
        '③ 手机：与电脑在同一网络，用 --lan 启动，并在右上角菜单里“打开调试”。' +
        'Is it running? On a phone: same network, --lan, debugging turned on.',
    }
  }

  /** The JSON of a 200; anything else was not said by a sandbox that understood. */
  function read({ statusCode, data }) {
    // a cashier has a state; the end of one says which callback runs
    if (statusCode === 200 && data && (data.state || data.callback)) return data
    const { message, hint } = data || {}
    return Promise.reject({
      title: `沙箱没有照做 The sandbox refused (HTTP ${statusCode})`,
      text: message ? `${message}. ${hint || ''}` : `${origin} 真的是沙箱吗？Is this address a sandbox?`,
    })
  }

  return {
    /** wx.requestPayment: the cashier that opened, or why it did not. */
    open: (handed) => ask('POST', 'cashier', handed).then(read),
    /** Why the last cashier was refused, as the doctor in the sandbox's log says it; empty where it says nothing. */
    why: () =>
      ask('GET', 'log').then(
        ({ data }) => {
          const entries = (data && data.entries) || []
          const refused = entries.filter(({ kind }) => kind === 'cashier').pop()
          return (refused && refused.detail && refused.detail.explanation) || ''
        },
        () => '',
      ),
    /** @param {'pay' | 'cancel'} act gives `{ callback, result }` */
    act: (id, act) =>
      ask('POST', `cashier/${id}/${act}`).then((answer) =>
        // somebody has acted in it from elsewhere, with curl for instance: what counts is what they did
        answer.statusCode === 409 ? ask('GET', `cashier/${id}/result`).then(read) : read(answer),
      ),
  }
}

module.exports = { createDoors }
