// docs/backends/Backend.java, run and paid through.

import { examine } from './examination.js'

examine('java')
