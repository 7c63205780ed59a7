// The goals and their figures in Chinese, for README.zh-CN.md. A goal that is not known here is refused: half a translation
// is none.

const PHRASES = [
  [/^at most (\d+) bytes \(brotli\), module and glue$/, '模块加 JS 不超过 $1 字节（brotli）'],
  [/^better: at most (\d+) bytes$/, '最好不超过 $1 字节'],
  [/^cold start in (.+) not slower than crypto-js, whole$/, '冷启动不慢于整个 crypto-js：$1'],
  [/^from tap to cashier under 2 ms in (.+)$/, '从点击到收银台不超过 2 毫秒：$1'],
  [/^at most 4 pages of wasm memory and no growth, in (.+)$/, 'wasm 内存不超过 4 页，且不增长：$1'],
  [/^durable notifications at least half of the raw commit rate$/, '每秒落盘的支付通知不少于 SQLite 自身提交速度的一半'],
]
const WORDS = [[/, crypto-js, whole /, '，整个 crypto-js '], [/ms/g, '毫秒'], [/ pages, then (\d+)/, ' 页，之后 $1 页'],
  [/ with (\d+) at once; /, '（$1 个并发）；并发 '], [/^(\d+)$/, '$1 字节']]

export function goal(text) {
  const [pattern, chinese] = PHRASES.find(([each]) => each.test(text)) ?? []
  if (!pattern) throw new Error(`chinese: no words for the goal "${text}"`)
  return text.replace(pattern, chinese)
}

export const figure = (text) => WORDS.reduce((said, [pattern, chinese]) => said.replace(pattern, chinese), text)
