// The engines that the shipped files are played in. WeChat runs mini programs in JavaScriptCore without a JIT on iOS and
// Mac, and in V8 on Android (developers.weixin.qq.com/miniprogram/dev/framework/runtime/env).

import { jscEngine } from './shells/jsc.js'
import { nodeEngine } from './shells/node.js'
import { quickjsEngine } from './shells/quickjs.js'

/** What came to wasm and to the language lately; where the shell can do without, it has to. */
const YOUNG = [
  '--useWasmSIMD=0', '--useWasmRelaxedSIMD=0', '--useWasmTailCalls=0', '--useWasmFastMemory=0', '--useSharedArrayBuffer=0',
  '--useMapGetOrInsert=0', '--useMathSumPreciseMethod=0', '--useJSONSourceTextAccess=0',
]

// The floors of Android, github.com/wechat-miniprogram/miniprogram-compat, data/browserslist.json: Chrome 66 from base
// library 2.20.2 on, Chrome 86 from 2.30.0 on. Node.js 10.3 has the V8 of Chrome 66, Node.js 15.0 that of Chrome 86.
export const engines = [
  nodeEngine({ name: 'V8', wasm: true }),
  nodeEngine({ name: 'V8 of Chrome 86', wasm: true, from: 'node-of-chrome-86' }),
  nodeEngine({ name: 'V8 of Chrome 66', wasm: true, from: 'node-of-chrome-66' }),
  jscEngine({ name: 'jsc', wasm: true, flags: [] }),
  jscEngine({ name: 'jsc --useJIT=0', wasm: true, flags: ['--useJIT=0'] }),
  jscEngine({ name: 'jsc --useJIT=0 without what is young', wasm: true, flags: ['--useJIT=0'], more: YOUNG }),
  nodeEngine({ name: 'V8 --jitless', wasm: false, flags: ['--jitless', '--no-expose-wasm'] }),
  jscEngine({ name: 'jsc --useWasm=0', wasm: false, flags: ['--useWasm=0'] }),
  jscEngine({ name: 'jsc --useWasm=0 --useJIT=0', wasm: false, flags: ['--useWasm=0', '--useJIT=0'] }),
  quickjsEngine({ name: 'QuickJS' }),
]
