import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Extraction } from '@adiuva/contracts/workers';
import { extractionSchema } from '@adiuva/contracts/workers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createExtractor } from './createExtractor.ts';
import { buildDocx, paragraph, table } from './testing/buildDocx.ts';
import { extractBytes, generousLimits } from './testing/extractBytes.ts';

function blocksOf({ parts }: Extraction): string[] {
  return parts.flatMap((part) =>
    part.blocks.map(
      (block) => `${block.kind}${block.level ?? ''}: ${part.text.slice(block.start, block.end)}`,
    ),
  );
}

const compoundHeader = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

function compoundFile(stream: string): Uint8Array {
  return Buffer.concat([Buffer.from(compoundHeader), Buffer.alloc(1024), Buffer.from(stream, 'utf16le')]);
}

describe('text', () => {
  it('keeps the text as it is and finds paragraphs and lists', async () => {
    const found = await extractBytes('a.txt', 'One\r\ntwo\r\n\r\n- a\r\n- b\r\n');
    expect(found.parts[0]?.text).toBe('One\ntwo\n\n- a\n- b\n');
    expect(blocksOf(found)).toEqual(['paragraph: One\ntwo', 'list: - a\n- b']);
  });

  it('cuts a long text into parts that are the whole of it', async () => {
    const text = Array.from(
      { length: 4_000 },
      (_, index) => `Paragraph ${index} ${'😀 word '.repeat(10)}`,
    ).join('\n\n');
    const { parts } = await extractBytes('long.txt', text);
    expect(parts.map((part) => part.text).join('')).toBe(text);
    expect(parts.length).toBeGreaterThan(3);
    for (const [index, part] of parts.entries()) {
      expect(part.text.length).toBeLessThanOrEqual(100_000);
      expect(part.locator).toMatchObject({ kind: 'text', part: index, start: 0, end: part.text.length });
      expect(part.text.isWellFormed()).toBe(true);
    }
    const unbroken = await extractBytes('unbroken.txt', '😀'.repeat(120_000));
    expect(unbroken.parts.every((part) => part.text.isWellFormed() && part.text.length <= 100_000)).toBe(
      true,
    );
  });
});

describe('markdown', () => {
  it('stays its own source, with blocks, front matter and heading paths', async () => {
    const source =
      '---\ntitle: "The *Title*"\nauthor: Ann\ndate: 2024-03-01\n---\n\n# One `two`\n\ntext\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```js\n# no heading\n```\n\n> said\n\n- item\n';
    const found = await extractBytes('a.md', source);
    expect(found.parts.map((part) => part.text).join('')).toBe(source);
    expect(found.metadata).toMatchObject({
      title: 'The *Title*',
      author: 'Ann',
      createdAt: Date.UTC(2024, 2, 1),
    });
    expect(blocksOf(found).map((block) => block.split(':')[0])).toEqual([
      'heading1',
      'paragraph',
      'table',
      'code',
      'quote',
      'list',
    ]);
    const long = `# Top\n\n## First\n\n${'words '.repeat(14_000)}\n\n### Deep **bold**\n\n${'words '.repeat(14_000)}\n`;
    const { parts } = await extractBytes('long.md', long);
    expect(parts.map((part) => part.headingPath)).toEqual([[], ['Top', 'First', 'Deep bold']]);
  });

  it('ends in time on what is quadratic for parsers', async () => {
    for (const piece of ['[a](', '`a``b```c', '*a **b ', '[^1]', '<http://', '>', '![', '~a']) {
      const { parts } = await extractBytes('hostile.md', piece.repeat(40_000));
      expect(parts.map((part) => part.text).join('')).toBe(piece.repeat(40_000));
    }
  }, 30_000);
});

describe('html', () => {
  it('gives headings, lists, tables and code, and nothing of scripts or what is hidden', async () => {
    const found = await extractBytes(
      'a.html',
      `<!doctype html><html><head><title>A page</title><meta name="author" content="Ann"><style>p{}</style></head><body>
       <h1>Head &amp; title</h1><p>One<br>two <b>bold</b></p><script>alert("no")</script><template>no</template>
       <p hidden>no</p><div style="display: none">no</div><ol start="3"><li>third<ul><li>under</li></ul></li><li>fourth</li></ol>
       <table><tr><th>a</th><th colspan="2">b</th></tr><tr><td>1|2</td><td>$</td><td>3</td></tr></table><pre>x\n  y</pre></body></html>`,
    );
    expect(found.metadata).toMatchObject({ title: 'A page', author: 'Ann' });
    expect(blocksOf(found)).toEqual([
      'heading1: Head & title',
      'paragraph: One\ntwo bold',
      'list: 3. third\n  - under\n4. fourth',
      'table: | a | b |  |\n| --- | --- | --- |\n| 1\\|2 |  | $3 |',
      'code: x\n  y',
    ]);
  });

  it('leaves out navigation around an article and keeps the article whole', async () => {
    const prose = Array.from(
      { length: 8 },
      (_, index) =>
        `<p>Sentence ${index} of an article, with commas, and enough words to be taken for one.</p>`,
    ).join('');
    const page = `<html><body><nav><a href="/">Home</a></nav><div class="sidebar menu"><ul><li><a href="/x">Subscribe now</a></li></ul></div>
      <article><h1>The headline</h1>${prose}<h2>Data</h2><table><tr><th>k</th><th>v</th></tr><tr><td>1</td><td>2</td></tr></table></article></body></html>`;
    const text = (await extractBytes('article.html', page)).parts[0]?.text ?? '';
    expect(text).toContain('The headline');
    expect(text).toContain('Sentence 7 of an article');
    expect(text).toContain('| 1 | 2 |');
    expect(text).not.toContain('Home');
  });

  it('follows the declared charset where the bytes are not UTF-8', async () => {
    const page = '<html><head><meta charset="windows-1251"></head><body><p>Да</p></body></html>';
    const bytes = Buffer.from(page.replace('Да', '\u00c4\u00e0'), 'latin1');
    expect((await extractBytes('a.html', bytes)).parts[0]?.text).toBe('Да');
  });

  it('survives nesting that overflows a stack', async () => {
    const deep = `<html><body>${'<div>'.repeat(30_000)}bottom${'</div>'.repeat(30_000)}</body></html>`;
    expect((await extractBytes('deep.html', deep)).parts[0]?.text).toBe('bottom');
  });
});

describe('docx', () => {
  it('gives headings, tables and properties', async () => {
    const body =
      paragraph('The title', 'Heading1') +
      paragraph('Body &amp; text') +
      table([
        ['a', 'b'],
        ['1', '2'],
      ]);
    const core =
      '<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>A &lt;report&gt;</dc:title><dc:creator>Ann</dc:creator><dcterms:created>2024-01-02T03:04:05Z</dcterms:created></cp:coreProperties>';
    const styles =
      '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>';
    const relations =
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>';
    const document = buildDocx(body, {
      'docProps/core.xml': core,
      'word/styles.xml': styles,
      'word/_rels/document.xml.rels': relations,
    });
    // By content: the name says otherwise.
    const found = await extractBytes('report.doc', document);
    expect(blocksOf(found)).toEqual([
      'heading1: The title',
      'paragraph: Body & text',
      'table: | a | b |\n| --- | --- |\n| 1 | 2 |',
    ]);
    expect(found.metadata).toMatchObject({
      title: 'A <report>',
      author: 'Ann',
      createdAt: Date.UTC(2024, 0, 2, 3, 4, 5),
    });
  });

  it('refuses bombs, envelopes and pieces', async () => {
    const outcomes: [string, Uint8Array, string][] = [
      ['bomb.docx', buildDocx(' '.repeat(40_000_000)), 'file_bomb'],
      ['locked.docx', compoundFile('EncryptedPackage'), 'file_encrypted'],
      ['old.docx', compoundFile('WordDocument'), 'file_malformed'],
      ['cut.docx', buildDocx(paragraph('x')).subarray(0, 300), 'file_malformed'],
      ['deep.docx', buildDocx('<w:tbl><w:tr><w:tc>'.repeat(5_000)), 'file_malformed'],
      ['blank.docx', buildDocx(paragraph('')), 'file_empty'],
    ];
    for (const [name, bytes, code] of outcomes) {
      await expect(extractBytes(name, bytes), name).rejects.toMatchObject({ code });
    }
  });
});

describe('what a file is', () => {
  it('is decided by content, and by name only among texts', async () => {
    const outcomes: [string, string | Uint8Array, string][] = [
      ['README', 'Read me, please.', 'text/plain'],
      ['page', '<!DOCTYPE html><html><body><p>Hi</p></body></html>', 'text/html'],
      ['notes.TXT', 'BM and GIF89a are words here', 'text/plain'],
      ['data.txt', '{"a": 1}', 'text/plain'],
      ['data', '{"a": 1}', 'application/json'],
      ['log', '{"a": 1}\n{"a": 2}\n', 'application/x-ndjson'],
      ['script', '#!/usr/bin/env python3\nprint("hello")', 'text/x-python'],
      ['main.go', 'package main', 'text/x-go'],
      ['Makefile', 'all:\n\tcc main.c', 'text/x-makefile'],
      ['export.doc', '<html><body>Saved by a word processor</body></html>', 'text/html'],
      ['page.json', '<!doctype html><title>Not found</title><p>It is not here.', 'text/html'],
      ['feed', '<?xml version="1.0"?><feed><title>News</title></feed>', 'application/xml'],
      ['notes.foo', 'Whatever its name says, this is something that people wrote.', 'text/plain'],
      ['server.log.1', '2024-01-01 12:00:01 started the server on port 80', 'text/plain'],
      ['dump.foo', '1.25 3.75 2.5\n'.repeat(100), 'file_unsupported'],
      [
        'key.pem',
        `${'TWFuIGlzIGRpc3Rpbmd1aXNoZWQsIG5vdCBvbmx5IGJ5IGhpcyByZWFzb24sIGJ1\n'.repeat(30)}`,
        'file_unsupported',
      ],
      ['package-lock.json', '{"name": "a"}', 'file_unsupported'],
      ['app.js', `var a=${'function(b){return b+1},'.repeat(500)}0`, 'file_unsupported'],
      [
        'picture.txt',
        new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]),
        'file_unsupported',
      ],
      ['nothing.txt', '', 'file_empty'],
      ['blank.md', ' \n\t\n', 'file_empty'],
    ];
    for (const [name, content, expected] of outcomes) {
      const outcome = await extractBytes(name, content).then(
        (found) => extractionSchema.parse(found).mediaType,
        (error: { code: string; message: string }) => {
          expect(error.message).toContain(name);
          return error.code;
        },
      );
      expect([name, outcome]).toEqual([name, expected]);
    }
  });

  it('knows limits of bytes and of text', async () => {
    const limits = {
      ...generousLimits,
      maxBytes: { document: 1000, image: 1000, archive: 1000, recording: 1000 },
      maxTextLength: 100,
    };
    await expect(extractBytes('a.txt', 'x'.repeat(1001), { limits })).rejects.toMatchObject({
      code: 'file_too_large',
    });
    await expect(extractBytes('a.txt', 'x'.repeat(101), { limits })).rejects.toMatchObject({
      code: 'file_too_large',
    });
  });
});

describe('language', () => {
  it('is found in a few sentences, and not guessed from a word', async () => {
    const sentences: [string | undefined, string][] = [
      ['en', 'The committee met on Tuesday and agreed on the new budget for the coming year.'],
      ['de', 'Der Ausschuss hat am Dienstag getagt und den neuen Haushalt beschlossen.'],
      ['it', 'Il comitato si è riunito martedì e ha approvato il nuovo bilancio.'],
      ['pl', 'Komitet zebrał się we wtorek i przyjął nowy budżet.'],
      ['ko', '위원회는 화요일에 회의를 열고 새 예산에 합의했다.'],
      ['es', 'El comité se reunió el martes y acordó el nuevo presupuesto.'],
      ['fr', 'Le comité s’est réuni mardi et a approuvé le nouveau budget.'],
      ['ja', '委員会は火曜日に会合を開き、新しい予算に合意した。'],
      ['zh', '委员会于星期二开会，同意了新的预算。'],
      [undefined, 'wombat'],
      [undefined, 'Total 1,234.00 EUR 2024-11-03'],
    ];
    for (const [language, text] of sentences) {
      expect([text, (await extractBytes('a.txt', text)).metadata.language]).toEqual([text, language]);
    }
  });
});

describe('files that are none', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'adiuva-extraction-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const outcome = (name: string) =>
    createExtractor()
      .extract({ path: join(folder, name), limits: generousLimits }, () => undefined)
      .then(
        () => 'indexed',
        (error: { code: string }) => error.code,
      );

  it('are never opened and never waited for', async () => {
    await mkdir(join(folder, 'folder.txt'));
    await symlink('loop.txt', join(folder, 'loop.txt'));
    expect(await outcome('folder.txt')).toBe('file_unreadable');
    expect(await outcome('loop.txt')).toBe('file_unreadable');
    expect(await outcome('missing.txt')).toBe('file_not_found');
    if (process.platform === 'win32') return;
    execFileSync('mkfifo', [join(folder, 'pipe.txt')]);
    expect(await outcome('pipe.txt')).toBe('file_unreadable');
    expect(
      await createExtractor()
        .extract({ path: '/dev/zero', limits: generousLimits }, () => undefined)
        .catch((error: { code: string }) => error.code),
    ).toBe('file_unreadable');
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'need permission (root has it always)',
    async () => {
      await writeFile(join(folder, 'locked.txt'), 'x');
      await chmod(join(folder, 'locked.txt'), 0);
      expect(await outcome('locked.txt')).toBe('file_unreadable');
    },
  );
});
