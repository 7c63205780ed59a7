// The shipped files, unchanged, play whole payments in every engine that can be had here, and each must end in the same
// way, line for line. Where there is no WebAssembly they end with the documented error, or a fallback carries them.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { ALIKE, DIFFERENT, FALLBACKS } from './clients.js'
import { engines } from './engines.js'
import { journeys } from './journeys.js'
import { judge, judgeRefused, withoutLoading } from './judge.js'
import { manifest, scripts } from './package.js'
import { nameOf, plays } from './plays.js'
import { createScript, wrap, wrapStrict } from './script.js'
import { hiddenNames } from './shells/jsc.js'

const hidden = await hiddenNames()
const script = createScript(plays, hidden)
const [today] = ALIKE
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

/** What the first engine said, for the others to be compared with. */
let standard

for (const engine of engines) {
  const reason = await engine.absent()
  if (reason) {
    test(`every journey in ${engine.name}`, { skip: reason }, () => {})
    continue
  }

  describe(engine.name, () => {
    const heard = { plays: new Map() }

    before(async () => {
      const lines = (await engine.run(script)).map((line) => JSON.parse(line))
      heard.scope = lines[0].scope
      heard.order = lines[0].order
      heard.texts = new Map(lines.filter((line) => line.script).map((line) => [line.script, line]))
      heard.loaded = lines.find((line) => line.loaded)?.loaded
      heard.modules = lines.filter((line) => line.module)
      for (const line of lines.filter(({ play }) => play)) heard.plays.set(line.play, line)
      heard.fault = lines.find((line) => line.fault && !line.play)
      heard.whole = lines.at(-1).end === true
      standard ??= heard
    })

    const lineOf = (name) => {
      const said = heard.plays.get(name)
      assert.ok(said, `nothing was heard of it: ${JSON.stringify(heard.fault)}`)
      assert.equal(said.fault, undefined, said.stack)
      return said.line
    }

    test('it runs the shipped files byte for byte', async (t) => {
      t.diagnostic(await engine.version())
      assert.ok(heard.whole, 'it did not come to its end')
      assert.deepEqual([...heard.texts.keys()], Object.keys(scripts))
      for (const [path, code] of Object.entries(scripts)) {
        assert.equal(heard.texts.get(path).sloppy, wrap(code), path)
        assert.equal(heard.texts.get(path).strict, wrapStrict(code), path)
      }
      assert.equal(sha256(scripts['/wxpay/wxpay_bg.js']), manifest.sha256['wxpay_bg.js'])
      assert.equal(sha256(scripts['/wxpay-fallback/index.js']), manifest.sha256['wxpay-fallback/index.js'])
      assert.equal(heard.modules.length, 2)
      for (const { hex } of heard.modules) assert.equal(sha256(Buffer.from(hex, 'hex')), manifest.sha256.wasm)
    })

    test('every script runs, the components too', () => {
      const components = Object.values(scripts).filter((code) => /^Component\(/m.test(code))
      assert.deepEqual(heard.loaded, { wrong: {}, components: components.length })
    })

    test('app code sees nothing of the web, of a shell or of Node, and cannot make code of texts', () => {
      assert.equal(heard.scope.wasm, engine.wasm, 'WebAssembly, for WXWebAssembly alone')
      assert.deepEqual(heard.scope.left, [])
      const { types, code } = heard.scope.seen
      assert.ok(Object.keys(types).length >= 40 + hidden.length / 2)
      assert.deepEqual(Object.entries(types).filter(([, type]) => type !== 'undefined'), [])
      assert.deepEqual(new Set(Object.values(code)), new Set(['throws']))
    })

    test('promises come in the order that WeChat documents, for iOS 15 and older too', () => {
      // developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support
      assert.deepEqual(heard.order, { engine: '1 2 3 4 5 6 7', timers: '1 2 3 4 6 5 7' })
    })

    for (const journey of journeys) {
      const natural = () => lineOf(nameOf(journey, today))
      if (engine.wasm) {
        test(journey.name, () => judge(natural(), journey.expect))
      } else {
        test(`without WebAssembly nothing is sent: ${journey.name}`, () => judgeRefused(natural(), journey.steps))
      }
    }

    for (const kind of engine.wasm ? ALIKE.slice(1) : []) {
      test(`every journey goes the same way where ${kind.name}`, () => {
        for (const journey of journeys) {
          assert.deepEqual(lineOf(nameOf(journey, kind)), lineOf(nameOf(journey, today)), journey.name)
        }
      })
    }

    for (const kind of FALLBACKS) {
      test(`every journey goes the same way as with wasm in V8 where ${kind.name}`, () => {
        for (const journey of journeys) {
          const line = lineOf(nameOf(journey, kind))
          judge(line, { ...journey.expect, instantiated: [], fallbacks: line.fallbacks })
          assert.ok(line.fallbacks > 0, 'no fallback was asked for')
          const wasm = standard.plays.get(nameOf(journey, today)).line
          assert.deepEqual(withoutLoading(line), withoutLoading(wasm), journey.name)
        }
      })
    }

    for (const kind of DIFFERENT.filter(({ needs }) => !needs || engine.wasm)) {
      test(kind.name, () => judge(lineOf(kind.name), kind.expect))
    }

    test('every line is the same as in V8', () => {
      assert.ok(heard.plays.size >= DIFFERENT.length + journeys.length)
      for (const { name, needs, client } of plays.filter(({ needs }) => !needs || engine.wasm)) {
        // without WebAssembly these are refused, see above
        const alike = engine.wasm || client.fallback || client.without
        if (alike) assert.deepEqual(lineOf(name), standard.plays.get(name).line, name)
      }
    })
  })
}
