// 自检页：这台手机、这个微信能不能付款，慢在哪里；一段可以长按复制的文字。正式版不提供。
// The self-test: what this client is and whether it can pay, as text to copy. Refused in a release.

const config = require('../../config')
const language = require('../../language')
const { examine } = require('./examine')

Page({
  data: {
    words: /** @type {any} */ ({}),
    phase: 'running', // running | done | refused
    report: '',
  },

  onLoad() {
    this.setData(language.speak('selftest'))
    if (!config.developer()) {
      this.setData({ phase: 'refused' })
      return undefined
    }
    return this.run()
  },

  async run() {
    this.setData({ phase: 'running', report: '' })
    await examine((line) => this.setData({ report: this.data.report + line + '\n' }))
    this.setData({ phase: 'done' })
  },
})
