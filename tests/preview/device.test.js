// Other phones in the preview: an old base library, no WebAssembly, another language, darkness, large letters.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStage } from './stage.js'

const stage = openStage()

for (const [what, name, value] of [['an_old_base_library', 'sdk', '2.12.0'], ['a_client_without_WebAssembly', 'wasm', 'off']]) {
  test(`${what}_is_paid_by_the_fallback`, stage.play(async (desk) => {
    await desk.until('#products')
    await desk.set(name, value)
    await desk.tells(`${name}: ${value}`)
    await desk.order()
    await desk.pay()
    await desk.cashier()
    await desk.takeMoney()
    await desk.result('支付成功')
    await desk.shoot(name === 'sdk' ? '12-old-base-library' : '13-no-webassembly')
  }))
}

test('the_shop_and_the_desk_speak_English', stage.play(async (desk) => {
  await desk.until('#products')
  await desk.speak('en')
  await desk.set('language', 'en')
  await desk.on('#language').click()
  await desk.until('#products', 'Jasmine')
  await desk.shoot('14-english-shop')
  await desk.order()
  await desk.pay()
  await desk.cashier()
  assert.match(await desk.read('.phone-cashier'), /Sandbox · not WeChat Pay/)
  await desk.shoot('15-english-cashier')
  await desk.takeMoney()
  await desk.result('Paid')
  await desk.tells(/mini program\s*→\s*merchant\s*places the order/)
  await desk.tells(/outcome: paid/)
  assert.match(await desk.page.locator('#not-wechat').innerText(), /This is not WeChat/)
  await desk.shoot('16-english-paid')
  // both are remembered: the shop by its storage, the desk by the browser's
  await desk.page.reload()
  await desk.until('#products', 'Jasmine')
  assert.match(await desk.page.locator('#not-wechat').innerText(), /This is not WeChat/)
}))

test('the_app_goes_to_the_back_comes_again_and_goes_back_a_page', stage.play(async (desk) => {
  await desk.order()
  await desk.press('hide')
  await desk.until('.phone-away', '小程序在后台')
  await desk.press('show')
  await desk.phone.locator('.phone-away').waitFor({ state: 'detached' })
  await desk.press('back')
  await desk.until('#products')
  await desk.tells('按了返回')
}))

test('a_dark_phone_is_dark_on_a_light_desk', stage.play(async (desk) => {
  await desk.until('#products')
  const ground = async () => {
    const [page, card] = ['.phone-layer:not([hidden]) .phone-scroller', '#product-jasmine > wx-view'].map((selector) => desk.on(selector).evaluate(background))
    return [await page, await card]
  }
  const light = await ground()
  await desk.set('theme', 'dark')
  await desk.tells('theme: dark')
  await desk.until('#products')
  const dark = await ground()
  assert.ok(light.every((each) => each > 200) && dark.every((each) => each < 60), `lightness of page and card: ${light} and ${dark}`)
  await desk.order()
  await desk.pay()
  await desk.cashier()
  await desk.shoot('17-dark-cashier')
  await desk.takeMoney()
  await desk.result('支付成功')
  await desk.shoot('18-dark-paid')
}))

test('a_dark_desk_follows_the_system', stage.play(
  async (desk) => {
    await desk.until('#products')
    assert.ok((await desk.page.locator('body').evaluate(background)) < 60)
    await desk.shoot('19-dark-desk')
  },
  { colorScheme: 'dark' },
))

test('large_letters_are_larger_and_nothing_leaves_the_screen', stage.play(async (desk) => {
  const size = () => desk.on('#checkout').evaluate((element) => parseFloat(getComputedStyle(element).fontSize))
  await desk.until('#products')
  const usual = await size()
  await desk.set('fontSize', '23')
  await desk.tells('fontSize: 23')
  await desk.until('#products')
  assert.ok((await size()) > usual * 1.2)
  const [wide, seen] = await desk.phone.locator('.phone-layer:not([hidden]) .phone-scroller').evaluate((element) => [element.scrollWidth, element.clientWidth])
  assert.ok(wide <= seen, `${wide} px in ${seen} px`)
  await desk.shoot('20-large-letters')
}))

for (const [width, height] of [[900, 800], [700, 900]]) {
  test(`a_window_of_${width}_by_${height}_shows_the_phone_and_says_that_it_is_not_WeChat`, stage.play(
    async (desk) => {
      await desk.until('#products')
      assert.equal(await desk.page.locator('#not-wechat').isVisible(), true)
      assert.equal(await desk.page.locator('.journey').isVisible(), width > 800)
      const [wide, seen] = await desk.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
      assert.ok(wide <= seen)
      await desk.shoot(`21-window-${width}`)
    },
    { viewport: { width, height } },
  ))
}

/** Lightness of what an element stands on, 0 to 255: of the nearest ground that is not clear. */
function background(element) {
  for (let each = element; each; each = each.parentElement) {
    const [r, g, b, a = 1] = getComputedStyle(each).backgroundColor.match(/[\d.]+/g).map(Number)
    if (a > 0) return (r + g + b) / 3
  }
  return 255
}
