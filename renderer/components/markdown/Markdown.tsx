import type { Components } from 'hast-util-to-jsx-runtime';
import { memo, useMemo, useState } from 'react';
import type { TextRange } from './annotateBlock.ts';
import { blockToReact } from './blockToReact.tsx';
import { CitationMark } from './CitationMark.tsx';
import { CodeBlock } from './CodeBlock.tsx';
import { ExternalLink } from './ExternalLink.tsx';
import classes from './markdown.module.css';
import { type Block, createBlockParser } from './parseBlocks.ts';
import { PictureMark, TaskMark, UnsupportedEnd } from './TextMarks.tsx';

interface MarkdownProps {
  text: string;
  /** It grows: marks at its end are made whole, and citations are not known yet. */
  isStreaming?: boolean;
  /** Numbers of the citations in it; what they lead to is told by a `CitationContext`. */
  citations?: readonly number[] | undefined;
  unsupported?: readonly TextRange[] | undefined;
}

const none: readonly never[] = [];

/**
 * A text of a model or a document as what its marks mean. It runs nothing and fetches nothing, whatever is in it:
 * markup is shown as text, pictures as links, and links ask before they lead away.
 */
export function Markdown({ text, isStreaming = false, citations = none, unsupported = none }: MarkdownProps) {
  const [parser] = useState(createBlockParser);
  const blocks = parser.parse(text, isStreaming);
  const known = isStreaming ? null : citations.join(' ');
  return (
    <div className={classes.markdown}>
      {blocks.map((block) => (
        <MarkdownBlock
          key={block.start}
          block={block}
          text={text}
          citations={known}
          unsupported={unsupported
            .filter(([from, to]) => from < block.start + block.source.length && to > block.start)
            .join(' ')}
        />
      ))}
    </div>
  );
}

interface MarkdownBlockProps {
  block: Block;
  text: string;
  /** Numbers, apart by spaces: equal where nothing changed. Null: not known yet. */
  citations: string | null;
  unsupported: string;
}

/** A block that ended is the object it was, and is not drawn again whatever comes after it. */
const MarkdownBlock = memo(
  function MarkdownBlock({ block, text, citations, unsupported }: MarkdownBlockProps) {
    return useMemo(
      () =>
        blockToReact(
          block,
          text,
          {
            citations: citations === null ? null : new Set(citations.split(' ').filter(Boolean).map(Number)),
            unsupported: unsupported
              .split(' ')
              .filter(Boolean)
              .map((range) => range.split(',').map(Number) as [number, number]),
          },
          components,
        ),
      [block, text, citations, unsupported],
    );
  },
  (before, after) =>
    before.block.source === after.block.source &&
    before.block.start === after.block.start &&
    before.block.definitions.length === after.block.definitions.length &&
    before.block.node.position?.end.offset === after.block.node.position?.end.offset &&
    before.citations === after.citations &&
    before.unsupported === after.unsupported,
);

const components: Components = {
  a: ({ href, children, title }) => (
    <ExternalLink address={href ?? ''} title={title}>
      {children}
    </ExternalLink>
  ),
  pre: ({ children }) => <CodeBlock>{children}</CodeBlock>,
  table: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className={classes.tableFrame} tabIndex={0}>
      <table>{children}</table>
    </div>
  ),
  input: ({ checked }) => <TaskMark isDone={checked === true} />,
  span: ({ className, children, ...rest }) => {
    const n = (rest as Record<string, unknown>)['data-n'];
    if (className === 'citation' && typeof n === 'string') return <CitationMark n={Number(n)} />;
    if (className === 'unsupportedEnd') return <UnsupportedEnd />;
    if (className === 'unsupported') return <span className={classes.unsupported}>{children}</span>;
    if (className === 'picture') return <PictureMark>{children}</PictureMark>;
    return <span className={className}>{children}</span>;
  },
};
