// Dialogs that ask and wait: wx.showModal, wx.showActionSheet, and the sentences that WeChat Pay says by itself. Each is
// a promise of what was pressed. The focus goes into them and back.

import { h, said } from './element.js'

/**
 * @param {ReturnType<import('./frame.js').createFrame>} frame
 * @param {{ language: string }} phone
 */
export function createDialogs(frame, phone) {
  const say = (zh, en) => said(phone.language, zh, en)

  /** Shows `make(done)` until `done(value)` is called. */
  function ask(make) {
    return new Promise((resolve) => {
      const dismiss = frame.present(
        make((value) => {
          dismiss()
          resolve(value)
        }),
      )
    })
  }

  return {
    /** @returns {Promise<{ confirm: boolean, cancel: boolean, content?: string }>} */
    modal({ title, content, showCancel = true, cancelText, confirmText, cancelColor, confirmColor, editable, placeholderText }) {
      return ask((done) => {
        const field = editable && h('input.modal-field', { type: typeof editable === 'string' ? editable : 'text', placeholder: placeholderText, 'aria-label': placeholderText || title, value: content })
        const end = (confirm) => done({ confirm, cancel: !confirm, ...(editable ? { content: confirm ? field.value : null } : {}) })
        return h('div.shade', {},
          h('section.modal', { role: 'dialog', 'aria-modal': 'true', 'aria-label': title || content || '' },
            title && h('h2', {}, title),
            editable ? field : content && h('p', {}, content),
            h('div.modal-buttons', {},
              showCancel && h('button', { 'data-escape': true, style: cancelColor && `color:${cancelColor}`, click: () => end(false) }, cancelText || say('取消', 'Cancel')),
              h('button.modal-confirm', { 'data-focus': true, style: confirmColor && `color:${confirmColor}`, click: () => end(true) }, confirmText || say('确定', 'OK')))))
      })
    },

    /** @returns {Promise<number>} which was tapped, -1 for none */
    actions(items, itemColor) {
      return ask((done) =>
        h('div.shade', { click: ({ target, currentTarget }) => target === currentTarget && done(-1) },
          h('section.actions', { role: 'dialog', 'aria-modal': 'true' },
            ...items.map((item, at) => h('button', { 'data-focus': at === 0, style: itemColor && `color:${itemColor}`, click: () => done(at) }, item)),
            h('button.actions-cancel', { 'data-escape': true, click: () => done(-1) }, say('取消', 'Cancel')))))
    },
  }
}
