// Where the page cannot pay, and what a client says beside ok, cancel and fail. Never here: what the buyer does.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { cashier, enter, openTown, outcome, press, skip } from './world.js'

const IN_WECHAT = { userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.50' }

describe('a page without the sandbox\'s bridge', { skip }, () => {
  let town
  before(async () => (town = await openTown({ settings: ({ bridge, ...others }) => others })))
  after(() => town.close())

  test('says that it is to be opened in WeChat, and sends nobody there', async () => {
    const page = await (await town.phone()).newPage()
    await page.goto(town.origin)
    await page.getByText('请在微信中打开').waitFor()
    assert.equal((await town.asked('/connect/oauth2/authorize')).length, 0)
  })

  test('in a web-view of a mini program says that it cannot pay there', async () => {
    const phone = await town.phone(IN_WECHAT)
    await phone.addInitScript(() => (window.__wxjs_environment = 'miniprogram'))
    const page = await phone.newPage()
    await page.goto(town.origin)
    await page.getByText('请回到小程序付款').waitFor()
  })

  test('in a browser without WebAssembly says so before anything is ordered', async () => {
    const phone = await town.phone(IN_WECHAT)
    await phone.addInitScript(() => delete window.WebAssembly)
    const page = await phone.newPage()
    await page.goto(town.origin)
    await page.getByText('请先更新微信').waitFor()
  })

  test('in a WeChat whose bridge never comes fails with that reason, and nothing was paid', async () => {
    const page = await enter(town, await town.phone(IN_WECHAT))
    await page.locator('#pay').click()
    assert.deepEqual(await outcome(page), { status: 'failed', code: 'cashier_failed' })
    assert.equal((await town.orders())[0].tradeState, 'NOTPAY')
  })

  test('waits for a bridge that comes late', async () => {
    const page = await enter(town, await town.phone(IN_WECHAT))
    await page.locator('#pay').click()
    await page.getByText('请在微信支付中完成').waitFor()
    await page.addScriptTag({ url: town.settings.bridge })
    await press(page, 'pay')
    assert.equal((await outcome(page)).status, 'paid')
  })
})

describe('what the bridge says', { skip }, () => {
  let town
  before(async () => (town = await openTown()))
  after(() => town.close())

  /** The page's bridge answers as `say` does, with what it was given. */
  async function saying(say) {
    const page = await enter(town, await town.phone())
    await page.evaluate((source) => {
      const real = window.WeixinJSBridge.invoke
      const say = new Function(`return ${source}`)()
      window.WeixinJSBridge.invoke = (name, params, callback) => say(callback, () => real(name, params, callback), params)
    }, say.toString())
    return page
  }

  test('pre_verify_jsapi:ok is no end of the cashier', async () => {
    const page = await saying((callback, open) => {
      callback({ err_msg: 'pre_verify_jsapi:ok' })
      open()
    })
    await page.locator('#pay').click()
    await cashier(page).locator('[data-act=pay]').waitFor()
    assert.equal(await page.locator('#pay').innerText(), '请在微信支付中完成')
    await press(page, 'pay')
    assert.equal((await outcome(page)).status, 'paid')
  })

  for (const [said, code] of [
    ['get_brand_wcpay_request:fail_invalid signature', 'sign_refused'],
    ['system:access_denied', 'permission'],
    ['access_control:not_allow', 'permission'],
    ['调用支付JSAPI缺少参数：total_fee', 'package_refused'],
  ]) {
    test(`"${said}" ends as ${code}`, async () => {
      const page = await saying(new Function('callback', `callback(${JSON.stringify({ err_msg: said })})`))
      await page.locator('#pay').click()
      assert.deepEqual(await outcome(page), { status: 'failed', code })
    })
  }

  test('ok with a blank, and no words at all, are asked about for as long as a payment may take', async () => {
    const ends = ['{ err_msg: "get_brand_wcpay_request: ok" }', ''].map(async (said) => {
      const page = await saying(new Function('callback', `callback(${said})`))
      await page.locator('#pay').click()
      return outcome(page)
    })
    for (const end of await Promise.all(ends)) assert.deepEqual(end, { status: 'unknown', code: 'unconfirmed' })
  })

  test('a signature of another app is refused by the cashier, and the page says so', async () => {
    const page = await saying((callback, open, params) => {
      params.paySign = params.paySign.replace(/^./, (first) => (first === '0' ? '1' : '0'))
      open()
    })
    await page.locator('#pay').click()
    assert.deepEqual(await outcome(page), { status: 'failed', code: 'sign_refused' })
    assert.match((await town.orders()).at(-1).refusals[0], /paySign/)
  })

  for (const [name, code] of [['appId', 'package_refused'], ['timeStamp', 'params_refused']]) {
    test(`a call without ${name} opens no cashier`, async () => {
      const page = await saying(new Function('callback', 'open', 'params', `delete params.${name}; open()`))
      await page.locator('#pay').click()
      assert.deepEqual(await outcome(page), { status: 'failed', code })
      assert.equal(await page.locator('iframe').count(), 0)
    })
  }

  test('parameters that were made for another app open no cashier', async () => {
    const page = await enter(town, await town.phone())
    await page.route(/\/prepay$/, async (route) => {
      const answer = await route.fetch()
      await route.fulfill({ json: { ...(await answer.json()), appId: town.account.WXPAY_APPID } })
    })
    await page.locator('#pay').click()
    assert.deepEqual(await outcome(page), { status: 'failed', code: 'app_id_mismatch' })
    assert.equal(await page.locator('iframe').count(), 0)
  })

  test('what is handed over is six texts and nothing else', async () => {
    const page = await saying((callback, open, params) => {
      window.given = params
      callback({ err_msg: 'get_brand_wcpay_request:cancel' })
    })
    await page.locator('#pay').click()
    assert.equal((await outcome(page)).status, 'cancelled')
    const given = await page.evaluate(() => window.given)
    assert.deepEqual(Object.keys(given).sort(), ['appId', 'nonceStr', 'package', 'paySign', 'signType', 'timeStamp'])
    assert.ok(Object.values(given).every((value) => typeof value === 'string'))
    assert.equal(given.appId, town.appid)
  })

  test('the page has nothing in its window that it had not before', async () => {
    const page = await enter(town, await town.phone())
    assert.deepEqual(await page.evaluate(() => [typeof window.wx, typeof window.WXWebAssembly]), ['undefined', 'undefined'])
  })
})
