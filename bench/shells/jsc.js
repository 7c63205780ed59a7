// The program's host in JavaScriptCore's shell. Set before this file: nothing; behind it: the call of a task.

/* global preciseTime, readFile, load, print, fullGC, gcHeapSize */
var host = {
  now: () => preciseTime() * 1000,
  print,
  load,
  readModule: (path) => readFile(path, 'binary'),
  heap() {
    for (let n = 0; n < 3; n += 1) fullGC()
    return gcHeapSize()
  },
}
