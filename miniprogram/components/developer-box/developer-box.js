// 给开发者看的细节：代码、说明、怎么办，和可以长按复制的记录（里面没有签名、令牌和随机串）。正式版里不显示，由页面决定。
// What a developer wants to know of an outcome, and its trace to copy by a long press: wx.setClipboardData is on WeChat's
// list of privacy interfaces, and a shop should not have to declare it for this. A page shows it outside the release alone.

Component({
  properties: {
    outcome: { type: Object, value: {} },
  },
})
