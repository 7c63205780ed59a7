// What crosses from WeChat into the app: copies. The app lives in this document's own JavaScript realm; what it can see
// of it is scope.js's business.

export const realm = {
  clone: (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value))),
  parseJson: (text) => JSON.parse(text),
  promise: (executor) => new Promise(executor),
  arrayBuffer: (bytes) => Uint8Array.from(bytes).buffer,
}
