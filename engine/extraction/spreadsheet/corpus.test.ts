import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractionSchema } from '@adiuva/contracts/workers';
import { expect, it } from 'vitest';
import { createExtractor } from '../createExtractor.ts';
import { extractAll, generousLimits } from '../testing/extractBytes.ts';

const corpus = fileURLToPath(new URL('../../../../shared/corpus/documents', import.meta.url));

/** What a person sees in each, and where; a code for those that hold nothing to read. */
const expected: Readonly<Record<string, string | { text: readonly string[]; cells: readonly string[] }>> = {
  'empty.xlsx': 'file_empty',
  'password_protected.xlsx': 'file_encrypted',
  '2023-half-year-analyses-by-segment.xlsx': {
    text: [
      'OS-Rev.and results 30 06 2023',
      '| In millions of CHF |  |  |  |  |  |  |  |  | January–June 2023 |',
      '| Zone NA | 12,553 | 2,713 | 2,632 |  | (81) | (29) | (44) |  | (337) |',
      '| Nestlé Health Science | (16) | (3) |  | — | (314) |',
      '(e) Mainly corporate expenses as well as research and development costs.',
    ],
    cells: ['A1:J39', 'A1:F23', 'A1:H35', 'A1:F21', 'A1:C14'],
  },
  'emoji.xlsx': { text: ['🤠😅'], cells: ['A2'] },
  'language-docs/eng_spa.xlsx': {
    text: ['English text', 'Todos los seres humanos'],
    cells: ['A1:A2', 'A1:A2'],
  },
  'more-than-1k-cells.xlsx': { text: [`| ${'x | '.repeat(25)}x |`], cells: ['A1:Z40'] },
  'stanley-cups.xlsx': {
    text: [
      '| Team | Location | Stanley Cups |\n| --- | --- | --- |\n| Blues | STL | 1 |',
      'Stanley Cups Since 67',
    ],
    cells: ['A1:C5', 'A1:C5'],
  },
  'vodafone.xlsx': {
    text: [
      '| Topic | Period |  |  | Page |',
      '| Mobile customers | Nine quarters to 30 June 2023 |  |  | 6 |',
    ],
    cells: ['B3:F25'],
  },
  'xlsx-subtable-cases.xlsx': {
    text: ['| a | b |\n| --- | --- |\n| c | d |', 'a\n\n| b | c |\n| --- | --- |\n| d | e |'],
    cells: ['A2:D55'],
  },
  'tests-example.xls': {
    text: ['| MC | What is 2+2? | 4 | correct | 3 | incorrect |', 'λ | Λ | α', '| TF | True/False |'],
    cells: ['A1:I7', 'A4:B22', 'A4:A22'],
  },
  'csv-with-escaped-commas.csv': { text: ['| A | A | A | A,A | A |'], cells: ['A1:E3'] },
  'csv-with-line-delimiter.csv': { text: ['| col1 | col2 | col3 |'], cells: ['A1:C4'] },
  'csv-with-long-lines.csv': { text: ['SpearmanCorrelationCoefficient', '-0.285021097'], cells: ['A1:NF11'] },
  'semicolon-delimited.csv': { text: ['| sed, do | eiusmod | tempor incididunt |'], cells: ['A1:C5'] },
  'single-column.csv': { text: ['Lorem, ipsum\ndolor sit'], cells: ['A1:A9'] },
  'stanley-cups-utf-16.csv': { text: ['| Maple Leafs | TOR | 13 |'], cells: ['A1:C5'] },
  'stanley-cups-with-emoji.csv': { text: ['| TOR | 15 |', '👨'], cells: ['A1:C6'] },
  'stanley-cups.csv': { text: ['Stanley Cups\n\n| Team | Location | Stanley Cups |'], cells: ['A1:C5'] },
  'table-multi-row-column-cells-actual.csv': {
    text: ['| Blind | 5 | 1 | 4 | 34.5%, n=1 |'],
    cells: ['A1:F6'],
  },
  'table-semicolon-delimiter.csv': { text: ['| 2023 | 2 | 143,1 | -814,38 |'], cells: ['A1:D4'] },
  'stanley-cups-with-emoji.tsv': { text: ['| Maple Leafs | TOR | 13 |'], cells: ['A1:C6'] },
  'stanley-cups.tsv': { text: ['| Maple Leafs | TOR | 13 |'], cells: ['A1:C5'] },
};

it.skipIf(!existsSync(corpus)).each(Object.entries(expected))(
  'reads %s as a person does',
  async (name, outcome) => {
    const result = extractAll(createExtractor(), { path: join(corpus, name), limits: generousLimits });
    if (typeof outcome === 'string') return expect(result).rejects.toMatchObject({ code: outcome });
    const { parts } = extractionSchema.parse(await result);
    const text = parts.map((part) => part.text).join('\n');
    for (const words of outcome.text) expect(text).toContain(words);
    expect(parts.map(({ locator }) => locator.kind === 'cells' && locator.cells)).toEqual(outcome.cells);
    for (const part of parts) {
      const ends = part.blocks.flatMap((block) => [block.start, ...(block.grid?.rows ?? []), block.end]);
      expect(ends.every((end, index) => end >= (ends[index - 1] ?? 0) && end <= part.text.length)).toBe(true);
    }
  },
);
