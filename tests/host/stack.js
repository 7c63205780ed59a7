// The page stack: which pages are open and in what order they are shown, hidden and thrown away.
// Never decides which page comes next; wx/navigation.js and the launch do.

/**
 * @param {object} given
 * @param {string[]} given.routes the pages of the app and its subpackages
 * @param {string[]} given.tabs those of them in the tab bar
 * @param {(route: string, query: object, channel?: object) => ReturnType<import('./page.js').createPage>} given.open
 */
export function createStack({ routes, tabs, open, journal, changed }) {
  const pages = []
  const kept = new Map() // tabs stay alive behind the one that is shown
  const top = () => pages.at(-1)

  function push(route, query, channel) {
    const page = open(route, query, channel)
    pages.push(page)
    if (tabs.includes(route)) kept.set(route, page)
    journal.note('page', route)
    page.load()
    page.show()
    page.ready()
    changed()
  }

  function clear() {
    const leaving = new Set([...pages.splice(0).reverse(), ...kept.values()])
    kept.clear()
    return leaving
  }

  return {
    pages,
    top,
    /** "/pages/result/result?x=1", or the same relative to the page on top → { route, query }; null when unknown. */
    resolve(url) {
      const [path, search = ''] = String(url).split('?')
      const base = top() && !path.startsWith('/') ? `http://package/${top().logic.route}` : 'http://package/'
      const route = new URL(path, base).pathname.slice(1)
      return routes.includes(route) ? { route, query: Object.fromEntries(new URLSearchParams(search)) } : null
    },
    isTab: ({ route }) => tabs.includes(route),
    navigate({ route, query }, channel) {
      top()?.hide()
      push(route, query, channel)
    },
    redirect({ route, query }) {
      const leaving = pages.pop()
      kept.delete(leaving?.logic.route)
      leaving?.unload()
      push(route, query)
    },
    relaunch({ route, query }) {
      for (const page of clear()) page.unload()
      push(route, query)
    },
    /** To a tab: pages that are no tabs are thrown away, a tab that is left is only hidden. */
    switchTab({ route }) {
      if (top()?.logic.route === route) return
      const seen = top()
      for (const page of pages.splice(0).reverse()) {
        if (!kept.has(page.logic.route)) page.unload()
        else if (page === seen) page.hide()
      }
      if (!kept.has(route)) return push(route, {}) // "路径后不能带参数"
      pages.push(kept.get(route))
      journal.note('page', route)
      top().show()
      changed()
    },
    /** Back by `delta` pages, at most to the first. */
    back(delta) {
      const leaving = Math.min(delta, pages.length - 1)
      for (let i = 0; i < leaving; i += 1) pages.pop().unload()
      if (leaving > 0) top().show()
      changed()
    },
    close() {
      for (const page of clear()) page.view.close()
    },
  }
}
