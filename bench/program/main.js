// What runs inside the engines, bundled to one script: the measurements that need an engine's own clock. Each prints one
// line of JSON. Knows no shell; what an engine gives comes in as `host`.

export { cold } from './cold.js'
export { memory } from './memory.js'
export { signing } from './signing.js'
export { tap } from './tap.js'
