import { expect, it } from 'vitest';
import { splitSentences } from './sentences.ts';

const texts = (text: string) => splitSentences(text).map((sentence) => sentence.text);

it('keeps abbreviations, initials, ordinals and decimals whole', () => {
  expect(texts('Dr. Rossi met J. K. Rowling, e.g. on 3.5 days. They left.')).toEqual([
    'Dr. Rossi met J. K. Rowling, e.g. on 3.5 days.',
    'They left.',
  ]);
  expect(texts('Am 3. Oktober kam z. B. Herr Nr. 5. Er blieb.')).toEqual([
    'Am 3. Oktober kam z. B. Herr Nr. 5.',
    'Er blieb.',
  ]);
  expect(texts('Spotkanie przy ul. Długiej 5 odbyło się 5. maja. Trwało godzinę.')).toEqual([
    'Spotkanie przy ul. Długiej 5 odbyło się 5. maja.',
    'Trwało godzinę.',
  ]);
});

it('cuts Korean, Japanese and Chinese', () => {
  expect(texts('회의는 3시에 시작합니다. 장소는 2층입니다! 누가 옵니까?')).toHaveLength(3);
  expect(texts('会議は三時です。場所は二階です。')).toEqual(['会議は三時です。', '場所は二階です。']);
});

it('joins the lines of a page and keeps headings, lists and rows apart, each at its exact place', () => {
  const text =
    '# Lease\n\nThe lease of the workshop begins on the first of June and\nends on the last day of May in the year 2027. The rent is\ndue monthly.\n\nDuties\n- sweep the yard\n- lock the gate\n| Item | Sum |\n| Rent | 950 |';
  const sentences = splitSentences(text);
  expect(sentences.map((sentence) => sentence.text.replace(/\n/g, ' '))).toEqual([
    '# Lease',
    'The lease of the workshop begins on the first of June and ends on the last day of May in the year 2027.',
    'The rent is due monthly.',
    'Duties',
    '- sweep the yard',
    '- lock the gate',
    '| Item | Sum |',
    '| Rent | 950 |',
  ]);
  expect(sentences.filter(({ isHeading }) => isHeading).map((sentence) => sentence.text)).toEqual([
    '# Lease',
    'Duties',
  ]);
  for (const { start, end, text: own } of sentences) expect(text.slice(start, end)).toBe(own);
});

it('takes hostile text in its stride', () => {
  const started = performance.now();
  for (const text of [
    '',
    ' \n\r\n ',
    '\ud800\udc00\ud800',
    '. '.repeat(5000),
    'a.\n'.repeat(5000),
    'A'.repeat(100_000),
  ]) {
    const sentences = splitSentences(text);
    for (const [index, { start, end }] of sentences.entries()) {
      expect(end).toBeGreaterThan(start);
      expect(start).toBeGreaterThanOrEqual(sentences[index - 1]?.end ?? 0);
    }
  }
  expect(performance.now() - started).toBeLessThan(3000);
});

it('takes the head of a table for what names its rows, and its line of dashes for nothing', () => {
  const table = '| Programme | Top temperature |\n| :--- | ---: |\n| P3, pale green glaze | 1,250 °C |';
  expect(splitSentences(table).map(({ text, isHeading }) => [text, isHeading])).toEqual([
    ['| Programme | Top temperature |', true],
    ['| P3, pale green glaze | 1,250 °C |', false],
  ]);
});
