// Messages that WeChat draws over a page: toast, loading, modal. They are recorded, not drawn; `phone.screen` tells
// what is showing. A modal is answered at once with the host's `modal` setting.

import { asyncApi } from './api.js'

export function uiApi(phone) {
  const { screen } = phone
  const show = (name, put) => asyncApi(phone, name, (options) => void put(options))

  return {
    showToast: show('showToast', ({ title }) => (screen.toast = title)),
    hideToast: show('hideToast', () => (screen.toast = null)),
    showLoading: show('showLoading', ({ title }) => (screen.loading = title)),
    hideLoading: show('hideLoading', () => (screen.loading = null)),
    setNavigationBarTitle: show('setNavigationBarTitle', ({ title }) => (screen.title = title)),
    showModal: asyncApi(phone, 'showModal', () => ({
      confirm: phone.modal === 'confirm',
      cancel: phone.modal === 'cancel',
    })),
  }
}
