import { engineContract } from '@adiuva/contracts/rpc';
import { createClient, createPortPair } from '@adiuva/wire';
import { localUser } from '#base';
import { createEngine } from '../createEngine.ts';
import { createTestHost } from './testHost.ts';

/*
 * An engine in a process of its own that ingests a folder and pauses its queue at the first file in hand, for a test that
 * kills it then. It ends with its parent.
 */
const [home = '', folder = ''] = process.argv.slice(2);
const engine = await createEngine(createTestHost(home));
const [near, far] = createPortPair();
engine.connect(far, localUser);
const client = createClient(engineContract, near);
process.on('disconnect', () => process.exit(1));

let isAsked = false;
await client.call(
  'library.ingest',
  { paths: [folder] },
  {
    onEvent: async (event) => {
      if (event.type !== 'progress' || isAsked) return;
      isAsked = true;
      await client.call('jobs.pause', {});
      process.send?.('paused');
    },
  },
);
