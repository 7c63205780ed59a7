// A phone alone in Chromium, inside a bare document that notes what it tells: for tests of the phone itself. Nothing behind
// its channel but the function that a test gives.

import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from '../../preview/build/index.js'
import { sendFile } from '../../preview/server/files.js'
import { launch, missing as skip } from './browser.js'

export { skip }

const DESK = `<!doctype html><body style="margin:0"><script>
  window.told = []
  addEventListener('message', ({ data }) => data.from === 'wxpay-preview' && told.push(data))
</script><iframe src="/phone/index.html" style="border:0;width:375px;height:812px"></iframe>`

/**
 * @param {string} from folder of the mini program
 * @returns {Promise<{ open(query?: string): Promise<object>, close(): Promise<void> }>}
 */
export async function openStage(from) {
  const to = mkdtempSync(join(tmpdir(), 'phone-'))
  const { errors } = await build({ from, to })
  let answer = () => ({ errMsg: 'request:fail' })
  const server = http.createServer(async (request, response) => {
    const path = new URL(request.url, 'http://stage').pathname
    if (path === '/') return response.end(DESK.replace('index.html', `index.html${new URL(request.url, 'http://stage').search}`))
    if (path === '/phone/settings.json') return response.end(JSON.stringify({ appid: 'wxphone', sandbox: 'http://sandbox' }))
    if (path === '/_channel') {
      let body = ''
      for await (const chunk of request) body += chunk
      return response.end(JSON.stringify(await answer(JSON.parse(body))))
    }
    if (!(await sendFile(response, to, path.replace('/phone/', '')))) response.writeHead(404).end()
  })
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
  const origin = `http://127.0.0.1:${server.address().port}`
  const browser = await launch()

  return {
    errors,
    /** What the server answers to the phone's requests. */
    answer: (how) => void (answer = how),
    /** A phone of its own, and what is needed to look at it. */
    async open(query = '') {
      const context = await browser.newContext({ viewport: { width: 375, height: 812 }, colorScheme: 'light' })
      const page = await context.newPage()
      page.setDefaultTimeout(5000)
      await page.goto(`${origin}/${query}`)
      const phone = page.frameLocator('iframe')
      const inside = () => page.frames().find((frame) => frame.url().includes('/phone/'))
      await phone.locator('wx-page').first().waitFor()
      return {
        page,
        phone,
        inside,
        told: (kind) => page.evaluate((wanted) => window.told.filter((each) => each.kind === wanted), kind),
        ask: (message) => page.evaluate((sent) => frames[0].postMessage({ from: 'wxpay-desk', ...sent }, location.origin), message),
        data: () => inside().evaluate(() => window.wxPreview.phone.stack.top().logic.data),
        heard: () => inside().evaluate(() => window.wxPreview.phone.app().heard),
        css: (selector, name) => phone.locator(selector).evaluate((element, wanted) => getComputedStyle(element)[wanted], name),
        close: () => context.close(),
      }
    },
    async close() {
      await browser.close()
      server.closeAllConnections()
      server.close()
      rmSync(to, { recursive: true })
    },
  }
}
