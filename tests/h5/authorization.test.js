// Web authorisation as a visitor meets it: where the page goes, what it brings back, and what it does not take. Never
// here: payments.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { enter, openTown, skip } from './world.js'

const EXCHANGE = '/sns/oauth2/access_token'
const AUTHORIZE = '/connect/oauth2/authorize'

describe('web authorisation', { skip }, () => {
  let town
  before(async () => (town = await openTown()))
  after(() => town.close())

  test('a visitor is sent to WeChat as its documentation says, and comes back logged in', async () => {
    const phone = await town.phone()
    const page = await phone.newPage()
    const sent = []
    // Playwright's own requests have no fragment
    const wire = await phone.newCDPSession(page)
    await wire.send('Network.enable')
    wire.on('Network.requestWillBeSent', ({ request }) => request.url.includes(AUTHORIZE) && sent.push(request))
    await page.goto(`${town.origin}/?from=menu#/tea`)
    await page.locator('#pay').waitFor()
    assert.equal(sent.length, 1)
    assert.equal(sent[0].urlFragment, '#wechat_redirect')
    const asked = new URL(sent[0].url).searchParams
    assert.deepEqual([...asked.keys()], ['appid', 'redirect_uri', 'response_type', 'scope', 'state'])
    assert.deepEqual(
      ['appid', 'redirect_uri', 'response_type', 'scope'].map((name) => asked.get(name)),
      [town.appid, `${town.origin}/?from=menu`, 'code', 'snsapi_base'],
    )
    assert.match(asked.get('state'), /^[0-9a-f]{32}$/)
    // nothing of it is left in an address that somebody may share
    assert.equal(page.url(), `${town.origin}/?from=menu#/tea`)
    assert.equal(await page.evaluate(() => sessionStorage.length), 0)
    const [exchanged] = (await town.asked(EXCHANGE)).slice(-1)
    assert.equal(exchanged.ok, true)
    assert.equal(exchanged.detail.request.appid, town.appid)
  })

  test('the way back leads past WeChat to where the visitor came from', async () => {
    const phone = await town.phone()
    const page = await phone.newPage()
    await page.goto(`${town.origin}/settings.json`)
    await page.goto(town.origin)
    await page.locator('#pay').waitFor()
    await page.goBack()
    assert.equal(page.url(), `${town.origin}/settings.json`)
  })

  for (const [what, arrive] of [
    ['that nobody has asked for', async () => {}],
    ['with the state of another visit', (page) => page.evaluate(() => sessionStorage.setItem('wxpay-h5.authorization', '{"state":"other"}'))],
  ]) {
    test(`a code ${what} is not used, and the visitor may log in anew`, async () => {
      const phone = await town.phone()
      const page = await phone.newPage()
      await page.goto(`${town.origin}/settings.json`)
      await arrive(page)
      const before = (await town.asked(EXCHANGE)).length
      const { code } = await town.door('login', { appid: town.appid, openid: `o${'A'.repeat(27)}` })
      await page.goto(`${town.origin}/?code=${code}&state=attacker`)
      await page.getByText('请重新登录').waitFor()
      assert.equal(page.url(), `${town.origin}/`)
      assert.equal((await town.asked(EXCHANGE)).length, before)
      await page.getByRole('button', { name: '重新登录' }).click()
      await page.locator('#pay').waitFor()
      const own = (await town.asked(EXCHANGE)).at(-1)
      assert.equal(own.ok, true)
    })
  }

  test('a state that was used once is worth nothing a second time', async () => {
    const phone = await town.phone()
    let back
    phone.on('request', (request) => request.url().includes('&state=') && !request.url().includes(AUTHORIZE) && (back = request.url()))
    const page = await enter(town, phone)
    await page.goto(back)
    await page.getByText('请重新登录').waitFor()
    // it was the visitor's own: nobody may be told that it was somebody else's
    await page.getByText('这个链接带来的登录信息不是本次登录的，已忽略。').waitFor({ timeout: 5000 })
  })

  test('a code that WeChat refuses logs nobody in, and is said so', async () => {
    const phone = await town.phone()
    const page = await phone.newPage()
    // used up by somebody who was quicker
    await page.route('**/api/login', async (route) => {
      await route.fetch()
      await route.continue()
    })
    await page.goto(town.origin)
    await page.getByText('登录没有完成').waitFor()
    assert.match((await town.asked(EXCHANGE)).at(-1).summary, /40163/)
    await page.unroute('**/api/login')
    await page.getByRole('button', { name: '重新登录' }).click()
    await page.locator('#pay').waitFor()
  })

  test('a page that WeChat does not send back stays nobody\'s', async () => {
    const phone = await town.phone()
    const page = await phone.newPage()
    await page.route('**/settings.json', async (route) => {
      const answer = await route.fetch()
      await route.fulfill({ json: { ...(await answer.json()), appid: town.account.WXPAY_APPID } })
    })
    await page.goto(town.origin)
    await page.getByText('不合法的 AppID，错误码：40013').waitFor()
  })
})
