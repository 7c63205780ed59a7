// The child process in which miniprogram-ci lives: it watches files, keeps processes of its own and does not end by
// itself. Answers one job at a time. Sends nothing anywhere: what miniprogram-ci would ask WeChat's servers for runs
// into a closed door, and it goes on with the lists that it brings.

import ci from 'miniprogram-ci'

// port 9 is "discard": nobody listens
ci.proxy('http://127.0.0.1:9')

const complaints = []
const { error } = console
console.error = (...values) => {
  complaints.push(values.map(told).join(' '))
  error(...values)
}

const JOBS = {
  /** "工具 → 构建 npm". Gives the warnings. */
  packNpm: ({ folder }) => ci.packNpm(project(folder)),

  /** The same where package.json lies elsewhere (packNpmManually). */
  packNpmManually: ({ packageJsonPath, miniprogramNpmDistDir }) =>
    ci.packNpmManually({ packageJsonPath, miniprogramNpmDistDir }),

  /** What an upload would send: { path: text or bytes }, with the settings of project.config.json. */
  async compile({ folder }) {
    const warnings = []
    const files = await ci.getCompiledResult({
      project: project(folder),
      version: '0.0.0',
      desc: '',
      setting: { useProjectConfig: true },
      onProgressUpdate: ({ status, message }) => void (status === 'warn' && warnings.push(message)),
    })
    return { files: Object.entries(files).map(([name, content]) => [name, Buffer.from(content)]), warnings }
  },

  quality: ({ folder }) => ci.checkCodeQuality(project(folder)),
}

function project(projectPath) {
  return new ci.Project({
    appid: 'touristappid',
    type: 'miniProgram',
    projectPath,
    privateKey: 'none: nothing is uploaded',
    ignores: ['node_modules/**/*'],
    attr: async () => ci.DefaultProjectAttr,
  })
}

process.on('message', async ({ id, job, options }) => {
  complaints.length = 0
  try {
    const result = await JOBS[job](options)
    process.send({ id, result, complaints: complaints.slice() })
  } catch (failure) {
    process.send({ id, failure: told(failure) })
  }
})

function told(value) {
  if (value instanceof Error) return `${value.code ? `${value.code} ` : ''}${value.message} ${value.path || ''}`.trim()
  return typeof value === 'string' ? value : JSON.stringify(value)
}
