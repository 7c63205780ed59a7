// Pulling a page down to refresh it. The page's onPullDownRefresh does the work; `phone.screen.refreshing` tells
// whether the dots still move.

import { asyncApi } from './api.js'

export function refreshApi(phone) {
  return {
    startPullDownRefresh: asyncApi(phone, 'startPullDownRefresh', () => phone.refresh()),
    stopPullDownRefresh: asyncApi(phone, 'stopPullDownRefresh', () => void (phone.screen.refreshing = false)),
  }
}
