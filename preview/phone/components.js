// Pages, components and behaviors of the mini program in glass-easel: what each file registers under its own path, and
// its template, style scope and JSON with it. Runs a file when something needs it, its components first.

import { glassEasel, MiniProgramEnv } from 'glass-easel-miniprogram-adapter'
import { PhoneBackend } from './backend.js'
import { registerBuiltins } from './builtin/index.js'

/**
 * @param {object} given
 * @param {object} given.description what the build wrote: app, pages, components, scopes
 * @param {object} given.templates by path without ending
 * @param {() => ReturnType<import('./modules.js').createModules>} given.modules
 * @param {object} given.phone for the built-in components
 */
export function createComponents({ description, templates, modules, phone }) {
  glassEasel.globalOptions.writeIdToDOM = true
  const env = new MiniProgramEnv()
  const space = env.createCodeSpace('app', true)
  const backend = env.associateBackend(new PhoneBackend())
  registerBuiltins(space.getComponentSpace(), phone)
  const readiness = createReadiness(space.getComponentSpace())
  space.setOverallBehavior(readiness.behavior)

  const pages = new Set(description.pages)
  for (const [name, config] of Object.entries(description.components)) {
    const usingComponents = Object.fromEntries(Object.entries(config.usingComponents).map(([tag, path]) => [tag, `/${path}`]))
    space.addComponentStaticConfig(name, { ...config, usingComponents, component: !pages.has(name) })
    if (description.scopes[name]) space.addStyleSheet(name, undefined, description.scopes[name])
    if (templates[name]) space.addCompiledTemplate(name, { groupList: templates, content: templates[name] })
  }

  let current = ''
  const registered = new Set()

  /** Those that WeChat has itself, developers.weixin.qq.com/miniprogram/dev/framework/custom-component/behaviors */
  const own = {
    'wx://form-field': space.behavior().definition({ properties: { name: String, value: null } }).register(),
    'wx://component-export': space.behavior().definition({}).register(),
  }
  const whole = (definition = {}) => ({
    ...definition,
    ...(definition.behaviors ? { behaviors: definition.behaviors.map((each) => own[each] ?? each) } : {}),
  })

  const globals = {
    Page: (definition) => void register(space.component(current).pageDefinition(whole(definition))),
    Component(definition) {
      isolate(current, definition?.options ?? {})
      register(space.component(current).definition(whole(definition)))
    },
    Behavior: (definition) => space.behavior().definition(whole(definition)).register(),
  }

  /** The adapter reads style isolation from JSON alone. */
  function isolate(name, { styleIsolation, addGlobalClass }) {
    if (styleIsolation === undefined && addGlobalClass === undefined) return
    const config = space.getComponentStaticConfig(name)
    if (styleIsolation === 'shared' && config.styleIsolation !== 'shared') {
      throw new Error(`${name}.js: 预览只认 JSON 里的 "styleIsolation": "shared": the preview reads this from JSON alone`)
    }
    space.addComponentStaticConfig(name, { ...config, styleIsolation: styleIsolation ?? config.styleIsolation, addGlobalClass })
  }

  function register(builder) {
    if (registered.has(current)) throw new Error(`${current}.js registers twice`)
    registered.add(current)
    builder.register()
  }

  /** Runs the file of a page or component, after those of the components that it shows. */
  function run(name, above = []) {
    if (registered.has(name) || above.includes(name)) return
    const config = description.components[name]
    if (!config) throw new Error(`there is no page or component ${name}`)
    for (const each of Object.values(config.usingComponents)) run(each, [...above, name])
    const outer = current
    current = name
    try {
      modules().load(`/${name}.js`)
    } finally {
      current = outer
    }
    if (!registered.has(name)) throw new Error(`${name}.js: ${pages.has(name) ? 'Page()' : 'Component()'} was not called`)
  }

  return {
    globals,
    /** Everything that was attached is ready. */
    settle: readiness.settle,
    /** A new page, not yet in the document. One made by Component() takes the query into properties of the same name. */
    open(route, query) {
      run(route)
      return backend.createRoot('page', space, `/${route}?${new URLSearchParams(query)}`.replace(/\+/g, '%20'))
    },
  }
}

/**
 * `ready` is the host's to tell: with the page that the component came with, or in a task of its own when it came later.
 * `behavior` is for every component; `settle` tells those that have not heard it.
 */
function createReadiness(space) {
  const waiting = new Set()
  function settle() {
    for (const component of waiting) {
      waiting.delete(component)
      if (glassEasel.Element.isAttached(component)) component.triggerLifetime('ready', [])
    }
  }
  const behavior = space.defineBehavior({
    lifetimes: {
      attached() {
        waiting.add(this._$) // `this` is what the app's methods are called on
        setTimeout(settle)
      },
    },
  })
  return { behavior, settle }
}
