// The desk as a person uses it: the phone in its frame, the tools, the journey beside it. Every step waits for what it
// needs on the screen; nothing here waits for time to pass.

import path from 'node:path'

const ADD = /多要一件|One more/

/** @param {import('playwright-core').Page} page */
export function createDesk(page, { choose, screens }) {
  const phone = page.frameLocator('#phone')
  const row = (text) => page.locator('#rows > .row', { hasText: text })
  const until = (locator) => locator.first().waitFor()

  const desk = {
    page,
    phone,
    /** Sets network or merchant, as the tools do. */
    choose,

    // the phone
    on: (selector) => phone.locator(selector),
    until: (selector, hasText) => until(phone.locator(selector, { hasText })),
    read: async (selector) => (await phone.locator(selector).innerText()).trim(),
    async order(product = 'jasmine') {
      await phone.locator(`#product-${product}`).getByRole('button', { name: ADD }).click()
      await phone.locator('#checkout').click()
      await until(phone.locator('#pay'))
    },
    pay: () => phone.locator('#pay button').click(),
    async cashier() {
      await until(phone.locator('.phone-cashier-pay'))
    },
    /** @param {'pay' | 'cancel' | 'done' | 'gone' | 'kill' | 'pay-and-kill' | 'not-enough'} act */
    async act(act) {
      const button = phone.locator(`[data-act=${act}]`)
      if (await phone.locator('.phone-cashier-else:not([open])', { has: page.locator(`[data-act=${act}]`) }).count()) {
        await phone.locator('.phone-cashier-else > summary').click()
      }
      await button.click()
    },
    /** The buyer pays and taps the cashier away. */
    async takeMoney() {
      await desk.act('pay')
      await desk.act('done')
    },
    result: (title) => desk.until('#status', title),

    // the desk
    press: (name) => page.locator(`#act-${name}`).click(),
    set: (name, value) => page.locator(`[id="set-${name}-${value}"]`).click(),
    speak: (language) => page.locator(`#speak-${language}`).click(),
    row,
    /** Waits until the journey tells this; gives what the line says. */
    async tells(text) {
      await until(row(text))
      return row(text).first().innerText()
    },
    /** How many lines of the journey have this. */
    count: (text) => row(text).count(),

    shoot: (name) => page.screenshot({ path: path.join(screens, `${name}.png`), animations: 'disabled' }),
  }
  return desk
}
