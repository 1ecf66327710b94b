import { existsSync, readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractionSchema } from '@adiuva/contracts/workers';
import { expect, it } from 'vitest';
import { createExtractor } from '../createExtractor.ts';
import { extractAll, generousLimits } from '../testing/extractBytes.ts';

const corpus = fileURLToPath(new URL('../../../../shared/corpus/documents', import.meta.url));
const extensions = new Set(['.docx', '.odt', '.rtf', '.pptx', '.ppt', '.doc']);

/** What a person reads in the file, white space aside. */
const phrases: Readonly<Record<string, readonly string[]>> = {
  'category-level.docx': ['- A top level list item', '- Next level', 'A Heading 2'],
  'docx-hdrftr.docx': ['First header para', 'Main document', 'para1'],
  'docx-tables.docx': ['| Header Col 1 | Header Col 2 |', '| d | e · f / g&t · h | i |'],
  'duplicate-paragraphs.doc': ['This document contains duplicates some text some text'],
  'eng_spa_mult.doc': ['Todos los seres humanos nacen libres e iguales'],
  'eng_spa_mult.odt': ['Todos los seres humanos nacen libres e iguales'],
  'eng_spa_mult.ppt': ['Testing multiple languages', 'This is a slide note.'],
  'eng_spa_mult.rtf': [
    'Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están',
  ],
  'example-list-items-multiple.docx': [
    '2) This is simply dummy text',
    'b) The quick brown fox',
    '(1) Trying more lists.',
  ],
  'fake-doc-emphasized-text.doc': [
    '| A bold italic bold-italic example | A Link example |',
    'I am a normal text.',
  ],
  'fake-doc.rtf': ['My First Heading', '| Row 1, Cell 1 | Row 1, Cell 2 |'],
  'fake-power-point.ppt': [
    'Adding a Bullet Slide',
    '- Use _TextFrame.add_paragraph() for subsequent bullets',
  ],
  'fake-power-point-table.pptx': ['| Tangerine | Pink | Aqua |'],
  'fake.odt': ['| Leader | Sarah | Mark | Ryan |'],
  'handbook-872p.docx': ['Handbook for Chapter 13 Standing Trustees'],
  'sample-presentation.pptx': ['- This one is a sub-sub-bullet', '| 1 | A1 | B1 | C1 |'],
  'simple.doc': ['These are a few of my favorite things:', '- Hockey', 'DOYLESTOWN, PA 18901'],
  'teams_chat.docx': ['James Bond Umm.'],
};

it.skipIf(!existsSync(corpus))(
  'reads every text document and presentation of the corpus',
  async () => {
    const paths = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((path) =>
      extensions.has(extname(path)),
    );
    expect(paths.length).toBeGreaterThan(40);
    const extractor = createExtractor();
    for (const path of paths) {
      const extraction = await extractAll(extractor, { path: join(corpus, path), limits: generousLimits });
      const { parts } = extractionSchema.parse(extraction);
      const text = parts
        .map((part) => part.text)
        .join('\n')
        .replace(/\s+/g, ' ');
      for (const phrase of phrases[basename(path)] ?? [])
        expect([path, text]).toEqual([path, expect.stringContaining(phrase)]);
      expect([path, parts.length > 0, text.isWellFormed()]).toEqual([path, true, true]);
      for (const part of parts) {
        const ends = part.blocks.flatMap(({ start, end }) => [start, end]);
        expect([
          path,
          ends.every((end, index) => end >= (ends[index - 1] ?? 0) && end <= part.text.length),
        ]).toEqual([path, true]);
        for (const { start, end, grid } of part.blocks)
          for (const row of grid?.rows ?? [])
            expect([path, row >= start && row < end && part.text[row]]).toEqual([path, '|']);
      }
    }
  },
  60_000,
);
