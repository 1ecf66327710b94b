import { describe, expect, it } from 'vitest';
import { buildPdf, column, type PdfLine } from '../testing/buildPdf.ts';
import { extractBytes } from '../testing/extractBytes.ts';

async function textOf(lines: readonly PdfLine[]): Promise<string> {
  const { parts } = await extractBytes('page.pdf', buildPdf([{ lines }]));
  return parts.map(({ text }) => text).join('\n');
}

/** As it is seen, from left to right. */
function shown(text: string): string {
  return [...text].reverse().join('');
}

/** A bracket as it looks in a line that runs from right to left. */
function flipped(bracket: string): string {
  return bracket === '(' ? ')' : '(';
}

describe('scripts and directions', () => {
  it('reads Hebrew and Arabic in the order they are read in, numbers and Latin words the right way round', async () => {
    const hebrew = `${shown(' שנת ')}1948${shown('הכרזה ב')}`;
    expect(await textOf([{ text: hebrew, x: 300, y: 700 }])).toBe('הכרזה ב1948 שנת');
    expect(await textOf([{ text: `${shown('כתובת ')}`, x: 300, y: 700 }])).toBe('כתובת');
    const mixed = `${shown(' הוא כלי טוב')}Adobe Reader${shown('התוכנה ')}`;
    expect(await textOf([{ text: mixed, x: 200, y: 700 }])).toBe('התוכנה Adobe Reader הוא כלי טוב');
    expect(await textOf([{ text: shown('مرحبا بالعالم'), x: 200, y: 700 }])).toBe('مرحبا بالعالم');
  });

  it('reads lines of Hebrew that the file draws from right to left', async () => {
    // Each letter half an em wide, and the pen taken back by a whole one.
    expect(await textOf([{ text: 'שלום עולם', x: 400, y: 700, spacing: -10 }])).toBe('שלום עולם');
    expect(await textOf([{ text: shown('שלום (עולם)').replace(/[()]/g, flipped), x: 300, y: 700 }])).toBe(
      'שלום (עולם)',
    );
  });

  it('joins Chinese and Japanese without spaces over lines and justified gaps, Korean with them', async () => {
    const chinese = [
      { text: '中华人民共和国的首都', x: 60, y: 700, spacing: 3 },
      { text: '是北京市', x: 60, y: 686, spacing: 3 },
    ];
    expect(await textOf(chinese)).toBe('中华人民共和国的首都是北京市');
    expect(await textOf(column(['대한민국의 수도는', '서울이다'], 60, 700))).toBe(
      '대한민국의 수도는 서울이다',
    );
  });

  it('takes letters that are set wide apart for words', async () => {
    expect(await textOf([{ text: 'CHAPTER', x: 60, y: 700, size: 12, spacing: 4 }])).toBe('CHAPTER');
    expect(await textOf([{ text: 'Plain words here', x: 60, y: 700, size: 12 }])).toBe('Plain words here');
  });

  it('reads text that leans or climbs as lines of its own', async () => {
    const turn = (degrees: number) => {
      const angle = (degrees * Math.PI) / 180;
      const [cos, sin] = [Number(Math.cos(angle).toFixed(6)), Number(Math.sin(angle).toFixed(6))];
      return [cos, sin, -sin, cos] as const;
    };
    const text = await textOf([
      ...column(['The body of the page runs level,', 'as the bodies of pages do.'], 60, 700),
      { text: 'Strictly confidential draft', x: 100, y: 200, size: 30, matrix: turn(40) },
      { text: 'Stamped up the margin', x: 30, y: 300, size: 10, matrix: turn(90) },
    ]);
    expect(text.split('\n\n').sort()).toEqual([
      'Stamped up the margin',
      'Strictly confidential draft',
      'The body of the page runs level, as the bodies of pages do.',
    ]);
  });
});
