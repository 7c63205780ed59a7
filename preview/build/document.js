// The phone's documents: with the app in it, and after the app is gone. Everything in them is addressed relative to
// themselves, so it does not matter where they are served.

/** @param {string[]} scripts of the mini program, addresses relative to the document */
export function document(scripts) {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>wxpay-mini 预览 preview</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="phone.css">
<link rel="stylesheet" href="app/app.css">
</head>
<body>
<script src="phone.js"></script>
${scripts.map((src) => `<script src="${src}"></script>`).join('\n')}
<script>wxPreview.start()</script>
</body>
</html>
`
}

/** After the app was killed or left. */
export const gone = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>wxpay-mini 预览 preview</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="phone.css">
</head>
<body>
<script src="gone.js"></script>
</body>
</html>
`
