import { engineContract } from '@adiuva/contracts/rpc';
import { createClient, createPortPair } from '@adiuva/wire';
import { localUser } from '#base';
import { createEngine } from '../createEngine.ts';
import { createTestHost } from './testHost.ts';

/** Ingest, search and ask over a folder, once, in a process that others watch. */
const [home = '', folder = '', attempt = ''] = process.argv.slice(2);
const engine = await createEngine(createTestHost(home));
const [near, far] = createPortPair();
engine.connect(far, localUser);
const client = createClient(engineContract, near);
const { totals } = await client.call('library.ingest', { paths: [folder], preset: 'executive' });
const { results } = await client.call('search.query', { query: 'What does the kiln cost?' });
const answer = await client.call('chat.ask', { question: 'What does the kiln cost?' });
// For the proof that the watcher sees: an outgoing try, to nobody, on this machine.
if (attempt) await fetch(attempt).catch(() => undefined);
await engine.close();
process.stdout.write(JSON.stringify({ totals, results: results.length, citations: answer.citations.length }));
process.exit(0);
