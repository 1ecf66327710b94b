import { parseHTML } from 'linkedom';

/** The little of the DOM that extraction reads; the engine is typed without a browser's library. */
export interface DomNode {
  readonly nodeType: number;
  readonly nodeValue: string | null;
  readonly textContent: string | null;
  readonly firstChild: DomNode | null;
  readonly nextSibling: DomNode | null;
  readonly parentNode: DomNode | null;
}

export interface DomElement extends DomNode {
  readonly localName: string;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  querySelector(selector: string): DomElement | null;
  querySelectorAll(selector: string): ArrayLike<DomElement>;
  remove(): void;
}

export interface DomDocument extends DomNode {
  readonly documentElement: DomElement | null;
  querySelector(selector: string): DomElement | null;
  querySelectorAll(selector: string): ArrayLike<DomElement>;
}

/** Scripts do not run and nothing is fetched: linkedom only parses. */
export function parseHtml(html: string): DomDocument {
  // linkedom's parser wants a root; a fragment gets one, a whole page keeps its own.
  const hasRoot = /<html[\s>]/i.test(html.slice(0, 20_000));
  const { document } = parseHTML(hasRoot ? html : `<html><body>${html}</body></html>`);
  return document as unknown as DomDocument;
}

export function isElement(node: DomNode): node is DomElement {
  return node.nodeType === 1;
}

export function tagOf(element: DomElement): string {
  return element.localName.toLowerCase();
}

/** Hidden by its own attributes; style sheets are not read. */
export function isHidden(element: DomElement): boolean {
  if (element.hasAttribute('hidden')) return true;
  const style = element.getAttribute('style');
  return style !== null && /(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(style);
}

/** Levels of the deepest element, found without recursion. */
export function depthOf(root: DomNode): number {
  let deepest = 0;
  let depth = 0;
  for (let node: DomNode | null = root; node; ) {
    if (node.firstChild) {
      node = node.firstChild;
      deepest = Math.max(deepest, ++depth);
      continue;
    }
    while (node && node !== root && !node.nextSibling) {
      node = node.parentNode;
      depth--;
    }
    node = !node || node === root ? null : node.nextSibling;
  }
  return deepest;
}
