// The page that stands where the mini program was: why it is gone, and a way to open it again. Storage is all that it left.

import { h, said } from './screen/element.js'

const asked = new URLSearchParams(location.search)
const language = asked.get('language') ?? 'zh_CN'
document.documentElement.dataset.theme = asked.get('theme') ?? 'light'
const say = (zh, en) => said(language, zh, en)
const why = {
  killed: say('微信已被关闭', 'WeChat was closed'),
  exited: say('小程序已退出', 'The mini program was left'),
}[asked.get('reason')] ?? say('小程序已关闭', 'The mini program is closed')

const again = () => location.replace(`index.html?${asked.get('back') ?? ''}`)

document.body.append(
  h('div.away.away-gone', {},
    h('h1', {}, why),
    h('p', {}, say(
      '存储里的东西还在；内存里的都没有了，回调也不会再来。',
      'What was stored is still there. What was in memory is gone, and no callback will come.',
    )),
    h('button', { autofocus: true, click: again }, say('重新打开小程序', 'Open the mini program again'))),
)
