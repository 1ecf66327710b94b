import type { Extraction } from '@adiuva/contracts/workers';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { extractBytes } from './testing/extractBytes.ts';

function blocksOf({ parts }: Extraction): string[] {
  return parts.flatMap((part) =>
    part.blocks.map(
      (block) => `${block.kind}${block.level ?? ''}: ${part.text.slice(block.start, block.end)}`,
    ),
  );
}

async function outcomeOf(name: string, content: string | Uint8Array): Promise<string> {
  return extractBytes(name, content).then(
    () => 'indexed',
    (error: { code: string }) => error.code,
  );
}

describe('reStructuredText', () => {
  it('gives titles, lists, tables, code and notes without their markup', async () => {
    const found = await extractBytes(
      'guide.rst',
      `=====
Guide
=====

:Author: Ann Example
:Date: 2024-03-01

Some *words* with \`\`code\`\`, a \`link <https://example.org>\`_ and :ref:\`a role <there>\`::

   literal
     text

Part
----

- one
  goes on

  - inner
- two

1. first

term
   what it means

.. note:: Mind this.

.. code-block:: python

   def f():
       return 1

.. include:: /etc/passwd
.. csv-table:: Data
   :file: /etc/passwd

.. a comment

.. [1] A footnote.

+-----+-----+
| a   | b   |
+=====+=====+
| 1   | 2   |
|     | 3   |
+-----+-----+

====  ====
x     y
====  ====
10    20
      21
====  ====

.. list-table::

   * - r1
     - r2
   * - s1
     - s2
`,
    );
    expect(found.metadata).toMatchObject({
      title: 'Guide',
      author: 'Ann Example',
      createdAt: Date.UTC(2024, 2, 1),
    });
    expect(blocksOf(found)).toEqual([
      'heading1: Guide',
      'list: Author: Ann Example\nDate: 2024-03-01',
      'paragraph: Some words with code, a link and a role:',
      'code: literal\n  text',
      'heading2: Part',
      'list: - one goes on\n  - inner\n- two\n1. first',
      'paragraph: term',
      'paragraph: what it means',
      'paragraph: Note: Mind this.',
      'code: def f():\n    return 1',
      'caption: Data',
      'footnote: [1] A footnote.',
      'table: | a | b |\n| --- | --- |\n| 1 | 2 3 |',
      'table: | x | y |\n| --- | --- |\n| 10 | 20 21 |',
      'table: | r1 | r2 |\n| --- | --- |\n| s1 | s2 |',
    ]);
    expect(found.warnings).toEqual(['What it includes from other files (2) is not read.']);
    const table = found.parts[0]?.blocks.find(({ kind }) => kind === 'table');
    expect(table?.grid).toMatchObject({ firstRow: 1, firstColumn: 1, columns: 2 });
  });
});

describe('Org', () => {
  it('gives headlines, lists, tables and source without their markup', async () => {
    const found = await extractBytes(
      'notes.org',
      `#+TITLE: Notes
#+AUTHOR: Ann Example
#+INCLUDE: "/etc/passwd"

* TODO [#A] First :work:
:PROPERTIES:
:ID: 1234
:END:
Some *bold* and a [[https://example.org][link]].
- one
  goes on
  - inner
** Second
#+BEGIN_SRC c
int x = 1;
#+END_SRC
| a | b |
|---+---|
| 1 | 2 |
# a comment
: example
`,
    );
    expect(found.metadata).toMatchObject({ title: 'Notes', author: 'Ann Example' });
    expect(blocksOf(found)).toEqual([
      'paragraph: Notes',
      'heading1: First',
      'paragraph: Some bold and a link.',
      'list: - one goes on\n  - inner',
      'heading2: Second',
      'code: int x = 1;',
      'table: | a | b |\n| --- | --- |\n| 1 | 2 |',
      'code: example',
    ]);
    expect(found.warnings).toEqual(['What it includes from other files (1) is not read.']);
  });
});

describe('JSON', () => {
  it('reads like a form, with numbers and names as they are written', async () => {
    const found = await extractBytes(
      'a.json',
      `{"title": "A list", "id": 12345678901234567890123, "id": 2, "tags": ["a", "b"], // why
        "empty": null, "items": [{"name": "One", "at": {"x": 1}}, {"name": "Two", "b": 1,}],
        "track": [[${Array.from({ length: 300 }, (_, index) => index).join('],[')}]]}`,
    );
    expect(found.metadata.title).toBe('A list');
    expect(found.parts[0]?.text).toBe(
      `title: A list\nid: 12345678901234567890123\nid: 2\ntags: a, b\nempty: null\nitems:\n\n  name: One\n  at:\n    x: 1\n\n  name: Two\n  b: 1\n\ntrack: ${Array.from({ length: 20 }, (_, index) => index).join(', ')}, … (300 numbers)`,
    );
  });

  it('keeps what is not JSON as text, and says where', async () => {
    const cut = await extractBytes('cut.json', '{"a": "first", "b": ["second", "thi');
    expect(cut.parts[0]?.text).toBe('a: first\nb: second, thi');
    expect(cut.warnings).toEqual(['The file ends in the middle of its data.']);
    const prose = await extractBytes('prose.json', 'Not found.\nTry again later.');
    expect(prose.parts[0]?.text).toBe('Not found.\nTry again later.');
    expect(prose.warnings).toEqual(['This is not JSON from line 1 on.']);
    const lines = await extractBytes('a.ndjson', '{"a": 1}\n{"a": oops}\n\n{"a": 2}\n{"b": 3}');
    expect(lines.parts[0]?.text).toContain('{"a": oops}');
    expect(lines.warnings).toEqual(['1 line is not JSON.']);
    expect(lines.metadata.properties).toEqual({ records: 3 });
    expect(await outcomeOf('empty.json', '{}')).toBe('file_empty');
  });

  it('survives depth, bombs of size and endless strings', async () => {
    const deep = await extractBytes('deep.json', `${'[{"a":'.repeat(50_000)}"bottom"${'}]'.repeat(50_000)}`);
    expect(deep.parts.at(-1)?.text.endsWith('a: bottom')).toBe(true);
    expect(await outcomeOf('open.json', '['.repeat(5_000_000))).toBe('indexed');
    expect(await outcomeOf('string.json', `"${'\\u0041'.repeat(1_000_000)}`)).toBe('indexed');
    expect(await outcomeOf('bytes.json', `{"image": "${'aB3+'.repeat(1_000_000)}"}`)).toBe('indexed');
  });
});

describe('XML', () => {
  it('gives records, prose with markup and sections with their titles', async () => {
    const found = await extractBytes(
      'a.xml',
      `<?xml version="1.0"?><!DOCTYPE book [<!ENTITY x "expanded">]><book xmlns:dc="http://purl.org/dc/elements/1.1/">
      <dc:title>A book</dc:title><dc:creator>Ann</dc:creator>
      <person id="7" role="editor"><name>Bo</name><mail>bo@example.org</mail></person>
      <person><name>Cy</name><mail>cy@example.org</mail></person>
      <chapter><title>One</title><p>Some <b>bold</b> words &amp; more.</p><p>Second &x; paragraph.</p>
      <p>Third.</p><p>Fourth.</p><p>Fifth.</p><p>Sixth.</p></chapter></book>`,
    );
    expect(found.metadata).toMatchObject({ title: 'A book', author: 'Ann' });
    const text = found.parts[0]?.text ?? '';
    expect(text).toContain(
      'person:\n  role: editor\n  name: Bo\n  mail: bo@example.org\n\nperson:\n  name: Cy',
    );
    expect(blocksOf(found)).toContain('heading2: One');
    expect(text).toContain('Some bold words & more.\nSecond ');
    expect(text).not.toContain('expanded');
  });

  it('expands and fetches nothing, and reads what is not well-formed as text', async () => {
    const bomb = `<!DOCTYPE a [<!ENTITY a "${'lol'.repeat(100)}">${Array.from({ length: 20 }, (_, index) => `<!ENTITY a${index} "${'&a;'.repeat(10)}">`).join('')}<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]><a>&a19;&f;words</a>`;
    const found = await extractBytes('bomb.xml', bomb);
    expect(found.parts[0]?.text).toMatch(/words$/);
    expect(found.parts[0]?.text.length).toBeLessThan(100);
    const broken = await extractBytes('broken.xml', '<a><b>One</c> &lt;two&gt;');
    expect(broken.parts[0]?.text).toBe('One\n<two>');
    expect(broken.warnings).toHaveLength(1);
    const deep = await extractBytes('deep.xml', `${'<a>'.repeat(100_000)}bottom${'</a>'.repeat(100_000)}`);
    expect(deep.parts[0]?.text).toBe('bottom');
  });
});

describe('configuration', () => {
  it('stays as it is, a block for each key or section with its comments', async () => {
    const yaml = 'name: site\n# where\nserver:\n  host: a\n  port: 1\n\nlist: &a\n- one\n- *a\nlast: 1\n';
    const found = await extractBytes('a.yaml', yaml);
    expect(found.parts[0]?.text).toBe(yaml);
    expect(blocksOf(found)).toEqual([
      'code: name: site',
      'code: # where\nserver:\n  host: a\n  port: 1',
      'code: list: &a\n- one\n- *a\nlast: 1',
    ]);
    const ini = await extractBytes(
      'a.toml',
      'title = "x"\n\n[one]\na = 1\n\n# about two\n[two]\nb = [\n 1,\n]\n',
    );
    expect(blocksOf(ini)).toEqual([
      'code: title = "x"',
      'code: [one]\na = 1',
      'code: # about two\n[two]\nb = [\n 1,\n]',
    ]);
  });
});

describe('source code', () => {
  it('falls apart into functions with what stands above them, and classes too long into their methods', async () => {
    const python = `import os\nimport sys\n\n\n# about f\n@cached\ndef f(a):\n    """Text\nat the margin\n\n    end."""\n    return a\n\ndef g():\n    pass\n`;
    expect(blocksOf(await extractBytes('a.py', python))).toEqual([
      'code: import os\nimport sys',
      'code: # about f\n@cached\ndef f(a):\n    """Text\nat the margin\n\n    end."""\n    return a',
      'code: def g():\n    pass',
    ]);
    const allman =
      'int f(void)\n{\n\tif (1)\n\t{\n\t\treturn 1;\n\t}\n}\n\nstatic int g() {\n\treturn 2;\n}\n';
    expect(blocksOf(await extractBytes('a.c', allman))).toEqual([
      `code: ${allman.split('\n\n')[0]}`,
      `code: ${allman.split('\n\n')[1]?.trimEnd()}`,
    ]);
    const method = (index: number) =>
      `    /** Method ${index}. */\n    void m${index}() {\n${'        call();\n'.repeat(60)}    }`;
    const java = `class A {\n${[1, 2, 3, 4, 5, 6].map(method).join('\n\n')}\n}\n`;
    const blocks = blocksOf(await extractBytes('A.java', java));
    expect(blocks.slice(0, 3)).toEqual(['code: class A {', `code: ${method(1)}`, `code: ${method(2)}`]);
  });

  it('leaves out what nobody wrote, and ends in time on what is odd', async () => {
    expect(await outcomeOf('min.js', `!function(){${'a=b;'.repeat(5_000)}}()`)).toBe('file_unsupported');
    for (const piece of ['"', "'''", '/*', '`', '\\', '{', '  x\n', '\t'])
      expect([piece, await outcomeOf('a.py', `x = 1\n${piece.repeat(300_000)}`)]).not.toContain('internal');
  });
});

describe('calendars, contacts, subtitles and LaTeX', () => {
  it('read as a person would say them', async () => {
    const calendar = await extractBytes(
      'team.ics',
      'BEGIN:VCALENDAR\r\nX-WR-CALNAME:Team\r\nBEGIN:VEVENT\r\nSUMMARY:Kiln \\, first\r\n  firing\r\nDTSTART;TZID=Europe/Rome:20260312T090000\r\nDTEND:20260312T100000Z\r\nATTENDEE;CN="Ann: E":mailto:ann@example.org\r\nDESCRIPTION:One\\nTwo\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
    );
    expect(calendar.metadata).toMatchObject({ title: 'Team', properties: { entries: 1 } });
    expect(blocksOf(calendar)).toEqual([
      'heading1: Kiln , first firing',
      'list: When: 2026-03-12 09:00 Europe/Rome – 2026-03-12 10:00 UTC\nWith: Ann: E <ann@example.org>',
      'paragraph: One\nTwo',
    ]);
    const contacts = await extractBytes(
      'a.vcf',
      'BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Ann\nitem1.TEL;TYPE=cell:+39 011\nADR:;;Via Po 1;Torino;;10100;Italy\nPHOTO;ENCODING=b:AAAA\nEND:VCARD\n',
    );
    expect(blocksOf(contacts)).toEqual([
      'heading1: Ann Müller',
      'list: Phone: +39 011\nAddress: Via Po 1, Torino, 10100, Italy',
    ]);
    const subtitles = await extractBytes(
      'film.srt',
      '1\n00:00:01,000 --> 00:00:02,500\n<i>Hello</i>\nthere.\n\n2\n00:00:03,000 --> 00:00:04,000\n{\\an8}Yes.\n\n3\n00:05:00,000 --> 00:05:01,000\nLater.\n',
    );
    expect(subtitles.metadata.durationMs).toBe(301_000);
    expect(subtitles.parts.map(({ text, locator }) => [text, locator])).toEqual([
      ['Hello there.\nYes.', { kind: 'time', part: 0, start: 0, end: 17, startMs: 1000, endMs: 4000 }],
      ['Later.', { kind: 'time', part: 1, start: 0, end: 6, startMs: 300_000, endMs: 301_000 }],
    ]);
    const latex = await extractBytes(
      'a.tex',
      '\\documentclass{article}\n\\title{On \\emph{kilns}\\thanks{x}}\n\n\\section{First {part}}\nText.\n\n\\input{/etc/passwd}\n',
    );
    expect(latex.metadata.title).toBe('On kilns');
    expect(blocksOf(latex).slice(1, 3)).toEqual(['heading2: First {part}', 'paragraph: Text.']);
  });
});

const container =
  '<container><rootfiles><rootfile full-path="O/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>';

function buildEpub(files: Readonly<Record<string, string>>): Uint8Array {
  const entries = { mimetype: 'application/epub+zip', 'META-INF/container.xml': container, ...files };
  return zipSync(
    Object.fromEntries(Object.entries(entries).map(([name, text]) => [name, [strToU8(text), { level: 0 }]])),
  );
}

describe('EPUB', () => {
  const opf = `<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>A book</dc:title><dc:creator>Ann</dc:creator><dc:language>de-AT</dc:language><dc:date>2020-05-01</dc:date></metadata>
    <manifest><item id="b" href="two.xhtml" media-type="application/xhtml+xml"/><item id="a" href="one%20page.xhtml" media-type="application/xhtml+xml"/><item id="n" href="nav.xhtml" properties="nav"/><item id="x" href="../../../etc/passwd"/></manifest>
    <spine><itemref idref="a"/><itemref idref="b"/><itemref idref="x"/></spine></package>`;
  const files = {
    'O/book.opf': opf,
    'O/nav.xhtml':
      '<html><body><nav><a href="one%20page.xhtml#x">Erstes Kapitel</a><a href="two.xhtml">Zwei</a></nav></body></html>',
    'O/one page.xhtml': '<html><body><p>Am Anfang war das Wort.</p></body></html>',
    'O/two.xhtml': '<html><body><h1>Zweites</h1><p>Und es ging weiter.</p></body></html>',
  };

  it('follows the spine, with the titles of the contents', async () => {
    const found = await extractBytes('book.epub', buildEpub(files));
    expect(found.metadata).toMatchObject({
      title: 'A book',
      author: 'Ann',
      language: 'de',
      createdAt: Date.UTC(2020, 4, 1),
    });
    expect(found.parts.map((part) => part.text)).toEqual([
      'Am Anfang war das Wort.',
      'Zweites\n\nUnd es ging weiter.',
    ]);
    expect(found.parts[0]?.headingPath).toEqual(['Erstes Kapitel']);
    expect(found.warnings).toEqual(['1 chapter could not be read.']);
  });

  it('says so when only a shop can open it', async () => {
    const encryption =
      '<encryption><EncryptedData><CipherData><CipherReference URI="O/one%20page.xhtml"/></CipherData></EncryptedData><EncryptedData><CipherData><CipherReference URI="O/two.xhtml"/></CipherData></EncryptedData></encryption>';
    expect(await outcomeOf('shop.epub', buildEpub({ ...files, 'META-INF/encryption.xml': encryption }))).toBe(
      'file_encrypted',
    );
    expect(await outcomeOf('cut.epub', buildEpub(files).subarray(0, 400))).toBe('file_malformed');
  });
});
