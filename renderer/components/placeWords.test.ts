import { readFileSync } from 'node:fs';
import type { Locator } from '@adiuva/contracts';
import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { createFormat } from '../messages/useFormat.ts';
import { placeWords } from './placeWords.ts';

function wordsOf(language: string) {
  const catalogue = JSON.parse(
    readFileSync(new URL(`../messages/${language}/viewer.json`, import.meta.url), 'utf8'),
  );
  const messages = i18next.createInstance();
  void messages.init({
    lng: language,
    resources: { [language]: { viewer: catalogue } },
    ns: 'viewer',
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  const t = messages.getFixedT(language, 'viewer');
  const { number, clock } = createFormat(language);
  return {
    page: (page: number) => t('place.page', { page: number(page) }),
    slide: (slide: number) => t('place.slide', { slide: number(slide) }),
    cells: (cells: string) => t('place.cells', { cells }),
    headers: t('place.headers'),
    picture: (page: number | null) =>
      page === null ? t('place.picture') : t('place.pictureOf', { page: number(page) }),
    clock,
  };
}

const range = { part: 0, start: 0, end: 5 };
const places: Locator[] = [
  { kind: 'page', ...range, page: 4, boxes: [], headingPath: ['Report', 'Costs'], cells: 'A2:C9' },
  {
    kind: 'page',
    ...range,
    page: 1200,
    boxes: [],
    within: [
      { kind: 'attachment', name: 'a <b> & c.zip' },
      { kind: 'archive', name: 'q3.pdf' },
    ],
  },
  { kind: 'slide', ...range, slide: 2 },
  { kind: 'cells', ...range, sheet: 'Budżet', cells: 'B4' },
  { kind: 'message', ...range, section: 'headers' },
  { kind: 'message', ...range, section: 'body' },
  { kind: 'time', ...range, startMs: 3_723_000, endMs: 3_724_000, speaker: 'Ada' },
  { kind: 'region', ...range, boxes: [], page: 3 },
  { kind: 'region', ...range, boxes: [] },
  { kind: 'text', ...range, headingPath: ['Report'] },
];

const within = 'a <b> & c.zip › q3.pdf › ';
describe.each([
  ['en', 'page 4 › Costs › cells A2:C9', `${within}page 1,200`, 'slide 2', 'headers', 'picture 3', 'picture'],
  [
    'it',
    'pagina 4 › Costs › celle A2:C9',
    `${within}pagina 1200`,
    'diapositiva 2',
    'intestazioni',
    'immagine 3',
    'immagine',
  ],
  [
    'pl',
    'strona 4 › Costs › komórki A2:C9',
    `${within}strona 1200`,
    'slajd 2',
    'nagłówki',
    'obraz 3',
    'obraz',
  ],
  ['ko', '4쪽 › Costs › 셀 A2:C9', `${within}1,200쪽`, '슬라이드 2', '머리글', '그림 3', '그림'],
])('the words of a place in %s', (language, page, inside, slide, headers, pictureOf, picture) => {
  it('names every kind of place, and no heading that is the title', () => {
    const words = wordsOf(language);
    expect(places.map((place) => placeWords(words, place, 'Report'))).toEqual([
      page,
      inside,
      slide,
      'Budżet › B4',
      headers,
      '',
      '1:02:03 › Ada',
      pictureOf,
      picture,
      '',
    ]);
  });
});
