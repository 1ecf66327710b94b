import { expect, it } from 'vitest';
import { type Line, makeSegment } from '../testing/makeTranscript.ts';
import { makeRandom } from '../testing/random.ts';
import type { HeardSegment } from '../transcript.ts';
import { saySame, spreadWords } from '../words/index.ts';
import { type FormerSegment, type MergedSegment, mergeSegments } from './mergeSegments.ts';

function former(line: Line, more: Partial<FormerSegment> = {}): FormerSegment {
  const segment = makeSegment(line);
  const edited = more.edited ?? null;
  return {
    ...segment,
    heardSpeaker: segment.speaker,
    isAssigned: false,
    editedWords: edited === null ? [] : spreadWords(edited, segment.words, segment),
    replaced: edited === null ? null : segment.text,
    ...more,
    edited,
  };
}

function merge(before: readonly FormerSegment[], lines: readonly Line[], claimants: number[] = []) {
  return mergeSegments({
    former: before,
    next: lines.map(makeSegment),
    speakerOf: ({ speaker }) => ({ speaker, isAssigned: false }),
    claimants: new Set(claimants),
  });
}
const shown = (merged: readonly MergedSegment[]) =>
  merged.map(({ speaker, text, edited, hasConflict }) =>
    edited === null ? [speaker, text] : [speaker, text, edited, hasConflict],
  );

it('gives what was heard where nobody did anything', () => {
  const merged = merge(
    [former([0, 0, 'one two'])],
    [
      [0, 0, 'one'],
      [1, 400, 'three'],
    ],
  );
  expect(shown(merged)).toEqual([
    [0, 'one'],
    [1, 'three'],
  ]);
  expect(merged.map(({ wholeOf }) => wholeOf)).toEqual([0, 1]);
});

it('puts an edit in the place of its words where the border between segments is another', () => {
  const before = [former([0, 0, 'hello there']), former([0, 800, 'my friend'], { edited: 'my dear friend' })];
  // Heard 300 ms early: by time alone “my” would stay in the first segment.
  expect(
    shown(
      merge(before, [
        [0, -300 + 300, 'hello there my', 900],
        [0, 900, 'friend'],
      ]),
    ),
  ).toEqual([
    [0, 'hello there'],
    [0, 'my friend', 'my dear friend', false],
  ]);
  const [, edit] = merge(before, [[0, 0, 'hello there my friend']]);
  expect(edit).toMatchObject({ startMs: 800, endMs: 1_600, confidence: 0.9 });
  expect(edit?.editedWords.map(({ text, startMs }) => [text, startMs])).toEqual([
    ['my', 800],
    ['dear', 1_200],
    ['friend', 1_200],
  ]);
});

it('says where the new model heard something else than the old one, unless it heard what the person wrote', () => {
  const before = [former([0, 0, 'the lease ends in march'], { edited: 'the lease ends in May' })];
  const conflictOf = (text: string) => merge(before, [[0, 0, text]])[0]?.hasConflict;
  expect(conflictOf('the lease ends in june')).toBe(true);
  expect(conflictOf('The lease ends in March.')).toBe(false);
  expect(conflictOf('the lease ends in may')).toBe(false);
});

it('keeps an edit of speech that is not heard any more, and one that took a segment out', () => {
  const before = [
    former([0, 0, 'thank you for watching'], { edited: '' }),
    former([1, 9_000, 'mumble mumble'], { edited: 'We agreed on ten.' }),
  ];
  expect(shown(merge(before, []))).toEqual([
    [0, '', '', false],
    [1, '', 'We agreed on ten.', true],
  ]);
  // Something else at another time is nobody's.
  expect(shown(merge(before, [[0, 4_000, 'a new sentence']]))).toEqual([
    [0, '', '', false],
    [0, 'a new sentence'],
    [1, '', 'We agreed on ten.', true],
  ]);
});

it('does not let an edit take words of its neighbours, nor speech of later', () => {
  const before = [
    former([0, 0, 'first part']),
    former([0, 1_000, 'second part'], { edited: '2nd part' }),
    former([0, 2_000, 'third part']),
  ];
  const merged = merge(before, [
    [0, 0, 'first part second part third part', 2_800],
    [0, 4_000, 'and a part that was not heard before'],
  ]);
  expect(shown(merged)).toEqual([
    [0, 'first part'],
    [0, 'second part', '2nd part', false],
    [0, 'third part'],
    [0, 'and a part that was not heard before'],
  ]);
});

it('gives stretches that a person has assigned their speaker again, word by word', () => {
  const before = [
    former([0, 0, 'do you agree']),
    former([0, 1_200, 'yes I do'], { speaker: 1, isAssigned: true }),
    former([0, 2_400, 'very good']),
  ];
  expect(shown(merge(before, [[0, 0, 'do you agree yes I do very good']]))).toEqual([
    [0, 'do you agree'],
    [1, 'yes I do'],
    [0, 'very good'],
  ]);
  const [, assigned] = merge(before, [[0, 0, 'do you agree yes I do very good']]);
  expect(assigned).toMatchObject({ isAssigned: true, heardSpeaker: 0, startMs: 1_200, endMs: 2_400 });
});

it('leaves a speaker that no new voice is what they said', () => {
  const before = [former([0, 0, 'one two three']), former([1, 1_200, 'four five'], { edited: 'four, six' })];
  const lines: Line[] = [[0, 0, 'one two three four five']];
  expect(shown(merge(before, lines))).toEqual([
    [0, 'one two three'],
    [0, 'four five', 'four, six', false],
  ]);
  expect(shown(merge(before, lines, [1]))[1]).toEqual([1, 'four five', 'four, six', false]);
});

it('tells lanes apart that speak at the same time', () => {
  const before = [
    former([0, 0, 'yes yes yes', 1_200, 0], { edited: 'Yes!' }),
    former([1, 0, 'no no no', 1_200, 1], { edited: 'No!' }),
  ];
  const merged = merge(before, [
    [0, 100, 'yes yes yes', 1_300, 0],
    [1, 100, 'no no no', 1_300, 1],
  ]);
  expect(shown(merged)).toEqual([
    [0, 'yes yes yes', 'Yes!', false],
    [1, 'no no no', 'No!', false],
  ]);
});

it('cuts texts of scripts without spaces where their words end', () => {
  const segment = (text: string, startMs: number, words: string[]): HeardSegment => ({
    ...makeSegment([0, startMs, words.join(' ')]),
    text,
  });
  const before = [
    { ...former([0, 0, '今日は 晴れ です']), text: '今日は晴れです。' },
    former([0, 1_200, '明日は 雨'], { edited: '明日は雪' }),
  ];
  const merged = mergeSegments({
    former: before,
    next: [segment('今日は晴れです。明日は雨', 0, ['今日は', '晴れ', 'です', '明日は', '雨'])],
    speakerOf: () => ({ speaker: 0, isAssigned: false }),
    claimants: new Set(),
  });
  expect(shown(merged)).toEqual([
    [0, '今日は晴れです。'],
    [0, '明日は雨', '明日は雪', false],
  ]);
});

/* A conversation, what two models hear of it, and what a person does in between. */
const vocabulary =
  'lease rent march garden so we the a of and then kitchen agreed Friday question answer'.split(' ');

function speak(random: (below: number) => number): { text: string; startMs: number; speaker: number }[] {
  let at = 0;
  let speaker = 0;
  return Array.from({ length: 40 + random(80) }, () => {
    at += 250 + random(4) * 100 + (random(12) === 0 ? 2_000 : 0);
    if (random(9) === 0) speaker = random(3);
    return { text: vocabulary[random(vocabulary.length)] ?? '', startMs: at, speaker };
  });
}

function hear(
  words: ReturnType<typeof speak>,
  random: (below: number) => number,
  errors: { jitterMs: number; wrong: number; lost: number; added: number },
): HeardSegment[] {
  const segments: HeardSegment[] = [];
  let last = 0;
  for (const { text, startMs, speaker } of words) {
    if (errors.lost > 0 && random(errors.lost) === 0) continue;
    const from = Math.max(last, startMs + random(errors.jitterMs * 2 + 1) - errors.jitterMs);
    last = from + 200;
    const heard = [errors.wrong > 0 && random(errors.wrong) === 0 ? `${text}ish` : text];
    if (errors.added > 0 && random(errors.added) === 0) heard.push('uh');
    const open = segments.at(-1);
    const isNew = !open || random(8) === 0 || open.speaker !== speaker || from - open.endMs > 1_500;
    const segment = isNew
      ? { startMs: from, endMs: from, lane: 0, speaker, text: '', words: [], confidence: null }
      : open;
    if (isNew) segments.push(segment);
    for (const [index, word] of heard.entries())
      segment.words.push({ startMs: from + index * 90, endMs: from + index * 90 + 90, text: word });
    segment.text = segment.words.map((word) => word.text).join(' ');
    segment.endMs = segment.words.at(-1)?.endMs ?? from;
  }
  return segments;
}

function touch(segments: readonly HeardSegment[], random: (below: number) => number): FormerSegment[] {
  return segments.map((segment, index): FormerSegment => {
    const isEdited = random(4) === 0;
    const edited = isEdited ? (random(6) === 0 ? '' : `edit number ${index} of ${segment.text}`) : null;
    const isAssigned = random(6) === 0;
    return {
      ...segment,
      heardSpeaker: segment.speaker,
      speaker: isAssigned ? 7 : segment.speaker,
      isAssigned,
      edited,
      editedWords: edited === null ? [] : spreadWords(edited, segment.words, segment),
      replaced: edited === null ? null : segment.text,
    };
  });
}

it('loses no edit and no word, whatever two models hear', () => {
  for (let seed = 1; seed <= 150; seed++) {
    const random = makeRandom(seed);
    const words = speak(random);
    const before = touch(hear(words, random, { jitterMs: 100, wrong: 9, lost: 12, added: 15 }), random);
    const next = hear(words, random, { jitterMs: 300, wrong: 6, lost: 8, added: 10 });
    const merged = mergeSegments({
      former: before,
      next,
      speakerOf: ({ speaker }) => ({ speaker, isAssigned: false }),
      claimants: new Set(seed % 3 === 0 ? [1] : []),
    });
    const edits = (list: readonly FormerSegment[]) => list.flatMap(({ edited }) => edited ?? []).sort();
    expect([seed, edits(merged)]).toEqual([seed, edits(before)]);
    const said = (list: readonly { words: readonly { text: string; startMs: number }[] }[]) =>
      list.flatMap((segment) => segment.words.map(({ text, startMs }) => `${startMs} ${text}`)).sort();
    expect([seed, said(merged)]).toEqual([seed, said(next)]);
    let latest = 0;
    for (const segment of merged) {
      expect(segment.startMs).toBeGreaterThanOrEqual(latest);
      latest = segment.startMs;
      for (const list of [segment.words, segment.editedWords]) {
        let at = segment.startMs;
        for (const word of list) {
          expect(word.startMs).toBeGreaterThanOrEqual(at);
          expect(word.endMs).toBeGreaterThanOrEqual(word.startMs);
          expect(word.endMs).toBeLessThanOrEqual(segment.endMs);
          at = word.startMs;
        }
      }
      if (segment.edited !== null)
        expect(segment.editedWords.map(({ text }) => text).join(' ')).toBe(segment.edited);
      else expect(segment.words.map(({ text }) => text).join(' ')).toBe(segment.text);
    }
  }
});

it('finds the very words of every edit where both models hear the same, at other times and in other segments', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const random = makeRandom(1000 + seed);
    const words = speak(random);
    const before = touch(hear(words, random, { jitterMs: 0, wrong: 0, lost: 0, added: 0 }), random);
    const merged = mergeSegments({
      former: before,
      next: hear(words, random, { jitterMs: 400, wrong: 0, lost: 0, added: 0 }),
      speakerOf: ({ speaker }) => ({ speaker, isAssigned: false }),
      claimants: new Set(),
    });
    for (const { edited, text, replaced, hasConflict, editOf } of merged) {
      if (edited === null) continue;
      expect([seed, edited, saySame(text, replaced ?? ''), hasConflict]).toEqual([seed, edited, true, false]);
      expect(before[editOf ?? -1]?.edited).toBe(edited);
    }
    // Assigned words are the same words.
    const assigned = (list: readonly FormerSegment[]) =>
      list
        .filter(({ isAssigned }) => isAssigned)
        .flatMap((segment) => segment.words.map(({ text }) => text))
        .join(' ');
    expect([seed, assigned(merged)]).toEqual([seed, assigned(before)]);
  }
});
