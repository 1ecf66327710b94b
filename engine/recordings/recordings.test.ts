import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectTo, makeTemporaryFolder } from '#testing';
import { installSpeechModel } from './testing/installModel.ts';
import { openRecordingEngine, type RecordingEngine, talk } from './testing/recordingEngine.ts';
import { wordsFrom } from './testing/script.ts';
import { join as joined, quiet, voiceSound, waveFile } from './testing/voiceSound.ts';

const root = makeTemporaryFolder();
afterAll(() => root.remove());
const patience = 240_000;
const fixture = (name: string) => readFileSync(new URL(`../media/fixtures/${name}`, import.meta.url));

/** A mail with one attachment. */
function mail(name: string, type: string, bytes: Buffer): Buffer {
  return Buffer.from(
    [
      'From: ada@example.org',
      'Subject: What I could not write',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      '',
      'Please listen to this.',
      '--b',
      `Content-Type: ${type}; name=${name}`,
      `Content-Disposition: attachment; filename=${name}`,
      'Content-Transfer-Encoding: base64',
      '',
      bytes.toString('base64').replace(/.{76}/g, '$&\n'),
      '--b--',
      '',
    ].join('\n'),
  );
}

describe('without a speech model', () => {
  let app: RecordingEngine;
  beforeAll(async () => {
    const words = wordsFrom(1100, 'The lighthouse keeper wrote letters.');
    app = await openRecordingEngine(join(root.path, 'none'), { words });
  }, patience);
  afterAll(() => app.close());

  it(
    'leaves recordings out and says what helps, and hears them by itself when a model is there',
    async () => {
      app.write('talk.wav', talk());
      app.write('voice.eml', mail('message.wav', 'audio/wav', talk({ pitch: 180 })));
      const outcomes = await app.ingest();
      expect(outcomes).toMatchObject([
        {
          status: 'skipped',
          mediaType: 'audio/wav',
          error: { code: 'speech_model_missing', message: expect.stringContaining('adiuva models install') },
        },
        { status: 'indexed', mediaType: 'message/rfc822' },
      ]);
      const [talked, mailed] = outcomes;
      expect(await app.client.call('library.show', { id: talked?.id ?? '' })).toMatchObject({
        metadata: { durationMs: 10_000 },
      });
      expect((await app.client.call('library.show', { id: mailed?.id ?? '' })).memberList).toMatchObject([
        { mediaType: 'audio/wav', status: 'skipped', error: { code: 'speech_model_missing' } },
      ]);
      await expect(
        app.client.call('recordings.transcribe', { path: app.file('talk.wav') }),
      ).rejects.toMatchObject({ code: 'model_not_installed' });

      installSpeechModel(app.home);
      // Who asks for it by name need not wait for what follows by itself.
      expect(await app.outcomeOf('talk.wav')).toMatchObject({ status: 'indexed' });
      expect((await app.find('lighthouse')).results).toHaveLength(1);
      await app.reopen();
      await expect
        .poll(async () => (await app.find('lighthouse')).results.map(({ path }) => path), {
          timeout: patience,
          interval: 500,
        })
        .toEqual(expect.arrayContaining([app.file('talk.wav'), app.file('voice.eml')]));
      const { results } = await app.find('lighthouse');
      const inMail = results.find(({ path }) => path.endsWith('.eml'));
      expect(inMail?.locator).toMatchObject({
        kind: 'time',
        within: [{ kind: 'attachment', name: 'message.wav' }],
        startMs: 1100,
      });
      await expect.poll(() => app.scratch(), { timeout: 30_000 }).toEqual([]);
    },
    patience,
  );
});

describe('with a model', () => {
  let app: RecordingEngine;
  const words = [
    ...wordsFrom(1100, 'The lighthouse keeper wrote letters.'),
    ...wordsFrom(6200, 'Nobody answered any of them.'),
  ];
  beforeAll(async () => {
    const folder = join(root.path, 'one');
    installSpeechModel(join(folder, 'home'));
    app = await openRecordingEngine(folder, { words });
  }, patience);
  afterAll(() => app.close());

  it(
    'finds words at their seconds, and cites them there',
    async () => {
      app.write('talk.wav', talk());
      const stages = new Set<string>();
      const [outcome] = await app.ingest((event) => {
        if (event.type === 'progress') stages.add(event.stage);
      });
      expect(outcome).toMatchObject({ status: 'indexed', mediaType: 'audio/wav', parts: 1, chunks: 2 });
      expect([...stages]).toEqual(
        expect.arrayContaining(['decode', 'voice', 'transcribe', 'speakers', 'chunk', 'embed']),
      );
      const { results } = await app.find('lighthouse');
      expect(results).toMatchObject([
        {
          mediaType: 'audio/wav',
          title: 'Talk',
          locator: { kind: 'time', startMs: 1100, endMs: 3050, speaker: 'Speaker 1' },
        },
      ]);
      const id = outcome?.id ?? '';
      expect(await app.client.call('library.show', { id })).toMatchObject({
        language: 'en',
        metadata: { durationMs: 10_000, language: 'en', titleFrom: 'name' },
      });
      expect(await app.client.call('recordings.show', { documentId: id })).toMatchObject({
        durationMs: 10_000,
        model: 'whisper-tiny',
        segments: 2,
        speakers: [{ name: 'Speaker 1', isNamed: false }],
      });
      const { peaks } = await app.client.call('recordings.waveform', { documentId: id });
      expect(Math.max(...peaks)).toBe(1);
      for (const type of ['audio', 'recording', 'audio/wav', 'wav'])
        expect((await app.client.call('search.query', { query: 'letters', type })).total).toBe(2);
      expect((await app.client.call('search.query', { query: 'letters', type: 'video' })).results).toEqual(
        [],
      );

      const answer = await app.client.call('chat.ask', { question: 'Who answered the letters?' });
      const cited = answer.citations.find(({ quote }) => quote.includes('Nobody'));
      expect(cited?.locator).toMatchObject({ kind: 'time', startMs: 6200 });
      await expect.poll(() => app.scratch(), { timeout: 30_000 }).toEqual([]);
    },
    patience,
  );

  it(
    'gives the file to a player, and its words to who asks for a transcript, without hearing it again',
    async () => {
      const path = app.file('talk.wav');
      const [document] = (await app.client.call('library.list', { path })).documents;
      const documentId = document?.id ?? '';
      const bytes = readFileSync(path);
      const media = await app.client.call('recordings.media', { documentId, start: 40, end: 1000 });
      expect(media).toMatchObject({ size: bytes.length, mediaType: 'audio/wav' });
      expect(Buffer.from(media.data, 'base64').equals(bytes.subarray(40, 1000))).toBe(true);
      expect(await app.client.call('recordings.cover', { documentId, maxSize: 100 })).toBeNull();
      await expect(app.client.call('pictures.thumbnail', { id: documentId })).rejects.toMatchObject({
        code: 'file_unsupported',
      });
      const events: string[] = [];
      const transcript = await app.client.call(
        'recordings.transcribe',
        { path, format: 'srt' },
        { onEvent: ({ stage }) => events.push(stage) },
      );
      expect(events).toEqual([]);
      expect(transcript).toMatchObject({
        language: 'en',
        durationMs: 10_000,
        segments: [
          { startMs: 1100, text: 'The lighthouse keeper wrote letters.', speaker: 'Speaker 1' },
          { startMs: 6200 },
        ],
      });
      expect(transcript.formatted).toContain('00:00:01,100 --> ');
      const guest = connectTo(app.engine, {
        id: 'guest',
        kind: 'apiKey',
        grants: { knowledgeBases: ['default'], canWrite: true },
      });
      await expect(guest.call('recordings.transcribe', { path })).rejects.toMatchObject({
        code: 'forbidden',
      });
      expect(await guest.call('recordings.media', { documentId, start: 0, end: 4 })).toMatchObject({
        mediaType: 'audio/wav',
      });
    },
    patience,
  );

  it(
    'hears a content once, whatever its files are called and wherever they lie',
    async () => {
      // Without a model nothing could be heard again.
      rmSync(join(app.home, 'models', 'whisper-tiny'), { recursive: true });
      try {
        app.write('copy.wav', talk());
        expect(await app.outcomeOf('copy.wav')).toMatchObject({ status: 'indexed', chunks: 2 });
        const again = await app.client.call('library.ingest', { paths: [app.file('copy.wav')], kb: 'other' });
        expect(again.totals).toMatchObject({ indexed: 1 });
      } finally {
        installSpeechModel(app.home);
      }
    },
    patience,
  );

  it(
    'follows the name of a speaker into search, copies included, and a corrected word',
    async () => {
      const path = app.file('talk.wav');
      const [document] = (await app.client.call('library.list', { path })).documents;
      const documentId = document?.id ?? '';
      await app.client.call('recordings.nameSpeaker', { documentId, speaker: 0, name: 'Grace Hopper' });
      const speakers = async () => {
        const { results } = await app.find('lighthouse');
        return results.map(({ locator }) => (locator.kind === 'time' ? locator.speaker : ''));
      };
      // The file, its copy, and the copy of that in another knowledge base.
      await expect
        .poll(speakers, { timeout: patience, interval: 300 })
        .toEqual(['Grace Hopper', 'Grace Hopper', 'Grace Hopper']);
      const { results } = await app.find('Grace');
      expect(new Set(results.map(({ path: found }) => found))).toEqual(
        new Set([app.file('copy.wav'), app.file('talk.wav')]),
      );
      expect((await app.find('"Speaker 1"')).results).toEqual([]);
      // What is indexed is what the transcript says: nothing is made anew.
      expect((await app.outcomeOf('talk.wav'))?.status).toBe('unchanged');

      const { segments } = await app.client.call('recordings.segments', { documentId });
      const segmentId = segments[0]?.id ?? '';
      await app.client.call('recordings.editSegment', {
        documentId,
        segmentId,
        text: 'The observatory keeper wrote letters.',
      });
      await expect
        .poll(async () => (await app.find('observatory')).results.length, {
          timeout: patience,
          interval: 300,
        })
        .toBe(3);
      expect((await app.find('lighthouse')).results).toEqual([]);
      const [found] = (await app.find('observatory')).results;
      expect(found?.locator).toMatchObject({ startMs: 1100, endMs: 3050 });
    },
    patience,
  );

  it(
    'hears a recording again when it is asked to, and keeps what a person wrote',
    async () => {
      const path = app.file('talk.wav');
      const [document] = (await app.client.call('library.list', { path })).documents;
      const documentId = document?.id ?? '';
      const { jobId } = await app.client.call('recordings.transcribeAgain', {
        documentId,
        options: { diarize: false, vocabulary: 'lighthouse' },
      });
      await expect
        .poll(async () => (await app.client.call('jobs.show', { id: jobId })).state, {
          timeout: patience,
          interval: 300,
        })
        .toBe('done');
      const { segments } = await app.client.call('recordings.segments', { documentId });
      expect(segments[0]).toMatchObject({ text: 'The observatory keeper wrote letters.', isEdited: true });
      expect((await app.client.call('recordings.show', { documentId })).diarization).toBeNull();
    },
    patience,
  );

  it(
    'cuts transcripts anew when they are to be cut another way',
    async () => {
      const chunks = async () => (await app.outcomeOf('copy.wav'))?.chunks;
      expect(await chunks()).toBe(2);
      await app.client.call('settings.change', { recordingChunking: 'speaker' });
      await expect.poll(chunks, { timeout: patience, interval: 500 }).toBe(1);
      await app.client.call('settings.change', { recordingChunking: 'diarization' });
      await expect.poll(chunks, { timeout: patience, interval: 500 }).toBe(2);
    },
    patience,
  );

  it(
    'tells the two sides of a call apart by their channels',
    async () => {
      const left = joined(quiet(1000), voiceSound(3000), quiet(6000));
      const right = joined(quiet(6000), voiceSound(3000, { pitch: 210, throat: 1.2 }), quiet(1000));
      app.write('call.wav', waveFile(left, right));
      const outcome = await app.outcomeOf('call.wav');
      expect(outcome).toMatchObject({ status: 'indexed', chunks: 2 });
      const { parts } = await app.client.call('library.parts', { id: outcome?.id ?? '' });
      expect(parts[0]?.text).toBe(
        'Speaker 1: The lighthouse keeper wrote letters.\n\nSpeaker 2: Nobody answered any of them.',
      );
      expect(await app.client.call('recordings.show', { documentId: outcome?.id ?? '' })).toMatchObject({
        diarization: 'channels',
        speakers: [{ number: 0 }, { number: 1 }],
      });
    },
    patience,
  );

  it(
    'transcribes a file that is not in the library, and what is no recording not at all',
    async () => {
      const path = app.write('elsewhere.wav', talk({ pitch: 150 }));
      const stages = new Set<string>();
      const transcript = await app.client.call(
        'recordings.transcribe',
        { path, options: { language: 'en' } },
        { onEvent: ({ stage }) => stages.add(stage) },
      );
      expect(transcript.segments).toHaveLength(2);
      expect([...stages]).toEqual(expect.arrayContaining(['decode', 'voice', 'transcribe']));
      stages.clear();
      await app.client.call('recordings.transcribe', { path }, { onEvent: ({ stage }) => stages.add(stage) });
      expect([...stages]).toEqual([]);
      const { documents } = await app.client.call('library.list', { path });
      expect(documents).toEqual([]);
      const text = app.write('notes.txt', Buffer.from('These are notes.'));
      await expect(app.client.call('recordings.transcribe', { path: text })).rejects.toMatchObject({
        code: 'file_unsupported',
      });
      await expect(
        app.client.call('recordings.transcribe', { path, options: { model: 'whisper-large-v3' } }),
      ).rejects.toMatchObject({ code: 'model_not_installed' });
      expect(app.scratch().length).toBeLessThanOrEqual(1);
    },
    patience,
  );

  it(
    'makes a copy to play of what no browser plays',
    async () => {
      app.write('tone.wma', fixture('tone.wma'));
      const outcome = await app.outcomeOf('tone.wma');
      expect(outcome?.mediaType).toBe('audio/x-ms-wma');
      const documentId = outcome?.id ?? '';
      const media = await app.client.call('recordings.media', { documentId, start: 0, end: 44 });
      expect(media.mediaType).toBe('audio/wav');
      expect(Buffer.from(media.data, 'base64').toString('latin1', 0, 4)).toBe('RIFF');
      const rest = await app.client.call('recordings.media', {
        documentId,
        start: media.size - 100,
        end: media.size + 500,
      });
      expect(Buffer.from(rest.data, 'base64')).toHaveLength(100);
    },
    patience,
  );
});

describe('what holds no words', () => {
  let app: RecordingEngine;
  beforeAll(async () => {
    const folder = join(root.path, 'wordless');
    installSpeechModel(join(folder, 'home'));
    app = await openRecordingEngine(folder);
  }, patience);
  afterAll(() => app.close());

  it(
    'ends with a code of its own, once and for all',
    async () => {
      const second = new Float32Array(16_000);
      app.write('silent.wav', waveFile(second));
      app.write(
        'tone.wav',
        waveFile(Float32Array.from({ length: 32_000 }, (_, at) => 0.4 * Math.sin(at / 6))),
      );
      app.write('mumble.wav', waveFile(joined(quiet(500), voiceSound(2000), quiet(500))));
      app.write(
        'broken.mp3',
        Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 37 + (at >> 3)) % 251)),
      );
      app.write('empty.wav', Buffer.alloc(0));
      app.write('cut.wav', talk().subarray(0, 44));
      const outcomes = await app.ingest();
      const codes = outcomes.map(({ path, status, error }) => [path.split('/').at(-1), status, error?.code]);
      expect(codes).toEqual([
        ['broken.mp3', 'failed', 'file_malformed'],
        ['cut.wav', 'failed', 'file_empty'],
        ['empty.wav', 'failed', 'file_empty'],
        ['mumble.wav', 'skipped', 'file_no_text'],
        ['silent.wav', 'skipped', 'recording_silent'],
        ['tone.wav', 'skipped', 'file_no_text'],
      ]);
      const { counts, jobs } = await app.client.call('jobs.list', {});
      expect(counts).toMatchObject({ queued: 0, running: 0, dead: 0 });
      expect(jobs.every(({ attempts }) => attempts <= 1)).toBe(true);
      const before = jobs.length;
      await app.ingest();
      expect((await app.client.call('jobs.list', {})).jobs).toHaveLength(before);
      await expect.poll(() => app.scratch(), { timeout: 30_000 }).toEqual([]);
    },
    patience,
  );

  it(
    'is too large when it is over the limit of the settings, and is read when that is raised',
    async () => {
      await app.client.call('settings.change', { recordingMaxMegabytes: 1 });
      app.write('large.wav', waveFile(new Float32Array(16_000 * 40)));
      expect(await app.outcomeOf('large.wav')).toMatchObject({
        status: 'failed',
        mediaType: 'audio/wav',
        error: { code: 'file_too_large' },
      });
      await app.client.call('settings.change', { recordingMaxMegabytes: 2 });
      const code = async () => {
        const { documents } = await app.client.call('library.list', { path: app.file('large.wav') });
        return documents[0]?.error?.code;
      };
      await expect.poll(code, { timeout: patience, interval: 300 }).toBe('recording_silent');
    },
    patience,
  );
});
