// Leaves a merchant and a sandbox running on the addresses that miniprogram/config.js names, until Ctrl-C.

import { startMerchant, startSandbox } from './servers.js'

const sandbox = await startSandbox('127.0.0.1:8801')
const merchant = await startMerchant(sandbox.account, 'MD5', '127.0.0.1:8800', 'target/demo.db')
console.log(`sandbox   ${sandbox.origin}   (WeChat Pay, login and cashier; books: /_sandbox/books, log: /_sandbox/log)`)
console.log(`merchant  ${merchant.origin}/api   (what miniprogram/config.js names)`)
console.log('Ctrl-C ends both.')
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    await Promise.all([merchant.stop(), sandbox.stop()])
    process.exit(0)
  })
}
