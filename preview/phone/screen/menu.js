// What is behind the three dots of every mini program: here, opening it anew, and what this preview is.

/** @param {object} phone its dialogs; restart() */
export async function openMenu({ dialogs, say, restart }) {
  const which = await dialogs.actions([say('重新进入小程序', 'Open anew'), say('关于这个预览', 'About this preview')])
  if (which === 0) restart({})
  if (which !== 1) return
  await dialogs.modal({
    title: say('这不是微信', 'This is not WeChat'),
    content: say(
      '浏览器里的预览：同一份小程序代码，沙箱代替微信支付。没有在手机上运行过。',
      'A preview in a browser: the same mini program, with a sandbox in place of WeChat Pay. Nothing here has run on a phone.',
    ),
    showCancel: false,
  })
}
