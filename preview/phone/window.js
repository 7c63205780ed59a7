// What app.json and the page's JSON say of the window, with the variables of theme.json put in.

/**
 * @param {object} description what the build wrote
 * @param {string} route
 * @param {'light'|'dark'} theme
 */
export function windowOf({ app, theme: themes, components }, route, theme) {
  const said = { ...app.window, ...components[route] }
  return Object.fromEntries(Object.entries(said).map(([name, value]) => [name, themed(value, themes?.[theme] ?? {})]))
}

function themed(value, variables) {
  return typeof value === 'string' && value.startsWith('@') ? variables[value.slice(1)] ?? value : value
}
