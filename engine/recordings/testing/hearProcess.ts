import { localUser } from '#base';
import { connectTo, createTestHost, scriptedWorkers } from '#testing';
import { createEngine } from '../../createEngine.ts';

/*
 * An engine in a process of its own that hears a folder of recordings, for tests that kill it. It tells its parent its
 * workers' process ids as they change, and the totals when it is done.
 */
const [home = '', folder = '', script = ''] = process.argv.slice(2);
const engine = await createEngine(createTestHost(home, scriptedWorkers(script)));
const client = connectTo(engine, localUser);

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
