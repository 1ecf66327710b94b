import { transcriptSchema } from '@adiuva/contracts/rpc';
import { expect, it } from 'vitest';
import { exportTranscript } from './exportTranscript.ts';
import type { SpokenTranscript } from './spokenTranscript.ts';
import { widthOf } from './textWidth.ts';

type Line = readonly [speaker: string | null, startMs: number, text: string, wordMs?: number];

function spoken(lines: readonly Line[], more: Partial<SpokenTranscript> = {}): SpokenTranscript {
  return {
    title: 'Weekly *meeting*',
    language: 'en',
    durationMs: 60_000,
    model: 'tiny',
    warnings: [],
    segments: lines.map(([speakerName, startMs, text, wordMs = 300], index) => {
      const words = text.split(' ').map((word, at) => ({
        ...{ startMs: startMs + at * wordMs, endMs: startMs + (at + 1) * wordMs, text: word },
      }));
      const endMs = words.at(-1)?.endMs ?? startMs;
      return {
        segmentId: index,
        startMs,
        endMs,
        lane: 0,
        text,
        words,
        speaker: 0,
        speakerName,
        confidence: 0.75,
      };
    }),
    ...more,
  };
}

const write = (
  format: 'json' | 'srt' | 'vtt' | 'txt' | 'md',
  transcript: SpokenTranscript,
  withSpeakers = true,
): string => exportTranscript(transcript, { format, withSpeakers }).text;

const talk = spoken([
  ['Anna', 1_000, 'Good morning.'],
  ['Anna', 2_000, 'Who is here?'],
  ['Ben & Co', 4_000, 'I am here.'],
]);

it('writes SubRip: numbered, with commas, a name where the speaker changes', () => {
  expect(write('srt', talk)).toBe(
    [
      '1\n00:00:01,000 --> 00:00:01,600\nAnna: Good morning.\n',
      '2\n00:00:02,000 --> 00:00:02,900\nWho is here?\n',
      '3\n00:00:04,000 --> 00:00:04,900\nBen & Co: I am here.\n',
    ].join('\n'),
  );
  expect(write('srt', talk, false)).not.toMatch(/Anna|Ben/u);
});

it('writes WebVTT: voices, and nothing that could be read as a tag', () => {
  const awkward = spoken([['<b>Eve</b>', 0, 'if a --> b && <i>c</i>']]);
  expect(write('vtt', awkward)).toBe(
    'WEBVTT\n\n00:00:00.000 --> 00:00:01.800\n' +
      '<v &lt;b&gt;Eve&lt;/b&gt;>if a --&gt; b &amp;&amp; &lt;i&gt;c&lt;/i&gt;</v>\n',
  );
  expect(write('vtt', awkward, false)).toContain('\nif a --&gt; b');
  expect(
    write('srt', awkward)
      .split('\n')
      .filter((line) => line.includes('-->')),
  ).toHaveLength(1);
});

it('cuts captions at words, by their times, into at most two lines of 42 columns', () => {
  const text = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');
  const cues = write('srt', spoken([['Anna', 0, text, 200]]))
    .trimEnd()
    .split('\n\n');
  expect(cues.length).toBeGreaterThan(4);
  const words: string[] = [];
  for (const cue of cues) {
    const [, times = '', ...lines] = cue.split('\n');
    expect(lines.length).toBeLessThanOrEqual(2);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(42);
    const own = lines.join(' ').replace('Anna: ', '').split(' ');
    words.push(...own);
    const first = Number(own[0]?.slice(4)) * 200;
    const seconds = String(Math.floor(first / 1000)).padStart(2, '0');
    expect(times.slice(0, 12)).toBe(`00:00:${seconds},${String(first % 1000).padStart(3, '0')}`);
  }
  expect(words.join(' ')).toBe(text);
});

it('ends a caption at a pause, and after seven seconds', () => {
  const transcript = spoken([[null, 0, 'one two three four five', 2_000]]);
  const first = transcript.segments[0]?.words[0];
  if (first) first.endMs = 100;
  expect(write('srt', transcript).match(/-->/gu)).toHaveLength(3);
});

it('gives wide characters two columns, and cuts between characters what has no spaces', () => {
  const chinese = '我们今天讨论新的租约。'.repeat(8);
  const segment = { ...spoken([['王', 0, chinese, 12_000]]).segments[0], words: [] };
  const transcript = spoken([], { segments: [segment as SpokenTranscript['segments'][number]] });
  for (const format of ['srt', 'vtt'] as const) {
    const text = write(format, transcript, false);
    const lines = text.split('\n').filter((line) => /[\u4e00-\u9fff]/u.test(line));
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(42);
    expect(lines.join('')).toBe(chinese);
  }
  const address = `https://example.org/${'a'.repeat(200)}`;
  const longLines = write('srt', spoken([[null, 0, `see ${address} there`]]))
    .split('\n')
    .filter((line) => /[a-z]/u.test(line));
  for (const line of longLines) expect(line.length).toBeLessThanOrEqual(42);
  expect(longLines.join('')).toContain(address.slice(0, 40));
  expect(longLines.join('').replace(/\s/gu, '')).toBe(`see${address}there`);
  expect(widthOf('👩‍👩‍👧')).toBe(2);
  expect(widthOf('é')).toBe(1);
});

it('leaves words that are written from right to left as they are', () => {
  const hebrew = 'שלום לכולם, נתחיל בפגישה';
  for (const format of ['srt', 'vtt', 'txt', 'md'] as const)
    expect(write(format, spoken([['דנה', 0, hebrew]]))).toContain(hebrew);
});

it('counts hours as far as they go', () => {
  const late = spoken([[null, 101 * 3_600_000 + 61_007, 'late']]);
  expect(write('srt', late)).toContain('101:01:01,007 --> 101:01:01,307');
  expect(write('vtt', late)).toContain('101:01:01.007 --> ');
  expect(write('md', late)).toContain('[101:01:01] late');
});

it('writes paragraphs a speaker says, and begins another after a long pause', () => {
  const transcript = spoken([
    ['Anna', 0, 'Good morning.'],
    ['Anna', 1_000, 'Let us begin.'],
    ['Anna', 20_000, 'And go on.'],
    ['Ben', 21_000, 'Yes.'],
    [null, 22_000, 'Unknown.'],
  ]);
  expect(write('txt', transcript)).toBe(
    'Anna: Good morning. Let us begin.\n\nAnna: And go on.\n\nBen: Yes.\n\nUnknown.\n',
  );
  expect(write('md', transcript)).toBe(
    [
      '# Weekly \\*meeting\\*\n',
      '[00:00:00] **Anna:** Good morning. Let us begin.\n',
      '[00:00:20] **Anna:** And go on.\n',
      '[00:00:21] **Ben:** Yes.\n',
      '[00:00:22] Unknown.\n',
    ].join('\n'),
  );
});

it('writes Markdown in which nothing that was said is a mark', async () => {
  const { fromMarkdown } = await import('mdast-util-from-markdown');
  const { gfmFromMarkdown } = await import('mdast-util-gfm');
  const { gfm } = await import('micromark-extension-gfm');
  const said = '# no *heading* [link](x) `code` <b>bold</b> | a | ~~b~~ &amp; ![p](y) _u_ \\ end';
  const text = write('md', spoken([['A*B_C', 0, said]], { title: '- x\n# y' }));
  const tree = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  expect(tree.children.map(({ type }) => type)).toEqual(['heading', 'paragraph']);
  const [, paragraph] = tree.children;
  const parts = paragraph && 'children' in paragraph ? paragraph.children : [];
  expect(parts.map(({ type }) => type)).toEqual(['text', 'strong', 'text']);
  expect(parts[2]).toMatchObject({ value: ` ${said}` });
});

it('writes JSON as the contract has it', () => {
  const parsed = transcriptSchema.parse(JSON.parse(write('json', talk)));
  expect(parsed).toMatchObject({
    language: 'en',
    model: 'tiny',
    segments: [
      { startMs: 1_000, endMs: 1_600, text: 'Good morning.', speaker: 'Anna', confidence: 0.75 },
      {},
      {},
    ],
  });
  expect(parsed.segments[0]?.words?.[1]).toEqual({ startMs: 1_300, endMs: 1_600, text: 'morning.' });
  expect(JSON.parse(write('json', talk, false)).segments[0]).not.toHaveProperty('speaker');
});

it('writes nothing said as nothing', () => {
  const silent = spoken([], { language: null });
  expect(write('srt', silent)).toBe('');
  expect(write('vtt', silent)).toBe('WEBVTT\n');
  expect(write('txt', silent)).toBe('');
  expect(write('md', silent)).toBe('# Weekly \\*meeting\\*\n');
  expect(transcriptSchema.parse(JSON.parse(write('json', silent))).segments).toEqual([]);
});
