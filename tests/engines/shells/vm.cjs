// A script in a realm of its own, in whatever Node.js runs this file: the language, `print`, and nothing of Node. Old
// versions run it too, so it is written as they can read it.

const fs = require('fs')
const vm = require('vm')

// eval and new Function are not supported, developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support
const context = vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: true } })
const { Object: Realm } = vm.runInContext('({ Object: Object })', context)
const print = (line) => void process.stdout.write(`${line}\n`)
// no way from it back to Node's own Function
Object.setPrototypeOf(print, Realm.getPrototypeOf(Realm))
context.print = print
vm.runInContext(fs.readFileSync(process.argv[2], 'utf8'), context, { filename: 'script.js' })
