import { engineContract } from '@adiuva/contracts/rpc';
import { createClient, createPortPair } from '@adiuva/wire';
import { localUser } from '#base';
import { createEngine } from '../createEngine.ts';
import { createTestHost } from './testHost.ts';

/*
 * An engine in a process of its own that ingests a folder, for tests that kill it. It tells its parent its
 * workers' process ids as they change, and the totals when it is done.
 */
const [home = '', folder = ''] = process.argv.slice(2);
const engine = await createEngine(createTestHost(home));
const [near, far] = createPortPair();
engine.connect(far, localUser);
const client = createClient(engineContract, near);

let told = '';
const telling = setInterval(() => {
  const pids = engine.workerPids();
  const text = JSON.stringify(pids);
  if (text !== told) process.send?.({ pids });
  told = text;
}, 10);
process.on('disconnect', () => process.exit(1));

const { totals } = await client.call('library.ingest', { paths: [folder] });
clearInterval(telling);
await engine.close();
process.send?.({ totals }, undefined, undefined, () => process.disconnect());
