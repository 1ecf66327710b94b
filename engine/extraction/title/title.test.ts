import type { DocumentMetadata, Part } from '@adiuva/contracts';
import { describe, expect, it } from 'vitest';
import { extractBytes } from '../testing/extractBytes.ts';
import { createTitleFinder } from './createTitleFinder.ts';
import { titleOfName } from './titleOfName.ts';

function titled(
  name: string,
  metadata: DocumentMetadata,
  ...blocks: [Part['blocks'][number]['kind'], string][]
) {
  const finder = createTitleFinder(name);
  let text = '';
  const placed = blocks.map(([kind, content]) => {
    const start = text.length;
    text += `${content}\n\n`;
    return { kind, start, end: start + content.length, ...(kind === 'heading' && { level: 1 }) };
  });
  finder.see({
    kind: 'text',
    text,
    blocks: placed,
    locator: { kind: 'text', part: 0, start: 0, end: text.length, headingPath: [] },
  });
  return finder.titleFor(metadata);
}

describe('titles', () => {
  it('are the document’s own where they are good', () => {
    expect(titled('a.pdf', { title: 'Annual  report' }, ['heading', 'Summary'])).toEqual({
      title: 'Annual report',
    });
    for (const title of [
      'Microsoft Word - a.doc',
      'Untitled',
      'report_final.docx',
      'Slide 1',
      '',
      '12345',
      'C:\\a\\b',
    ])
      expect(titled('a.pdf', { title }, ['heading', 'Summary'])).toEqual({
        title: 'Summary',
        titleFrom: 'heading',
      });
  });

  it('are made of what the document begins with, or of its name', () => {
    expect(titled('m.eml', { properties: { subject: 'Lunch on Friday' } })).toEqual({
      title: 'Lunch on Friday',
      titleFrom: 'text',
    });
    expect(titled('a.txt', {}, ['paragraph', 'Iwan Roberts'], ['paragraph', 'He played.'])).toEqual({
      title: 'Iwan Roberts',
      titleFrom: 'text',
    });
    for (const first of [
      'This is a sentence.',
      'ann@example.org wrote',
      '2024-03-01 12:00 started',
      'wombat',
      '{ a',
    ])
      expect(titled('my_notes-2024-03.txt', {}, ['paragraph', first], ['paragraph', 'x'])).toEqual({
        title: 'My notes 2024-03',
        titleFrom: 'name',
      });
    expect(titled('logger.py', {}, ['code', 'import os'])).toEqual({ title: 'logger.py', titleFrom: 'name' });
  });

  it('make names readable and leave dates as they are', () => {
    expect(titleOfName('meeting-2026-03-12.md')).toBe('Meeting 2026-03-12');
    expect(titleOfName('docs/Quarterly%20report_v2.pdf')).toBe('Quarterly report_v2');
    expect(titleOfName('spring-weather.html.json')).toBe('Spring weather');
    expect(titleOfName('README')).toBe('README');
    expect(titleOfName('a\n\u202eb.txt')).toBe('A b');
  });

  it('come with every file', async () => {
    expect((await extractBytes('stock_list.json', '[{"sku": 1}]')).metadata).toMatchObject({
      title: 'Stock list',
      titleFrom: 'name',
    });
    const { metadata } = await extractBytes('a.md', '# The title\n\nText.');
    expect(metadata.title).toBe('The title');
  });
});
