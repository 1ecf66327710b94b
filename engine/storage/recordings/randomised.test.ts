import { openDatabase } from '@adiuva/native/sqlite';
import { expect, it } from 'vitest';
import { givenName } from '#base';
import { migrate } from '../migrate.ts';
import {
  assignSegments,
  editSegment,
  mergeSpeakers,
  nameSpeaker,
  placeWords,
  putTranscript,
  readSegments,
  readTranscriptByHash,
  resolveConflict,
  revertSegment,
  splitSpeaker,
} from './index.ts';
import { type Line, makeTranscript } from './testing/makeTranscript.ts';
import { makeRandom } from './testing/random.ts';
import type { SegmentRecord } from './transcript.ts';

const vocabulary = 'lease rent march garden so we the a of and then kitchen agreed question answer'.split(
  ' ',
);

type Random = (below: number) => number;

interface Spoken {
  startMs: number;
  text: string;
  speaker: number;
}

/** What is said, always the same for a seed. */
function speak(random: Random): Spoken[] {
  let at = 0;
  let speaker = 0;
  return Array.from({ length: 60 }, () => {
    at += 300 + random(300);
    if (random(8) === 0) {
      speaker = random(4);
      at += random(2_000);
    }
    return { startMs: at, text: vocabulary[random(vocabulary.length)] ?? '', speaker };
  });
}

/** What a model makes of it: errors, other borders, other numbers, and sometimes nobody told apart. */
function hear(spoken: readonly Spoken[], random: Random): Line[] {
  const shift = random(7);
  const isTold = random(6) > 0;
  const lines: { speaker: number; startMs: number; endMs: number; words: string[] }[] = [];
  for (const { startMs, text, speaker } of spoken) {
    if (random(10) === 0) continue;
    const heard = random(8) === 0 ? `${text}s` : text;
    const from = startMs + random(200);
    const open = lines.at(-1);
    if (open && open.speaker === speaker && random(6) > 0 && from - open.endMs < 1_500) {
      open.words.push(heard);
      open.endMs = from + 250;
    } else lines.push({ speaker, startMs: from, endMs: from + 250, words: [heard] });
  }
  return lines.map(({ speaker, startMs, endMs, words }): Line => {
    return [isTold ? (speaker + shift) % 7 : null, startMs, words.join(' '), endMs];
  });
}

/** What is not as it must be: ascending, words inside their segment and in its text, speakers that are there. */
function faultsOf(segments: readonly SegmentRecord[], speakers: ReadonlySet<number>): string[] {
  const faults: string[] = [];
  let latest = 0;
  for (const { id, startMs, endMs, words, text, speaker } of segments) {
    if (startMs < latest) faults.push(`${id} stands out of order`);
    latest = startMs;
    if (speaker !== null && !speakers.has(speaker)) faults.push(`${id} is of nobody`);
    if (words.length > 0 && !placeWords(text, words)) faults.push(`${id} has other words than its text`);
    let from = startMs;
    for (const word of words) {
      if (word.startMs < from || word.endMs < word.startMs || word.endMs > endMs)
        faults.push(`${id} has a word outside`);
      from = word.startMs;
    }
  }
  return faults;
}

it('keeps whatever a person does, over any number of transcriptions', { timeout: 120_000 }, () => {
  for (let seed = 1; seed <= 15; seed++) {
    const random = makeRandom(seed * 7919);
    const db = openDatabase(':memory:');
    migrate(db, ':memory:');
    const spoken = speak(random);
    const put = () =>
      putTranscript(db, {
        ...{ lease: null, contentHash: 'h', now: 1 },
        transcript: makeTranscript(hear(spoken, random), { model: `model ${random(9)}` }),
      });
    const { transcriptId } = put();
    const edits = new Set<string>();
    const names = new Map<string, number>();
    const pick = <Each>(list: readonly Each[]) => list[random(list.length)];
    const speakers = () => readTranscriptByHash(db, 'h')?.speakers ?? [];
    const nameOf = (number: number) => [...names].find(([, named]) => named === number)?.[0];
    let count = 0;
    for (let round = 0; round < 40; round++) {
      const segment = pick(readSegments(db, transcriptId));
      const speaker = pick(speakers());
      const at = { transcriptId, segmentId: segment?.id ?? 0, now: 2 };
      const action = random(9);
      if (action <= 2 && segment) {
        if (segment.isEdited) edits.delete(segment.text);
        const text = `${segment.text} edit${count++}`;
        editSegment(db, { ...at, text });
        edits.add(text);
      } else if (action === 3 && segment) {
        if (segment.isEdited) edits.delete(segment.text);
        revertSegment(db, at);
      } else if (action === 4 && segment?.conflict) {
        const keep = random(2) === 0 ? 'heard' : 'edited';
        if (keep === 'heard') edits.delete(segment.text);
        resolveConflict(db, { ...at, keep });
      } else if (action === 5 && segment) {
        assignSegments(db, { transcriptId, segmentIds: [segment.id], speaker: random(9), now: 2 });
      } else if (action === 6 && speaker) {
        const name = `Person ${count++}`;
        const old = nameOf(speaker.number);
        if (old) names.delete(old);
        const given = givenName(name, 'A speaker', 200);
        nameSpeaker(db, {
          transcriptId,
          speaker: speaker.number,
          name: given,
          isPerson: true,
          visible: null,
          now: 2,
        });
        names.set(name, speaker.number);
      } else if (action === 7 && speaker) {
        const own = readSegments(db, transcriptId, { speakers: [speaker.number] });
        if (random(2) === 0 && own.length > 1)
          splitSpeaker(db, { transcriptId, speaker: speaker.number, groups: [[own[0]?.id ?? 0]], now: 2 });
        else {
          const into = pick(speakers().filter(({ number }) => number !== speaker.number));
          if (!into) continue;
          mergeSpeakers(db, { transcriptId, from: speaker.number, into: into.number, now: 2 });
          const old = nameOf(speaker.number);
          if (old) names.delete(old);
          if (old && !nameOf(into.number)) names.set(old, into.number);
        }
      } else put();

      const segments = readSegments(db, transcriptId);
      const kept = segments.filter(({ isEdited }) => isEdited).map(({ text }) => text);
      expect([seed, round, kept.sort()]).toEqual([seed, round, [...edits].sort()]);
      const shown = new Map(speakers().map(({ number, name }) => [name, number]));
      for (const [name, number] of names)
        expect([seed, round, name, shown.get(name)]).toEqual([seed, round, name, number]);
      expect([seed, round, faultsOf(segments, new Set(shown.values()))]).toEqual([seed, round, []]);
    }
    expect(db.pragma('foreign_key_check')).toEqual([]);
    db.close();
  }
});
