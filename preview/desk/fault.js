// What is wrong with the mini program, over the phone: file and line, what was said, and what to do. One at a time; the
// rest is in the journey.

import { find, make } from './element.js'
import { word } from './words.js'

export function createFault() {
  const fault = find('fault')
  let shown = null

  function draw() {
    const { title, errors, stack } = shown
    fault.replaceChildren(
      make('h2', { id: 'fault-title', textContent: word(title) }),
      ...errors.map(({ file, line, column, message }) =>
        make(
          'div.fault-one',
          {},
          file ? make('code.fault-place', { textContent: [file, line, column].filter((part) => part !== undefined && part !== null && part !== 0).join(':') }) : null,
          make('p.fault-text', { textContent: message }),
        ),
      ),
      make('p.fault-mend', { textContent: word('faultMend') }),
      ...(stack ? [make('details', {}, make('summary', { textContent: word('faultStack') }), make('pre', { textContent: stack }))] : []),
      make('button.button.strong', { id: 'fault-close', textContent: word('close'), on: { click: hide } }),
    )
    fault.hidden = false
  }

  function hide() {
    shown = null
    fault.hidden = true
  }

  return {
    /** The compiler's: nothing new can run. */
    broken(errors) {
      shown = { title: 'faultBuild', errors }
      draw()
    },
    /** The running mini program's; what the compiler says comes first. */
    thrown({ message, file, line, column, stack }) {
      if (shown) return
      shown = { title: 'faultRun', errors: [{ file, line, column, message }], stack }
      draw()
    },
    hide,
    say: () => shown && draw(),
  }
}
