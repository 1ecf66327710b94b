import { expect, it } from 'vitest';
import { buildZip, contentTypes, relations, shown } from '../testing/buildPackage.ts';
import { extractBytes } from '../testing/extractBytes.ts';

const namespaces =
  'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const paragraphs = (...texts: string[]) =>
  `<p:txBody>${texts.map((text) => `<a:p>${text.startsWith('<') ? text : `<a:r><a:t>${text}</a:t></a:r>`}</a:p>`).join('')}</p:txBody>`;
const shape = (text: string, place?: readonly [number, number, number, number], type?: string) =>
  `<p:sp><p:nvSpPr><p:cNvPr id="1" name="x"/><p:nvPr>${type ? `<p:ph type="${type}"/>` : ''}</p:nvPr></p:nvSpPr><p:spPr>${place ? `<a:xfrm><a:off x="${place[0]}" y="${place[1]}"/><a:ext cx="${place[2]}" cy="${place[3]}"/></a:xfrm>` : ''}</p:spPr>${text}</p:sp>`;
const slide = (content: string, attributes = '') =>
  `<p:sld ${namespaces}${attributes}><p:cSld><p:spTree>${content}</p:spTree></p:cSld></p:sld>`;

function deck(
  slides: readonly string[],
  more: Readonly<Record<string, string>> = {},
  type = 'presentationml.presentation.main',
): Uint8Array {
  // Listed the other way round than they are named.
  const ids = slides
    .map((_, index) => `<p:sldId id="${256 + index}" r:id="r${index}"/>`)
    .reverse()
    .join('');
  return buildZip({
    '[Content_Types].xml': contentTypes('/ppt/presentation.xml', type),
    'ppt/presentation.xml': `<p:presentation ${namespaces}><p:sldIdLst>${ids}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relations([
      ...slides.map((_, index) => [`r${index}`, 'slide', `slides/slide${index}.xml`] as const),
      ['au', 'commentAuthors', 'commentAuthors.xml'],
    ]),
    ...Object.fromEntries(slides.map((content, index) => [`ppt/slides/slide${index}.xml`, content])),
    ...more,
  });
}

it('reads slides in the order in which they are shown, and shapes as a person does', async () => {
  const cm = 360_000;
  const one = slide(
    shape(paragraphs('right'), [14 * cm, 5 * cm, 8 * cm, 8 * cm]) +
      `<p:grpSp><p:nvGrpSpPr><p:cNvPr id="2" name="g"/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="${2 * cm}" y="${9 * cm}"/><a:ext cx="${8 * cm}" cy="${4 * cm}"/></a:xfrm></p:grpSpPr>${shape(paragraphs('grouped'), [0, 0, 5, 5])}</p:grpSp>` +
      shape(
        paragraphs('left', '<a:pPr lvl="1"/><a:r><a:t>inner</a:t></a:r>'),
        [2 * cm, 5 * cm, 8 * cm, 3 * cm],
        'body',
      ) +
      shape(paragraphs('3'), [20 * cm, 18 * cm, cm, cm], 'sldNum') +
      `<p:pic><p:nvPicPr><p:cNvPr id="3" name="p" descr="A fox at night"/></p:nvPicPr><p:spPr><a:xfrm><a:off x="${2 * cm}" y="${15 * cm}"/><a:ext cx="${20 * cm}" cy="${cm}"/></a:xfrm></p:spPr></p:pic>` +
      shape(
        paragraphs(
          '<a:pPr><a:buAutoNum type="alphaLcParenR"/></a:pPr><a:r><a:t>x</a:t></a:r>',
          '<a:pPr><a:buAutoNum type="alphaLcParenR"/></a:pPr><a:r><a:t>y</a:t></a:r>',
        ),
        [2 * cm, 17 * cm, 20 * cm, cm],
      ) +
      shape(paragraphs('The title'), undefined, 'title'),
  );
  const cell = (text: string, attributes = '') =>
    `<a:tc${attributes}><a:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></a:txBody></a:tc>`;
  const two = slide(
    `<p:graphicFrame><p:xfrm><a:off x="0" y="0"/><a:ext cx="5" cy="5"/></p:xfrm><a:tbl><a:tr>${cell('both', ' gridSpan="2"')}${cell('', ' hMerge="1"')}</a:tr><a:tr>${cell('a')}${cell('b')}</a:tr></a:tbl></p:graphicFrame>`,
    ' show="0"',
  );
  const found = await extractBytes(
    'kinds.pptm',
    deck(
      [one, two],
      {
        'ppt/slides/_rels/slide0.xml.rels': relations([
          ['n', 'notesSlide', '../notesSlides/notes1.xml'],
          ['c', 'comments', '../comments/comment1.xml'],
        ]),
        'ppt/notesSlides/notes1.xml': `<p:notes ${namespaces}>${shape(paragraphs('Speak slowly'), undefined, 'body')}${shape(paragraphs('1'), undefined, 'sldNum')}</p:notes>`,
        'ppt/commentAuthors.xml': `<p:cmAuthorLst ${namespaces}><p:cmAuthor id="0" name="Ann"/></p:cmAuthorLst>`,
        'ppt/comments/comment1.xml': `<p:cmLst ${namespaces}><p:cm authorId="0"><p:text>Nice</p:text></p:cm></p:cmLst>`,
      },
      'presentationml.slideshow.main',
    ),
  );
  expect(found.parts.map(({ kind, locator }) => [kind, locator.kind === 'slide' && locator.slide])).toEqual([
    ['slide', 1],
    ['slide', 2],
  ]);
  expect(found.metadata.pageCount).toBe(2);
  expect(shown(found.parts)).toEqual([
    'table: | both |  |\n| --- | --- |\n| a | b |',
    'caption: (Hidden slide)',
    'heading1: The title',
    'list: - left\n  - inner',
    'paragraph: grouped',
    'paragraph: right',
    'caption: A fox at night',
    'list: a) x\nb) y',
    'paragraph: Notes:',
    'paragraph: Speak slowly',
    'footnote: Comment (Ann): Nice',
  ]);
});

it('keeps a deck whose one slide is broken, and ends with a code on the rest', async () => {
  const good = slide(shape(paragraphs('fine'), undefined, 'title'));
  const found = await extractBytes('broken.pptx', deck([good, '<p:sld>']));
  expect(shown(found.parts)).toEqual(['heading1: fine']);
  expect(found.warnings).toEqual(['Slide 1 is damaged and was left out.']);
  const outcomes: [string, Uint8Array, string][] = [
    ['all.pptx', deck(['<p:sld>']), 'file_malformed'],
    ['blank.pptx', deck([slide('')]), 'file_empty'],
    ['bomb.pptx', deck([slide(' '.repeat(40_000_000))]), 'file_bomb'],
    ['many.pptx', deck([slide('<p:sp/>'.repeat(60_000))]), 'file_bomb'],
  ];
  for (const [name, bytes, code] of outcomes)
    await expect(extractBytes(name, bytes), name).rejects.toMatchObject({ code });
  const nested = slide(
    `${'<p:grpSp>'.repeat(1_900)}${shape(paragraphs('bottom'))}${'</p:grpSp>'.repeat(1_900)}`,
  );
  expect(shown((await extractBytes('nested.pptx', deck([nested]))).parts)).toEqual(['paragraph: bottom']);
}, 30_000);
