// What WeChat draws over and around a page: toast, loading, modal, action sheet, bar, clipboard. The drawing is in screen/.

import { asyncApi, WxFailure } from '../../../tests/host/wx/api.js'

export function uiApi(phone) {
  const { toast, dialogs } = phone
  const show = (name, put) => asyncApi(phone, name, (options) => void put(options))
  const top = (put) => (options) => {
    const page = phone.stack.top()
    if (!page) return
    put(page, options)
    phone.redraw()
  }

  return {
    // 1500 ms: developers.weixin.qq.com/miniprogram/dev/api/ui/interaction/wx.showToast
    showToast: show('showToast', ({ duration = 1500, ...options }) => toast.show({ ...options, duration })),
    hideToast: show('hideToast', () => toast.hide()),
    showLoading: show('showLoading', ({ title, mask }) => toast.show({ title, mask, icon: 'loading' })),
    hideLoading: show('hideLoading', () => toast.hide()),
    setNavigationBarTitle: show('setNavigationBarTitle', top((page, { title }) => (page.bar.title = title))),
    setNavigationBarColor: show('setNavigationBarColor', top((page, { frontColor, backgroundColor }) => {
      Object.assign(page.bar, { front: frontColor === '#ffffff' ? 'white' : 'black', background: backgroundColor })
    })),
    pageScrollTo: show('pageScrollTo', top(({ scroller }, { scrollTop, selector, duration = 300 }) => {
      const place = selector ? scroller.querySelector(selector)?.getBoundingClientRect().top : undefined
      const to = place === undefined ? scrollTop : place - scroller.getBoundingClientRect().top + scroller.scrollTop
      scroller.scrollTo({ top: to, behavior: duration > 0 ? 'smooth' : 'auto' })
    })),
    vibrateShort: show('vibrateShort', () => {}),
    vibrateLong: show('vibrateLong', () => {}),
    showModal: asyncApi(phone, 'showModal', (options) => dialogs.modal(options)),
    showActionSheet: asyncApi(phone, 'showActionSheet', async ({ itemList, itemColor }) => {
      const tapIndex = await dialogs.actions(itemList, itemColor)
      if (tapIndex < 0) throw new WxFailure('cancel')
      return { tapIndex }
    }),
    setClipboardData: asyncApi(phone, 'setClipboardData', async ({ data }) => {
      if (typeof data !== 'string') throw new WxFailure('parameter error: parameter.data should be String')
      phone.clipboard = data
      await navigator.clipboard?.writeText(data).catch(() => {}) // a browser may want to be asked; the phone's own holds it
      toast.show({ title: phone.say('内容已复制', 'Copied'), duration: 1500 })
    }),
    getClipboardData: asyncApi(phone, 'getClipboardData', () => ({ data: phone.clipboard })),
    nextTick: (act) => queueMicrotask(() => phone.guard(act)),
  }
}
