// 一行能读的原因：后端的错误有 message，wx 的失败有 errMsg。
// Why something failed, in one readable line. For people alone: nothing is decided by it.

/** @param {any} error */
function reason(error) {
  return (error && (error.message || error.errMsg)) || String(error)
}

module.exports = reason
