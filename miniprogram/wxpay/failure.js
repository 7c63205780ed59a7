// What was thrown, rejected or called back, read with care: errors come in many forms, and some cannot even
// be read. Nothing here throws, whatever it is given.

/** The field `name` of anything; undefined where it cannot be read. */
function read(value, name) {
  try {
    return value === null || value === undefined ? undefined : value[name]
  } catch (error) {
    return undefined
  }
}

/** The text in a field, empty where there is none. */
function word(value, name) {
  const text = read(value, name)
  return typeof text === 'string' ? text : ''
}

/** Why something failed, in its own words. */
function reason(error) {
  const said = word(error, 'errMsg') || word(error, 'message')
  return said || (error !== null && /object|function/.test(typeof error) ? '' : String(error))
}

/** A failed call as the machine reads it: the HTTP status and the answer, or the words of the client. */
function failure(error) {
  const statuses = [read(error, 'status'), read(error, 'statusCode')]
  const answer = read(error, 'answer') || read(error, 'data')
  const errMsg = reason(error)
  return {
    status: statuses.find((status) => typeof status === 'number'),
    // many wrappers reject with the backend's own { code, msg }, and with nothing around it
    answer: answer || (errMsg ? undefined : error),
    errMsg,
    errno: read(error, 'errno'),
  }
}

module.exports = { failure, read, reason, word }
