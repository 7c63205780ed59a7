// docs/backends/backend.mjs, run and paid through.

import { examine } from './examination.js'

examine('node')
