import { truncateSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeTemporaryFolder } from '#testing';
import { installSpeechModel } from './testing/installModel.ts';
import { openRecordingEngine, type RecordingEngine } from './testing/recordingEngine.ts';
import { wordsFrom } from './testing/script.ts';
import { toneModelFolder, toneTalk } from './testing/toneTalk.ts';

const root = makeTemporaryFolder();
const id = 'speaker-diarization';
const patience = 240_000;
let app: RecordingEngine;
let models: string;
beforeAll(async () => {
  const words = [...wordsFrom(1100, 'The lighthouse keeper.'), ...wordsFrom(6050, 'Nobody.')];
  const folder = join(root.path, 'one');
  installSpeechModel(join(folder, 'home'));
  app = await openRecordingEngine(folder, { words });
  models = await toneModelFolder(join(root.path, 'models'));
}, patience);
afterAll(async () => {
  await app.close();
  root.remove();
});

let totalMs = 10_000;
/** Another recording of two voices, heard. */
async function hear(voices: readonly [number, number]) {
  totalMs += 100;
  const name = `talk-${totalMs}.wav`;
  app.write(name, toneTalk(voices, totalMs));
  const documentId = (await app.outcomeOf(name))?.id ?? '';
  const recording = await app.client.call('recordings.show', { documentId });
  const { segments } = await app.client.call('recordings.segments', { documentId });
  return { ...recording, said: segments.map(({ speaker, startMs }) => [speaker, startMs]) };
}
const stateOf = async () =>
  (await app.client.call('models.list', {})).models.find((model) => model.id === id)?.state;

it(
  'serve from the next recording on when they are there, and no more when they are not',
  async () => {
    expect((await hear([0, 1])).diarization).toBe('spectral');
    const imported = await app.client.call('models.import', { path: models });
    expect(imported).toMatchObject({ id, kind: 'diarization', state: 'installed', active: false });
    const heard = await hear([0, 1]);
    expect(heard).toMatchObject({ diarization: 'neural', warnings: [] });
    expect(heard.said).toEqual([
      [0, 1100],
      [1, 6050],
    ]);
    // One voice in both halves.
    const alone = await hear([1, 1]);
    expect(alone.diarization).toBe('neural');
    expect(alone.speakers).toHaveLength(1);
    expect(await app.client.call('models.remove', { id })).toEqual({ removed: true });
    expect((await hear([0, 1])).diarization).toBe('spectral');
  },
  patience,
);

it(
  'know voices again by their own prints, never by those of the method without models',
  async () => {
    await app.client.call('settings.change', { remembersVoices: true });
    const without = await hear([0, 1]);
    expect(without.diarization).toBe('spectral');
    const name = (documentId: string, person: string) =>
      app.client.call('recordings.nameSpeaker', { documentId, speaker: 0, name: person });
    await name(without.documentId, 'Ada');
    // By that method the same voice is at least asked about.
    const again = await hear([0, 1]);
    expect(again.speakers[0]?.personId ?? again.speakers[0]?.suggestion?.personId).toEqual(
      expect.any(String),
    );

    await app.client.call('models.import', { path: models });
    const first = await hear([0, 1]);
    expect(first.diarization).toBe('neural');
    expect(first.speakers.map(({ personId, suggestion }) => [personId, suggestion])).toEqual([
      [null, null],
      [null, null],
    ]);
    await name(first.documentId, 'Grace');
    expect((await hear([0, 0])).speakers.map((speaker) => speaker.name)).toEqual(['Grace']);
    expect((await hear([1, 1])).speakers.map((speaker) => speaker.name)).toEqual(['Speaker 1']);
    await app.client.call('models.remove', { id });
    const after = await hear([0, 1]);
    const people = after.speakers.flatMap((speaker) => [speaker.name, speaker.suggestion?.name]);
    expect(after.diarization).toBe('spectral');
    expect(people).not.toContain('Grace');
    await app.client.call('settings.change', { remembersVoices: false });
  },
  patience,
);

it(
  'cost no recording its words where they are damaged, and say so',
  async () => {
    const none = join(root.path, 'none');
    await mkdir(none);
    for (const file of ['model.onnx', 'voxceleb_resnet34_LM.onnx']) await writeFile(join(none, file), 'none');
    await app.client.call('models.import', { path: none });
    const heard = await hear([0, 1]);
    expect(heard.diarization).toBe('spectral');
    expect(heard.said).toHaveLength(2);
    expect(heard.warnings).toEqual([expect.stringContaining('model.onnx is damaged')]);

    await app.client.call('models.import', { path: models });
    truncateSync(join(app.home, 'models', id, 'voxceleb_resnet34_LM.onnx'), 100);
    expect(await stateOf()).toBe('broken');
    expect(await hear([0, 1])).toMatchObject({ diarization: 'spectral', warnings: [] });
  },
  patience,
);
