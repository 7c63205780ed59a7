// The page stack: which pages are open and in what order they are shown, hidden and thrown away.
// Never decides which page comes next; wx/navigation.js and the launch do.

/**
 * @param {object} given
 * @param {string[]} given.routes the pages of app.json
 * @param {(route: string, query: object) => ReturnType<import('./page.js').createPage>} given.open
 */
export function createStack({ routes, open, journal, changed }) {
  const pages = []
  const top = () => pages.at(-1)

  function push(route, query) {
    const page = open(route, query)
    pages.push(page)
    journal.note('page', route)
    page.load()
    page.show()
    page.ready()
    changed()
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
    navigate({ route, query }) {
      top()?.hide()
      push(route, query)
    },
    redirect({ route, query }) {
      pages.pop()?.unload()
      push(route, query)
    },
    relaunch({ route, query }) {
      while (pages.length > 0) pages.pop().unload()
      push(route, query)
    },
    /** Back by `delta` pages, at most to the first. */
    back(delta) {
      const leaving = Math.min(delta, pages.length - 1)
      for (let i = 0; i < leaving; i += 1) pages.pop().unload()
      if (leaving > 0) top().show()
      changed()
    },
    close() {
      while (pages.length > 0) pages.pop().view.close()
    },
  }
}
