import type { Root as HtmlRoot } from 'hast';
import { type Components, toJsxRuntime } from 'hast-util-to-jsx-runtime';
import type { Root } from 'mdast';
import type { ReactElement } from 'react';
import { Fragment, jsx, jsxs } from 'react/jsx-runtime';
import rehypeHighlight from 'rehype-highlight';
import rehypeSanitize from 'rehype-sanitize';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { type Annotations, annotateBlock } from './annotateBlock.ts';
import { drawMath } from './drawMath.ts';
import type { Block } from './parseBlocks.ts';
import { sanitizeSchema } from './sanitizeSchema.ts';

const longestHighlighted = 20_000;

const toHtml = unified().use(remarkRehype).freeze();
const highlight = unified().use(rehypeHighlight).freeze();
/** The last step, whatever came before it. */
const sanitize = unified().use(rehypeSanitize, sanitizeSchema).freeze();

/** A block as React elements: the one way from a text to what is shown, while it is written and after. */
export function blockToReact(
  block: Block,
  text: string,
  annotations: Annotations,
  components: Components,
): ReactElement {
  const tree: Root = {
    type: 'root',
    children: [annotateBlock(block, text, annotations), ...block.definitions],
  };
  const html = drawMath(toHtml.runSync(tree) as HtmlRoot);
  const coloured = block.source.length > longestHighlighted ? html : (highlight.runSync(html) as HtmlRoot);
  const safe = sanitize.runSync(coloured) as HtmlRoot;
  return toJsxRuntime(safe, {
    Fragment,
    jsx,
    jsxs,
    components,
    tableCellAlignToStyle: false,
  }) as ReactElement;
}
