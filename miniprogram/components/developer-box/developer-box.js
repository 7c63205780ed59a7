// 给开发者看的细节：代码、说明、怎么办，和可以复制的记录。正式版里不显示，由页面决定。
// What a developer wants to know of an outcome, and its trace to copy. A page shows it outside the release alone.

Component({
  properties: {
    outcome: { type: Object, value: {} },
  },

  methods: {
    /** 记录里没有签名、令牌和随机串，可以发给任何人。 */
    copy() {
      const { status, code, message, trace } = this.data.outcome
      wx.setClipboardData({ data: `${status} ${code}\n${message || ''}\n${trace || ''}` })
    },
  },
})
