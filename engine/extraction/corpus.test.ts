import { existsSync, readdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractionSchema } from '@adiuva/contracts/workers';
import { expect, it } from 'vitest';
import { createExtractor } from './createExtractor.ts';
import { extractAll, generousLimits } from './testing/extractBytes.ts';

const corpus = fileURLToPath(new URL('../../../shared/corpus/documents', import.meta.url));
/** Files that end with a code; all others are indexed. */
const failures: Readonly<Record<string, string>> = {
  'empty.eml': 'file_empty',
  'empty.txt': 'file_empty',
  'empty.xlsx': 'file_empty',
  'fake-encrypted.eml': 'file_encrypted',
  'fake-encrypted.msg': 'file_encrypted',
  'fake-text-all-whitespace.txt': 'file_empty',
  'password.pdf': 'file_encrypted',
  'password_protected.xlsx': 'file_encrypted',
};

/** Nothing but pictures: text recognition has the last word. */
const onlyPictures: ReadonlySet<string> = new Set([
  'DA-1p.heic',
  'DA-1p.jpg',
  'DA-1p.png',
  'bmp_24.bmp',
  'chi_sim_image.jpeg',
  'double-column-A.jpg',
  'double-column-B.jpg',
  'embedded-images-tables.jpg',
  'english-and-korean.png',
  'example.jpg',
  'jpn-vert.jpeg',
  'layout-parser-paper-combined.tiff',
  'layout-parser-paper-fast.jpg',
  'layout-parser-paper-fast.tiff',
  'layout-parser-paper-with-table.jpg',
  'loremipsum-flat.pdf',
  'picture.pptx',
  'single_table.pdf',
  'table-multi-row-column-cells.pdf',
  'table-multi-row-column-cells.png',
  'test-image-jpg-mime.pptx',
]);

/** Heard elsewhere (#recordings): here they have no text. */
const onlySound: ReadonlySet<string> = new Set(['CantinaBand3.wav']);

/**
 * Words that a reader finds in the file, in reading order: across lines, columns and hyphens, white space aside.
 */
const phrases: Readonly<Record<string, readonly string[]>> = {
  'DA-619p.pdf': ['Divine Justinia V rose to power after the death of Divine Beatrix III'],
  'multi-column-2p.pdf': [
    'relies on efficient passage retrieval to select candidate contexts, where traditional sparse vector',
    'a machine reader can thoroughly examine the retrieved contexts and identify the correct answer',
  ],
  'multi-column.pdf': ['Dense Passage Retrieval for Open-Domain Question Answering'],
  'layout-parser-paper-fast.pdf': [
    'it difficult for research teams to learn about how full pipelines are implemented',
  ],
  'korean-text-with-tables.pdf': ['이마트, 이마트 트레이더스, 롯데마트, 홈플러스', '적립한도 없이 할인점'],
  'fake-bold-sample.pdf': ['BOLD TEXT SAMPLE', 'The quick brown fox jumps over the lazy dog.'],
  'rotated-page-90.pdf': ['Rotated page fixture', 'Second line of text here'],
  'negative-coords.pdf': ['All questions raised in the course of the review were answered by Apple'],
  'figure-overlay-text.pdf': ['Printed Name: Jane Doe'],
  'reliance.pdf': ['Fortune 500 company and the largest private sector corporation in India'],
  'chevron-page.pdf': [
    'Natural gas production in the region is helping to reduce Israel’s greenhouse gas emissions',
  ],
  'list-item-example.pdf': ['What is the product idea, target market, and objective?'],
  'fr_olap.pdf': ['Résumés et interrogations de logs de requêtes OLAP'],
  'fake-html-cp1252.html': [
    'Die schöne Frau hat einen Kaffee',
    "L'été était très chaud",
    'El niño comió paella con ñoquis',
  ],
  'example-steelJIS-datasheet-utf-16.html': ['SNB22-3'],
  'example-10k.html': ['Galaxy Gaming, Inc.', '| Nevada | 20-8143439 |'],
  'example-with-scripts.html': ['Belarusian forces remain unlikely to attack Ukraine'],
  'fake-html.html': ['- A test list', '- With sub-bullets!', '| Row 1, Cell 1 | Row 1, Cell 2 |'],
  'fake-html-pre.htm': ['TOOLS REQUIRED TO INTERCEPT AND OBSTRUCT TERRORISM'],
  'ideas-page.html': ['The way to get new ideas is to notice anomalies'],
  'umlauts-non-utf8.md': ['können', 'äöüß'],
  'simple-table.md': ['Juicy Apples | 1.99 | 739'],
  'fake-text-utf-32.txt': ['This is a test document to use for unit tests.', 'Hamburgers are delicious'],
  'fake-text-utf-16-be.txt': ['Dogs are the best'],
  'fake-text-utf-16-le.txt': ['Dogs are the best'],
  'docx-tables.docx': ['| Header Col 1 | Header Col 2 |'],
  'example-list-items-multiple.docx': ['a) The quick brown fox jumps over the lazy dog.'],
  'handbook-872p.docx': ['Handbook for Chapter 13 Standing Trustees'],
  'teams_chat.docx': ['James Bond'],
  'arbitrary-records.json': ['sku: GRD-1290 name: Watering Can price: 18.0 in_stock: false'],
  'arbitrary-records.ndjson': ['sku: GRD-3317 name: Pruning Shears price: 24.99'],
  'simple.json': ['text: These are a few of my favorite things:', 'text: DOYLESTOWN, PA 18901'],
  'spring-weather.html.json': ['Are You Weather-Ready for the Spring?'],
  'spring-weather.html.ndjson': ['Are You Weather-Ready for the Spring?'],
  'not-unstructured-payload.json': ['description: This is sample data #1'],
  'fake-incomplete-json.txt': ['"hobbies": ["reading", "running", "cooking"]'],
  'factbook.xml': ['country: name: Trinidad & Tobado capital: Port of Spain', 'sport: Track & Field'],
  'factbook-utf-16.xml': ['leader: Justin Trudeau'],
  'factbook.xsl': ['<h2>World Factbook</h2>'],
  'eng_spa_mult.xml': ['Todos los seres humanos nacen libres e iguales en dignidad'],
  'simple.yaml': ['golden-rings: 5', 'location: "a pear tree"'],
  'README.rst': ['factbook.xml/factbook.xsl - Example XML/XLS files that you can use to test stylesheets'],
  'README.org': ['- layout-parser-paper.pdf - A PDF copy of the layout parser paper'],
  'README-w-include.rst': ['You can parse this document using the HTML parser.'],
  'README-w-include.org': ['You can get an example 10-K in inline XBRL format using the following'],
  'logger.py': ['# Create a custom log method for the "DETAIL" level def detail(self: logging.Logger'],
  'fake.go': ['fmt.Println("Hello Go!")'],
  'fake-email.txt': ['Roses are red'],
  file_we_dont_want_imported: ['wombat'],
  'winter-sports.epub': [
    'CHAPTER I THE SUN-SEEKER',
    'This ebook is for the use of anyone anywhere in the United States',
  ],
  'eng_spa_mult.epub': ['All human beings are born free and equal in dignity and rights.'],
  'hebrew-text-base64-iso88598i.txt': ['8uPr5e8gVGVzbGEg'],
};

/** Words of another file that this one asks to be included. */
const foreign: Readonly<Record<string, string>> = {
  'README-w-include.rst': 'wombat',
  'README-w-include.org': 'wombat',
};

const titles: Readonly<Record<string, string>> = {
  'winter-sports.epub': 'Winter Sports in Switzerland',
  'README.rst': 'Example Docs',
  'README.org': 'Example Docs',
  'norwich-city.txt': 'Iwan Roberts',
  'spring-weather.html.json': 'Spring weather',
  'logger.py': 'logger.py',
  'multi-column-2p.pdf': 'Dense Passage Retrieval for Open-Domain Question Answering',
  'chevron-page.pdf': 'eastern mediterranean',
  'ideas-page.html': 'How to Get New Ideas',
};

const languages: Readonly<Record<string, string>> = {
  'DA-619p.pdf': 'en',
  'fr_olap.pdf': 'fr',
  'korean-text-with-tables.pdf': 'ko',
  'fake-html-lang-de.html': 'de',
  'book-war-and-peace-1225p.txt': 'en',
};

it.skipIf(!existsSync(corpus))(
  'gives every real file its outcome, and the words a reader finds in it',
  async () => {
    const paths = readdirSync(corpus, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(corpus, join(entry.parentPath, entry.name)))
      .sort();
    expect(paths).toHaveLength(228);
    const extractor = createExtractor();
    for (const path of paths) {
      const name = basename(path);
      const outcome = await extractAll(extractor, { path: join(corpus, path), limits: generousLimits }).then(
        (extraction) => ({ code: 'indexed', extraction }),
        (error: { code: string }) => ({ code: error.code, extraction: undefined }),
      );
      expect([path, outcome.code]).toEqual([path, failures[name] ?? 'indexed']);
      if (!outcome.extraction) continue;
      const { parts, metadata } = extractionSchema.parse(outcome.extraction);
      const isOnlyPictures = parts.every(({ awaitsOcr }) => awaitsOcr);
      expect([path, isOnlyPictures]).toEqual([path, onlyPictures.has(name)]);
      const isOnlySound = parts.every(({ awaitsTranscription }) => awaitsTranscription);
      expect([path, isOnlySound]).toEqual([path, onlySound.has(name)]);
      const text = parts.map((part) => part.text).join('\n');
      expect([path, text.isWellFormed(), text.includes('\0')]).toEqual([path, true, false]);
      for (const phrase of phrases[name] ?? [])
        expect([path, flat(text)]).toEqual([path, expect.stringContaining(flat(phrase))]);
      const stranger = foreign[name];
      if (stranger) expect([path, text]).not.toEqual([path, expect.stringContaining(stranger)]);
      if (titles[name]) expect([path, metadata.title]).toEqual([path, titles[name]]);
      if (languages[name]) expect([path, metadata.language]).toEqual([path, languages[name]]);
      for (const [ordinal, part] of parts.entries()) {
        expect([path, part.locator.part, part.locator.end]).toEqual([path, ordinal, part.text.length]);
        const ends = part.blocks.flatMap((block) => [block.start, block.end]);
        expect([
          path,
          ends.every((end, index) => end >= (ends[index - 1] ?? 0) && end <= part.text.length),
        ]).toEqual([path, true]);
        const isInside = (part.lines ?? []).every(
          ({ box }) =>
            box.x >= 0 && box.y >= 0 && box.x + box.width <= 1.0001 && box.y + box.height <= 1.0001,
        );
        expect([path, ordinal, isInside]).toEqual([path, ordinal, true]);
      }
    }
  },
  120_000,
);

function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}
