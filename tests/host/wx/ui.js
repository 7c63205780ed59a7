// What WeChat draws over and around a page: toast, loading, modal, action sheet, title. Recorded, not drawn;
// `phone.screen` tells what is showing. Questions are answered at once as the host's settings say.

import { asyncApi, WxFailure } from './api.js'

export function uiApi(phone) {
  const { screen } = phone
  const show = (name, put) => asyncApi(phone, name, (options) => void put(options))

  return {
    showToast: show('showToast', ({ title }) => (screen.toast = title)),
    hideToast: show('hideToast', () => (screen.toast = null)),
    showLoading: show('showLoading', ({ title }) => (screen.loading = title)),
    hideLoading: show('hideLoading', () => (screen.loading = null)),
    setNavigationBarTitle: show('setNavigationBarTitle', ({ title }) => (screen.title = title)),
    setNavigationBarColor: show('setNavigationBarColor', ({ frontColor, backgroundColor }) => {
      screen.navigationBar = { frontColor, backgroundColor }
    }),
    pageScrollTo: show('pageScrollTo', ({ scrollTop, selector }) => (screen.scrolledTo = scrollTop ?? selector)),
    vibrateShort: show('vibrateShort', () => {}),
    showModal: asyncApi(phone, 'showModal', () => ({
      confirm: phone.modal === 'confirm',
      cancel: phone.modal === 'cancel',
    })),
    showActionSheet: asyncApi(phone, 'showActionSheet', ({ itemList }) => {
      if (phone.actionSheet === 'cancel') throw new WxFailure('cancel')
      const tapIndex = Number.isInteger(phone.actionSheet) ? phone.actionSheet : itemList.indexOf(phone.actionSheet)
      if (!(tapIndex in itemList)) throw new Error(`the action sheet has no ${phone.actionSheet}: ${itemList.join(', ')}`)
      return { tapIndex }
    }),
    nextTick: (act) => queueMicrotask(() => phone.guard(act)),
  }
}
