import { describe, expect, it } from 'vitest';
import { buildXlsx, relationships, sheetRows } from '../../testing/buildXlsx.ts';
import { extractBytes, generousLimits } from '../../testing/extractBytes.ts';

async function textOf(bytes: Uint8Array): Promise<string> {
  const { parts } = await extractBytes('book.xlsx', bytes);
  return parts.map((part) => part.text).join('\n\n');
}

const styles = `<numFmts count="3"><numFmt numFmtId="164" formatCode="#,##0.00\\ &quot;€&quot;"/><numFmt numFmtId="165" formatCode="mmmm\\ yyyy"/><numFmt numFmtId="166" formatCode=";;;"/></numFmts>
<cellStyleXfs><xf numFmtId="10"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="10"/><xf numFmtId="49"/><xf numFmtId="166"/></cellXfs>`;

describe('a workbook', () => {
  it('shows its values as its cells show them', async () => {
    const cells = [
      '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>',
      '<c r="A2"><v>45356</v></c><c r="B2" s="1"><v>45356</v></c>',
      '<c r="A3" s="3"><v>1234.5</v></c><c r="B3" s="2"><v>45356.604166667</v></c>',
      '<c r="A4" s="5"><v>0.1234</v></c><c r="B4" s="4"><v>45356</v></c>',
      '<c r="A5" t="b"><v>1</v></c><c r="B5" t="e"><v>#DIV/0!</v></c>',
      '<c r="A6"><f>SUM(A2:A3)</f><v>0.30000000000000004</v></c><c r="B6"><f>A1&amp;"x"</f></c>',
      '<c r="A7" t="str"><f>x</f><v>calculated</v></c><c r="B7" s="6"><v>4006381333931</v></c>',
      '<c r="A8" t="d"><v>2024-03-05T00:00:00</v></c><c r="B8" t="s"><v>99</v></c>',
      '<c r="A9" s="1"><v>-5</v></c><c r="B9" s="7"><v>12</v></c>',
    ];
    const rows = cells.map((row, index) => `<row r="${index + 1}">${row}</row>`).join('');
    const strings =
      '<si><r><t>Rich </t></r><r><t>text</t></r><rPh><t>reading</t></rPh></si><si><t>two_x000D_\nlines | here</t></si>';
    const text = await textOf(
      buildXlsx([{ name: 'Sheet1', xml: `<sheetData>${rows}</sheetData>` }], { strings, styles }),
    );
    expect(text.split('\n')).toEqual([
      '| Rich text | two lines \\| here |',
      '| --- | --- |',
      '| 45356 | 2024-03-05 |',
      '| 1,234.50 € | 2024-03-05 14:30 |',
      '| 12.34% | March 2024 |',
      '| TRUE | #DIV/0! |',
      '| 0.3 | =A1&"x" |',
      '| calculated | 4006381333931 |',
      '| 2024-03-05 |',
      '| -5 |',
    ]);
  });

  it('counts days from 1904 where it says so', async () => {
    const xml = '<sheetData><row r="1"><c r="A1" s="1"><v>43894</v></c></row></sheetData>';
    expect(await textOf(buildXlsx([{ name: 'Sheet1', xml }], { styles, counts1904: true }))).toBe(
      '2024-03-05',
    );
  });

  it('parts its tables, and knows the address of every row', async () => {
    const xml = `<sheetData>${[
      sheetRows(
        [['Sales of the north'], [], ['Month', 'Sum'], ['May', 5], ['June', 6], [], ['Total', 11]],
        2,
        'B',
      ),
      sheetRows([['Notes on all of this are kept at the end of the sheet.']], 20),
    ].join('')}</sheetData>`;
    const beside = xml
      .replace(
        '<c r="C4" t="inlineStr"><is><t>Sum</t></is></c>',
        '<c r="C4" t="inlineStr"><is><t>Sum</t></is></c><c r="F4" t="inlineStr"><is><t>Person</t></is></c><c r="G4" t="inlineStr"><is><t>Age</t></is></c>',
      )
      .replace(
        '<c r="C5"><v>5</v></c>',
        '<c r="C5"><v>5</v></c><c r="F5" t="inlineStr"><is><t>Ada</t></is></c><c r="G5"><v>36</v></c>',
      );
    const { parts, metadata } = await extractBytes(
      'book.xlsx',
      buildXlsx([
        { name: 'North', xml: beside },
        { name: 'Empty', xml: '<sheetData/>', state: 'hidden' },
      ]),
    );
    expect(metadata.properties).toEqual({ sheets: 'North, Empty (hidden)' });
    expect(parts).toHaveLength(1);
    const [part] = parts;
    expect(part?.locator).toMatchObject({ kind: 'cells', sheet: 'North', cells: 'A2:G20' });
    const blocks = part?.blocks.map(({ kind, start, end, grid }) => ({
      kind,
      text: part.text.slice(start, end),
      place: grid && [grid.firstRow, grid.firstColumn, grid.columns],
    }));
    expect(blocks).toEqual([
      { kind: 'heading', text: 'North', place: undefined },
      { kind: 'heading', text: 'Sales of the north', place: [2, 2, 1] },
      {
        kind: 'table',
        text: '| Month | Sum |\n| --- | --- |\n| May | 5 |\n| June | 6 |\n| Total | 11 |',
        place: [4, 2, 2],
      },
      { kind: 'table', text: '| Person | Age |\n| --- | --- |\n| Ada | 36 |', place: [4, 6, 2] },
      {
        kind: 'paragraph',
        text: 'Notes on all of this are kept at the end of the sheet.',
        place: [20, 1, 1],
      },
    ]);
    const table = part?.blocks[2];
    const starts = table?.grid?.rows.map((start) => part?.text.slice(start).split('\n')[0]);
    // Row 7 is empty: it begins where row 8 does.
    expect(starts).toEqual([
      '| Month | Sum |',
      '| May | 5 |',
      '| June | 6 |',
      '| Total | 11 |',
      '| Total | 11 |',
    ]);
  });

  it('keeps a table whole that has a narrow empty column for room, and merged cells', async () => {
    const rows = [
      ['In millions', '', '', 'Depreciation'],
      ['', 'Sales', '', 'amount'],
      ['Zone A', 12, '', 3],
      ['Zone B', 15, '', 4],
    ];
    const xml = `<sheetData>${sheetRows(rows)}</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>`;
    expect(await textOf(buildXlsx([{ name: 'Sheet1', xml }]))).toBe(
      '| In millions |  |  | Depreciation |\n| --- | --- | --- | --- |\n|  | Sales |  | amount |\n| Zone A | 12 |  | 3 |\n| Zone B | 15 |  | 4 |',
    );
  });

  it('reads notes and conversations at cells, text boxes, hidden sheets and who wrote it', async () => {
    const drawing = 'http://schemas.openxmlformats.org/drawingml/2006/main';
    const spreadsheet = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
    const { parts, metadata } = await extractBytes(
      'book.xlsx',
      buildXlsx(
        [
          {
            name: 'Plan',
            xml: `<sheetData>${sheetRows([
              ['Name', 'Age'],
              ['Ada', 36],
            ])}</sheetData>`,
          },
          {
            name: 'Secret',
            xml: `<sheetData>${sheetRows([['hidden words']])}</sheetData>`,
            state: 'veryHidden',
          },
        ],
        {
          files: {
            'xl/worksheets/_rels/sheet0.xml.rels': relationships({
              comments: '../comments1.xml',
              threadedComment: '../threadedComments/threadedComment1.xml',
              drawing: '../drawings/drawing1.xml',
            }),
            'xl/comments1.xml': `<comments ${spreadsheet}><commentList><comment ref="A2"><text><r><t>Look </t></r><r><t>here</t></r></text></comment><comment ref="B2"><text><t>[Threaded comment] Your version of Excel…</t></text></comment></commentList></comments>`,
            'xl/threadedComments/threadedComment1.xml':
              '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="B2"><text>Is this so?</text></threadedComment></ThreadedComments>',
            'xl/drawings/drawing1.xml': `<d xmlns:a="${drawing}"><a:p><a:r><a:t>A text </a:t></a:r><a:r><a:t>box</a:t></a:r></a:p></d>`,
            'docProps/core.xml':
              '<p xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>The plan</dc:title><dc:creator>Ann</dc:creator><dcterms:created>2024-01-02T03:04:05Z</dcterms:created></p>',
          },
        },
      ),
    );
    const text = parts.map((part) => part.text).join('\n');
    for (const words of ['A2: Look here', 'B2: Is this so?', 'A text box', 'hidden words'])
      expect(text).toContain(words);
    expect(text).not.toContain('Threaded');
    const note = parts[0]?.blocks.find((block) => block.kind === 'footnote');
    expect(note?.grid).toMatchObject({ firstRow: 2, firstColumn: 1 });
    expect(metadata).toMatchObject({
      title: 'The plan',
      author: 'Ann',
      createdAt: Date.UTC(2024, 0, 2, 3, 4, 5),
      properties: { sheets: 'Plan, Secret (hidden)' },
    });
  });

  it('reads documents that are packed in it', async () => {
    const xml = `<sheetData>${sheetRows([['a', 'b']])}</sheetData>`;
    const inner = buildXlsx([
      { name: 'Inner', xml: `<sheetData>${sheetRows([['inside words']])}</sheetData>` },
    ]);
    const files = { 'xl/embeddings/Microsoft_Excel_Sheet1.xlsx': inner };
    const { parts, members } = await extractBytes(
      'book.xlsx',
      buildXlsx([{ name: 'Outer', xml }], { files }),
    );
    expect(parts.at(-1)?.text).toContain('inside words');
    expect(parts.at(-1)?.locator.within).toEqual([{ kind: 'embedded', name: 'Microsoft_Excel_Sheet1.xlsx' }]);
    expect(members).toMatchObject([{ status: 'indexed', parts: 1 }]);
  });

  it('reads what sloppy programs write: other prefixes, rows out of order, cells without address', async () => {
    const namespace = 'http://purl.oclc.org/ooxml/spreadsheetml/main';
    const sheet = `<x:worksheet xmlns:x="${namespace}"><x:sheetData><x:row r="3"><x:c r="B3"><x:v>3</x:v></x:c><x:c r="A3"><x:v>2</x:v></x:c></x:row><x:row r="1"><x:c t="inlineStr"><x:is><x:t>a&#1;b</x:t></x:is></x:c><x:c t="str"><x:v>c&unknown;</x:v></x:c></x:row><x:row><x:c r="ZZZZ9"><x:v>9</x:v></x:c></x:row></x:sheetData></x:worksheet>`;
    const text = await textOf(
      buildXlsx([{ name: 'Sheet1', xml: '' }], { files: { 'xl/worksheets/sheet0.xml': sheet } }),
    );
    expect(text).toContain('| 2 | 3 |');
    expect(text.isWellFormed()).toBe(true);
  });
});

describe('a workbook made to harm', () => {
  async function outcome(bytes: Uint8Array, limits = generousLimits) {
    const began = performance.now();
    const result = await extractBytes('book.xlsx', bytes, { limits }).then(
      (extraction) => extraction.parts.map((part) => part.text).join('\n'),
      (error: { code: string }) => error.code,
    );
    expect(performance.now() - began).toBeLessThan(20_000);
    return result;
  }
  const sheet = (xml: string) => [{ name: 'Sheet1', xml }];

  it('passes empty rows by the thousand, and a size that is only said', async () => {
    const rows = Array.from(
      { length: 60_000 },
      (_, index) => `<row r="${index + 1}" s="1" customFormat="1" ht="15"><c r="A${index + 1}" s="1"/></row>`,
    );
    const xml = `<dimension ref="A1:XFD1048576"/><sheetData>${rows.join('')}<row r="1048576"><c r="XFD1048576"><v>7</v></c></row></sheetData>`;
    expect(await outcome(buildXlsx(sheet(xml)))).toBe('7');
    expect(await outcome(buildXlsx(sheet(`<sheetData>${rows.join('')}</sheetData>`)))).toBe('file_empty');
  });

  it('takes merged cells without end for what they are', async () => {
    const merges = Array.from(
      { length: 100_000 },
      (_, index) => `<mergeCell ref="A${index + 1}:XFD1048576"/>`,
    );
    const xml = `<sheetData>${sheetRows([
      ['a', 'b'],
      ['c', 1],
    ])}</sheetData><mergeCells>${merges.join('')}</mergeCells>`;
    expect(await outcome(buildXlsx(sheet(xml)))).toContain('| c | 1 |');
  });

  it('ends where one long string is said a million times', async () => {
    const rows = Array.from(
      { length: 100_000 },
      (_, index) => `<row r="${index + 1}"><c r="A${index + 1}" t="s"><v>0</v></c></row>`,
    );
    const bytes = buildXlsx(sheet(`<sheetData>${rows.join('')}</sheetData>`), {
      strings: `<si><t>${'long '.repeat(6_000)}</t></si>`,
    });
    expect(await outcome(bytes)).toBe('file_too_large');
  });

  it('refuses to unpack what is packed a thousand to one', async () => {
    const bytes = buildXlsx(sheet(''), {
      files: { 'xl/worksheets/sheet0.xml': new Uint8Array(20 * 1024 * 1024).fill(32) },
    });
    expect(await outcome(bytes)).toBe('file_bomb');
  });

  it('reads a part once, however many sheets it is said to be', async () => {
    const rows = '<row><c/><c/><c/><c/></row>'.repeat(20_000);
    const one = buildXlsx([{ name: 'Sheet1', xml: `<sheetData>${rows}</sheetData>` }], {
      files: {
        'xl/workbook.xml': `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${'<sheet name="x" r:id="s0"/>'.repeat(5_000)}</sheets></workbook>`,
      },
    });
    expect(await outcome(one)).toBe('file_empty');
  });

  it('expands no entities and opens nothing outside of itself', async () => {
    const doctype =
      '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>';
    const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
    const bytes = buildXlsx(sheet(''), {
      files: {
        'xl/worksheets/sheet0.xml': `${doctype}<worksheet ${main}><sheetData><row r="1"><c t="inlineStr"><is><t>x&b;&c;y</t></is></c></row></sheetData></worksheet>`,
      },
    });
    const text = await outcome(bytes);
    expect(text).not.toMatch(/lol|root/);
  });

  it('says what it is when it is cut or no workbook at all', async () => {
    const bytes = buildXlsx(sheet(`<sheetData>${sheetRows([['a', 'b']])}</sheetData>`));
    expect(await outcome(bytes.subarray(0, bytes.length - 60))).toBe('file_malformed');
    expect(await outcome(new TextEncoder().encode('no zip'))).toBe('file_malformed');
    expect(await outcome(buildXlsx(sheet('<sheetData><row r="1"><c r="A1"><v>1')))).toBe('file_malformed');
  });
});
