/** Records into a folder, a piece after the other, and says each that was answered; until it is killed. */
import { createCaptures } from '../createCaptures.ts';
import { pieceOf } from './pieces.ts';

const [folder = ''] = process.argv.slice(2);
const captures = createCaptures({
  folder,
  clock: { now: Date.now },
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  ingest: async () => undefined,
  findDocument: () => null,
});
const { id } = await captures.start({
  title: 'Killed',
  sources: ['microphone', 'system'],
  sampleRate: 16_000,
});
for (let sequence = 0; ; sequence++) {
  await captures.append(id, sequence, pieceOf(sequence));
  process.stdout.write(`${sequence}\n`);
}
