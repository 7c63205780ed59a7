// 页面中间的一段话：加载中、出错了、什么都没有；可以带一个按钮。
// What a page says in place of its content: loading, failed, nothing there. With a button where one helps.

Component({
  properties: {
    /** loading | failed | empty */
    kind: { type: String, value: 'empty' },
    title: { type: String, value: '' },
    text: { type: String, value: '' },
    /** 给懂的人看的原因，小字。 */
    cause: { type: String, value: '' },
    action: { type: String, value: '' },
  },

  methods: {
    act() {
      this.triggerEvent('act')
    },
  },
})
