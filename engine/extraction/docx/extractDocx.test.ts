import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildDocx, paragraph, table } from '../testing/buildDocx.ts';
import { contentTypes, relations, shown } from '../testing/buildPackage.ts';
import { extractBytes } from '../testing/extractBytes.ts';

const word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const links = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const run = (text: string, properties = '') =>
  `<w:r>${properties && `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
const item = (text: string, list: number, level: number) =>
  `<w:p><w:pPr><w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr></w:pPr>${run(text)}</w:p>`;
const cell = (content: string, properties = '') => `<w:tc><w:tcPr>${properties}</w:tcPr>${content}</w:tc>`;

const styles = `<w:styles ${word}>
  <w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
  <w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Chapter"/><w:basedOn w:val="berschrift1"/></w:style>
  <w:style w:type="paragraph" w:styleId="Outlined"><w:name w:val="Section"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
  <w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Quote"/></w:style>
  <w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
</w:styles>`;
const level = (at: number, format: string, text: string) =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`;
const numbering = `<w:numbering ${word}>
  <w:abstractNum w:abstractNumId="0">${level(0, 'decimal', '%1.')}${level(1, 'lowerLetter', '%1.%2)')}</w:abstractNum>
  <w:abstractNum w:abstractNumId="1">${level(0, 'bullet', '·')}</w:abstractNum>
  <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
  <w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
  <w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
</w:numbering>`;

function document(
  body: string,
  more: Readonly<Record<string, string | Uint8Array>> = {},
  extra = '',
): Uint8Array {
  return buildDocx(body, {
    'word/styles.xml': styles,
    'word/numbering.xml': numbering,
    'word/_rels/document.xml.rels': relations([
      ['s', 'styles', 'styles.xml'],
      ['n', 'numbering', 'numbering.xml'],
      ['f', 'footnotes', 'footnotes.xml'],
      ['e', 'endnotes', 'endnotes.xml'],
      ['c', 'comments', 'comments.xml'],
      ['h', 'header', 'header1.xml'],
      ['h2', 'header', 'header2.xml'],
      ['b', 'footer', 'footer1.xml'],
      ['x', 'chart', 'charts/chart1.xml'],
      ['p', 'image', 'media/image1.png'],
    ]).replace('</Relationships>', `${extra}</Relationships>`),
    ...more,
  });
}

it('reads headings by style, lists with their numbers, and what is inserted but not what is deleted', async () => {
  const found = await extractBytes(
    'kinds.docx',
    document(
      paragraph('Report', 'T') +
        paragraph('Scope', 'Own') +
        paragraph('Terms', 'Outlined') +
        item('first', 1, 0) +
        item('inner', 1, 1) +
        item('second', 1, 0) +
        item('seventh', 3, 0) +
        paragraph('Between') +
        item('point', 2, 0) +
        paragraph('Said', 'Q') +
        `<w:p>${run('kept ')}<w:del>${run('no')}<w:r><w:delText>no</w:delText></w:r></w:del><w:ins>${run('added ')}</w:ins>${run('no', '<w:vanish/>')}${run('seen', '<w:vanish w:val="0"/>')}</w:p>` +
        `<w:p><w:moveFrom>${run('no')}</w:moveFrom><w:hyperlink>${run('link')}</w:hyperlink><w:r><w:tab/><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>` +
        `<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>${run('one ')}</w:p><w:p>${run('line')}</w:p>` +
        `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDEPICTURE "/etc/passwd"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run('shown')}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`,
    ),
  );
  expect(shown(found.parts)).toEqual([
    'heading1: Report',
    'heading1: Scope',
    'heading3: Terms',
    'list: 1. first\n  1.a) inner\n2. second\n7. seventh',
    'paragraph: Between',
    'list: - point',
    'quote: Said',
    'paragraph: kept added seen',
    'paragraph: link\ta-b✓',
    'paragraph: one line',
    'paragraph: shown',
  ]);
});

it('reads merged and nested tables with their grid, and tables that only lay out a page as text', async () => {
  const body =
    `<w:tbl><w:tr>${cell(paragraph('both'), '<w:gridSpan w:val="2"/>')}${cell(paragraph('c'))}</w:tr>` +
    `<w:tr>${cell(paragraph('down'), '<w:vMerge w:val="restart"/>')}${cell(paragraph('x|y'))}${cell(table([['in', 'side']]) + paragraph(''))}</w:tr>` +
    `<w:tr>${cell(paragraph('hidden'), '<w:vMerge/>')}${cell(paragraph('p') + paragraph('q'))}${cell(paragraph('r'))}</w:tr>` +
    `<w:tr><w:trPr><w:del/></w:trPr>${cell(paragraph('deleted'))}</w:tr></w:tbl>` +
    `<w:tbl><w:tr>${cell(paragraph('Alone', 'Own') + paragraph('in a frame'))}</w:tr></w:tbl>`;
  const { parts } = await extractBytes('tables.docx', document(body));
  expect(shown(parts)).toEqual([
    'table: | both |  | c |\n| --- | --- | --- |\n| down | x\\|y | in · side |\n|  | p q | r |',
    'heading1: Alone',
    'paragraph: in a frame',
  ]);
  const grid = parts[0]?.blocks[0]?.grid;
  expect(grid).toMatchObject({ firstRow: 1, firstColumn: 1, columns: 3 });
  expect(grid?.rows.map((row) => parts[0]?.text.slice(row, row + 6))).toEqual(['| both', '| down', '|  | p']);
});

it('shows notes and comments after what they belong to, headers and footers once, boxes, formulas and charts', async () => {
  const drawing = (content: string) =>
    `<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps"><w:drawing>${content}</w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>${paragraph('twice')}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>`;
  const math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"';
  const chart = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"';
  const points = (values: readonly (string | number)[]) =>
    values.map((value, index) => `<c:pt idx="${index}"><c:v>${value}</c:v></c:pt>`).join('');
  const body =
    `<w:p>${run('Text')}<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r><w:r><w:endnoteReference w:id="2"/></w:r></w:p>` +
    `<w:p>${run('Around')}${drawing(`<wp:docPr xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" descr="A red fox"/><w:txbxContent>${paragraph('boxed')}</w:txbxContent>`)}</w:p>` +
    `<w:p><m:oMath ${math}><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath></w:p>` +
    `<w:p><w:r><w:drawing><c:chart ${chart} ${links} r:id="x"/></w:drawing></w:r></w:p>`;
  const note = (element: string, text: string, attributes = '') =>
    `<w:${element}s ${word}><w:${element} w:id="0" w:type="separator">${paragraph('no')}</w:${element}><w:${element} w:id="2"${attributes}>${paragraph(text)}</w:${element}></w:${element}s>`;
  const found = await extractBytes(
    'notes.docx',
    document(body, {
      'word/footnotes.xml': note('footnote', 'A foot note.'),
      'word/endnotes.xml': note('endnote', 'An end note.'),
      'word/comments.xml': `<w:comments ${word}><w:comment w:id="0" w:author="Ann">${paragraph('Why?')}</w:comment></w:comments>`,
      'word/header1.xml': `<w:hdr ${word}>${paragraph('Secret')}</w:hdr>`,
      'word/header2.xml': `<w:hdr ${word}>${paragraph('Secret')}</w:hdr>`,
      'word/footer1.xml': `<w:ftr ${word}>${paragraph('Page 1 of 3')}</w:ftr>`,
      'word/charts/chart1.xml': `<c:chartSpace ${chart} xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:title><a:p><a:r><a:t>Sales</a:t></a:r></a:p></c:title><c:ser><c:tx><c:v>2024</c:v></c:tx><c:cat>${points(['North', 'South'])}</c:cat><c:val>${points([1.1, '0.30000000000000004'])}</c:val></c:ser></c:chartSpace>`,
    }),
  );
  expect(shown(found.parts)).toEqual([
    'paragraph: Secret',
    'paragraph: Text[1][2]',
    'footnote: [1] A foot note.',
    'footnote: Comment (Ann): Why?',
    'paragraph: Around',
    'caption: A red fox',
    'paragraph: boxed',
    'paragraph: (a)/(b)',
    'caption: Sales',
    'table: |  | 2024 |\n| --- | --- |\n| North | 1.1 |\n| South | 0.3 |',
    'footnote: [2] An end note.',
  ]);
});

it('reads a document whatever the prefixes of its namespaces, and in the strict form', async () => {
  const body =
    '<?xml version="1.0" encoding="UTF-16"?><d:document xmlns:d="http://purl.oclc.org/ooxml/wordprocessingml/main"><d:body><d:p><d:pPr><d:pStyle d:val="berschrift1"/></d:pPr><d:r><d:t>Über</d:t></d:r></d:p></d:body></d:document>';
  const found = await extractBytes('strict.docx', document('', { 'word/document.xml': body }));
  expect(shown(found.parts)).toEqual(['heading1: Über']);
});

it('hands over embedded files, and pictures where there is nothing but pictures', async () => {
  const picture = `<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" ${links} r:embed="p"/></w:drawing></w:r></w:p>`;
  const prose = 'A text that is long enough to be one by itself.';
  const media = { 'word/media/image1.png': 'no picture at all' };
  const embedded = relations([['o', 'package', 'embeddings/plan.docx']]).replace(
    /<\/?Relationships[^>]*>/g,
    '',
  );
  const both = await extractBytes(
    'both.docx',
    document(
      paragraph(prose) + picture,
      { ...media, 'word/embeddings/plan.docx': buildDocx(paragraph('Inside out')) },
      embedded,
    ),
  );
  expect(both.members).toMatchObject([
    { within: [{ kind: 'embedded', name: 'plan.docx' }], status: 'indexed', parts: 1 },
  ]);
  expect(both.parts.map(({ text }) => text)).toEqual([prose, 'Inside out']);
  const scan = extractBytes('scan.docx', document(picture, media));
  await expect(scan).rejects.toMatchObject({
    code: 'file_malformed',
    message: expect.stringContaining('image1.png'),
  });
});

it('opens nothing that a document names', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'adiuva-canary-'));
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.end('FETCHED');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    const canary = join(folder, 'canary.txt');
    await writeFile(canary, 'CANARY');
    const external = (
      ['image', 'aFChunk', 'oleObject', 'subDocument', 'attachedTemplate', 'header'] as const
    ).flatMap((type, index) =>
      [`file://${canary}`, canary, `${url}/${type}`, `../../../../../../../../..${canary}`].map(
        (target, at) =>
          `<Relationship Id="q${index}${at}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}" TargetMode="External"/>` +
          `<Relationship Id="i${index}${at}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`,
      ),
    );
    const ids = external.join('').match(/Id="\w+"/g) ?? [];
    const uses = ids
      .map((id) => id.slice(4, -1))
      .map(
        (id) =>
          `<w:altChunk ${links} r:id="${id}"/><w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" ${links} r:link="${id}" r:embed="${id}"/></w:drawing></w:r></w:p>`,
      );
    const entities = `<!DOCTYPE w:document [<!ENTITY x SYSTEM "file://${canary}"><!ENTITY y SYSTEM "${url}/entity"><!ENTITY z "zz"><!ENTITY a "${'&z;'.repeat(50)}">]>`;
    const body = `${entities}<w:document ${word}><w:body>${paragraph('Text &x;&y;&a;')}${uses.join('')}</w:body></w:document>`;
    const found = await extractBytes(
      'canary.docx',
      document('', { 'word/document.xml': body }, external.join('')),
    );
    const text = JSON.stringify(found);
    expect(text).toContain('Text');
    expect(text).not.toMatch(/CANARY|FETCHED|zzzz/);
    expect(found.members).toEqual([]);
    expect(requests).toEqual([]);
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
});

it('ends with a code on what is broken, nested, endless or too much', async () => {
  const outcomes: [string, Uint8Array, string][] = [
    ['bomb.docx', buildDocx(' '.repeat(40_000_000)), 'file_bomb'],
    ['cut.docx', buildDocx(paragraph('x')).subarray(0, 300), 'file_malformed'],
    ['crossed.docx', buildDocx('<w:p><w:r></w:p></w:r>'), 'file_malformed'],
    ['deep.docx', buildDocx(`${'<w:sdt>'.repeat(100_000)}${'</w:sdt>'.repeat(100_000)}`), 'file_malformed'],
    ['open.docx', buildDocx('<w:tbl><w:tr><w:tc>'.repeat(5_000)), 'file_malformed'],
    ['empty.docx', buildDocx('<w:p/>'.repeat(300_000)), 'file_empty'],
    [
      'cells.docx',
      buildDocx(`<w:tbl>${`<w:tr>${'<w:tc/>'.repeat(1_000)}</w:tr>`.repeat(1_100)}</w:tbl>`),
      'file_bomb',
    ],
    [
      'other.docx',
      buildDocx('', {
        '[Content_Types].xml': contentTypes('/word/document.xml', 'wordprocessingml.document.main'),
        'word/document.xml': '',
      }),
      'file_malformed',
    ],
  ];
  for (const [name, bytes, code] of outcomes)
    await expect(extractBytes(name, bytes), name).rejects.toMatchObject({ code });
  const nested = `${'<w:tbl><w:tr><w:tc>'.repeat(400)}${paragraph('bottom')}${'</w:tc></w:tr></w:tbl>'.repeat(400)}`;
  expect((await extractBytes('nested.docx', buildDocx(nested))).parts[0]?.text).toBe('bottom');
  const spans = `<w:tbl><w:tr>${cell(paragraph('a'), '<w:gridSpan w:val="2147483647"/>')}${cell(paragraph('b'))}</w:tr></w:tbl>`;
  expect((await extractBytes('spans.docx', buildDocx(spans))).parts[0]?.text.length).toBeLessThan(2_000);
}, 30_000);
