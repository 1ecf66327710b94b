import { engineContract } from '@adiuva/contracts/rpc';
import { createClient, createPortPair } from '@adiuva/wire';
import { localUser } from '#base';
import { createEngine } from '../createEngine.ts';
import { createTestHost } from './testHost.ts';

/*
 * An engine in a process of its own that watches a folder, for tests that kill it. It tells its parent what becomes of
 * the folder, and ends with its parent.
 */
const [home = '', folder = ''] = process.argv.slice(2);
const times = { settleMs: 100, boundMs: 2_000, verifyMs: 500, retryMs: 200 };
const engine = await createEngine(createTestHost(home), { following: { times } });
const [near, far] = createPortPair();
engine.connect(far, localUser);
const client = createClient(engineContract, near);
process.on('disconnect', () => process.exit(1));

setInterval(async () => {
  const { folders } = await client.call('folders.list', {});
  const { jobs } = await client.call('system.status', {});
  const peakMiB = process.resourceUsage().maxRSS / 1024;
  process.send?.({ folder: folders[0] ?? null, waiting: jobs.queued + jobs.running, peakMiB });
}, 100);
await client.call('folders.watch', { folder });
