import type { Element, ElementContent, Parents, Root } from 'hast';
import { fromHtmlIsomorphic } from 'hast-util-from-html-isomorphic';
import katex from 'katex';

/**
 * Formulas as MathML, which the browser draws by itself: without fonts, and without styles in attributes, which the
 * page's policy forbids. What is no formula, or not yet, stays as it was written.
 */
export function drawMath(tree: Root): Root {
  visit(tree);
  return tree;
}

function visit(parent: Parents): void {
  const children = parent.children as ElementContent[];
  parent.children = children.flatMap((child): ElementContent[] => {
    if (child.type !== 'element') return [child];
    const code = mathCode(child);
    if (!code) {
      visit(child);
      return [child];
    }
    const { source, isDisplay } = code;
    return draw(source, isDisplay) ?? [asWritten(source)];
  });
}

/** `code` that was marked as math, by itself or in a `pre`. */
function mathCode(element: Element): { source: string; isDisplay: boolean } | null {
  const [only] = element.children;
  if (element.tagName === 'pre' && only?.type === 'element') {
    const inner = mathCode(only);
    return inner && { ...inner, isDisplay: true };
  }
  const classes = element.properties.className;
  if (element.tagName !== 'code' || !Array.isArray(classes) || !classes.includes('language-math'))
    return null;
  const source = only?.type === 'text' ? only.value : '';
  return { source, isDisplay: classes.includes('math-display') };
}

function draw(source: string, isDisplay: boolean): ElementContent[] | null {
  try {
    const markup = katex.renderToString(source, {
      displayMode: isDisplay,
      output: 'mathml',
      trust: false,
      strict: 'ignore',
      throwOnError: true,
      maxExpand: 300,
      maxSize: 20,
    });
    // Even in a document that is never shown, a browser reports a style that it was forbidden.
    const inert = markup.replace(/ style="[^"]*"/g, '');
    return fromHtmlIsomorphic(inert, { fragment: true }).children as ElementContent[];
  } catch {
    return null;
  }
}

function asWritten(source: string): ElementContent {
  return { type: 'element', tagName: 'code', properties: {}, children: [{ type: 'text', value: source }] };
}
