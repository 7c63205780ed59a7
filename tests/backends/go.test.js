// docs/backends/backend.go, run and paid through.

import { examine } from './examination.js'

examine('go')
