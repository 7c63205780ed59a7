// V8 as Node.js brings it, in a realm without anything of Node: the language, WebAssembly, and `host`.
//   node [flags] node.cjs PROGRAM TASK JSON

const fs = require('fs')
const vm = require('vm')
const zlib = require('zlib')

const [program, task, given] = process.argv.slice(2)
const context = vm.createContext({})
context.host = {
  now: () => performance.now(),
  print: (line) => void process.stdout.write(`${line}\n`),
  load: (path) => void vm.runInContext(fs.readFileSync(path, 'utf8'), context, { filename: path }),
  // unpacked here, as WeChat does it
  readModule: (path) => (path.endsWith('.br') ? zlib.brotliDecompressSync(fs.readFileSync(path)) : fs.readFileSync(path)),
  heap() {
    if (!globalThis.gc) return null
    for (let n = 0; n < 3; n += 1) globalThis.gc()
    return process.memoryUsage().heapUsed
  },
}
// WeChat unpacks in native code that runs since long; what Node.js loads at its first unpacking is not a cold start of ours
zlib.brotliDecompressSync(zlib.brotliCompressSync(''))
context.host.load(program)
process.on('unhandledRejection', (error) => {
  process.stdout.write(`${JSON.stringify({ fault: String((error && error.message) || error) })}\n`)
  process.exit(1)
})
vm.runInContext(`program.${task}(globalThis, host, ${given})`, context)
