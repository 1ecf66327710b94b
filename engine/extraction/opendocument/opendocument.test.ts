import { expect, it } from 'vitest';
import { buildZip, shown } from '../testing/buildPackage.ts';
import { extractBytes } from '../testing/extractBytes.ts';

const namespaces = [
  ...['office', 'text', 'table', 'style', 'presentation', 'meta'].map(
    (name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`,
  ),
  'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"',
  'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"',
].join(' ');

function odf(
  kind: 'text' | 'presentation',
  body: string,
  styles = '',
  more: Readonly<Record<string, string>> = {},
): Uint8Array {
  return buildZip({
    mimetype: `application/vnd.oasis.opendocument.${kind}`,
    'content.xml': `<office:document-content ${namespaces}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
    'meta.xml': `<office:document-meta ${namespaces}><office:meta><dc:title>A title</dc:title><meta:initial-creator>Ann</meta:initial-creator><meta:creation-date>2024-01-02T03:04:05.123456789</meta:creation-date><meta:document-statistic meta:page-count="4"/></office:meta></office:document-meta>`,
    ...more,
  });
}
const p = (text: string, style = '') => `<text:p text:style-name="${style}">${text}</text:p>`;

it('reads headings, lists, tables, notes and comments, and not what was deleted', async () => {
  const styles =
    '<style:style style:name="P1" style:parent-style-name="Title"/><style:style style:name="T1"><style:text-properties text:display="none"/></style:style>' +
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")" text:display-levels="2"/></text:list-style>';
  const cell = (text: string, attributes = '') =>
    `<table:table-cell ${attributes}>${text && p(text)}</table:table-cell>`;
  const body =
    `<text:tracked-changes>${p('deleted')}</text:tracked-changes>${p('Top', 'P1')}<text:h text:outline-level="2">Part<text:s text:c="2147483647"/>two</text:h>` +
    p(
      'One<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Noted.</text:p></text:note-body></text:note><office:annotation><dc:creator>Ann</dc:creator><text:p>Why?</text:p></office:annotation><text:span text:style-name="T1">hidden</text:span>\n  two<text:tab/>three',
    ) +
    `<text:list text:style-name="L1"><text:list-item>${p('first')}<text:list><text:list-item>${p('inner')}</text:list-item></text:list></text:list-item><text:list-item>${p('second')}${p('goes on')}</text:list-item></text:list>` +
    `<table:table><table:table-row>${cell('both', 'table:number-columns-spanned="2"')}<table:covered-table-cell/>${cell('', 'table:number-columns-repeated="16384"')}</table:table-row><table:table-row table:number-rows-repeated="1048576">${cell('')}</table:table-row><table:table-row>${cell('same', 'table:number-columns-repeated="2"')}</table:table-row></table:table>` +
    p(
      'Around<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box><svg:desc>A fox</svg:desc></draw:frame>',
    );
  const margins = `<office:document-styles ${namespaces}><office:master-styles><style:master-page><style:header>${p('Secret')}</style:header><style:footer>${p('Page 1')}</style:footer></style:master-page></office:master-styles></office:document-styles>`;
  const found = await extractBytes('kinds.odt', odf('text', body, styles, { 'styles.xml': margins }));
  expect(found.metadata).toMatchObject({
    title: 'A title',
    author: 'Ann',
    createdAt: Date.UTC(2024, 0, 2, 3, 4, 5, 123),
    pageCount: 4,
  });
  expect(shown(found.parts)).toEqual([
    'paragraph: Secret',
    'heading1: Top',
    'heading2: Part two',
    'paragraph: One[1] two\tthree',
    'list: 1. first\n  1.a) inner\n2. second\n  goes on',
    'footnote: [1] Noted.',
    'footnote: Comment (Ann): Why?',
    'table: | both |  |\n| --- | --- |\n|  |  |\n| same | same |',
    'paragraph: Around',
    'paragraph: boxed',
    'caption: A fox',
  ]);
});

it('reads slides in reading order, with notes, comments and hidden ones marked', async () => {
  const frame = (text: string, x: number, y: number, kind = '') =>
    `<draw:frame svg:x="${x}cm" svg:y="${y}cm" svg:width="8cm" svg:height="3cm" presentation:class="${kind}"><draw:text-box>${p(text)}</draw:text-box></draw:frame>`;
  const body =
    `<draw:page>${frame('right', 15, 6)}${frame('left', 2, 6)}<draw:g>${frame('below', 2, 10)}</draw:g>${frame('Foxes', 2, 1, 'title')}${frame('9', 20, 18, 'page-number')}<office:annotation><dc:creator>Ann</dc:creator>${p('Nice')}</office:annotation><presentation:notes>${frame('Speak slowly', 1, 1, 'notes')}</presentation:notes></draw:page>` +
    `<draw:page draw:style-name="hid">${frame('Last', 2, 1, 'title')}</draw:page>`;
  const styles =
    '<style:style style:name="hid"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>';
  const found = await extractBytes('kinds.odp', odf('presentation', body, styles));
  expect(found.metadata.pageCount).toBe(2);
  expect(shown(found.parts)).toEqual([
    'heading1: Foxes',
    'paragraph: left',
    'paragraph: below',
    'paragraph: right',
    'paragraph: Notes:',
    'paragraph: Speak slowly',
    'footnote: Comment (Ann): Nice',
    'heading1: Last',
    'caption: (Hidden slide)',
  ]);
});

it('ends with a code on passwords, bombs and pieces', async () => {
  const manifest =
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>';
  const row = `<table:table-row table:number-rows-repeated="99999"><table:table-cell table:number-columns-repeated="16384">${p('x')}</table:table-cell></table:table-row>`;
  const outcomes: [string, Uint8Array, string][] = [
    ['locked.odt', odf('text', p('x'), '', { 'META-INF/manifest.xml': manifest }), 'file_encrypted'],
    ['cells.odt', odf('text', `<table:table>${row.repeat(100)}</table:table>`), 'file_bomb'],
    ['deep.odt', odf('text', `${'<text:list><text:list-item>'.repeat(50_000)}`), 'file_malformed'],
    ['blank.odt', odf('text', p('')), 'file_empty'],
    ['spaces.odt', odf('text', p('<text:s text:c="99999999"/>x'.repeat(300_000))), 'file_too_large'],
  ];
  for (const [name, bytes, code] of outcomes)
    await expect(extractBytes(name, bytes), name).rejects.toMatchObject({ code });
}, 30_000);
