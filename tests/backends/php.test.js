// docs/backends/backend.php, run and paid through.

import { examine } from './examination.js'

examine('php')
