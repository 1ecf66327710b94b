import { expect, it } from 'vitest';
import { defaultSettings } from '#settings';
import type { TranscriptRecord } from '#storage';
import { answers, settleOptions } from './settledOptions.ts';

it('hears as the settings say, but for what is asked of one recording', () => {
  expect(settleOptions(defaultSettings)).toMatchObject({
    model: null,
    language: null,
    vocabulary: '',
    device: 'auto',
    diarize: true,
    speakers: null,
    noiseReduction: false,
    maxBytes: 500 * 1024 * 1024,
    keepsVoices: false,
  });
  const settings = {
    ...defaultSettings,
    recordingModel: 'whisper-small',
    recordingLanguage: 'pl',
    remembersVoices: true,
  };
  expect(settleOptions(settings, { language: 'auto', speakers: 3, diarize: false })).toMatchObject({
    model: 'whisper-small',
    language: null,
    diarize: false,
    speakers: 3,
    keepsVoices: true,
  });
});

it('knows whether a transcript that is there is what is asked for', () => {
  const speaker = {
    ...{ number: 0, name: 'Speaker 1', isNamed: false, personId: null, isRecognised: false },
    ...{ suggestion: null, speechMs: 1, segments: 1 },
  };
  const media = { mediaType: 'audio/wav', container: 'wav', hasCover: false };
  const transcript: TranscriptRecord = {
    ...{ id: 1, contentHash: 'a', model: 'whisper-base', language: 'en', durationMs: 1000 },
    media: { ...media, tracks: [], chapters: [], properties: {} },
    diarization: 'spectral',
    ...{ warnings: [], revision: 1, segments: 1, edited: 0, conflicts: 0, createdAt: 0, updatedAt: 0 },
    speakers: [speaker, { ...speaker, number: 1 }],
  };
  const yes = [
    undefined,
    {},
    { model: 'whisper-base' },
    { model: 'auto', language: 'auto' },
    { language: 'en', speakers: 2 },
    // Speakers that are not wanted are left out of what is there.
    { diarize: false, speakers: 5 },
  ];
  for (const asked of yes) expect([asked, answers(transcript, asked)]).toEqual([asked, true]);
  const no = [
    { model: 'whisper-small' },
    { language: 'de' },
    { speakers: 3 },
    { vocabulary: 'Adiuva' },
    { noiseReduction: true },
  ];
  for (const asked of no) expect([asked, answers(transcript, asked)]).toEqual([asked, false]);
  expect(answers({ ...transcript, diarization: null }, { diarize: true })).toBe(false);
});
