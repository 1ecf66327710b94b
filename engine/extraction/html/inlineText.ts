import { type DomElement, type DomNode, isElement, isHidden, tagOf } from './dom.ts';

/** All text of an element on one line. */
export function inlineText(element: DomElement): string {
  return visibleText(element, 0)
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
}

const maxDepth = 300;
const silent = new Set(['script', 'style', 'template', 'noscript', 'svg']);
const breaking = new Set([
  'br',
  'p',
  'div',
  'li',
  'tr',
  'td',
  'th',
  'dt',
  'dd',
  'table',
  'ul',
  'ol',
  'section',
]);

function visibleText(parent: DomNode, depth: number): string {
  if (depth > maxDepth) return parent.textContent ?? '';
  let text = '';
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    if (node.nodeType === 3) text += node.nodeValue ?? '';
    else if (isElement(node) && !isHidden(node)) {
      const tag = tagOf(node);
      if (silent.has(tag)) continue;
      const inner = visibleText(node, depth + 1);
      text += breaking.has(tag) ? ` ${inner} ` : inner;
    }
  }
  return text;
}
