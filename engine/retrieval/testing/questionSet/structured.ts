import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from '@adiuva/contracts';
import { strToU8, zipSync } from 'fflate';

/** A question whose answer stands in a row, on a slide, in a mail or in a file inside another one. */
export interface StructuredQuestion {
  readonly question: string;
  readonly file: string;
  /** What the locator of the answer is like. */
  readonly place: Partial<Locator>;
}

export const structuredQuestions: readonly StructuredQuestion[] = [
  { question: 'Which supplier delivers beeswax?', file: 'suppliers.csv', place: { kind: 'cells' } },
  { question: 'unit price of lamp oil', file: 'suppliers.csv', place: { kind: 'cells' } },
  {
    question: 'What does the museum do against moths in the textile store?',
    file: 'conservation.pptx',
    place: { kind: 'slide', slide: 2 },
  },
  {
    question: 'How dry should the air in the print cabinet be?',
    file: 'conservation.pptx',
    place: { kind: 'slide', slide: 3 },
  },
  {
    question: 'Why did the choir rehearsal move to the chapel?',
    file: 'rehearsal.eml',
    place: { kind: 'message', section: 'body' },
  },
  {
    question: 'Who was the mast of the sloop repaired by?',
    file: 'harbour.zip',
    place: { within: [{ kind: 'archive', name: 'letters/shipyard.txt' }] },
  },
  {
    question: 'Wo überwinterte die Schaluppe?',
    file: 'harbour.zip',
    place: { within: [{ kind: 'archive', name: 'letters/winter.txt' }] },
  },
];

/** Writes the files that the questions are about. */
export function writeStructuredFiles(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
  write('suppliers.csv', supplierRows.map((row) => row.join(',')).join('\r\n'));
  write('conservation.pptx', presentation(slides));
  write('rehearsal.eml', mail);
  write(
    'harbour.zip',
    zipSync({
      'letters/shipyard.txt': strToU8(
        'Dear Captain, the mast of the sloop was repaired by Gustav Ekholm after the storm in February. He used the larch that had been put aside for the pier and asks to be paid before midsummer.',
      ),
      'letters/winter.txt': strToU8(
        'Die Schaluppe überwinterte im Bootshaus der Werft in Flensburg, weil der Hafen zugefroren war. Die Segel lagen trocken auf dem Dachboden des Zollamts.',
      ),
      'index.txt': strToU8(
        'letters/shipyard.txt\nletters/winter.txt\nharbour plan, mast, sloop, Schaluppe\n',
      ),
    }),
  );
}

const supplierRows = [
  ['Article', 'Supplier', 'Unit price', 'Delivery'],
  ['Beeswax', 'Imkerei Tannhof', '14.20 EUR/kg', 'every second Friday'],
  ['Linen thread', 'Moravan Mills', '3.10 EUR/spool', 'by post'],
  ['Lamp oil', 'Petrova & Sons', '6.75 EUR/l', 'in drums of 60 litres'],
  ['Beech charcoal', 'Köhlerei Rhön', '2.40 EUR/kg', 'in autumn only'],
  ['Rosin', 'Pinar Reçine', '9.90 EUR/kg', 'on request'],
];

const slides = [
  ['Looking after the collection', 'What we learnt in the first year'],
  [
    'Textile store',
    'Moths are kept out with freezing: every garment spends two weeks at minus thirty degrees.',
  ],
  [
    'Print cabinet',
    'Relative humidity stays between 45 and 50 percent; paper that is too dry turns brittle.',
  ],
];

const mail = [
  'From: Marta Lindqvist <marta@choir.example>',
  'To: All singers <singers@choir.example>',
  'Subject: Thursday',
  'Date: Mon, 2 Mar 2026 09:12:00 +0100',
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Dear all,',
  '',
  'the choir rehearsal on Thursday moves to the chapel because the organ in the hall is being tuned.',
  'Please bring the blue folders. We begin at seven as always.',
  '',
  'Marta',
  '',
].join('\r\n');

/** The smallest presentation that PowerPoint opens. */
function presentation(pages: readonly (readonly string[])[]): Uint8Array {
  const office = 'http://schemas.openxmlformats.org';
  const types = `${office}/officeDocument/2006/relationships`;
  const main = 'application/vnd.openxmlformats-officedocument.presentationml';
  const numbers = pages.map((_, index) => index + 1);
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const relations = (list: readonly string[]) =>
    `${head}<Relationships xmlns="${office}/package/2006/relationships">${list.join('')}</Relationships>`;
  const files: Record<string, string> = {
    '[Content_Types].xml': `${head}<Types xmlns="${office}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/ppt/presentation.xml" ContentType="${main}.presentation.main+xml"/>${numbers.map((n) => `<Override PartName="/ppt/slides/slide${n}.xml" ContentType="${main}.slide+xml"/>`).join('')}</Types>`,
    '_rels/.rels': relations([
      `<Relationship Id="rId1" Type="${types}/officeDocument" Target="ppt/presentation.xml"/>`,
    ]),
    'ppt/presentation.xml': `${head}<p:presentation xmlns:p="${office}/presentationml/2006/main" xmlns:r="${types}"><p:sldIdLst>${numbers.map((n) => `<p:sldId id="${255 + n}" r:id="rId${n}"/>`).join('')}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relations(
      numbers.map((n) => `<Relationship Id="rId${n}" Type="${types}/slide" Target="slides/slide${n}.xml"/>`),
    ),
  };
  for (const [index, texts] of pages.entries()) {
    const shapes = texts.map(
      (text, at) =>
        `<p:sp><p:nvSpPr><p:cNvPr id="${at + 2}" name="s${at}"/><p:cNvSpPr/><p:nvPr><p:ph type="${at === 0 ? 'title' : 'body'}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`,
    );
    files[`ppt/slides/slide${index + 1}.xml`] =
      `${head}<p:sld xmlns:p="${office}/presentationml/2006/main" xmlns:a="${office}/drawingml/2006/main"><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>${shapes.join('')}</p:spTree></p:cSld></p:sld>`;
  }
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}
